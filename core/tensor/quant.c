/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/quant.h"

#include <stdint.h>

#include "core/tensor/half.h"
#include "core/tensor/quant_block.h"

/* Blocks of 32 with one scale: element i in the low half of byte i, element
 * i + 16 in the high half. */

static void
decode_q4_0(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 32; n -= 32, out += 32, b += 18) {
		float d = half_at(b);

		for (int i = 0; i < 16; i++) {
			out[i] = (float)((b[2 + i] & 15) - 8) * d;
			out[i + 16] = (float)((b[2 + i] >> 4) - 8) * d;
		}
	}
}

static void
decode_q4_1(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 32; n -= 32, out += 32, b += 20) {
		float d = half_at(b), m = half_at(b + 2);

		for (int i = 0; i < 16; i++) {
			out[i] = (float)(b[4 + i] & 15) * d + m;
			out[i + 16] = (float)(b[4 + i] >> 4) * d + m;
		}
	}
}

/* The fifth bits of a block: bit i is that of element i. */
static uint32_t
load_u32(const uint8_t *b)
{
	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
	    (uint32_t)b[3] << 24;
}

static void
decode_q5_0(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 32; n -= 32, out += 32, b += 22) {
		float d = half_at(b);
		uint32_t high = load_u32(b + 2);

		for (int i = 0; i < 16; i++) {
			int lo = (b[6 + i] & 15) | (int)(high >> i & 1) << 4;
			int hi = b[6 + i] >> 4 |
			    (int)(high >> (i + 16) & 1) << 4;

			out[i] = (float)(lo - 16) * d;
			out[i + 16] = (float)(hi - 16) * d;
		}
	}
}

static void
decode_q5_1(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 32; n -= 32, out += 32, b += 24) {
		float d = half_at(b), m = half_at(b + 2);
		uint32_t high = load_u32(b + 4);

		for (int i = 0; i < 16; i++) {
			int lo = (b[8 + i] & 15) | (int)(high >> i & 1) << 4;
			int hi = b[8 + i] >> 4 |
			    (int)(high >> (i + 16) & 1) << 4;

			out[i] = (float)lo * d + m;
			out[i + 16] = (float)hi * d + m;
		}
	}
}

static void
decode_q8_0(float *out, const void *blocks, size_t n)
{
	const uint8_t *b = blocks;

	for (; n >= 32; n -= 32, out += 32, b += 34) {
		float d = half_at(b);

		for (int i = 0; i < 32; i++)
			out[i] = (float)(int8_t)b[2 + i] * d;
	}
}

const struct quant_row quants[DT_COUNT] = {
	[DT_Q4_0] = { decode_q4_0 },
	[DT_Q4_1] = { decode_q4_1 },
	[DT_Q5_0] = { decode_q5_0 },
	[DT_Q5_1] = { decode_q5_1 },
	[DT_Q8_0] = { decode_q8_0 },
	[DT_Q2_K] = { quant_q2_k },
	[DT_Q3_K] = { quant_q3_k },
	[DT_Q4_K] = { quant_q4_k },
	[DT_Q5_K] = { quant_q5_k },
	[DT_Q6_K] = { quant_q6_k },
	[DT_IQ1_S] = { quant_iq1_s },
	[DT_IQ1_M] = { quant_iq1_m },
	[DT_IQ2_XXS] = { quant_iq2_xxs },
	[DT_IQ2_XS] = { quant_iq2_xs },
	[DT_IQ2_S] = { quant_iq2_s },
	[DT_IQ3_XXS] = { quant_iq3_xxs },
	[DT_IQ3_S] = { quant_iq3_s },
	[DT_IQ4_NL] = { quant_iq4_nl },
	[DT_IQ4_XS] = { quant_iq4_xs },
	[DT_TQ1_0] = { quant_tq1_0 },
	[DT_TQ2_0] = { quant_tq2_0 },
	[DT_MXFP4] = { quant_mxfp4 },
	[DT_NVFP4] = { quant_nvfp4 },
};
