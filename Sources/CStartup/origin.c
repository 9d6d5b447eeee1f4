// Where the C library finds the folder that contains the program.
//
// A static program asks for it at every start, through a link in /proc, which takes the system as long as
// opening six files. Only libraries that are loaded later by a path with $ORIGIN in it would need it, and
// there are none. The function is all that the library's object file for this contains, so that a static
// program is linked without it; it is weak, like those in arguments.c. The result is the library's own for
// "not known".

#if __has_include(<features.h>)
#include <features.h>
#endif

#if defined(__GLIBC__)

__attribute__((weak)) const char *_dl_get_origin(void) { return (const char *)-1; }

#endif
