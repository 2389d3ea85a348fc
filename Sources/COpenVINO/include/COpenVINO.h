// OpenVINO's C interface, and what of it Swift cannot call by itself.
#pragma once
#include <openvino/c/openvino.h>
