/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: runs of pointwise arithmetic in the wide types.
 * Inputs of stride 0 are one element. Comparisons write one byte each.
 */
#ifndef CORE_TENSOR_POINT_KERNEL_H
#define CORE_TENSOR_POINT_KERNEL_H

#include <math.h>
#include <stdint.h>

#include "core/tensor/tensor.h"
#include "core/tensor/wide.h"

typedef void unary_kernel(void *restrict out, const void *restrict x,
    int64_t n);
typedef void binary_kernel(void *restrict out, const void *restrict x,
    int64_t xs, const void *restrict y, int64_t ys, int64_t n);

/* Null where the operation has no meaning for the type. */
extern unary_kernel *const unary_kernels[UNARY_COUNT][WIDE_COUNT];
extern binary_kernel *const binary_kernels[BINARY_COUNT][WIDE_COUNT];

/*
 * e^x without a call, so that loops over it vectorise: 2^k * p(r), relative
 * error below 2^-22. Overflows to infinity and underflows through subnormals
 * to 0; NaN stays.
 */
static inline float
point_expf(float x)
{
	float z = x > 89.0f ? 89.0f : x < -104.0f ? -104.0f : x;
	float k = z * 0x1.715476p+0f + 0x1.8p23f;
	union wide_bits b = { .f = k }, half, rest;
	int32_t n = (int32_t)(b.u - 0x4b400000u), n1;
	float r, p;

	k -= 0x1.8p23f;
	r = z - k * 0x1.62e4p-1f;
	r -= k * 0x1.7f7d1cp-20f;
	p = 0x1.6850e4p-10f;
	p = p * r + 0x1.123bccp-7f;
	p = p * r + 0x1.555b98p-5f;
	p = p * r + 0x1.55548ep-3f;
	p = p * r + 0x1.fffff8p-2f;
	p = p * r * r + r;
	p += 1.0f;
	/* 2^n in two factors, so that neither leaves the normal range. */
	n1 = n / 2;
	half.u = (uint32_t)(n1 + 127) << 23;
	rest.u = (uint32_t)(n - n1 + 127) << 23;
	p = p * half.f * rest.f;
	return x == x ? p : x;
}

static inline float
point_logisticf(float x)
{
	return 1.0f / (1.0f + point_expf(-x));
}

/* Through e^2x away from 0, where tanh loses its digits that way. */
static inline float
point_tanhf(float x)
{
	float a = fabsf(x), e = point_expf(2.0f * a), s = x * x, far, near;

	far = 1.0f - 2.0f / (e + 1.0f);
	near = -0x1.9ada6p-8f;
	near = near * s + 0x1.59e1c8p-6f;
	near = near * s - 0x1.b955dcp-5f;
	near = near * s + 0x1.110eep-3f;
	near = near * s - 0x1.555554p-2f;
	near = a + a * s * near;
	far = a < 0.6f ? near : far;
	return copysignf(far, x);
}

#endif
