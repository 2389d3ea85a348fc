// Cairo, Pango and Fontconfig for the drawing code.
#pragma once
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

// Fonts for Pango out of one configuration of Fontconfig, which the map keeps alive. NULL where Pango was built without
// Fontconfig.
static inline PangoFontMap *legible_font_map(FcConfig *configuration) {
  PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  if (map != NULL) pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), configuration);
  return map;
}
