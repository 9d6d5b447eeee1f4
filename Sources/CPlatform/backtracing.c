// Where the runtime finds the program that shows where a Swift program has crashed.
//
// Before main begins, its own way asks the system a dozen times for places beside this program, which lies
// where no such program is: a thirtieth of the time of a short command. SWIFT_BACKTRACE=swift-backtrace=PATH
// still says where it is. The function is all that the library's file for this is needed for, so that a static
// program is linked without it; it is weak, as those in arguments.c are.

#if defined(__GLIBC__) || defined(__gnu_linux__)

__attribute__((weak)) const char *swift_copyAuxiliaryExecutablePath(const char *name) {
  (void)name;
  return 0;
}

#endif
