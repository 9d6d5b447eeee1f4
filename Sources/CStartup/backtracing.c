// Where the runtime finds the program that prints a backtrace when a Swift program has crashed.
//
// Before main begins, its own code asks the system a dozen times about places near this program, where there
// is no such program: a thirtieth of the time of a short command. SWIFT_BACKTRACE=swift-backtrace=PATH still
// says where it is. The library's object file is needed for nothing but this function, so that a static
// program is linked without it; it is weak, like those in arguments.c.

#if defined(__GLIBC__) || defined(__gnu_linux__)

__attribute__((weak)) const char *swift_copyAuxiliaryExecutablePath(const char *name) {
  (void)name;
  return 0;
}

#endif
