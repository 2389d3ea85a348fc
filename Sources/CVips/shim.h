// libvips' calls take variable arguments, which Swift cannot pass: one wrapper for each call that is used.
#pragma once
#include <vips/vips.h>

// Opens a picture in memory with the named loader ("jpegload_source" …): reads the header, pixels follow from top to
// bottom when asked for. The memory must outlive the picture. NULL: see vips_error_buffer().
static inline VipsImage *legible_vips_open(const char *loader, const void *data, size_t size) {
  VipsSource *source = vips_source_new_from_memory(data, size);
  if (source == NULL) return NULL;
  VipsImage *image = NULL;
  int failed = vips_call(
      loader, source, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
  g_object_unref(source);
  return failed ? NULL : image;
}

// Each takes a picture and returns a new one, or NULL.

static inline VipsImage *legible_vips_colourspace(VipsImage *image, VipsInterpretation space) {
  VipsImage *result = NULL;
  return vips_colourspace(image, &result, space, NULL) ? NULL : result;
}

static inline VipsImage *legible_vips_icc_to_srgb(VipsImage *image) {
  VipsImage *result = NULL;
  return vips_icc_transform(
             image, &result, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_PERCEPTUAL, "depth", 8, NULL)
             ? NULL
             : result;
}

static inline VipsImage *legible_vips_linear(VipsImage *image, double scale, double offset) {
  VipsImage *result = NULL;
  return vips_linear1(image, &result, scale, offset, NULL) ? NULL : result;
}

static inline VipsImage *legible_vips_cast_uchar(VipsImage *image) {
  VipsImage *result = NULL;
  return vips_cast_uchar(image, &result, NULL) ? NULL : result;
}

static inline VipsImage *legible_vips_first_bands(VipsImage *image, int count) {
  VipsImage *result = NULL;
  return vips_extract_band(image, &result, 0, "n", count, NULL) ? NULL : result;
}

static inline VipsImage *legible_vips_with_interpretation(VipsImage *image, VipsInterpretation space) {
  VipsImage *result = NULL;
  return vips_copy(image, &result, "interpretation", space, NULL) ? NULL : result;
}

static inline int legible_vips_max(VipsImage *image, double *peak) { return vips_max(image, peak, NULL); }

// Writes a picture in the format of a suffix with options, ".jpg[Q=90]". The bytes are freed with g_free.
static inline int legible_vips_write(VipsImage *image, const char *suffix, void **bytes, size_t *size) {
  return vips_image_write_to_buffer(image, suffix, bytes, size, NULL);
}

// The first byte of a row of a region that was prepared from the left edge on.
static inline const unsigned char *legible_vips_region_row(VipsRegion *region, int y) {
  return VIPS_REGION_ADDR(region, 0, y);
}
