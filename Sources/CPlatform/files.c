#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#include <sys/xattr.h>
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
  // A process that waits to write is announced by a signal. SIGIO, the usual one, would end a process that does
  // not expect it; SIGURG does nothing unless it is caught, and who does that expects it at any time.
  if (fcntl(descriptor, F_SETSIG, SIGURG) != 0) return errno;
  return fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0 ? 0 : errno;
#else
  return ENOSYS;
#endif
}

int platform_open_unnamed(const char *folder, mode_t permissions) {
#ifdef O_TMPFILE
  return open(folder, O_RDWR | O_TMPFILE | O_CLOEXEC, permissions);
#else
  errno = ENOTSUP;
  return -1;
#endif
}

int platform_name_file(int descriptor, const char *name) {
#ifdef O_TMPFILE
  // Linux before 6.10 allows this to root only, and reports ENOENT to others.
  if (linkat(descriptor, "", AT_FDCWD, name, AT_EMPTY_PATH) == 0) return 0;
  if (errno != ENOENT) return errno;
  char path[32] = "/proc/self/fd/";
  char *end = path + strlen(path);
  int divisor = 1;
  while (descriptor / divisor > 9) divisor *= 10;
  for (; divisor > 0; divisor /= 10) *end++ = (char)('0' + descriptor / divisor % 10);
  return linkat(AT_FDCWD, path, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
#else
  return ENOTSUP;
#endif
}

int platform_has_attributes(const char *path) {
#ifdef __linux__
  // If the list does not fit, it includes some that were added.
  char names[512];
  ssize_t size = llistxattr(path, names, sizeof names);
  if (size < 0) return errno == ERANGE;
  for (const char *name = names; name < names + size; name += strlen(name) + 1) {
    // A new file gets its labels from the system, and NFS reports an access list for every file.
    if (strncmp(name, "security.", 9) != 0 && strncmp(name, "system.nfs4_", 12) != 0) return 1;
  }
#endif
  return 0;
}
