/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types whose numbers come from a code book (IQ), are ternary (TQ) or small
 * floats (MXFP4, NVFP4).
 */
#include "core/tensor/quant_block.h"

#include <stdbool.h>
#include <stdint.h>

#include "core/tensor/half.h"
#include "core/tensor/quant_grid.h"

static const float two_bits[4] = { 8, 25, 43 };
static const float xxs_bits[8] = { 4, 12, 20, 28, 36, 44, 52, 62 };

static uint32_t
load_u32(const uint8_t *b)
{
	return half_load(b) | (uint32_t)half_load(b + 2) << 16;
}

/* Eight signs from seven bits: the eighth makes their number even. */
static unsigned
even_signs(unsigned seven)
{
	return seven | (unsigned)__builtin_parity(seven) << 7;
}

/* Eight numbers of the books of two bits. */
static void
eight(float *out, float scale, unsigned code, unsigned signs)
{
	for (int j = 0; j < 8; j++) {
		float v = scale * two_bits[code >> (2 * j) & 3];

		out[j] = signs >> j & 1 ? -v : v;
	}
}

/* d; eight times: four places in the book, four times 7 signs, 4 bits of
 * scale. */
void
quant_iq2_xxs(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 66) {
		float d = half_at(b);

		for (int i = 0; i < 8; i++) {
			const uint8_t *q = b + 2 + 8 * i;
			uint32_t s = load_u32(q + 4);
			float scale = d * (0.5f + (float)(s >> 28)) * 0.25f;

			for (int l = 0; l < 4; l++, out += 8)
				eight(out, scale, quant_grid_iq2_xxs[q[l]],
				    even_signs(s >> 7 * l & 127));
		}
	}
}

/* d; 32 times 9 bits of place and 7 of signs; 16 scales of 4 bits. */
void
quant_iq2_xs(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 74) {
		float d = half_at(b);

		for (int i = 0; i < 32; i++, out += 8) {
			unsigned q = half_load(b + 2 + 2 * i);
			int s = b[66 + i / 4] >> (i / 2 % 2 * 4) & 15;

			eight(out, d * (0.5f + (float)s) * 0.25f,
			    quant_grid_iq2_xs[q & 511], even_signs(q >> 9));
		}
	}
}

/* d, 32 low bytes of places, 32 bytes of signs, 8 of high bits, scales. */
void
quant_iq2_s(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 82) {
		float d = half_at(b);

		for (int i = 0; i < 32; i++, out += 8) {
			unsigned high = b[66 + i / 4] >> (i % 4 * 2) & 3;
			int s = b[74 + i / 4] >> (i / 2 % 2 * 4) & 15;

			eight(out, d * (0.5f + (float)s) * 0.25f,
			    quant_grid_iq2_s[b[2 + i] | high << 8],
			    b[34 + i]);
		}
	}
}

/* Four numbers of the books of four bits. */
static void
four(float *out, float scale, const float *value, unsigned code,
    unsigned signs)
{
	for (int j = 0; j < 4; j++) {
		float v = scale * value[code >> (4 * j) & 7];

		out[j] = signs >> j & 1 ? -v : v;
	}
}

/* d, 64 places, eight times: four times 7 signs, 4 bits of scale. */
void
quant_iq3_xxs(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 98) {
		float d = half_at(b);

		for (int i = 0; i < 8; i++) {
			const uint8_t *q = b + 2 + 8 * i;
			uint32_t s = load_u32(b + 66 + 4 * i);
			float scale = d * (0.5f + (float)(s >> 28)) * 0.5f;

			for (int l = 0; l < 8; l++, out += 4)
				four(out, scale, xxs_bits,
				    quant_grid_iq3_xxs[q[l]],
				    even_signs(s >> l / 2 * 7 & 127) >>
				    (l % 2 * 4));
		}
	}
}

/* d, 64 low bytes of places, 8 of high bits, 32 of signs, 4 of scales. */
void
quant_iq3_s(float *out, const void *blocks, size_t n)
{
	static const float odd[8] = { 1, 3, 5, 7, 9, 11, 13, 15 };
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 110) {
		float d = half_at(b);

		for (int i = 0; i < 64; i++, out += 4) {
			unsigned high = b[66 + i / 8] >> i % 8 & 1;
			int s = b[106 + i / 16] >> (i / 8 % 2 * 4) & 15;

			four(out, d * (float)(1 + 2 * s), odd,
			    quant_grid_iq3_s[b[2 + i] | high << 8],
			    b[74 + i / 2] >> (i % 2 * 4));
		}
	}
}

/* Eight of -1, 0, 1, all moved by an eighth. */
static void
eight_moved(float *out, float scale, unsigned code, bool down)
{
	float delta = down ? -0.125f : 0.125f;

	for (int j = 0; j < 8; j++)
		out[j] = scale * ((float)(int)(code >> (2 * j) & 3) - 1 +
		    delta);
}

/* d, 32 low bytes of places; eight times 16 bits: four times 3 high bits, 3
 * bits of scale, which way to move. */
void
quant_iq1_s(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 50) {
		float d = half_at(b);

		for (int i = 0; i < 32; i++, out += 8) {
			unsigned h = half_load(b + 34 + i / 4 * 2);

			eight_moved(out, d * (float)(2 * (h >> 12 & 7) + 1),
			    quant_grid_iq1[b[2 + i] |
			    (h >> i % 4 * 3 & 7) << 8], h >> 15);
		}
	}
}

/* 32 low bytes of places, 16 of high bits, 8 of scales whose upper four bits
 * are d in pieces. */
void
quant_iq1_m(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 56) {
		unsigned s[4];
		float d;

		for (int i = 0; i < 4; i++)
			s[i] = half_load(b + 48 + 2 * i);
		d = half_f16((uint16_t)(s[0] >> 12 | (s[1] >> 8 & 0xf0) |
		    (s[2] >> 4 & 0xf00) | (s[3] & 0xf000)));
		for (int i = 0; i < 32; i++, out += 8) {
			unsigned h = b[32 + i / 2] >> (i % 2 * 4);
			unsigned by = s[i / 8] >> (i / 2 % 4 * 3) & 7;

			eight_moved(out, d * (float)(2 * by + 1),
			    quant_grid_iq1[b[i] | (h & 7) << 8], h >> 3 & 1);
		}
	}
}

static const float curve[16] = { -127, -104, -83, -65, -49, -35, -22, -10,
    1, 13, 25, 38, 53, 69, 89, 113 };
/* Twice the values of a float of 4 bits. */
static const float tiny[16] = { 0, 1, 2, 3, 4, 6, 8, 12, -0.0f, -1, -2, -3,
    -4, -6, -8, -12 };

/* n / 2 bytes: the low halves first, then the high ones. */
static void
halves(float *out, float d, const float *value, const uint8_t *q, int n)
{
	for (int i = 0; i < n / 2; i++) {
		out[i] = d * value[q[i] & 15];
		out[i + n / 2] = d * value[q[i] >> 4];
	}
}

void
quant_iq4_nl(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 32; n -= 32, out += 32, b += 18)
		halves(out, half_at(b), curve, b + 2, 32);
}

/* d, high bits of eight scales, their low bits, 128 bytes. */
void
quant_iq4_xs(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 136) {
		float d = half_at(b);
		unsigned high = half_load(b + 2);

		for (int i = 0; i < 8; i++, out += 32) {
			int s = (b[4 + i / 2] >> (i % 2 * 4) & 15) |
			    (int)(high >> (2 * i) & 3) << 4;

			halves(out, d * (float)(s - 32), curve,
			    b + 8 + 16 * i, 32);
		}
	}
}

/* A power of two as a byte, then 16 bytes. */
void
quant_mxfp4(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 32; n -= 32, out += 32, b += 17)
		/* Half of it, since the values are twice theirs. */
		halves(out, half_bits(b[0] < 2 ? 0x00200000u << b[0] :
		    (uint32_t)(b[0] - 1) << 23), tiny, b + 1, 32);
}

/* Half of a float of four bits of exponent and three of fraction, without a
 * sign; all ones are none. */
static float
small_scale(uint8_t x)
{
	int e = x >> 3 & 15, m = x & 7;

	if (x == 0 || x == 0x7f)
		return 0;
	if (e == 0)
		return (float)m * (1.0f / 1024);
	return (float)(8 + m) * half_bits((uint32_t)(e - 7 - 4 + 127) << 23);
}

/* Four scales, then 8 bytes for each 16. */
void
quant_nvfp4(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 64; n -= 64, b += 36)
		for (int i = 0; i < 4; i++, out += 16)
			halves(out, small_scale(b[i]), tiny, b + 4 + 8 * i,
			    16);
}

/* A byte is a fraction in base 3: times a power of 3, the digit in front. */
static float *
ternary(float *out, float d, const uint8_t *q, int n, int digits)
{
	for (int k = 0, power = 1; k < digits; k++, power *= 3)
		for (int i = 0; i < n; i++) {
			unsigned x = (uint8_t)(q[i] * power);

			*out++ = (float)((int)(x * 3 >> 8) - 1) * d;
		}
	return out;
}

/* 32 and 16 bytes of five digits, 4 bytes of four, d. */
void
quant_tq1_0(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 54) {
		float d = half_at(b + 52);

		out = ternary(out, d, b, 32, 5);
		out = ternary(out, d, b + 32, 16, 5);
		out = ternary(out, d, b + 48, 4, 4);
	}
}

/* 64 bytes of 2 bits, in planes of 32; d. */
void
quant_tq2_0(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 256; n -= 256, b += 66) {
		float d = half_at(b + 64);

		for (int i = 0; i < 256; i++)
			*out++ = (float)((b[i / 128 * 32 + i % 32] >>
			    (i / 32 % 4 * 2) & 3) - 1) * d;
	}
}
