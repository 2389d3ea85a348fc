// mallopt, which Swift's Glibc module leaves out.
#pragma once
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// Blocks of this many bytes and more come from the system and go back to it when they are freed. Does nothing where the
// heap is not glibc's.
static inline void legible_return_blocks_from(int bytes) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, bytes);
  mallopt(M_TRIM_THRESHOLD, 4 * bytes);
#else
  (void)bytes;
#endif
}

// All threads share one heap. Does nothing where it is not glibc's.
static inline void legible_share_heap(void) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);
#endif
}
