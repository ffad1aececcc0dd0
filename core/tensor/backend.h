/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a CPU backend offers. It is a loadable module (penjing-backend.so),
 * opened on first need, so that a session that only looks at trees never
 * loads oneDNN; its threads are one pool of its own. Everything here has a
 * plain reference in the rows' run functions: a backend only makes it fast.
 */
#ifndef CORE_TENSOR_BACKEND_H
#define CORE_TENSOR_BACKEND_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/tensor/dtype.h"
#include "core/tensor/tensor.h"

struct storage;

#define MATMUL_MAX_BATCH 6

/* One operand: strides in elements; of a block type: k is contiguous. */
struct operand {
	const void *data;	/* of element (0, ..., 0) */
	enum dtype stored;
	int64_t batch[MATMUL_MAX_BATCH];	/* 0: broadcast */
	int64_t row, col;	/* a: m and k; b: k and n; c: m and n */
	/* Set for weights (mapped or long-lived): where copies in a better
	 * layout may be remembered, and the place inside it. */
	struct storage *storage;
	size_t offset;
};

/* What follows the product of each element, in this order. */
struct post {
	const float *bias;	/* n entries, or null */
	int act;		/* an enum unary, or -1 */
	const float *mul;	/* as c, or null: times */
	const float *add;	/* as c, or null: plus (residual) */
};

/* c[batch][m][n] = post(sum over k of a[batch][m][k] * b[batch][k][n]). c is
 * float32 unless both are float64 (or integers: the rows' plain way). */
struct matmul {
	int nbatch;
	int64_t size[MATMUL_MAX_BATCH];
	int64_t m, n, k;
	struct operand a, b, c;
	struct post post;
};

/* softmax(mask(q k^T * scale)) v with one pass, for grouped heads. */
struct attention {
	int64_t batch, kv_heads, group, q_len, kv_len, dim;
	/* element strides: q[batch][kv_head][group][q][dim] ... */
	const float *q, *k, *v;
	float *out;
	int64_t q_stride[5], k_stride[4], v_stride[4], out_stride[5];
	/* true: looks at it; broadcast by strides; null: all */
	const uint8_t *mask;
	int64_t mask_stride[5];	/* batch, kv_head, group, q, kv */
	float masked_value, scale, soft_cap;	/* soft_cap 0: none */
};

/* A chain of pointwise operations in float32, run over blocks in the first
 * cache. Registers: first the inputs, then the result of each step. */
#define POINTWISE_MAX_IN 12
#define POINTWISE_MAX_STEPS 24
#define POINTWISE_MAX_OUT 4
#define POINTWISE_MAX_REGS (POINTWISE_MAX_IN + POINTWISE_MAX_STEPS)

enum point_kind { POINT_UNARY, POINT_BINARY, POINT_WHERE };

struct point_step {
	uint8_t kind, op;	/* op: an enum unary or enum binary */
	uint8_t x, y, z;	/* registers; where: x ? y : z */
};

struct point_view {
	void *data;
	enum dtype stored;	/* f32, f16, bf16, bool; results: f32, bool */
	uint8_t reg;		/* of a result: which register it is */
	int64_t stride[TENSOR_MAX_AXES];	/* elements; inputs: 0 repeats */
};

struct pointwise {
	int naxes, nin, nsteps, nout;
	int64_t size[TENSOR_MAX_AXES];
	struct point_view in[POINTWISE_MAX_IN];
	struct point_step step[POINTWISE_MAX_STEPS];
	struct point_view out[POINTWISE_MAX_OUT];
};

/* What looks at a whole row: the last axis, with stride 1 on both sides. */
enum along_kind {
	ALONG_RMS,		/* x rsqrt(mean x^2 + epsilon) */
	ALONG_STANDARDIZE,	/* (x - mean) rsqrt(var + epsilon) */
	ALONG_SOFTMAX, ALONG_LOG_SOFTMAX,
	ALONG_COUNT
};

struct along {
	enum along_kind kind;
	int naxes;		/* without the last */
	int64_t size[TENSOR_MAX_AXES];
	int64_t n;
	const float *x;
	float *out;
	int64_t x_stride[TENSOR_MAX_AXES], out_stride[TENSOR_MAX_AXES];
	double epsilon;
	const float *mul, *add;	/* n entries each, or null; afterwards */
};

struct backend {
	int version;		/* BACKEND_VERSION */
	const char *name;	/* "oneDNN 2.6.3, avx512, 2 threads" */
	/* False: not for this kernel (unusual types or strides), or stopped. */
	bool (*matmul)(struct backend *, const struct matmul *,
	    const atomic_bool *stop);
	bool (*attention)(struct backend *, const struct attention *,
	    const atomic_bool *stop);
	/* Can it do this step? The others make pointwise refuse. */
	bool (*can_point)(struct backend *, enum point_kind, int op);
	bool (*pointwise)(struct backend *, const struct pointwise *,
	    const atomic_bool *stop);
	bool (*along)(struct backend *, const struct along *,
	    const atomic_bool *stop);
	/* Runs body(i0, i1, arg) over parts of 0..n on all threads. */
	void (*parallel)(struct backend *, int64_t n, int64_t grain,
	    void (*body)(int64_t, int64_t, void *), void *arg);
	/* Bytes of remembered copies, and a budget for them. */
	size_t (*packed_bytes)(struct backend *);
	void (*set_budget)(struct backend *, size_t bytes);
	/* Runs the kernels of "plain", "avx2" or "avx512" from now on; false:
	 * not on this processor. For tests and comparisons. */
	bool (*use_isa)(struct backend *, const char *name);
	void (*close)(struct backend *);
};

#define BACKEND_VERSION 2
#define BACKEND_OPEN_SYMBOL "penjing_backend_open"
typedef struct backend *backend_open_fn(int threads);

/*
 * The engine's backend, loaded on first call; null when there is none (the
 * plain way is used then, and engine_backend_error says why).
 */
struct backend *engine_backend(struct ctx *);
const char *engine_backend_error(const struct ctx *);

#endif
