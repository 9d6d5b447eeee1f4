#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

int platform_exchange_names(const char *a, const char *b) {
#if defined(__linux__) && defined(SYS_renameat2)
  // The system call itself: not every C library has a function for it. 2 is RENAME_EXCHANGE.
  return syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, 2) == 0 ? 0 : errno;
#elif defined(__APPLE__)
  return renamex_np(a, b, RENAME_SWAP) == 0 ? 0 : errno;
#else
  return ENOSYS;
#endif
}

int platform_hold_unchanged(int descriptor) {
#ifdef __linux__
  // Somebody who waits is announced by a signal, which would end the process.
  signal(SIGIO, SIG_IGN);
  return fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0 ? 0 : errno;
#else
  return ENOSYS;
#endif
}
