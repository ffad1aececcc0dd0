/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: small floats to float32, inlined into the loops
 * that decode blocks and read weights. Exact, subnormal ones too.
 */
#ifndef CORE_TENSOR_HALF_H
#define CORE_TENSOR_HALF_H

#include <stdint.h>
#include <string.h>

static inline float
half_bits(uint32_t u)
{
	union { uint32_t u; float f; } x = { u };

	return x.f;
}

/* Little-endian 16 bits at any address. */
static inline uint16_t
half_load(const void *p)
{
	const uint8_t *b = p;

	return (uint16_t)(b[0] | b[1] << 8);
}

static inline float
half_f16(uint16_t h)
{
	uint32_t sign = (uint32_t)(h & 0x8000) << 16;
	uint32_t rest = (uint32_t)(h & 0x7fff) << 13;
	union { uint32_t u; float f; } x;

	if (rest >= 0x0f800000)		/* infinite or not a number */
		return half_bits(sign | rest | 0x7f800000);
	/* Read as float32 the value is 2^-112 of what is meant. */
	x.f = half_bits(rest) * half_bits(0x77800000);
	x.u |= sign;
	return x.f;
}

static inline float
half_at(const void *p)
{
	return half_f16(half_load(p));
}

#endif
