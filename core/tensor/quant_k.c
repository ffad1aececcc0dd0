/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/quant_block.h"

#include <stdint.h>

#include "core/tensor/half.h"

/*
 * Blocks of 256. Elements stand in planes: the low bits of element 32j + i
 * lie in byte i of a 32-byte run, shifted by the plane's number.
 */

/* 16 bytes of 4-bit scale and minimum, 64 bytes of 2 bits, d, dmin. */
void
quant_q2_k(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 84) {
		float d = half_at(b + 80), dmin = half_at(b + 82);

		for (int i = 0; i < 16; i++) {
			const uint8_t *q = b + 16 + i / 8 * 32 + i % 2 * 16;
			int shift = i / 2 % 4 * 2;
			float scale = d * (float)(b[i] & 15);
			float min = dmin * (float)(b[i] >> 4);

			for (int l = 0; l < 16; l++)
				*out++ = scale * (float)(q[l] >> shift & 3) -
				    min;
		}
	}
}

/* 32 bytes of third bits, 64 of 2 bits, 12 of 6-bit scales, d. */
void
quant_q3_k(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 110) {
		const uint8_t *s = b + 96;
		float d = half_at(b + 108);

		for (int i = 0; i < 16; i++) {
			const uint8_t *q = b + 32 + i / 8 * 32 + i % 2 * 16;
			const uint8_t *high = b + i % 2 * 16;
			int shift = i / 2 % 4 * 2, bit = i / 2;
			int low4 = i < 8 ? s[i] & 15 : s[i - 8] >> 4;
			int top2 = s[8 + i % 4] >> (i / 4 * 2) & 3;
			float scale = d * (float)((low4 | top2 << 4) - 32);

			for (int l = 0; l < 16; l++) {
				int v = q[l] >> shift & 3;

				if (!(high[l] >> bit & 1))
					v -= 4;
				*out++ = scale * (float)v;
			}
		}
	}
}

/* The i-th of eight 6-bit scales and minima in 12 bytes. */
static void
scale_min(const uint8_t *s, int i, int *scale, int *min)
{
	if (i < 4) {
		*scale = s[i] & 63;
		*min = s[i + 4] & 63;
	} else {
		*scale = (s[i + 4] & 15) | s[i - 4] >> 6 << 4;
		*min = s[i + 4] >> 4 | s[i] >> 6 << 4;
	}
}

/* d, dmin, 12 bytes of scales, 128 bytes of 4 bits. */
void
quant_q4_k(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 144) {
		float d = half_at(b), dmin = half_at(b + 2);

		for (int i = 0; i < 8; i++) {
			const uint8_t *q = b + 16 + i / 2 * 32;
			int shift = i % 2 * 4, sc, mn;
			float scale, min;

			scale_min(b + 4, i, &sc, &mn);
			scale = d * (float)sc;
			min = dmin * (float)mn;
			for (int l = 0; l < 32; l++)
				*out++ = scale * (float)(q[l] >> shift & 15) -
				    min;
		}
	}
}

/* d, dmin, 12 bytes of scales, 32 of fifth bits, 128 of 4 bits. */
void
quant_q5_k(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 176) {
		float d = half_at(b), dmin = half_at(b + 2);
		const uint8_t *high = b + 16;

		for (int i = 0; i < 8; i++) {
			const uint8_t *q = b + 48 + i / 2 * 32;
			int shift = i % 2 * 4, sc, mn;
			float scale, min;

			scale_min(b + 4, i, &sc, &mn);
			scale = d * (float)sc;
			min = dmin * (float)mn;
			for (int l = 0; l < 32; l++) {
				int v = (q[l] >> shift & 15) |
				    (high[l] >> i & 1) << 4;

				*out++ = scale * (float)v - min;
			}
		}
	}
}

/* 128 bytes of 4 bits, 64 of 2 upper bits, 16 int8 scales, d. */
void
quant_q6_k(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 210) {
		const int8_t *s = (const int8_t *)b + 192;
		float d = half_at(b + 208);

		for (int i = 0; i < 16; i++) {
			/* Runs of 128: four planes of 32. */
			int plane = i / 2 % 4, at = i % 2 * 16;
			const uint8_t *q = b + i / 8 * 64 + plane % 2 * 32 +
			    at;
			const uint8_t *high = b + 128 + i / 8 * 32 + at;
			float scale = d * (float)s[i];

			for (int l = 0; l < 16; l++) {
				int v = (q[l] >> (plane / 2 * 4) & 15) |
				    (high[l] >> (plane * 2) & 3) << 4;

				*out++ = scale * (float)(v - 32);
			}
		}
	}
}
