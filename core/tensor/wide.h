/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: the four types that arithmetic is done in. Elements
 * of every plain dtype are loaded into runs of one of them, computed, and
 * stored again, so that a kernel is written for four types instead of
 * thirteen. Narrow integers wrap on storing as they would by themselves.
 */
#ifndef CORE_TENSOR_WIDE_H
#define CORE_TENSOR_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/tensor/dtype.h"

enum wide { WIDE_F32, WIDE_F64, WIDE_I64, WIDE_U64, WIDE_COUNT };

extern const enum wide wides[DT_F64 + 1];
extern const uint8_t wide_sizes[WIDE_COUNT];

/* In what elements of d are computed. */
static inline enum wide
wide_of(enum dtype d)
{
	return d <= DT_F64 ? wides[d] : WIDE_F32;
}

/* Are elements of d already of that type? */
static inline bool
wide_is(enum wide w, enum dtype d)
{
	return (w == WIDE_F32 && d == DT_F32) ||
	    (w == WIDE_F64 && d == DT_F64) ||
	    (w == WIDE_I64 && d == DT_I64) || (w == WIDE_U64 && d == DT_U64);
}

/* n elements of a plain type, stride elements apart, into a run of w. */
void wide_load(enum wide w, void *out, const void *in, enum dtype from,
    int64_t stride, int64_t n);
/* And back; floats that do not fit an integer take its nearest, NaN 0. */
void wide_store(enum wide w, void *out, enum dtype to, int64_t stride,
    const void *in, int64_t n);

union wide_bits {
	uint32_t u;
	float f;
};

/* Exponents move by a multiplication, which also rights subnormals. */
static inline float
wide_f16(uint16_t h)
{
	union wide_bits x = { (uint32_t)(h & 0x7fff) << 13 };
	uint32_t special = x.u >= 0x0f800000u ? 0x7f800000u : 0;

	x.f *= 0x1p112f;
	x.u |= special | (uint32_t)(h & 0x8000) << 16;
	return x.f;
}

static inline uint16_t
wide_to_f16(float f)
{
	union wide_bits x = { .f = f }, small;
	uint32_t sign = x.u >> 16 & 0x8000, abs = x.u & 0x7fffffffu, normal;

	/* Adding a half leaves units of 2^-24, rounded to even. */
	small.u = abs;
	small.f += 0.5f;
	small.u -= 0x3f000000u;
	normal = (abs + 0xfff + (abs >> 13 & 1) - (112u << 23)) >> 13;
	if (abs > 0x7f800000u)
		normal = 0x7e00;
	else if (abs >= 0x477ff000u)
		normal = 0x7c00;
	return (uint16_t)(sign | (abs < 0x38800000u ? small.u : normal));
}

static inline uint16_t
wide_to_bf16(float f)
{
	union wide_bits x = { .f = f };
	uint32_t even = x.u + 0x7fff + (x.u >> 16 & 1);

	if ((x.u & 0x7fffffffu) > 0x7f800000u)
		even = x.u | 0x400000;
	return (uint16_t)(even >> 16);
}

#endif
