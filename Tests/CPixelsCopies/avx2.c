#if defined(__x86_64__)
#define CPIXELS_COPY(name) avx2_##name
#define CPIXELS_CLONES __attribute__((target("avx2")))
#include "copy.h"
#endif
