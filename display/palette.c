/* SPDX-License-Identifier: Apache-2.0 */
#include "display/palette.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/attr.h"

/* Red below zero, nearly white at it, blue above. */
static const uint8_t diverging[][3] = {
	{ 96, 14, 34 }, { 124, 19, 38 }, { 152, 30, 38 }, { 174, 50, 40 },
	{ 190, 76, 55 }, { 203, 107, 83 }, { 214, 140, 118 },
	{ 226, 175, 158 }, { 241, 236, 235 }, { 178, 202, 210 },
	{ 133, 176, 194 }, { 87, 150, 184 }, { 43, 124, 186 },
	{ 15, 96, 190 }, { 27, 66, 175 }, { 40, 55, 142 }, { 37, 47, 111 },
};

/* Dark violet to yellow, even in lightness. */
static const uint8_t sequential[][3] = {
	{ 68, 1, 84 }, { 72, 40, 120 }, { 62, 74, 137 }, { 49, 104, 142 },
	{ 38, 130, 142 }, { 31, 158, 137 }, { 53, 183, 121 },
	{ 109, 205, 89 }, { 180, 222, 44 }, { 253, 231, 37 },
};

static const uint8_t digits[10][3] = {
	{ 0xff, 0xff, 0xff }, { 0x1f, 0x77, 0xb4 }, { 0xff, 0x7f, 0x0e },
	{ 0x2c, 0xa0, 0x2c }, { 0xd6, 0x27, 0x28 }, { 0x94, 0x67, 0xbd },
	{ 0x8c, 0x56, 0x4b }, { 0xe3, 0x77, 0xc2 }, { 0xbc, 0xbd, 0x22 },
	{ 0x17, 0xbe, 0xcf },
};

/* A digit that follows the same digit, so that the two can be told apart. */
static const uint8_t others[10][3] = {
	{ 0x7f, 0x7f, 0x7f }, { 0xae, 0xc7, 0xe8 }, { 0xff, 0xbb, 0x78 },
	{ 0x98, 0xdf, 0x8a }, { 0xff, 0x98, 0x96 }, { 0xc5, 0xb0, 0xd5 },
	{ 0xc4, 0x9c, 0x94 }, { 0xf7, 0xb6, 0xd2 }, { 0xdb, 0xdb, 0x8d },
	{ 0x9e, 0xda, 0xe5 },
};

/* Up to three squares are concentric, more run to the lower right. */
static const uint8_t sides[8][7] = {
	{ 0 }, { 7 }, { 7, 3 }, { 7, 5, 3 }, { 7, 6, 4, 2 },
	{ 7, 6, 5, 4, 2 }, { 7, 6, 5, 4, 3, 2 }, { 7, 6, 5, 4, 3, 2, 1 },
};
static const uint8_t corners[8][7] = {
	{ 0 }, { 0 }, { 0, 2 }, { 0, 1, 2 }, { 0, 1, 2, 3 },
	{ 0, 1, 2, 3, 4 }, { 0, 1, 2, 3, 4, 5 }, { 0, 1, 2, 3, 4, 5, 6 },
};

int
palette_digits(int64_t x, struct palette_box box[7])
{
	char s[24];
	int i, n, last = -1;

	n = snprintf(s, sizeof(s), "%lld", x < 0 ? -(long long)x :
	    (long long)x);
	if (n > 7 || s[0] == '-')
		return 0;
	for (i = 0; i < n; i++) {
		int d = s[i] - '0';

		memcpy(box[i].rgb, d == last ? others[d] : digits[d], 3);
		last = d == last ? -1 : d;
		box[i].at = corners[n][i];
		box[i].side = sides[n][i];
	}
	return n;
}

int
palette_stops(enum figure_scale scale, const uint8_t (**stops)[3])
{
	*stops = scale == SCALE_DIVERGING ? diverging : sequential;
	return scale == SCALE_DIVERGING ? (int)nitems(diverging) :
	    (int)nitems(sequential);
}

static void
between(const uint8_t (*stop)[3], int n, double at, uint8_t rgb[3])
{
	int i, k;

	at = fmin(fmax(at, 0), 1) * (n - 1);
	i = (int)at;
	if (i >= n - 1)
		i = n > 1 ? n - 2 : 0;
	at -= i;
	for (k = 0; k < 3; k++)
		rgb[k] = (uint8_t)(stop[i][k] * (1 - at) +
		    stop[n > 1 ? i + 1 : 0][k] * at + 0.5);
}

void
palette_at(enum figure_scale scale, double at, uint8_t rgb[3])
{
	const uint8_t (*stop)[3];
	int n = palette_stops(scale, &stop);

	between(stop, n, at, rgb);
}

void
palette_fill(const struct figure *f, uint8_t palette[256][3])
{
	static const uint8_t cut[3] = { 128, 128, 128 }, nan[3] = { 0 };
	int i;

	memset(palette, 0, 256 * 3);
	memcpy(palette[PALETTE_CUT], cut, 3);
	memcpy(palette[PALETTE_NAN], nan, 3);
	memcpy(palette[PALETTE_DIGIT], digits, sizeof(digits));
	for (i = 0; i < PALETTE_STEPS && f->scale == SCALE_INDEXED; i++)
		if (i < f->ncolours)
			memcpy(palette[PALETTE_SCALE + i], f->colours[i], 3);
	for (i = 0; i < PALETTE_STEPS && f->scale != SCALE_INDEXED; i++)
		if (f->ncolours > 0)
			between(f->colours, f->ncolours, i /
			    (double)(PALETTE_STEPS - 1),
			    palette[PALETTE_SCALE + i]);
		else
			palette_at(f->scale, i / (double)(PALETTE_STEPS - 1),
		    palette[PALETTE_SCALE + i]);
}
