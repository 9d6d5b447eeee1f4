// System facilities that the C library's module does not expose to Swift.

#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stddef.h>
#include <sys/types.h>

#if defined(__SSE2__)
#include <emmintrin.h>

typedef unsigned char platform_block __attribute__((__ext_vector_type__(16)));

/// Returns the highest bit of each of sixteen bytes; the first byte's is the lowest.
static inline unsigned platform_highest_bits(platform_block block) {
    return (unsigned)_mm_movemask_epi8((__m128i)block);
}
#endif

/// Exchanges what two names in one file system refer to, in one step. Returns 0 or the system's error number.
int platform_exchange_names(const char *a, const char *b);

/// Opens a new file without a name, which is gone when it is closed unless it was given one. Returns -1 and
/// sets `errno` if there cannot be one in that folder.
int platform_open_unnamed(const char *folder, mode_t permissions);

/// Gives an open file without a name one that is not taken. Returns 0 or the system's error number.
int platform_name_file(int descriptor, const char *name);

/// Whether a file has an access list or other attributes that were added to it and that a new file would
/// lack.
int platform_has_attributes(const char *path);

/// Keeps a file from being written to or truncated as long as it is open for reading as `descriptor`: a
/// process that wants to write waits until it is closed. Returns 0 or the system's error number if that
/// cannot be had, because the file is already open for writing, is not the caller's, or is on a system
/// without such leases. What tells of the wait is SIGURG, which a process ignores unless it catches it.
int platform_hold_unchanged(int descriptor);

/// Makes the C library keep memory that is freed, instead of returning it to the system, which clears each
/// page before it is available again. For code that allocates and frees much memory again and again.
void platform_keep_memory(void);

/// Makes the C library's heap grow by this many bytes, which the system clears at once: that takes a third of
/// the time of faulting in each page when it is first touched. For code that certainly needs as much. A
/// failure has no effect.
void platform_prepare_heap(size_t bytes);

/// Gives the C library's heap this many bytes at once, for a command that allocates little memory in small
/// pieces; large pieces are placed outside the heap. A failure has no effect.
void platform_prepare_small_heap(size_t bytes);

/// Lets a separate thread fault in the pages of some memory, so that code that writes there next need not. If
/// there can be no such thread, nothing is lost. The contents of the memory are left as they are.
void platform_take_pages_aside(void *start, size_t size);

/// Makes the C library's heap grow by this many bytes, none of which is touched, in large pages if the system
/// has any: for code that may need as much. A failure has no effect.
void platform_prefer_large_pages(size_t size);

/// Makes the C library's heap grow by this many bytes, in large pages if the system has any, which a separate
/// thread faults in at once: for code that is going to need about as much.
void platform_expect_memory(size_t size);

/// A thread that writes to a file what it is handed, one piece after another.
struct platform_writing;

/// Starts such a thread. Returns NULL if there can be none.
struct platform_writing *platform_write_aside(int descriptor);

/// Waits until everything that was handed over is written, and hands over more, which must not change until
/// the next call has returned; if there is no more, it only waits. Returns 0 or the system's error number,
/// after which nothing more is written.
int platform_hand_over(struct platform_writing *writing, const void *bytes, size_t count);

/// Ends the thread once everything is written. Returns 0 or the system's error number.
int platform_end_writing(struct platform_writing *writing);

#endif
