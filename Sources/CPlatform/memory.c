#define _GNU_SOURCE
#include "CPlatform.h"

#include <stdint.h>
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

void platform_keep_memory(void) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
#endif
}

#if defined(__GLIBC__) && defined(__linux__)
static void take_heap(size_t bytes) {
  // What is freed joins the end of the heap, from which everything that follows is allocated.
  char *block = malloc(bytes);
  if (block == NULL) return;
  uintptr_t first = ((uintptr_t)block + 4095) & ~(uintptr_t)4095;
  uintptr_t end = ((uintptr_t)block + bytes) & ~(uintptr_t)4095;
  // 23 is MADV_POPULATE_WRITE; Linux before 5.14 does not know it and does nothing.
  if (end > first) madvise((void *)first, end - first, 23);
  free(block);
}
#endif

void platform_prepare_heap(size_t bytes) {
#if defined(__GLIBC__) && defined(__linux__)
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  take_heap(bytes);
#else
  (void)bytes;
#endif
}

void platform_prepare_small_heap(size_t bytes) {
#if defined(__GLIBC__) && defined(__linux__)
  mallopt(M_MMAP_THRESHOLD, 512 << 10);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  take_heap(bytes);
#else
  (void)bytes;
#endif
}

#if defined(__GLIBC__) && defined(__linux__)
struct range {
  void *start;
  size_t size;
};

static void *take_pages(void *argument) {
  struct range range = *(struct range *)argument;
  free(argument);
  madvise(range.start, range.size, 23);
  return NULL;
}
#endif

void platform_take_pages_aside(void *start, size_t size) {
#if defined(__GLIBC__) && defined(__linux__)
  struct range *range = malloc(sizeof *range);
  if (range == NULL) return;
  *range = (struct range){start, size};
  pthread_t thread;
  if (pthread_create(&thread, NULL, take_pages, range) == 0) {
    pthread_detach(thread);
  } else {
    free(range);
  }
#else
  (void)start;
  (void)size;
#endif
}

#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
// Limits a size, since mallopt takes an int.
static size_t limited(size_t size) {
  const size_t most = 1 << 30;
  return size < most ? size : most;
}

// Makes the heap grow by at least this many bytes, in large pages that are not touched. Returns the first
// one, or NULL.
static void *grow_in_large_pages(size_t size) {
  const uintptr_t large = 2 << 20;
  platform_keep_memory();
  // The heap grows by this much when it has no room for an allocation, so one is made here and freed.
  mallopt(M_TOP_PAD, size + large);
  void *volatile something = malloc(1 << 20);
  uintptr_t start = (uintptr_t)something;
  uintptr_t end = (uintptr_t)sbrk(0);
  free(something);
  mallopt(M_TOP_PAD, 1 << 20);
  if (start == 0 || end < start + size + large) return NULL;
  // What precedes the first large page stays untouched, and nothing else is allocated there.
  uintptr_t first = (start + large - 1) & ~(large - 1);
  if (first - start > 4096) something = malloc(first - start - 64);
  madvise((void *)first, (end - first) & ~(uintptr_t)4095, MADV_HUGEPAGE);
  return (void *)first;
}
#endif

void platform_prefer_large_pages(size_t size) {
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
  grow_in_large_pages(limited(size));
#else
  (void)size;
#endif
}

void platform_expect_memory(size_t size) {
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
  size = limited(size);
  void *first = grow_in_large_pages(size);
  if (first != NULL) platform_take_pages_aside(first, size & ~(size_t)((2 << 20) - 1));
#else
  (void)size;
#endif
}
