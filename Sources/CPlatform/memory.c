#include "CPlatform.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#endif

void platform_keep_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
#endif
}

void platform_prepare_heap(size_t bytes) {
#if defined(__GLIBC__) && defined(__linux__)
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  // What is given back joins the end of the heap, from which all that follows is taken.
  char *block = malloc(bytes);
  if (block == NULL) return;
  uintptr_t first = ((uintptr_t)block + 4095) & ~(uintptr_t)4095;
  uintptr_t end = ((uintptr_t)block + bytes) & ~(uintptr_t)4095;
  // 23 is MADV_POPULATE_WRITE; systems before Linux 5.14 do not know it and do nothing.
  if (end > first) madvise((void *)first, end - first, 23);
  free(block);
#else
  (void)bytes;
#endif
}
