#include "CPixelsCopies.h"

#define DECLARE(copy)                                                                                                  \
  void copy##_blend(                                                                                                   \
      const uint8_t *, ptrdiff_t, int64_t, int64_t, int64_t, int64_t, uint8_t *, ptrdiff_t);                           \
  void copy##_blend_points(const uint8_t *, ptrdiff_t, const int64_t *, const int64_t *, uint8_t *, ptrdiff_t);        \
  void copy##_blend_rows(const uint8_t *, const uint8_t *, int32_t, int16_t *, ptrdiff_t);                             \
  void copy##_sum_rows(const uint8_t *, ptrdiff_t, const int16_t *, ptrdiff_t, int16_t *, ptrdiff_t);                  \
  void copy##_scale(                                                                                                   \
      const int16_t *, const int32_t *, const int16_t *, ptrdiff_t, int32_t, int32_t, uint8_t *, ptrdiff_t);           \
  void copy##_narrow(const int16_t *, uint8_t *, ptrdiff_t);                                                           \
  void copy##_spread(const uint8_t *, ptrdiff_t, uint8_t *);                                                           \
  void copy##_normalize_f32(const uint8_t *, ptrdiff_t, const float *, const float *, int32_t, float *, ptrdiff_t);    \
  void copy##_normalize_bf16(                                                                                          \
      const uint8_t *, ptrdiff_t, const float *, const float *, int32_t, uint16_t *, ptrdiff_t);                       \
  ptrdiff_t copy##_largest(const float *, ptrdiff_t, float *);                                                         \
  ptrdiff_t copy##_softmax(const float *, ptrdiff_t, float *, float *);                                                \
  ptrdiff_t copy##_next_above(const float *, ptrdiff_t, ptrdiff_t, float);

#define COPY(copy, supported)                                                                                          \
  if (supported)                                                                                                       \
    copies[count++] = (cpixels_copy){                                                                                  \
        #copy,         copy##_blend,  copy##_blend_points, copy##_blend_rows, copy##_sum_rows,                         \
        copy##_scale,  copy##_narrow, copy##_spread,       copy##_normalize_f32, copy##_normalize_bf16,                \
        copy##_largest, copy##_softmax, copy##_next_above};

DECLARE(plain)
#if defined(__x86_64__)
DECLARE(sse2)
DECLARE(avx2)
DECLARE(avx512)
#endif

int32_t cpixels_copies(cpixels_copy *copies) {
  int32_t count = 0;
  COPY(plain, 1)
#if defined(__x86_64__)
  COPY(sse2, 1)
  COPY(avx2, __builtin_cpu_supports("avx2"))
  COPY(avx512, __builtin_cpu_supports("avx512f"))
#endif
  return count;
}
