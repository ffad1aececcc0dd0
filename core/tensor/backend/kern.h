/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inner loops, once for each instruction set: kern_plain.c, kern_avx2.c
 * and kern_avx512.c compile the same bodies (body_*.h) at another vector
 * length. One table of them is chosen when the module is opened.
 */
#ifndef CORE_TENSOR_BACKEND_KERN_H
#define CORE_TENSOR_BACKEND_KERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/tensor/dtype.h"
#include "core/tensor/tensor.h"

/* Rows of weights a panel: the lanes of the widest vector. */
#define PANEL 16
/* Rows of activations that one pass over the weights serves. */
#define FEW_ROWS 8

/*
 * How the blocks of a packed panel look. A block is `group` columns of 16
 * rows: 16 scales, 16 minima if there are any, then the numbers: bits 4:
 * words of 8 columns, one a row; bits 8: 16 bytes a column.
 */
struct packing {
	uint8_t bits;		/* 4 or 8 */
	uint8_t group;		/* columns that share a scale */
	bool is_signed;		/* of 4 bits: two's complement */
	bool has_min;
	bool half;		/* scales and minima are float16 */
};

static inline size_t
packing_scale_bytes(const struct packing *p)
{
	return PANEL * (p->half ? 2u : 4u);
}

static inline size_t
packing_block_bytes(const struct packing *p)
{
	return packing_scale_bytes(p) * (p->has_min ? 2 : 1) +
	    (size_t)p->group * PANEL * p->bits / 8;
}

/* Rows of activations against panels. out[r * ldout + 16 * panel + lane]. */
struct few {
	const uint8_t *panels;
	size_t panel_bytes;
	int64_t npanels, nblocks;
	const float *a;		/* rows of k floats */
	int64_t lda;
	const float *sums;	/* of each block of each row; ld nblocks */
	int nrows;		/* 1 to FEW_ROWS */
	float *out;
	int64_t ldout;
};

/* Rows of activations against plain weights w[n][k], k contiguous. */
struct dots {
	const void *w;
	int64_t ldw;		/* elements */
	enum dtype stored;	/* f32, f16, bf16 */
	int64_t n, k;
	const float *a;
	int64_t lda;
	int nrows;
	float *out;
	int64_t ldout;
};

#define FLASH_DIM 256
#define FLASH_ROWS 64
#define FLASH_KV 64
#define FLASH_SCRATCH (FLASH_DIM * (2 * FLASH_KV + 2 * FLASH_ROWS) + \
    FLASH_ROWS * FLASH_KV)

/* One tile of query rows that share keys and values; see body_flash.h. */
struct flash {
	int64_t nrows;		/* at most FLASH_ROWS */
	const float *q[FLASH_ROWS];
	float *out[FLASH_ROWS];
	const uint8_t *const *mask;	/* a row each, or null */
	int64_t q_dim, out_dim, mask_kv;	/* strides */
	const float *k, *v;
	int64_t nkv, ldk, ldv, k_dim, v_dim;
	int64_t dim;		/* at most FLASH_DIM */
	float scale, soft_cap, masked_value;
	float *scratch;		/* FLASH_SCRATCH floats */
};

struct kern {
	const char *name;
	/* Does this processor have what it needs? */
	bool (*usable)(void);
	void (*few)(const struct few *, const struct packing *);
	/* Panels to b[k][n] with n contiguous, 16 * npanels wide. */
	void (*unpack)(float *b, int64_t ldb, const struct few *,
	    const struct packing *);
	void (*dots)(const struct dots *);
	/* The same with w[k][n], n contiguous: ldw is the stride of k. */
	void (*axpys)(const struct dots *);
	/* to[k][n] = from[n][k], as float32. */
	void (*turn)(float *to, int64_t ldto, const void *from,
	    int64_t ldfrom, enum dtype, int64_t n, int64_t k);
	void (*convert)(float *out, const void *in, enum dtype from,
	    int64_t n);
	void (*flash)(const struct flash *);
	/* n elements in one block of a pointwise program. */
	void (*unary[UNARY_COUNT])(float *out, const float *x, int64_t n);
	void (*binary[BINARY_COUNT])(float *out, const float *x,
	    const float *y, int64_t n);
	/* out = cond != 0 ? a : b */
	void (*pick)(float *out, const float *cond, const float *a,
	    const float *b, int64_t n);
	float (*sum)(const float *, int64_t n);
	float (*sum_squares)(const float *, float shift, int64_t n);
	float (*max)(const float *, int64_t n);
	/* out = exp(x - shift), and the sum of it. */
	float (*exp_sum)(float *out, const float *x, float shift, int64_t n);
	/* out = (x - shift) * scale * w, w may be null. */
	void (*scale)(float *out, const float *x, float shift, float scale,
	    const float *w, int64_t n);
};

extern const struct kern kern_plain;
#if defined(__x86_64__)
extern const struct kern kern_avx2, kern_avx512;
#endif

#endif
