#if defined(__x86_64__)
#define CPIXELS_COPY(name) sse2_##name
#define CPIXELS_CLONES
#include "copy.h"
#endif
