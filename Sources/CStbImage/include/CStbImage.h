// stb_image, for BMP only: Debian's libvips reads BMP through ImageMagick, which stays blocked.
#pragma once
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS (1 << 17)
#include <stb/stb_image.h>
