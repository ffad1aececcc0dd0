/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/backend/split.h"

#include "core/tensor/half.h"

static void
split_q4_0(const uint8_t *b, int8_t *q, float *d, float *m)
{
	(void)m;
	*d = half_at(b);
	for (int i = 0; i < 16; i++) {
		q[i] = (int8_t)((b[2 + i] & 15) - 8);
		q[i + 16] = (int8_t)((b[2 + i] >> 4) - 8);
	}
}

static void
split_q4_1(const uint8_t *b, int8_t *q, float *d, float *m)
{
	*d = half_at(b);
	*m = half_at(b + 2);
	for (int i = 0; i < 16; i++) {
		q[i] = b[4 + i] & 15;
		q[i + 16] = (int8_t)(b[4 + i] >> 4);
	}
}

/* Low bits and fifth bits of 32 elements, less bias. */
static void
five_bits(int8_t *q, const uint8_t *low, const uint8_t *high, int bias)
{
	for (int i = 0; i < 16; i++) {
		int j = i + 16;

		q[i] = (int8_t)(((low[i] & 15) |
		    (high[i / 8] >> i % 8 & 1) << 4) - bias);
		q[j] = (int8_t)((low[i] >> 4 |
		    (high[j / 8] >> j % 8 & 1) << 4) - bias);
	}
}

static void
split_q5_0(const uint8_t *b, int8_t *q, float *d, float *m)
{
	(void)m;
	*d = half_at(b);
	five_bits(q, b + 6, b + 2, 16);
}

static void
split_q5_1(const uint8_t *b, int8_t *q, float *d, float *m)
{
	*d = half_at(b);
	*m = half_at(b + 2);
	five_bits(q, b + 8, b + 4, 0);
}

static void
split_q8_0(const uint8_t *b, int8_t *q, float *d, float *m)
{
	(void)m;
	*d = half_at(b);
	for (int i = 0; i < 32; i++)
		q[i] = (int8_t)b[2 + i];
}

static void
split_q2_k(const uint8_t *b, int8_t *q, float *d, float *m)
{
	float scale = half_at(b + 80), min = half_at(b + 82);

	for (int i = 0; i < 16; i++) {
		const uint8_t *at = b + 16 + i / 8 * 32 + i % 2 * 16;

		d[i] = scale * (float)(b[i] & 15);
		m[i] = -(min * (float)(b[i] >> 4));
		for (int l = 0; l < 16; l++)
			q[i * 16 + l] = at[l] >> (i / 2 % 4 * 2) & 3;
	}
}

static void
split_q3_k(const uint8_t *b, int8_t *q, float *d, float *m)
{
	const uint8_t *s = b + 96;
	float scale = half_at(b + 108);

	(void)m;
	for (int i = 0; i < 16; i++) {
		const uint8_t *at = b + 32 + i / 8 * 32 + i % 2 * 16;
		int low4 = i < 8 ? s[i] & 15 : s[i - 8] >> 4;
		int top2 = s[8 + i % 4] >> (i / 4 * 2) & 3;

		d[i] = scale * (float)((low4 | top2 << 4) - 32);
		for (int l = 0; l < 16; l++)
			q[i * 16 + l] = (int8_t)((at[l] >>
			    (i / 2 % 4 * 2) & 3) -
			    (b[i % 2 * 16 + l] >> (i / 2) & 1 ? 0 : 4));
	}
}

/* Scales and minima of Q4_K and Q5_K: eight of 6 bits each. */
static void
six_bits(const uint8_t *b, float *d, float *m)
{
	float scale = half_at(b), min = half_at(b + 2);
	const uint8_t *s = b + 4;

	for (int i = 0; i < 8; i++) {
		int sc = i < 4 ? s[i] & 63 :
		    (s[i + 4] & 15) | s[i - 4] >> 6 << 4;
		int mn = i < 4 ? s[i + 4] & 63 :
		    s[i + 4] >> 4 | s[i] >> 6 << 4;

		d[i] = scale * (float)sc;
		m[i] = -(min * (float)mn);
	}
}

static void
split_q4_k(const uint8_t *b, int8_t *q, float *d, float *m)
{
	six_bits(b, d, m);
	for (int i = 0; i < 256; i++)
		q[i] = b[16 + i / 64 * 32 + i % 32] >> (i / 32 % 2 * 4) & 15;
}

static void
split_q5_k(const uint8_t *b, int8_t *q, float *d, float *m)
{
	six_bits(b, d, m);
	for (int i = 0; i < 256; i++)
		q[i] = (int8_t)((b[48 + i / 64 * 32 + i % 32] >>
		    (i / 32 % 2 * 4) & 15) |
		    (b[16 + i % 32] >> (i / 32) & 1) << 4);
}

static void
split_q6_k(const uint8_t *b, int8_t *q, float *d, float *m)
{
	float scale = half_at(b + 208);

	(void)m;
	for (int i = 0; i < 16; i++)
		d[i] = scale * (float)(int8_t)b[192 + i];
	for (int i = 0; i < 256; i++) {
		int plane = i / 32 % 4, half = i / 128, l = i % 32;
		int low = b[half * 64 + plane % 2 * 32 + l] >>
		    (plane / 2 * 4) & 15;
		int high = b[128 + half * 32 + l] >> (plane * 2) & 3;

		q[i] = (int8_t)((low | high << 4) - 32);
	}
}

/* bits, group, signed, min, half */
const struct split_row splits[DT_COUNT] = {
	[DT_Q4_0] = { { 4, 32, true, false, true }, split_q4_0 },
	[DT_Q4_1] = { { 4, 32, false, true, true }, split_q4_1 },
	[DT_Q5_0] = { { 8, 32, true, false, true }, split_q5_0 },
	[DT_Q5_1] = { { 8, 32, true, true, true }, split_q5_1 },
	[DT_Q8_0] = { { 8, 32, true, false, true }, split_q8_0 },
	[DT_Q2_K] = { { 4, 16, false, true, false }, split_q2_k },
	[DT_Q3_K] = { { 4, 16, true, false, false }, split_q3_k },
	[DT_Q4_K] = { { 4, 32, false, true, false }, split_q4_k },
	[DT_Q5_K] = { { 8, 32, true, true, false }, split_q5_k },
	[DT_Q6_K] = { { 8, 16, true, false, false }, split_q6_k },
};
