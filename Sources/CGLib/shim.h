// GLib, which libvips and Pango are built on: checksums and Unicode normalisation.
#pragma once
#include <glib.h>
