/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/point_kernel.h"

#include <math.h>
#include <stdbool.h>

/* ---- formulas that are no single call ---------------------------------------- */

#define FLOAT_FORMULAS(T, s)                                             \
	static inline T                                                  \
	sign_##T(T x)                                                    \
	{                                                                \
		return x > 0 ? 1 : x < 0 ? -1 : x;                       \
	}                                                                \
	static inline T                                                  \
	softplus_##T(T x)                                                \
	{                                                                \
		return (x > 0 ? x : 0) + log1p##s(exp##s(-fabs##s(x)));  \
	}                                                                \
	static inline T                                                  \
	gelu_erf_##T(T x)                                                \
	{                                                                \
		return x * (T)0.5 * erfc##s(-x * (T)0.70710678118654752440); \
	}                                                                \
	static inline T                                                  \
	mod_##T(T x, T y)                                                \
	{                                                                \
		T r = fmod##s(x, y);                                     \
									 \
		return r != 0 && (r < 0) != (y < 0) ? r + y : r;         \
	}                                                                \
	static inline T                                                  \
	floor_div_##T(T x, T y)                                          \
	{                                                                \
		T q;                                                     \
									 \
		if (y == 0)                                              \
			return x / y;                                    \
		q = (x - mod_##T(x, y)) / y;                             \
		return rint##s(q);                                       \
	}                                                                \
	static inline T                                                  \
	larger_##T(T x, T y)                                             \
	{                                                                \
		return x > y || x != x ? x : y;                          \
	}                                                                \
	static inline T                                                  \
	smaller_##T(T x, T y)                                            \
	{                                                                \
		return x < y || x != x ? x : y;                          \
	}
FLOAT_FORMULAS(float, f)
FLOAT_FORMULAS(double, )

#define GELU_ROOT 0.79788456080286535588	/* sqrt(2/pi) */

static inline float
gelu_tanh_float(float x)
{
	return x * 0.5f * (1.0f + point_tanhf((float)GELU_ROOT *
	    (x + 0.044715f * x * x * x)));
}

static inline double
gelu_tanh_double(double x)
{
	return x * 0.5 * (1.0 + tanh(GELU_ROOT * (x + 0.044715 * x * x * x)));
}

/* Integers wrap: signed arithmetic goes through unsigned. */
static inline int64_t
power_i64(int64_t x, int64_t y)
{
	uint64_t r = 1, b = (uint64_t)x;

	if (y < 0)
		return x == 1 ? 1 : x == -1 ? (y & 1 ? -1 : 1) : 0;
	for (; y > 0; y >>= 1, b *= b)
		if (y & 1)
			r *= b;
	return (int64_t)r;
}

static inline uint64_t
power_u64(uint64_t x, uint64_t y)
{
	uint64_t r = 1;

	for (; y > 0; y >>= 1, x *= x)
		if (y & 1)
			r *= x;
	return r;
}

/* As XLA: x / 0 is -1, the remainder by 0 is x. */
static inline int64_t
quotient_i64(int64_t x, int64_t y)
{
	int64_t q = y == 0 ? -1 : y == -1 ? (int64_t)(0 - (uint64_t)x) :
	    x / y;
	int64_t r = y == 0 ? x : y == -1 ? 0 : x % y;

	return r != 0 && (y == 0 || (r < 0) != (y < 0)) ? q - 1 : q;
}

static inline int64_t
remainder_i64(int64_t x, int64_t y)
{
	int64_t r = y == 0 ? x : y == -1 ? 0 : x % y;

	return y != 0 && r != 0 && (r < 0) != (y < 0) ? r + y : r;
}

static inline int64_t
shift_left(int64_t x, int64_t by)
{
	return (uint64_t)by > 63 ? 0 : (int64_t)((uint64_t)x << by);
}

static inline int64_t
shift_right(int64_t x, int64_t by)
{
	return x >> ((uint64_t)by > 63 ? 63 : by);
}

/* ---- runs ------------------------------------------------------------------------ */

#define UNARY_RUN(name, wide, in, out, expr)                             \
	static void                                                      \
	unary_##name##_##wide(void *restrict o, const void *restrict a,  \
	    int64_t n)                                                   \
	{                                                                \
		out *restrict to = o;                                    \
		const in *restrict from = a;                             \
		int64_t i;                                               \
									 \
		for (i = 0; i < n; i++) {                                \
			in x = from[i];                                  \
									 \
			to[i] = (out)(expr);                             \
		}                                                        \
	}

/* The cases are apart so that each vectorises. */
#define BINARY_RUN(name, wide, in, out, expr)                            \
	static void                                                      \
	binary_##name##_##wide(void *restrict o, const void *restrict a, \
	    int64_t xs, const void *restrict b, int64_t ys, int64_t n)   \
	{                                                                \
		out *restrict to = o;                                    \
		const in *restrict xa = a, *restrict ya = b;             \
		in x, y;                                                 \
		int64_t i;                                               \
									 \
		if (xs != 0 && ys != 0) {                                \
			for (i = 0; i < n; i++) {                        \
				x = xa[i];                               \
				y = ya[i];                               \
				to[i] = (out)(expr);                     \
			}                                                \
		} else if (xs != 0) {                                    \
			y = *ya;                                         \
			for (i = 0; i < n; i++) {                        \
				x = xa[i];                               \
				to[i] = (out)(expr);                     \
			}                                                \
		} else {                                                 \
			x = *xa;                                         \
			for (i = 0; i < n; i++) {                        \
				y = ya[ys * i];                          \
				to[i] = (out)(expr);                     \
			}                                                \
		}                                                        \
	}

/* name; of float; of double; of signed; of unsigned integers */
#define UNARY_ALL(X)                                                     \
	X(neg, -x, -x, (0 - (uint64_t)x), (0 - x))                       \
	X(abs, fabsf(x), fabs(x), (x < 0 ? 0 - (uint64_t)x : (uint64_t)x), x) \
	X(sign, sign_float(x), sign_double(x), ((x > 0) - (x < 0)), (x > 0)) \
	X(square, x * x, x * x, ((uint64_t)x * (uint64_t)x), x * x)      \
	X(relu, larger_float(x, 0), larger_double(x, 0), (x > 0 ? x : 0), x) \
	X(round, rintf(x), rint(x), x, x)                                \
	X(trunc, truncf(x), trunc(x), x, x)
#define UNARY_FLOAT(X)                                                   \
	X(exp, point_expf(x), exp(x))                                   \
	X(exp2, exp2f(x), exp2(x)) X(expm1, expm1f(x), expm1(x))         \
	X(log, logf(x), log(x)) X(log2, log2f(x), log2(x))               \
	X(log1p, log1pf(x), log1p(x)) X(sqrt, sqrtf(x), sqrt(x))         \
	X(rsqrt, 1 / sqrtf(x), 1 / sqrt(x))                              \
	X(reciprocal, 1 / x, 1 / x) X(sin, sinf(x), sin(x))              \
	X(cos, cosf(x), cos(x)) X(tan, tanf(x), tan(x))                  \
	X(tanh, point_tanhf(x), tanh(x)) X(sinh, sinhf(x), sinh(x))     \
	X(cosh, coshf(x), cosh(x)) X(asin, asinf(x), asin(x))            \
	X(acos, acosf(x), acos(x)) X(atan, atanf(x), atan(x))            \
	X(logistic, point_logisticf(x), 1 / (1 + exp(-x)))              \
	X(silu, x * point_logisticf(x), x / (1 + exp(-x)))              \
	X(gelu_tanh, gelu_tanh_float(x), gelu_tanh_double(x))            \
	X(gelu_erf, gelu_erf_float(x), gelu_erf_double(x))               \
	X(erf, erff(x), erf(x))                                          \
	X(softplus, softplus_float(x), softplus_double(x))               \
	X(floor, floorf(x), floor(x)) X(ceil, ceilf(x), ceil(x))
#define UNARY_TRUTH(X)                                                   \
	X(isnan, x != x, x != x, 0, 0)                                   \
	X(isinf, fabsf(x) == INFINITY, fabs(x) == INFINITY, 0, 0)        \
	X(isfinite, fabsf(x) < INFINITY, fabs(x) < INFINITY, 1, 1)       \
	X(logical_not, x == 0, x == 0, x == 0, x == 0)

#define RUN_ALL(name, f, d, i, u)                                        \
	UNARY_RUN(name, F32, float, float, f)                            \
	UNARY_RUN(name, F64, double, double, d)                          \
	UNARY_RUN(name, I64, int64_t, int64_t, i)                        \
	UNARY_RUN(name, U64, uint64_t, uint64_t, u)
#define RUN_FLOAT(name, f, d)                                            \
	UNARY_RUN(name, F32, float, float, f)                            \
	UNARY_RUN(name, F64, double, double, d)
#define RUN_TRUTH(name, f, d, i, u)                                      \
	UNARY_RUN(name, F32, float, uint8_t, f)                          \
	UNARY_RUN(name, F64, double, uint8_t, d)                         \
	UNARY_RUN(name, I64, int64_t, uint8_t, ((void)x, i))             \
	UNARY_RUN(name, U64, uint64_t, uint8_t, ((void)x, u))
UNARY_ALL(RUN_ALL)
UNARY_FLOAT(RUN_FLOAT)
UNARY_TRUTH(RUN_TRUTH)
UNARY_RUN(bit_not, I64, int64_t, int64_t, ~x)
UNARY_RUN(bit_not, U64, uint64_t, uint64_t, ~x)

#define ROW_ALL(name, f, d, i, u)                                        \
	[UNARY_##name] = { unary_##name##_F32, unary_##name##_F64,       \
	    unary_##name##_I64, unary_##name##_U64 },
#define ROW_FLOAT(name, f, d)                                            \
	[UNARY_##name] = { unary_##name##_F32, unary_##name##_F64 },

unary_kernel *const unary_kernels[UNARY_COUNT][WIDE_COUNT] = {
	UNARY_ALL(ROW_ALL)
	UNARY_FLOAT(ROW_FLOAT)
	UNARY_TRUTH(ROW_ALL)
	[UNARY_bit_not] = { [WIDE_I64] = unary_bit_not_I64,
	    [WIDE_U64] = unary_bit_not_U64 },
};

#define U(x) ((uint64_t)(x))
#define BINARY_ALL(X)                                                    \
	X(add, x + y, x + y, (U(x) + U(y)), x + y)                       \
	X(sub, x - y, x - y, (U(x) - U(y)), x - y)                       \
	X(mul, x * y, x * y, (U(x) * U(y)), x * y)                       \
	X(floor_div, floor_div_float(x, y), floor_div_double(x, y),      \
	    quotient_i64(x, y), (y == 0 ? UINT64_MAX : x / y))           \
	X(mod, mod_float(x, y), mod_double(x, y), remainder_i64(x, y),   \
	    (y == 0 ? x : x % y))                                        \
	X(pow, powf(x, y), pow(x, y), power_i64(x, y), power_u64(x, y))  \
	X(max, larger_float(x, y), larger_double(x, y), (x > y ? x : y), \
	    (x > y ? x : y))                                             \
	X(min, smaller_float(x, y), smaller_double(x, y),                \
	    (x < y ? x : y), (x < y ? x : y))
#define BINARY_FLOAT(X)                                                  \
	X(div, x / y, x / y) X(atan2, atan2f(x, y), atan2(x, y))
#define BINARY_TRUTH(X)                                                  \
	X(eq, x == y) X(ne, x != y) X(lt, x < y) X(le, x <= y)           \
	X(gt, x > y) X(ge, x >= y) X(logical_and, x != 0 && y != 0)      \
	X(logical_or, x != 0 || y != 0) X(logical_xor, (x != 0) != (y != 0))
#define BINARY_BITS(X)                                                   \
	X(bit_and, x & y, x & y) X(bit_or, x | y, x | y)                 \
	X(bit_xor, x ^ y, x ^ y)                                         \
	X(shl, shift_left(x, y), (y > 63 ? 0 : x << y))                  \
	X(shr, shift_right(x, y), (y > 63 ? 0 : x >> y))

#define BRUN_ALL(name, f, d, i, u)                                       \
	BINARY_RUN(name, F32, float, float, f)                           \
	BINARY_RUN(name, F64, double, double, d)                         \
	BINARY_RUN(name, I64, int64_t, int64_t, i)                       \
	BINARY_RUN(name, U64, uint64_t, uint64_t, u)
#define BRUN_FLOAT(name, f, d)                                           \
	BINARY_RUN(name, F32, float, float, f)                           \
	BINARY_RUN(name, F64, double, double, d)
#define BRUN_TRUTH(name, e)                                              \
	BINARY_RUN(name, F32, float, uint8_t, e)                         \
	BINARY_RUN(name, F64, double, uint8_t, e)                        \
	BINARY_RUN(name, I64, int64_t, uint8_t, e)                       \
	BINARY_RUN(name, U64, uint64_t, uint8_t, e)
#define BRUN_BITS(name, i, u)                                            \
	BINARY_RUN(name, I64, int64_t, int64_t, i)                       \
	BINARY_RUN(name, U64, uint64_t, uint64_t, u)
BINARY_ALL(BRUN_ALL)
BINARY_FLOAT(BRUN_FLOAT)
BINARY_TRUTH(BRUN_TRUTH)
BINARY_BITS(BRUN_BITS)

#define BROW(name)                                                       \
	[BINARY_##name] = { binary_##name##_F32, binary_##name##_F64,    \
	    binary_##name##_I64, binary_##name##_U64 },
#define BROW_ALL(name, f, d, i, u) BROW(name)
#define BROW_TRUTH(name, e) BROW(name)
#define BROW_FLOAT(name, f, d)                                           \
	[BINARY_##name] = { binary_##name##_F32, binary_##name##_F64 },
#define BROW_BITS(name, i, u)                                            \
	[BINARY_##name] = { [WIDE_I64] = binary_##name##_I64,            \
	    [WIDE_U64] = binary_##name##_U64 },

binary_kernel *const binary_kernels[BINARY_COUNT][WIDE_COUNT] = {
	BINARY_ALL(BROW_ALL)
	BINARY_FLOAT(BROW_FLOAT)
	BINARY_TRUTH(BROW_TRUTH)
	BINARY_BITS(BROW_BITS)
};
