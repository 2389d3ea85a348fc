// libvips' calls take variable arguments, which Swift cannot pass: one wrapper for each call that is used.
#pragma once
#include <vips/vips.h>
