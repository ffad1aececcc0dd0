/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types of array elements: one row each. The block types of GGUF are storage
 * only: an array stored so has dtype float32 (see quant.h).
 */
#ifndef CORE_TENSOR_DTYPE_H
#define CORE_TENSOR_DTYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum dtype {
	DT_BOOL,
	DT_I8, DT_I16, DT_I32, DT_I64,
	DT_U8, DT_U16, DT_U32, DT_U64,
	DT_F16, DT_BF16, DT_F32, DT_F64,
	/* Storage of blocks along the last axis. */
	DT_Q4_0, DT_Q4_1, DT_Q5_0, DT_Q5_1, DT_Q8_0,
	DT_Q2_K, DT_Q3_K, DT_Q4_K, DT_Q5_K, DT_Q6_K,
	DT_IQ1_S, DT_IQ1_M, DT_IQ2_XXS, DT_IQ2_XS, DT_IQ2_S, DT_IQ3_XXS,
	DT_IQ3_S, DT_IQ4_NL, DT_IQ4_XS, DT_TQ1_0, DT_TQ2_0, DT_MXFP4,
	DT_NVFP4,
	DT_COUNT
};

enum dtype_class { DTC_BOOL, DTC_INT, DTC_UINT, DTC_FLOAT, DTC_BLOCK };

struct dtype_row {
	const char *name;	/* "float32", "bfloat16", "Q4_1" */
	enum dtype_class cls;
	uint16_t block;		/* elements a block; 1 for plain types */
	uint16_t bytes;		/* bytes a block (an element) */
};

extern const struct dtype_row dtypes[DT_COUNT];

static inline size_t
dtype_size(enum dtype d)
{
	return dtypes[d].bytes;
}

static inline bool
dtype_is_float(enum dtype d)
{
	return dtypes[d].cls == DTC_FLOAT || dtypes[d].cls == DTC_BLOCK;
}

static inline bool
dtype_is_block(enum dtype d)
{
	return dtypes[d].cls == DTC_BLOCK;
}

/* By name ("float32", "f4", "<f4"?): false when there is none. */
bool dtype_find(const char *name, enum dtype *);

/*
 * JAX's promotion lattice for two operands, of which weak ones (Python
 * scalars and what came of only them) give way. *weak says if the result is.
 */
enum dtype dtype_promote(enum dtype a, bool a_weak, enum dtype b, bool b_weak,
    bool *weak);

float dtype_f16_to_f32(uint16_t);
uint16_t dtype_f32_to_f16(float);	/* nearest even */
static inline float
dtype_bf16_to_f32(uint16_t h)
{
	union { uint32_t u; float f; } x = { (uint32_t)h << 16 };

	return x.f;
}
uint16_t dtype_f32_to_bf16(float);	/* nearest even */

/* n elements between plain types; the values convert as numpy's astype. */
void dtype_convert(void *out, enum dtype to, const void *in, enum dtype from,
    size_t n);

#endif
