#include "CPixels.h"

#include <math.h>
#include <string.h>

// Loops that the compiler vectorises, once for each width; the loader picks the copy for the processor that it runs on. That
// takes glibc's indirect functions. Elsewhere there is one copy for the baseline, on arm64 with NEON.
#ifndef CPIXELS_CLONES
#if defined(__x86_64__) && defined(__GLIBC__)
#define CPIXELS_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CPIXELS_CLONES
#endif
#endif

#if defined(__SSE2__)
#include <emmintrin.h>

// Two pixels of three 16-bit values and those after them, channel by channel: a.r b.r a.g b.g a.b b.b.
static inline __attribute__((always_inline)) __m128i paired(__m128i pixels) {
  return _mm_unpacklo_epi16(pixels, _mm_srli_si128(pixels, 6));
}

// Four sums as bytes.
static inline __attribute__((always_inline)) uint32_t bytes(__m128i sums) {
  __m128i words = _mm_packs_epi32(sums, sums);
  return (uint32_t)_mm_cvtsi128_si32(_mm_packus_epi16(words, words));
}
#endif

// Pixel by pixel a fourth byte is written, which the next pixel overwrites; not so by the last.
static inline __attribute__((always_inline)) void store(uint8_t *out, uint32_t pixel, int is_last) {
  if (is_last) {
    memcpy(out, &pixel, 3);
  } else {
    memcpy(out, &pixel, 4);
  }
}

static inline __attribute__((always_inline)) uint32_t blended(
    const uint8_t *upper, const uint8_t *lower, int32_t fx, int32_t fy) {
#if defined(__SSE2__)
  __m128i zero = _mm_setzero_si128();
  __m128i a = _mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)upper), zero);
  __m128i b = _mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)lower), zero);
  // At most 255 * 256, exact in 16 bits; then less 32768 to fit a signed product.
  __m128i column = _mm_add_epi16(
      _mm_slli_epi16(a, 8), _mm_mullo_epi16(_mm_sub_epi16(b, a), _mm_set1_epi16((int16_t)fy)));
  column = _mm_xor_si128(column, _mm_set1_epi16(INT16_MIN));
  __m128i sums = _mm_madd_epi16(paired(column), _mm_set1_epi32((256 - fx) | (fx << 16)));
  return bytes(_mm_srai_epi32(_mm_add_epi32(sums, _mm_set1_epi32(32768 * 256 + 32768)), 16));
#else
  uint8_t out[4] = {0};
  for (int i = 0; i < 3; i++) {
    int32_t a = upper[i] * (256 - fx) + upper[i + 3] * fx;
    int32_t b = lower[i] * (256 - fx) + lower[i + 3] * fx;
    out[i] = (uint8_t)((a * (256 - fy) + b * fy + 32768) >> 16);
  }
  uint32_t pixel;
  memcpy(&pixel, out, 4);
  return pixel;
#endif
}

CPIXELS_CLONES void cpixels_blend(
    const uint8_t *source, ptrdiff_t stride, int64_t x, int64_t y, int64_t step_x, int64_t step_y, uint8_t *out,
    ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const uint8_t *upper = source + (y >> 16) * stride + (x >> 16) * 3;
    store(out, blended(upper, upper + stride, (x >> 8) & 255, (y >> 8) & 255), i == count - 1);
    out += 3;
    x += step_x;
    y += step_y;
  }
}

CPIXELS_CLONES void cpixels_blend_points(
    const uint8_t *source, ptrdiff_t stride, const int64_t *x, const int64_t *y, uint8_t *out, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const uint8_t *upper = source + (y[i] >> 16) * stride + (x[i] >> 16) * 3;
    store(out, blended(upper, upper + stride, (x[i] >> 8) & 255, (y[i] >> 8) & 255), i == count - 1);
    out += 3;
  }
}

CPIXELS_CLONES void cpixels_blend_rows(
    const uint8_t *restrict upper, const uint8_t *restrict lower, int32_t weight, int16_t *restrict out,
    ptrdiff_t count) {
  uint16_t fraction = (uint16_t)weight;
  for (ptrdiff_t i = 0; i < count; i++) {
    uint16_t a = upper[i], b = lower[i];
    out[i] = (int16_t)(uint16_t)(((uint16_t)(a << 8) + (uint16_t)((uint16_t)(b - a) * fraction)) ^ 0x8000);
  }
}

CPIXELS_CLONES void cpixels_sum_rows(
    const uint8_t *restrict rows, ptrdiff_t stride, const int16_t *restrict weights, ptrdiff_t taps,
    int16_t *restrict out, ptrdiff_t count) {
  if (taps == 2) {
    // Enlarging: one pass over the two rows.
    const uint8_t *restrict lower = rows + stride;
    int32_t a = weights[0], b = weights[1];
    for (ptrdiff_t i = 0; i < count; i++) out[i] = (int16_t)((rows[i] * a + lower[i] * b + 64) >> 7);
    return;
  }
  ptrdiff_t i = 0;
  for (; i + 32 <= count; i += 32) {
    int32_t sums[32];
    for (int k = 0; k < 32; k++) sums[k] = 64;
    const uint8_t *row = rows + i;
    for (ptrdiff_t t = 0; t < taps; t++, row += stride) {
      int32_t weight = weights[t];
      for (int k = 0; k < 32; k++) sums[k] += row[k] * weight;
    }
    for (int k = 0; k < 32; k++) out[i + k] = (int16_t)(sums[k] >> 7);
  }
  for (; i < count; i++) {
    int32_t sum = 64;
    for (ptrdiff_t t = 0; t < taps; t++) sum += rows[t * stride + i] * weights[t];
    out[i] = (int16_t)(sum >> 7);
  }
}

static inline __attribute__((always_inline)) void scale(
    const int16_t *restrict row, const int32_t *restrict starts, const int16_t *restrict weights, ptrdiff_t pairs,
    int32_t bias, int32_t shift, uint8_t *restrict out, ptrdiff_t count) {
#if defined(__SSE2__)
  for (ptrdiff_t i = 0; i < count; i++) {
    const int16_t *pixel = row + starts[i] * 3;
    __m128i sums = _mm_set1_epi32(bias);
    for (ptrdiff_t k = 0; k < pairs; k++) {
      int32_t weight;
      memcpy(&weight, weights, 4);
      __m128i two = paired(_mm_loadu_si128((const __m128i *)pixel));
      sums = _mm_add_epi32(sums, _mm_madd_epi16(two, _mm_set1_epi32(weight)));
      pixel += 6;
      weights += 2;
    }
    store(out, bytes(_mm_sra_epi32(sums, _mm_cvtsi32_si128(shift))), i == count - 1);
    out += 3;
  }
#else
  for (ptrdiff_t i = 0; i < count; i++) {
    const int16_t *pixel = row + starts[i] * 3;
    int32_t r = bias, g = bias, b = bias;
    for (ptrdiff_t k = 0; k < pairs * 2; k++) {
      int32_t weight = *weights++;
      r += pixel[0] * weight;
      g += pixel[1] * weight;
      b += pixel[2] * weight;
      pixel += 3;
    }
    out[0] = (uint8_t)(r >> shift);
    out[1] = (uint8_t)(g >> shift);
    out[2] = (uint8_t)(b >> shift);
    out += 3;
  }
#endif
}

CPIXELS_CLONES void cpixels_scale(
    const int16_t *row, const int32_t *starts, const int16_t *weights, ptrdiff_t pairs, int32_t bias, int32_t shift,
    uint8_t *out, ptrdiff_t count) {
  // Two taps, as wherever a picture does not get smaller, and four: loops that the compiler unrolls.
  if (pairs == 1) {
    scale(row, starts, weights, 1, bias, shift, out, count);
  } else if (pairs == 2) {
    scale(row, starts, weights, 2, bias, shift, out, count);
  } else {
    scale(row, starts, weights, pairs, bias, shift, out, count);
  }
}

CPIXELS_CLONES void cpixels_narrow(const int16_t *restrict row, uint8_t *restrict out, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) out[i] = (uint8_t)((row[i] + 64) >> 7);
}

enum { block = 256, lanes = 32 };

// Values that are looked at side by side: whole blocks, and what is left of the last one in whole lanes.
static inline __attribute__((always_inline)) ptrdiff_t in_block(ptrdiff_t from, ptrdiff_t count) {
  return count - from >= block ? block : (count - from) / lanes * lanes;
}

static inline __attribute__((always_inline)) float largest_in(const float *values, ptrdiff_t count) {
  float maxima[lanes];
  for (int k = 0; k < lanes; k++) maxima[k] = -INFINITY;
  for (ptrdiff_t j = 0; j < count; j += lanes) {
    for (int k = 0; k < lanes; k++) maxima[k] = values[j + k] > maxima[k] ? values[j + k] : maxima[k];
  }
  for (int width = lanes / 2; width > 0; width /= 2) {
    for (int k = 0; k < width; k++) maxima[k] = maxima[k + width] > maxima[k] ? maxima[k + width] : maxima[k];
  }
  return maxima[0];
}

// Block by block; the largest of each of the first blocks is written down where `of_blocks` has room for it.
static inline __attribute__((always_inline)) ptrdiff_t largest_of(
    const float *values, ptrdiff_t count, float *largest, float *of_blocks, ptrdiff_t room) {
  float best = -INFINITY;
  ptrdiff_t from = -1, i = 0, width;
  for (; (width = in_block(i, count)) > 0; i += width) {
    // A loop of a known length for whole blocks.
    float found = width == block ? largest_in(values + i, block) : largest_in(values + i, width);
    if (i / block < room) of_blocks[i / block] = found;
    if (found > best) {
      best = found;
      from = i;
    }
  }
  for (; i < count; i++) {
    if (values[i] > best) {
      best = values[i];
      from = i;
    }
  }
  *largest = best;
  if (from < 0) return -1;
  // One look at the block that had it.
  while (values[from] != best) from++;
  return from;
}

// Pixels whose planes are made together; they stay in the nearest cache.
enum { planes_block = 512 };

static inline __attribute__((always_inline)) void split(
    const uint8_t *restrict pixels, ptrdiff_t count, uint8_t (*restrict planes)[planes_block]) {
  for (ptrdiff_t i = 0; i < count; i++) {
    planes[0][i] = pixels[3 * i];
    planes[1][i] = pixels[3 * i + 1];
    planes[2][i] = pixels[3 * i + 2];
  }
}

CPIXELS_CLONES void cpixels_spread(const uint8_t *restrict levels, ptrdiff_t count, uint8_t *restrict out) {
  for (ptrdiff_t i = 0; i < count; i++) {
    out[3 * i] = levels[i];
    out[3 * i + 1] = levels[i];
    out[3 * i + 2] = levels[i];
  }
}

CPIXELS_CLONES void cpixels_normalize_f32(
    const uint8_t *restrict pixels, ptrdiff_t count, const float *mean, const float *scale, int32_t is_reversed,
    float *restrict planes, ptrdiff_t stride) {
  uint8_t values[3][planes_block];
  for (ptrdiff_t start = 0; start < count; start += planes_block) {
    ptrdiff_t width = count - start < planes_block ? count - start : planes_block;
    split(pixels + 3 * start, width, values);
    for (int c = 0; c < 3; c++) {
      const uint8_t *restrict row = values[is_reversed ? 2 - c : c];
      float *restrict out = planes + c * stride + start;
      float m = mean[c], s = scale[c];
      for (ptrdiff_t i = 0; i < width; i++) out[i] = ((float)row[i] - m) * s;
    }
  }
}

CPIXELS_CLONES void cpixels_normalize_bf16(
    const uint8_t *restrict pixels, ptrdiff_t count, const float *mean, const float *scale, int32_t is_reversed,
    uint16_t *restrict planes, ptrdiff_t stride) {
  uint8_t values[3][planes_block];
  for (ptrdiff_t start = 0; start < count; start += planes_block) {
    ptrdiff_t width = count - start < planes_block ? count - start : planes_block;
    split(pixels + 3 * start, width, values);
    for (int c = 0; c < 3; c++) {
      const uint8_t *restrict row = values[is_reversed ? 2 - c : c];
      uint16_t *restrict out = planes + c * stride + start;
      float m = mean[c], s = scale[c];
      for (ptrdiff_t i = 0; i < width; i++) {
        float value = ((float)row[i] - m) * s;
        uint32_t bits;
        memcpy(&bits, &value, sizeof bits);
        // To nearest, ties to even; a finite value stays one.
        out[i] = (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
      }
    }
  }
}

CPIXELS_CLONES ptrdiff_t cpixels_largest(const float *values, ptrdiff_t count, float *largest) {
  return largest_of(values, count, largest, 0, 0);
}

CPIXELS_CLONES ptrdiff_t cpixels_next_above(const float *values, ptrdiff_t from, ptrdiff_t count, float threshold) {
  // Most of a page is not text: many values are compared at once.
  while (from + lanes <= count) {
    int32_t any = 0;
    for (int k = 0; k < lanes; k++) any |= values[from + k] > threshold;
    if (any) break;
    from += lanes;
  }
  while (from < count && !(values[from] > threshold)) from++;
  return from;
}

// 2 to the power of what x·log₂e is away from a whole number, by the minimax polynomial of degree 5 on [-½, ½] (error 2e-7), times
// 2 to the power of the whole number, whose bits are that number and 127, moved to the exponent. Of a NaN the product is one.
static inline __attribute__((always_inline)) float exponential(float x) {
#pragma clang fp contract(off)
  // Below, there are no normal numbers.
  float t = x < -87.0f ? -87.0f * 1.44269504f : x * 1.44269504f;
  float shifted = t + 12583039.0f;
  float f = t - (shifted - 12583039.0f);
  float p = 1.33335581e-3f;
  p = p * f + 9.61812911e-3f;
  p = p * f + 5.55041087e-2f;
  p = p * f + 2.40226507e-1f;
  p = p * f + 6.93147181e-1f;
  p = p * f + 1.0f;
  uint32_t bits;
  float power;
  memcpy(&bits, &shifted, 4);
  bits <<= 23;
  memcpy(&power, &bits, 4);
  return p * power;
}

CPIXELS_CLONES float cpixels_exponential(float x) { return exponential(x); }

CPIXELS_CLONES ptrdiff_t cpixels_softmax(const float *values, ptrdiff_t count, float *largest, float *sum) {
#pragma clang fp contract(off)
  enum { room = 128 };
  float of_blocks[room];
  ptrdiff_t index = largest_of(values, count, largest, of_blocks, room);
  float top = *largest, least = top - CPIXELS_SOFTMAX_REACH;
  // As many sums on each processor, so that they round alike.
  float sums[lanes];
  for (int k = 0; k < lanes; k++) sums[k] = 0;
  ptrdiff_t i = 0, width;
  for (; (width = in_block(i, count)) > 0; i += width) {
    // Two thirds to three quarters of a recogniser's blocks add nothing that shows, and most parts of the others.
    if (i / block < room && of_blocks[i / block] < least) continue;
    for (ptrdiff_t j = i; j < i + width; j += lanes) {
      int32_t any = 0;
      for (int k = 0; k < lanes; k++) any |= !(values[j + k] < least);
      if (!any) continue;
      for (int k = 0; k < lanes; k++) sums[k] += exponential(values[j + k] - top);
    }
  }
  for (int width = lanes / 2; width > 0; width /= 2) {
    for (int k = 0; k < width; k++) sums[k] += sums[k + width];
  }
  for (; i < count; i++) {
    if (!(values[i] < least)) sums[0] += exponential(values[i] - top);
  }
  *sum = sums[0];
  return index;
}
