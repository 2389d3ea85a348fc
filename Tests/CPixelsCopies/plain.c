// Neither clones nor intrinsics: the reference.
#undef __SSE2__
#define CPIXELS_COPY(name) plain_##name
#define CPIXELS_CLONES 
#include "copy.h"
