#if defined(__x86_64__)
#define CPIXELS_COPY(name) avx512_##name
#define CPIXELS_CLONES __attribute__((target("avx512f")))
#include "copy.h"
#endif
