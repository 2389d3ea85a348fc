// libvips, opened when the first picture is decoded or written and not when the program starts: with the libraries that
// Debian's is linked to, a hundred, that takes 25 ms, in which models can be loaded.
#pragma once
#include <dlfcn.h>
#include <gmodule.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>
#ifdef __APPLE__
#include <crt_externs.h>
#define legible_environment (*_NSGetEnviron())
#else
extern char **environ;
#define legible_environment environ
#endif

// The calls that are used, without their prefix.
#define LEGIBLE_VIPS_CALLS(CALL)                                                                                       \
  CALL(init) CALL(version) CALL(guess_libdir) CALL(leak_set) CALL(cache_set_max) CALL(concurrency_set)                 \
  CALL(block_untrusted_set) CALL(operation_block_set) CALL(error_buffer_copy) CALL(source_new_from_memory) CALL(call)  \
  CALL(colourspace) CALL(colourspace_issupported) CALL(icc_transform) CALL(linear1) CALL(cast_uchar)                   \
  CALL(extract_band) CALL(copy) CALL(max) CALL(image_new_from_memory) CALL(image_copy_memory)                          \
  CALL(image_write_to_buffer) CALL(image_get_width) CALL(image_get_height) CALL(image_get_bands)                       \
  CALL(image_get_format) CALL(image_get_interpretation) CALL(image_get_orientation) CALL(image_get_typeof)             \
  CALL(region_new) CALL(region_prepare)

typedef struct {
#define LEGIBLE_VIPS_CALL(name) __typeof__(vips_##name) *_Nonnull name;
  LEGIBLE_VIPS_CALLS(LEGIBLE_VIPS_CALL)
#undef LEGIBLE_VIPS_CALL
} legible_vips;

// Opens the library; false where it, or a call, is not there.
static inline bool legible_vips_load(legible_vips *_Nonnull vips) {
#ifdef __APPLE__
  void *library = dlopen("libvips.42.dylib", RTLD_LAZY | RTLD_LOCAL);
#else
  void *library = dlopen("libvips.so.42", RTLD_LAZY | RTLD_LOCAL);
#endif
  if (!library) return false;
#define LEGIBLE_VIPS_CALL(name)                                                                                        \
  {                                                                                                                    \
    void *call = dlsym(library, "vips_" #name);                                                                        \
    if (!call) return false;                                                                                           \
    vips->name = (__typeof__(vips_##name) *)call;                                                                      \
  }
  LEGIBLE_VIPS_CALLS(LEGIBLE_VIPS_CALL)
#undef LEGIBLE_VIPS_CALL
  return true;
}

// Before its init: it will find no modules, unless the user says where they are (VIPSHOME). libvips has no switch for
// that; it keeps the first answer of vips_guess_libdir, which believes any variable of the environment that it is told. There
// are no modules below PATH, and none has to be set, which is not safe while other threads look at theirs.
static inline void legible_vips_without_modules(const legible_vips *_Nonnull vips) {
  if (!getenv("VIPSHOME") && getenv("PATH")) vips->guess_libdir("legible", "PATH");
}

// Starts it. It adds VIPSHOME to the environment where it is missing, which moves the environment: a thread that looks for a
// variable at this moment, as those that load models do, crashes. So it is shown an environment that has VIPSHOME, and then the old
// one is put back, which nobody has touched. 0: it has started.
static inline int legible_vips_start(const legible_vips *_Nonnull vips) {
  static char home[] = "VIPSHOME=/usr";
  char **old = legible_environment;
  size_t count = 0;
  while (old && old[count]) count++;
  char **shown = getenv("VIPSHOME") ? NULL : (char **)malloc((count + 2) * sizeof *shown);
  if (!shown) return vips->init("legible");
  if (count) memcpy(shown, old, count * sizeof *shown);
  shown[count] = home;
  shown[count + 1] = NULL;
  legible_environment = shown;
  int status = vips->init("legible");
  // Whoever looked at it may not be done: it stays, once in the process. Where another thread has set a variable meanwhile, there is a
  // third environment, out of this one.
  if (legible_environment == shown) {
    legible_environment = old;
  } else {
    unsetenv("VIPSHOME");
  }
  return status;
}

#ifdef __linux__
// dladdr, which the header has for GNU's dialect of C only; Swift does not read headers in that.
typedef struct {
  const char *dli_fname;
  void *dli_fbase;
  const char *dli_sname;
  void *dli_saddr;
} legible_place;
int legible_place_of(const void *address, legible_place *place) __asm__("dladdr");
#else
typedef Dl_info legible_place;
#define legible_place_of dladdr
#endif

// Opens one of the modules beside libvips, for good. False where there is none: then libvips has it built in, or not at all.
static inline bool legible_vips_open_module(const legible_vips *_Nonnull vips, const char *_Nonnull name) {
  legible_place place;
  if (!legible_place_of((const void *)vips->init, &place) || !place.dli_fname) return false;
  char *folder = g_path_get_dirname(place.dli_fname);
  char *path = g_strdup_printf(
      "%s/vips-modules-%d.%d/%s.%s", folder, vips->version(0), vips->version(1), name, G_MODULE_SUFFIX);
  bool is_open = g_file_test(path, G_FILE_TEST_IS_REGULAR) && g_module_open(path, G_MODULE_BIND_LAZY);
  g_free(path);
  g_free(folder);
  return is_open;
}

// libvips' calls take variable arguments, which Swift cannot pass: one wrapper for each such call.

// Opens a picture in memory with the named loader ("jpegload_source" …): reads the header, pixels follow from top to
// bottom when asked for. A shrink of 2, 4 or 8 decodes a JPEG at that part of its size; 1: as it is. Where the loader is strict, what
// it would only warn of fails, too. The memory must outlive the picture. NULL: see vips_error_buffer().
static inline VipsImage *legible_vips_open(
    const legible_vips *_Nonnull vips, const char *loader, const void *data, size_t size, int shrink, bool is_strict) {
  VipsSource *source = vips->source_new_from_memory(data, size);
  if (source == NULL) return NULL;
  VipsImage *image = NULL;
  // Other loaders have no such property: the list ends before it.
  int failed = vips->call(
      loader, source, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
      is_strict ? VIPS_FAIL_ON_WARNING : VIPS_FAIL_ON_TRUNCATED,
      shrink > 1 ? "shrink" : NULL, shrink, NULL);
  g_object_unref(source);
  return failed ? NULL : image;
}

// Each takes a picture and returns a new one, or NULL.

static inline VipsImage *legible_vips_colourspace(
    const legible_vips *_Nonnull vips, VipsImage *image, VipsInterpretation space) {
  VipsImage *result = NULL;
  return vips->colourspace(image, &result, space, NULL) ? NULL : result;
}

static inline VipsImage *legible_vips_icc_to_srgb(const legible_vips *_Nonnull vips, VipsImage *image) {
  VipsImage *result = NULL;
  return vips->icc_transform(
             image, &result, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_PERCEPTUAL, "depth", 8, NULL)
             ? NULL
             : result;
}

static inline VipsImage *legible_vips_linear(
    const legible_vips *_Nonnull vips, VipsImage *image, double scale, double offset) {
  VipsImage *result = NULL;
  return vips->linear1(image, &result, scale, offset, NULL) ? NULL : result;
}

static inline VipsImage *legible_vips_cast_uchar(const legible_vips *_Nonnull vips, VipsImage *image) {
  VipsImage *result = NULL;
  return vips->cast_uchar(image, &result, NULL) ? NULL : result;
}

static inline VipsImage *legible_vips_first_bands(const legible_vips *_Nonnull vips, VipsImage *image, int count) {
  VipsImage *result = NULL;
  return vips->extract_band(image, &result, 0, "n", count, NULL) ? NULL : result;
}

static inline VipsImage *legible_vips_with_interpretation(
    const legible_vips *_Nonnull vips, VipsImage *image, VipsInterpretation space) {
  VipsImage *result = NULL;
  return vips->copy(image, &result, "interpretation", space, NULL) ? NULL : result;
}

static inline int legible_vips_max(const legible_vips *_Nonnull vips, VipsImage *image, double *peak) {
  return vips->max(image, peak, NULL);
}

// Writes a picture in the format of a suffix with options, ".jpg[Q=90]". The bytes are freed with g_free.
static inline int legible_vips_write(
    const legible_vips *_Nonnull vips, VipsImage *image, const char *suffix, void **bytes, size_t *size) {
  return vips->image_write_to_buffer(image, suffix, bytes, size, NULL);
}

// The first byte of a row of a region that was prepared from the left edge on.
static inline const unsigned char *legible_vips_region_row(VipsRegion *region, int y) {
  return region->data + (size_t)(y - region->valid.top) * region->bpl;
}
