/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/wide.h"

#include "core/base/err.h"

const enum wide wides[DT_F64 + 1] = {
	[DT_BOOL] = WIDE_I64,
	[DT_I8] = WIDE_I64, [DT_I16] = WIDE_I64,
	[DT_I32] = WIDE_I64, [DT_I64] = WIDE_I64,
	[DT_U8] = WIDE_I64, [DT_U16] = WIDE_I64,
	[DT_U32] = WIDE_I64, [DT_U64] = WIDE_U64,
	[DT_F16] = WIDE_F32, [DT_BF16] = WIDE_F32,
	[DT_F32] = WIDE_F32, [DT_F64] = WIDE_F64,
};

const uint8_t wide_sizes[WIDE_COUNT] = { 4, 8, 8, 8 };

typedef float wide_F32;
typedef double wide_F64;
typedef int64_t wide_I64;
typedef uint64_t wide_U64;

/* dtype, its C type, how an element reads as a number */
#define SAME(x) (x)
#define TRUTH(x) ((x) != 0)
#define DTYPES(X, W)                                                     \
	X(W, BOOL, uint8_t, TRUTH) X(W, I8, int8_t, SAME)                \
	X(W, I16, int16_t, SAME) X(W, I32, int32_t, SAME)                \
	X(W, I64, int64_t, SAME) X(W, U8, uint8_t, SAME)                 \
	X(W, U16, uint16_t, SAME) X(W, U32, uint32_t, SAME)              \
	X(W, U64, uint64_t, SAME) X(W, F16, uint16_t, wide_f16)          \
	X(W, BF16, uint16_t, dtype_bf16_to_f32) X(W, F32, float, SAME)   \
	X(W, F64, double, SAME)

/*
 * Floats become integers without undefined behaviour: what does not fit takes
 * the nearest. The limits compare as doubles: 2^63 is exact, INT64_MAX not.
 */
#define CLAMPED(name, type, lo, past)                                    \
	static inline type                                               \
	name(double x)                                                   \
	{                                                                \
		if (!(x > (double)(lo)))                                 \
			return x == x ? (type)(lo) : 0;                  \
		return x < (past) ? (type)x : (type)((past) - 1);        \
	}
CLAMPED(clamp_i8, int8_t, INT8_MIN, 0x1p7)
CLAMPED(clamp_i16, int16_t, INT16_MIN, 0x1p15)
CLAMPED(clamp_i32, int32_t, INT32_MIN, 0x1p31)
CLAMPED(clamp_u8, uint8_t, 0, 0x1p8)
CLAMPED(clamp_u16, uint16_t, 0, 0x1p16)
CLAMPED(clamp_u32, uint32_t, 0, 0x1p32)

static inline int64_t
clamp_i64(double x)
{
	if (x >= 0x1p63)
		return INT64_MAX;
	return x > -0x1p63 ? (int64_t)x : x == x ? INT64_MIN : 0;
}

static inline uint64_t
clamp_u64(double x)
{
	if (x >= 0x1p64)
		return UINT64_MAX;
	return x > 0 ? (uint64_t)x : 0;
}

/* An integer load of a float type clamps; all others convert as C does. */
#define LOAD_F32(conv, x) (float)conv(x)
#define LOAD_F64(conv, x) (double)conv(x)
#define LOAD_I64(conv, x) \
	_Generic(conv(x), float: clamp_i64((double)conv(x)), \
	    double: clamp_i64((double)conv(x)), default: (int64_t)conv(x))
#define LOAD_U64(conv, x) \
	_Generic(conv(x), float: clamp_u64((double)conv(x)), \
	    double: clamp_u64((double)conv(x)), default: (uint64_t)conv(x))

/* The stride is a constant in the common case, so that it vectorises. */
#define LOADER(W, d, ctype, conv)                                        \
	static void                                                      \
	load_##W##_##d(void *restrict out, const void *restrict in,      \
	    int64_t stride, int64_t n)                                   \
	{                                                                \
		wide_##W *o = out;                                       \
		const ctype *x = in;                                     \
		int64_t i;                                               \
									 \
		if (stride == 1)                                         \
			for (i = 0; i < n; i++)                          \
				o[i] = LOAD_##W(conv, x[i]);             \
		else                                                     \
			for (i = 0; i < n; i++)                          \
				o[i] = LOAD_##W(conv, x[i * stride]);    \
	}
DTYPES(LOADER, F32)
DTYPES(LOADER, F64)
DTYPES(LOADER, I64)
DTYPES(LOADER, U64)

/* How a number becomes an element: floats clamp, integers wrap. */
#define TO_BOOL(x) ((x) != 0)
#define TO_INT(type, clamp, x) \
	_Generic((x), float: clamp((double)(x)), double: clamp((double)(x)), \
	    default: (type)(x))
#define TO_I8(x) TO_INT(int8_t, clamp_i8, x)
#define TO_I16(x) TO_INT(int16_t, clamp_i16, x)
#define TO_I32(x) TO_INT(int32_t, clamp_i32, x)
#define TO_I64(x) TO_INT(int64_t, clamp_i64, x)
#define TO_U8(x) TO_INT(uint8_t, clamp_u8, x)
#define TO_U16(x) TO_INT(uint16_t, clamp_u16, x)
#define TO_U32(x) TO_INT(uint32_t, clamp_u32, x)
#define TO_U64(x) TO_INT(uint64_t, clamp_u64, x)
#define TO_F16(x) wide_to_f16((float)(x))
#define TO_BF16(x) wide_to_bf16((float)(x))
#define TO_F32(x) ((float)(x))
#define TO_F64(x) ((double)(x))

#define STORER(W, d, ctype, conv)                                        \
	static void                                                      \
	store_##W##_##d(void *restrict out, int64_t stride,              \
	    const void *restrict in, int64_t n)                          \
	{                                                                \
		ctype *o = out;                                          \
		const wide_##W *x = in;                                  \
		int64_t i;                                               \
									 \
		if (stride == 1)                                         \
			for (i = 0; i < n; i++)                          \
				o[i] = (ctype)TO_##d(x[i]);              \
		else                                                     \
			for (i = 0; i < n; i++)                          \
				o[i * stride] = (ctype)TO_##d(x[i]);     \
	}
DTYPES(STORER, F32)
DTYPES(STORER, F64)
DTYPES(STORER, I64)
DTYPES(STORER, U64)

typedef void load_fn(void *restrict, const void *restrict, int64_t, int64_t);
typedef void store_fn(void *restrict, int64_t, const void *restrict, int64_t);

#define LOAD_ROW(W, d, ctype, conv) [DT_##d] = load_##W##_##d,
#define STORE_ROW(W, d, ctype, conv) [DT_##d] = store_##W##_##d,

static load_fn *const loaders[WIDE_COUNT][DT_F64 + 1] = {
	[WIDE_F32] = { DTYPES(LOAD_ROW, F32) },
	[WIDE_F64] = { DTYPES(LOAD_ROW, F64) },
	[WIDE_I64] = { DTYPES(LOAD_ROW, I64) },
	[WIDE_U64] = { DTYPES(LOAD_ROW, U64) },
};
static store_fn *const storers[WIDE_COUNT][DT_F64 + 1] = {
	[WIDE_F32] = { DTYPES(STORE_ROW, F32) },
	[WIDE_F64] = { DTYPES(STORE_ROW, F64) },
	[WIDE_I64] = { DTYPES(STORE_ROW, I64) },
	[WIDE_U64] = { DTYPES(STORE_ROW, U64) },
};

void
wide_load(enum wide w, void *out, const void *in, enum dtype from,
    int64_t stride, int64_t n)
{
	if (from > DT_F64)
		BUG("blocks are decoded, not loaded");
	loaders[w][from](out, in, stride, n);
}

void
wide_store(enum wide w, void *out, enum dtype to, int64_t stride,
    const void *in, int64_t n)
{
	if (to > DT_F64)
		BUG("blocks are never stored");
	storers[w][to](out, stride, in, n);
}
