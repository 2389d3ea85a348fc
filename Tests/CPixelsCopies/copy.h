// Included once for each copy, with CPIXELS_COPY(name) giving its names and CPIXELS_CLONES its processor.
#define cpixels_blend CPIXELS_COPY(blend)
#define cpixels_blend_points CPIXELS_COPY(blend_points)
#define cpixels_blend_rows CPIXELS_COPY(blend_rows)
#define cpixels_sum_rows CPIXELS_COPY(sum_rows)
#define cpixels_scale CPIXELS_COPY(scale)
#define cpixels_narrow CPIXELS_COPY(narrow)
#define cpixels_normalize_f32 CPIXELS_COPY(normalize_f32)
#define cpixels_normalize_bf16 CPIXELS_COPY(normalize_bf16)
#define cpixels_largest CPIXELS_COPY(largest)
#define cpixels_exponential CPIXELS_COPY(exponential_of)
#define cpixels_softmax CPIXELS_COPY(softmax)
#define cpixels_next_above CPIXELS_COPY(next_above)
#include "../../Sources/CPixels/pixels.c"
