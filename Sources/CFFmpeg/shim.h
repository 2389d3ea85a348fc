// FFmpeg's libraries. What Swift does not import (macros with casts, types that changed between FFmpeg 5 and 8) stands
// here as a constant or a wrapper; nothing else does.
#pragma once
#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavdevice/avdevice.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/hwcontext.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/parseutils.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

static const int legible_av_eof = AVERROR_EOF;
static const int legible_av_exit = AVERROR_EXIT;
static const int legible_av_again = AVERROR(EAGAIN);
static const int legible_av_invalid_data = AVERROR_INVALIDDATA;
static const int legible_av_no_protocol = AVERROR_PROTOCOL_NOT_FOUND;
static const int legible_av_unauthorized = AVERROR_HTTP_UNAUTHORIZED;
static const int legible_av_not_found = AVERROR_HTTP_NOT_FOUND;
static const int64_t legible_av_no_time = AV_NOPTS_VALUE;

static inline int legible_av_error(int error_number) { return AVERROR(error_number); }

// How a stream's pictures are to be turned before they are shown: nine numbers, or NULL.
static inline const int32_t *legible_av_stream_matrix(const AVStream *stream) {
#if LIBAVFORMAT_VERSION_MAJOR >= 61
  const AVPacketSideData *data = av_packet_side_data_get(
      stream->codecpar->coded_side_data, stream->codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
  return data != NULL && data->size >= 9 * sizeof(int32_t) ? (const int32_t *)data->data : NULL;
#else
  size_t size = 0;
  const uint8_t *data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
  return data != NULL && size >= 9 * sizeof(int32_t) ? (const int32_t *)data : NULL;
#endif
}

// Gives a stream that is to be written such a matrix.
static inline int legible_av_set_stream_matrix(AVStream *stream, const int32_t matrix[9]) {
#if LIBAVFORMAT_VERSION_MAJOR >= 61
  AVPacketSideData *data = av_packet_side_data_new(
      &stream->codecpar->coded_side_data, &stream->codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX,
      9 * sizeof(int32_t), 0);
  if (data == NULL) return AVERROR(ENOMEM);
  memcpy(data->data, matrix, 9 * sizeof(int32_t));
#else
  uint8_t *data = av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(int32_t));
  if (data == NULL) return AVERROR(ENOMEM);
  memcpy(data, matrix, 9 * sizeof(int32_t));
#endif
  return 0;
}

// The same of one frame.
static inline const int32_t *legible_av_frame_matrix(const AVFrame *frame) {
  const AVFrameSideData *data = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
  return data != NULL && data->size >= 9 * sizeof(int32_t) ? (const int32_t *)data->data : NULL;
}

// swscale's context is opaque in some versions and not in others.

// Converts pictures of one size from one pixel format to another. `matrix` is an AVColorSpace, the ranges are 1 for 0…255
// and 0 for 16…235. NULL where the conversion is not possible.
static inline void *legible_sws_open(
    int width, int height, enum AVPixelFormat from, int from_full_range, enum AVPixelFormat to, int to_full_range,
    int matrix) {
  struct SwsContext *context =
      sws_getContext(width, height, from, width, height, to, SWS_BILINEAR, NULL, NULL, NULL);
  if (context == NULL) return NULL;
  const int *coefficients = sws_getCoefficients(matrix);
  // Fails where neither side is YUV, and then there is nothing to set.
  sws_setColorspaceDetails(
      context, coefficients, from_full_range, coefficients, to_full_range, 0, 1 << 16, 1 << 16);
  return context;
}

static inline int legible_sws_convert(void *context, const AVFrame *from, AVFrame *to) {
  return sws_scale(
      (struct SwsContext *)context, (const uint8_t *const *)from->data, from->linesize, 0, from->height, to->data,
      to->linesize);
}

static inline void legible_sws_close(void *context) { sws_freeContext((struct SwsContext *)context); }
