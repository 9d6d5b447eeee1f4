// The command line, for the standard library's CommandLine.
//
// On Linux, the library's own code reads /proc/self/maps line by line before main begins, to find the stack
// and the arguments on it: a third of all instructions of a short command. glibc passes them to every
// constructor. These two functions are all that the library's object file for this contains, so that a static
// program is linked without it. They are weak: should that file come to contain more, the library's own are
// used again.

#include <stddef.h>

#if defined(__GLIBC__) || defined(__gnu_linux__)

static char *none[1];
static char **words = none;
static int count;

__attribute__((constructor)) static void keep_arguments(int argc, char **argv) {
  if (argc <= 0 || argv == NULL) return;
  words = argv;
  count = argc;
}

__attribute__((weak)) char **_swift_stdlib_getUnsafeArgvArgc(int *length) {
  *length = count;
  return words;
}

__attribute__((weak)) void _swift_stdlib_overrideUnsafeArgvArgc(char **argv, int argc) {
  words = argv;
  count = argc;
}

#endif
