// What starts the program faster, at the expense of what only other programs need: for executables, never for
// libraries, since whoever links this gets it for the whole process. There is nothing to call: the C library and
// Swift's find these functions instead of their own.

#ifndef CSTARTUP_H
#define CSTARTUP_H
#endif
