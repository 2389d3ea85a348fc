// Video4Linux: asking cameras what they can do. The request codes are macros that Swift does not import.
#pragma once
#include <linux/videodev2.h>

static const unsigned long legible_v4l2_query = VIDIOC_QUERYCAP;
static const unsigned long legible_v4l2_formats = VIDIOC_ENUM_FMT;
static const unsigned long legible_v4l2_sizes = VIDIOC_ENUM_FRAMESIZES;
static const unsigned long legible_v4l2_intervals = VIDIOC_ENUM_FRAMEINTERVALS;
