// What the system offers and the C library's module does not show to Swift.

#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stddef.h>
#include <sys/types.h>

#if defined(__SSE2__)
#include <emmintrin.h>

typedef unsigned char platform_block __attribute__((__ext_vector_type__(16)));

/// The highest bit of each of sixteen bytes, the first one's lowest.
static inline unsigned platform_highest_bits(platform_block block) {
    return (unsigned)_mm_movemask_epi8((__m128i)block);
}
#endif

/// Exchanges what two names of one file system lead to, in one step; 0, or else the system's error.
int platform_exchange_names(const char *a, const char *b);

/// Opens a new file without a name, which is gone when it is closed unless it was given one; -1 and `errno` if there is
/// no such thing in that folder.
int platform_open_unnamed(const char *folder, mode_t permissions);

/// Gives an open file without a name one that nothing has yet; 0, or else the system's error.
int platform_name_file(int descriptor, const char *name);

/// Whether a file has an access list or other attributes that somebody gave it, and that a new file would not have.
int platform_has_attributes(const char *path);

/// Keeps a file from being written to and cut off, as long as it is open for reading as `descriptor`:
/// whoever wants to write waits until it is closed. 0, or else why that cannot be had; it cannot if the
/// file is open for writing already, is not the caller's, or lies where there is no such thing.
int platform_hold_unchanged(int descriptor);

/// Has the C library keep memory that is given back, instead of handing it to the system, which clears each
/// page of it before it is there again. For what takes much and gives it back again and again.
void platform_keep_memory(void);

/// Has the C library's heap grow by as many bytes, which the system clears at once: that takes a third of the
/// time of stopping at each page when it is first touched. For what surely needs as much. A failure is none.
void platform_prepare_heap(size_t bytes);

/// Has the C library's heap have as many bytes at once, for a command that takes little memory in small pieces; what
/// is large lies elsewhere. A failure is none.
void platform_prepare_small_heap(size_t bytes);

/// Has a thread of its own stop at the pages of some memory, so that whoever writes there next need not. Where
/// there is no such thread, nothing is lost. It does nothing to what lies in the memory.
void platform_take_pages_aside(void *start, size_t size);

/// Has the C library's heap grow by as many bytes, of which none is touched, in large pages if the system has any: for
/// what may take as much. A failure is none.
void platform_prefer_large_pages(size_t size);

/// Has the C library's heap grow by as many bytes, in large pages if the system has any, for what is going to take about
/// as much: a thread of its own stops at the pages at once.
void platform_expect_memory(size_t size);

/// A thread that writes to a file what it is handed, one piece after another.
struct platform_writing;

/// Begins such a thread; NULL if there is none to be had.
struct platform_writing *platform_write_aside(int descriptor);

/// Waits until all that was handed over is written, and hands over more, which must stay as it is until the next
/// call has returned; none is nothing to be written. 0, or the system's error, after which nothing more is written.
int platform_hand_over(struct platform_writing *writing, const void *bytes, size_t count);

/// Ends the thread once all is written; 0, or the system's error.
int platform_end_writing(struct platform_writing *writing);

#endif
