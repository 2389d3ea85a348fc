// The settings of the heap, which Swift's Glibc module leaves out.
#pragma once
#include <stdlib.h>
#ifdef __GLIBC__
#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#endif

// Blocks of this many bytes and more come from the system and go back to it when they are freed; of what lies free at the end of a heap,
// so many bytes may stay. Does nothing where the heap is not glibc's.
static inline void legible_return_blocks_from(int bytes, int kept) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, bytes);
  mallopt(M_TRIM_THRESHOLD, kept);
#else
  (void)bytes, (void)kept;
#endif
}

// Gives free blocks inside of the heaps back to the system, too. Does nothing where the heap is not glibc's.
static inline void legible_give_back_free_blocks(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

// The threads share so many heaps. Does nothing where they are not glibc's.
static inline void legible_limit_heaps(int count) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, count);
#else
  (void)count;
#endif
}

// Extends the heap by so many bytes of addresses at once, which the kernel backs with pages of 2 MiB as they are written,
// and lets it keep what is freed. Where that cannot be, the heap stays as it is.
static inline void legible_extend_heap(int bytes) {
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  // One block of that size, which must not come from anywhere else.
  mallopt(M_MMAP_MAX, 0);
  char *block = malloc((size_t)bytes);
  mallopt(M_MMAP_MAX, 65536);
  if (!block) return;
  const uintptr_t huge = 2 << 20, start = ((uintptr_t)block + huge - 1) & -huge, end = ((uintptr_t)block + bytes) & -huge;
  if (end > start) madvise((void *)start, end - start, MADV_HUGEPAGE);
  free(block);
#else
  (void)bytes;
#endif
}
