#pragma once
/* The part of the cvimodel runtime's binary interface that is used, declared anew: libcviruntime.so comes without a
   header. Nothing is linked; `legible-cvimodel` opens the library when it runs. Statuses are 0 where all went well. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  int32_t length[6];
  size_t count;
} LegibleCVIShape;

/* A tensor of a loaded network: 168 bytes. What is not used has its place only. */
typedef struct {
  char *name;
  LegibleCVIShape shape;
  /* 0 f32, 1 i32, 2 u32, 3 bf16, 4 i16, 5 u16, 6 i8, 7 u8 */
  int32_t element;
  size_t element_count;
  size_t byte_count;
  uint8_t *bytes;
  uint64_t physical_address;
  int32_t memory_kind;
  float scale;
  int32_t zero_point;
  int32_t pixel_format;
  bool is_aligned;
  float mean[3];
  float pixel_scale[3];
  void *owner;
  char reserved[32];
} LegibleCVITensor;

_Static_assert(sizeof(LegibleCVITensor) == 168, "the runtime's tensors have 168 bytes");

/* CVI_NN_RegisterModel: opens a model file. Ends the process where the file is damaged. */
typedef int32_t (*LegibleCVIRegisterModel)(const char *path, void **model);
/* CVI_NN_GetInputOutputTensors: arrays that the model owns. */
typedef int32_t (*LegibleCVIGetTensors)(
    void *model, LegibleCVITensor **inputs, int32_t *input_count, LegibleCVITensor **outputs, int32_t *output_count);
/* CVI_NN_TensorPtr: where a tensor's elements are. */
typedef void *(*LegibleCVITensorBytes)(LegibleCVITensor *tensor);
/* CVI_NN_Forward: computes the outputs, and waits for them. */
typedef int32_t (*LegibleCVIForward)(
    void *model, LegibleCVITensor *inputs, int32_t input_count, LegibleCVITensor *outputs, int32_t output_count);
