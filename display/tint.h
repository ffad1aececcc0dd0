/* SPDX-License-Identifier: Apache-2.0 */
/* Colours as the inline style of HTML needs them. */
#ifndef DISPLAY_TINT_H
#define DISPLAY_TINT_H

#include <stdint.h>

/* "#rrggbb" of lightness, chroma and hue in degrees. */
void tint_oklch(float l, float c, float hue, char out[8]);
/* The hue of a colour 0xRRGGBB in degrees. */
float tint_hue_of(uint32_t colour);

#endif
