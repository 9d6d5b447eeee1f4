// Where the C library finds the folder that the program lies in.
//
// A static program asks for it at every start, by a link in /proc, which takes the system as long as opening six
// files. Only libraries that are loaded later by a path with $ORIGIN in it would need it, and there are none. The
// function is all that the library's file for this has, so that a static program is linked without it; it is weak, as
// those in arguments.c are. The answer is the library's own for "not known".

#if __has_include(<features.h>)
#include <features.h>
#endif

#if defined(__GLIBC__)

__attribute__((weak)) const char *_dl_get_origin(void) { return (const char *)-1; }

#endif
