// OpenVINO's C interface, and what of it Swift cannot call by itself.
#pragma once
#if !__has_include(<openvino/c/openvino.h>)
#error "OpenVINO is missing: run './legible --setup-only' first (docs/setup.md)"
#endif
#include <openvino/c/openvino.h>
