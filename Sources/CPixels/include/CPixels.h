// The few inner loops that a profile asked for, compiled for several widths of SIMD. What they are for, and every decision,
// stands in the Swift code that calls them; each does the same on every processor, bit by bit.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// The mean of four pixels around each of `count` points, weighted to 1/256, along a line of constant step.
///
/// Points are in 1/65536 of a pixel. Every point lies at 0 <= x < width - 2 and 0 <= y < height - 1, so that no tap has to be
/// looked after. Writes `count * 3` bytes.
void cpixels_blend(
    const uint8_t *source, ptrdiff_t stride, int64_t x, int64_t y, int64_t step_x, int64_t step_y, uint8_t *out,
    ptrdiff_t count);

/// The same around any points.
void cpixels_blend_points(
    const uint8_t *source, ptrdiff_t stride, const int64_t *x, const int64_t *y, uint8_t *out, ptrdiff_t count);

/// `upper * (256 - weight) + lower * weight - 32768` for each byte of two rows, for `cpixels_scale`.
void cpixels_blend_rows(const uint8_t *upper, const uint8_t *lower, int32_t weight, int16_t *out, ptrdiff_t count);

/// `sum(row * weight) / 128`, rounded, over `taps` rows; weights are up to 2^14 and add up to that.
void cpixels_sum_rows(
    const uint8_t *rows, ptrdiff_t stride, const int16_t *weights, ptrdiff_t taps, int16_t *out, ptrdiff_t count);

/// Scales a row of pixels along itself: target pixel i is the sum of `pairs * 2` source pixels from `starts[i]` on, each
/// times its weight, plus `bias`, shifted to the right.
///
/// `row` has room for 8 values past the last pixel that has a weight; there it is read and not used. Results are 0...255.
/// Writes `count * 3` bytes.
void cpixels_scale(
    const int16_t *row, const int32_t *starts, const int16_t *weights, ptrdiff_t pairs, int32_t bias, int32_t shift,
    uint8_t *out, ptrdiff_t count);

/// `(row + 64) / 128` for each value of what `cpixels_sum_rows` made.
void cpixels_narrow(const int16_t *row, uint8_t *out, ptrdiff_t count);

/// `count` levels of gray as pixels of three bytes. Writes `count * 3` bytes.
void cpixels_spread(const uint8_t *levels, ptrdiff_t count, uint8_t *out);

/// `count` pixels of three bytes as three planes of `(byte - mean) * scale`, which begin `stride` values apart.
///
/// `mean` and `scale` are in the order of the planes, which `is_reversed` makes that of the pixels' last byte first.
void cpixels_normalize_f32(
    const uint8_t *pixels, ptrdiff_t count, const float *mean, const float *scale, int32_t is_reversed, float *planes,
    ptrdiff_t stride);

/// The same in bf16, rounded to nearest, ties to even.
void cpixels_normalize_bf16(
    const uint8_t *pixels, ptrdiff_t count, const float *mean, const float *scale, int32_t is_reversed,
    uint16_t *planes, ptrdiff_t stride);

/// The first place of the largest value, and the value; -1 where nothing is greater than minus infinity. NaN is none.
ptrdiff_t cpixels_largest(const float *values, ptrdiff_t count, float *largest);

/// e to the power of x, which is 0 or less; below -87 it counts as that. To 1e-5 of it, near 0 to 3e-7.
float cpixels_exponential(float x);

/// Values that are less than the row's largest by more than this are left out of its sum, with 31 neighbours that are, too.
#define CPIXELS_SOFTMAX_REACH 18.0f

/// What a softmax is made of: the first place of the largest value as `cpixels_largest` gives it, that value, and the sum of the
/// exponentials of `values - largest`.
///
/// Each value that is left out of the sum, see `CPIXELS_SOFTMAX_REACH`, adds less than 1.6e-8, the largest itself adds 1: the sum is right to
/// 3e-4 of it for 18,710 values at worst. Of logits of PP-OCRv6 it is to 7e-6. A NaN makes the sum one, unless the 256 values around it are left out.
ptrdiff_t cpixels_softmax(const float *values, ptrdiff_t count, float *largest, float *sum);

/// The first place from `from` on whose value is above a threshold; `count` where there is none.
ptrdiff_t cpixels_next_above(const float *values, ptrdiff_t from, ptrdiff_t count, float threshold);

/// Has the kernel lay memory below a new block that will be written whole, of 2 MiB a page where it can. Page by page, as
/// it is written, each 4 KiB would cost a fault: 2 µs on a virtual machine, more than what is done with its pixels. Blocks
/// below 1 MiB stay as they are.
void cpixels_prepare_block(void *block, size_t bytes);
