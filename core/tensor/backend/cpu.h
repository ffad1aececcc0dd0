/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loadable backend from inside: the kernels chosen for this processor,
 * the threads, scratch memory, what is remembered about weights. One
 * evaluator's thread calls it.
 */
#ifndef CORE_TENSOR_BACKEND_CPU_H
#define CORE_TENSOR_BACKEND_CPU_H

#include "core/tensor/backend.h"
#include "core/tensor/backend/kern.h"

struct pool;

/* A buffer that grows and stays: 64-byte aligned. */
struct scratch {
	void *data;
	size_t size;
};

enum {
	SCRATCH_A, SCRATCH_B, SCRATCH_SUMS, SCRATCH_THREADS,
	SCRATCH_COUNT
};

struct module {
	struct backend b;
	const struct kern *kern;
	struct pool *pool;
	bool pool_busy;
	int threads;
	char name[96];
	size_t packed_bytes, budget;
	struct scratch scratch[SCRATCH_COUNT];
};

/* At least size bytes; null when they are not to be had. */
void *module_scratch(struct module *, int which, size_t size);

/* pool.c */
struct pool *pool_open(int threads);
void pool_close(struct pool *);
/* body(i0, i1, arg) over parts of 0..n; parts are at least grain. */
void pool_run(struct module *, int64_t n, int64_t grain,
    void (*body)(int64_t, int64_t, void *), void *arg);
/* The number of the running thread inside a body, below m->threads. */
int pool_thread(void);

/*
 * What follows a product, for n entries of a row of c from `at` on: at is
 * the place relative to the data of c (mul and add lie as c does), n0 the
 * column (for the bias).
 */
void post_row(const struct kern *, const struct post *, float *c, int64_t at,
    int64_t n0, int64_t n);
static inline bool
post_any(const struct post *p)
{
	return p->bias != NULL || p->act >= 0 || p->mul != NULL ||
	    p->add != NULL;
}

/* product.c: entries of a batch, and where an operand has them. */
int64_t matmul_entries(const struct matmul *);
int64_t operand_entry(const struct matmul *, const struct operand *,
    int64_t i);
struct operand operand_at(const struct matmul *, const struct operand *,
    int64_t i);
/* Entry i as float32 with rows side by side, in a scratch buffer. */
bool operand_copy(struct module *, struct operand *to, int scratch,
    const struct matmul *, const struct operand *, int64_t i, int64_t rows,
    int64_t cols);

/* dnnl.c: c = a b in the calling thread alone. Of each operand's strides one
 * is 1, and the other at least as long as the line, if there are two. */
struct gemm {
	int64_t m, n, k;
	const float *a, *b;
	float *c;
	int64_t a_row, a_col, b_row, b_col, ldc;
};
const char *gemm_version(char *buf, size_t size);
/* False: no memory. */
bool gemm_run(const struct gemm *);

bool matmul_run(struct backend *, const struct matmul *, const atomic_bool *);
bool attention_run(struct backend *, const struct attention *,
    const atomic_bool *);
bool pointwise_can(struct backend *, enum point_kind, int op);
bool pointwise_run(struct backend *, const struct pointwise *,
    const atomic_bool *);
bool along_run(struct backend *, const struct along *, const atomic_bool *);

static inline bool
stopped(const atomic_bool *stop)
{
	return stop != NULL && atomic_load_explicit(stop,
	    memory_order_relaxed);
}

#endif
