#include "CPixels.h"

#ifdef __linux__
#include <sys/mman.h>
#include <unistd.h>
#endif

void cpixels_prepare_block(void *block, size_t bytes) {
#if defined(__linux__) && defined(MADV_POPULATE_WRITE)
  if (bytes < 1 << 20) return;
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  const uintptr_t start = ((uintptr_t)block + page - 1) & -page, end = ((uintptr_t)block + bytes) & -page;
  // Advices: a kernel that does not take them gives pages as they are written.
  (void)madvise((void *)start, end - start, MADV_HUGEPAGE);
  (void)madvise((void *)start, end - start, MADV_POPULATE_WRITE);
#else
  (void)block, (void)bytes;
#endif
}
