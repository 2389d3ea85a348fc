// Sources/CPixels compiled without SIMD and for each width of it, so that tests can tell whether all of them do the same.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *name;
  void (*blend)(const uint8_t *, ptrdiff_t, int64_t, int64_t, int64_t, int64_t, uint8_t *, ptrdiff_t);
  void (*blend_points)(const uint8_t *, ptrdiff_t, const int64_t *, const int64_t *, uint8_t *, ptrdiff_t);
  void (*blend_rows)(const uint8_t *, const uint8_t *, int32_t, int16_t *, ptrdiff_t);
  void (*sum_rows)(const uint8_t *, ptrdiff_t, const int16_t *, ptrdiff_t, int16_t *, ptrdiff_t);
  void (*scale)(const int16_t *, const int32_t *, const int16_t *, ptrdiff_t, int32_t, int32_t, uint8_t *, ptrdiff_t);
  void (*narrow)(const int16_t *, uint8_t *, ptrdiff_t);
  void (*spread)(const uint8_t *, ptrdiff_t, uint8_t *);
  void (*normalize_f32)(const uint8_t *, ptrdiff_t, const float *, const float *, int32_t, float *, ptrdiff_t);
  void (*normalize_bf16)(const uint8_t *, ptrdiff_t, const float *, const float *, int32_t, uint16_t *, ptrdiff_t);
  ptrdiff_t (*largest)(const float *, ptrdiff_t, float *);
  ptrdiff_t (*softmax)(const float *, ptrdiff_t, float *, float *);
  ptrdiff_t (*next_above)(const float *, ptrdiff_t, ptrdiff_t, float);
} cpixels_copy;

/// Writes down the copies that this processor can run, at most four, the plain one first; gives their number.
int32_t cpixels_copies(cpixels_copy *copies);
