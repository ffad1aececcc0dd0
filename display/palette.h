/* SPDX-License-Identifier: Apache-2.0 */
/* The colours of figures: scales of numbers, digits, what is special. */
#ifndef DISPLAY_PALETTE_H
#define DISPLAY_PALETTE_H

#include <stdint.h>

#include "display/figure.h"

enum {
	PALETTE_NONE,		/* transparent */
	PALETTE_CUT, PALETTE_NAN,
	PALETTE_DIGIT,		/* ten of them */
	PALETTE_SCALE = PALETTE_DIGIT + 10,
	PALETTE_STEPS = 64,
	PALETTE_COUNT = PALETTE_SCALE + PALETTE_STEPS
};

void palette_fill(const struct figure *, uint8_t palette[256][3]);
/* Stops of a scale as bytes r, g, b; how many. */
int palette_stops(enum figure_scale, const uint8_t (**stops)[3]);
/* The colour at 0..1 of a scale. */
void palette_at(enum figure_scale, double at, uint8_t rgb[3]);

/*
 * Nested squares of an integer of at most 7 digits, outermost first: corner
 * and side in a cell of 7 pixels, and the colour. Returns how many.
 */
struct palette_box {
	int at, side;
	uint8_t rgb[3];
};
int palette_digits(int64_t, struct palette_box box[7]);

#endif
