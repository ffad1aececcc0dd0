/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/dtype.h"

#include <string.h>

#include "core/base/attr.h"
#include "core/base/err.h"
#include "core/tensor/wide.h"

#define PLAIN(n, cls, bytes) { n, cls, 1, bytes }
#define BLOCK(n, block, bytes) { n, DTC_BLOCK, block, bytes }

const struct dtype_row dtypes[DT_COUNT] = {
	[DT_BOOL] = PLAIN("bool", DTC_BOOL, 1),
	[DT_I8] = PLAIN("int8", DTC_INT, 1),
	[DT_I16] = PLAIN("int16", DTC_INT, 2),
	[DT_I32] = PLAIN("int32", DTC_INT, 4),
	[DT_I64] = PLAIN("int64", DTC_INT, 8),
	[DT_U8] = PLAIN("uint8", DTC_UINT, 1),
	[DT_U16] = PLAIN("uint16", DTC_UINT, 2),
	[DT_U32] = PLAIN("uint32", DTC_UINT, 4),
	[DT_U64] = PLAIN("uint64", DTC_UINT, 8),
	[DT_F16] = PLAIN("float16", DTC_FLOAT, 2),
	[DT_BF16] = PLAIN("bfloat16", DTC_FLOAT, 2),
	[DT_F32] = PLAIN("float32", DTC_FLOAT, 4),
	[DT_F64] = PLAIN("float64", DTC_FLOAT, 8),
	[DT_Q4_0] = BLOCK("Q4_0", 32, 18),
	[DT_Q4_1] = BLOCK("Q4_1", 32, 20),
	[DT_Q5_0] = BLOCK("Q5_0", 32, 22),
	[DT_Q5_1] = BLOCK("Q5_1", 32, 24),
	[DT_Q8_0] = BLOCK("Q8_0", 32, 34),
	[DT_Q2_K] = BLOCK("Q2_K", 256, 84),
	[DT_Q3_K] = BLOCK("Q3_K", 256, 110),
	[DT_Q4_K] = BLOCK("Q4_K", 256, 144),
	[DT_Q5_K] = BLOCK("Q5_K", 256, 176),
	[DT_Q6_K] = BLOCK("Q6_K", 256, 210),
	[DT_IQ1_S] = BLOCK("IQ1_S", 256, 50),
	[DT_IQ1_M] = BLOCK("IQ1_M", 256, 56),
	[DT_IQ2_XXS] = BLOCK("IQ2_XXS", 256, 66),
	[DT_IQ2_XS] = BLOCK("IQ2_XS", 256, 74),
	[DT_IQ2_S] = BLOCK("IQ2_S", 256, 82),
	[DT_IQ3_XXS] = BLOCK("IQ3_XXS", 256, 98),
	[DT_IQ3_S] = BLOCK("IQ3_S", 256, 110),
	[DT_IQ4_NL] = BLOCK("IQ4_NL", 32, 18),
	[DT_IQ4_XS] = BLOCK("IQ4_XS", 256, 136),
	[DT_TQ1_0] = BLOCK("TQ1_0", 256, 54),
	[DT_TQ2_0] = BLOCK("TQ2_0", 256, 66),
	[DT_MXFP4] = BLOCK("MXFP4", 32, 17),
	[DT_NVFP4] = BLOCK("NVFP4", 64, 36),
};

/* NumPy's short spellings, after an optional byte order mark. */
static const struct {
	char name[4];
	enum dtype dtype;
} shorts[] = {
	{ "b1", DT_BOOL }, { "?", DT_BOOL },
	{ "i1", DT_I8 }, { "i2", DT_I16 }, { "i4", DT_I32 }, { "i8", DT_I64 },
	{ "u1", DT_U8 }, { "u2", DT_U16 }, { "u4", DT_U32 }, { "u8", DT_U64 },
	{ "f2", DT_F16 }, { "f4", DT_F32 }, { "f8", DT_F64 },
};

bool
dtype_find(const char *name, enum dtype *d)
{
	int i;

	for (i = 0; i < DT_COUNT; i++) {
		if (strcmp(dtypes[i].name, name) == 0) {
			*d = (enum dtype)i;
			return true;
		}
	}
	/* Big-endian types are no dtype of ours. */
	if (*name == '<' || *name == '|' || *name == '=')
		name++;
	for (i = 0; i < (int)nitems(shorts); i++) {
		if (strcmp(shorts[i].name, name) == 0) {
			*d = shorts[i].dtype;
			return true;
		}
	}
	return false;
}

/*
 * The lattice: for each type the set of types that hold it. Two more stand in
 * it, Python's int and float: they are what weak operands count as.
 */
enum { WEAK_INT = DT_F64 + 1, WEAK_FLOAT, LATTICE };

#define B(t) (1u << (t))
#define UP_F64 B(DT_F64)
#define UP_F32 (B(DT_F32) | UP_F64)
#define UP_F16 (B(DT_F16) | UP_F32)
#define UP_BF16 (B(DT_BF16) | UP_F32)
#define UP_FLOAT (B(WEAK_FLOAT) | UP_F16 | UP_BF16)
#define UP_I64 (B(DT_I64) | UP_FLOAT)
#define UP_U64 (B(DT_U64) | UP_FLOAT)
#define UP_I32 (B(DT_I32) | UP_I64)
#define UP_U32 (B(DT_U32) | UP_U64 | UP_I64)
#define UP_I16 (B(DT_I16) | UP_I32)
#define UP_U16 (B(DT_U16) | UP_U32 | UP_I32)
#define UP_I8 (B(DT_I8) | UP_I16)
#define UP_U8 (B(DT_U8) | UP_U16 | UP_I16)
#define UP_INT (B(WEAK_INT) | UP_I8 | UP_U8)
#define UP_BOOL (B(DT_BOOL) | UP_INT)

static const uint32_t up[LATTICE] = {
	[DT_BOOL] = UP_BOOL,
	[DT_I8] = UP_I8, [DT_I16] = UP_I16,
	[DT_I32] = UP_I32, [DT_I64] = UP_I64,
	[DT_U8] = UP_U8, [DT_U16] = UP_U16,
	[DT_U32] = UP_U32, [DT_U64] = UP_U64,
	[DT_F16] = UP_F16, [DT_BF16] = UP_BF16,
	[DT_F32] = UP_F32, [DT_F64] = UP_F64,
	[WEAK_INT] = UP_INT, [WEAK_FLOAT] = UP_FLOAT,
};
#undef B

static int
lattice_place(enum dtype d, bool weak)
{
	if (!weak || d == DT_BOOL)
		return (int)d;
	return dtypes[d].cls == DTC_FLOAT ? WEAK_FLOAT : WEAK_INT;
}

/* The type of a weak result: the wider of the weak operands of its class. */
static enum dtype
weak_dtype(enum dtype a, bool a_weak, enum dtype b, bool b_weak, bool is_float)
{
	enum dtype best = is_float ? DT_F32 : DT_I32;
	bool found = false;

	if (a_weak && (dtypes[a].cls == DTC_FLOAT) == is_float) {
		best = a;
		found = true;
	}
	if (b_weak && (dtypes[b].cls == DTC_FLOAT) == is_float &&
	    (!found || dtype_size(b) > dtype_size(best)))
		best = b;
	return best;
}

enum dtype
dtype_promote(enum dtype a, bool a_weak, enum dtype b, bool b_weak, bool *weak)
{
	int pa, pb, r;
	uint32_t both;

	if (dtype_is_block(a))
		a = DT_F32;
	if (dtype_is_block(b))
		b = DT_F32;
	pa = lattice_place(a, a_weak);
	pb = lattice_place(b, b_weak);
	both = up[pa] & up[pb];
	for (r = 0; r < LATTICE - 1 && up[r] != both; r++)
		;
	*weak = r >= WEAK_INT;
	if (r >= WEAK_INT)
		return weak_dtype(a, a_weak, b, b_weak, r == WEAK_FLOAT);
	return (enum dtype)r;
}

float
dtype_f16_to_f32(uint16_t h)
{
	return wide_f16(h);
}

uint16_t
dtype_f32_to_f16(float f)
{
	return wide_to_f16(f);
}

uint16_t
dtype_f32_to_bf16(float f)
{
	return wide_to_bf16(f);
}

void
dtype_convert(void *out, enum dtype to, const void *in, enum dtype from,
    size_t n)
{
	enum wide w = wide_of(from);
	uint64_t part[256];
	size_t i, m;

	if (dtype_is_block(to) || dtype_is_block(from))
		BUG("dtype_convert is for plain types");
	if (to == from) {
		if (n > 0)
			memcpy(out, in, n * dtype_size(to));
	} else if (wide_is(w, from)) {
		wide_store(w, out, to, 1, in, (int64_t)n);
	} else if (wide_is(w, to)) {
		wide_load(w, out, in, from, 1, (int64_t)n);
	} else {
		for (i = 0; i < n; i += m) {
			m = n - i < nitems(part) ? n - i : nitems(part);
			wide_load(w, part, (const char *)in +
			    i * dtype_size(from), from, 1, (int64_t)m);
			wide_store(w, (char *)out + i * dtype_size(to), to, 1,
			    part, (int64_t)m);
		}
	}
}
