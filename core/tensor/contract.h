/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: an einsum of two computed arrays as one product of
 * matrices. The planner may fill in what follows the product (mm.post)
 * between contract_canonical and contract_run.
 */
#ifndef CORE_TENSOR_CONTRACT_H
#define CORE_TENSOR_CONTRACT_H

#include "core/tensor/backend.h"
#include "core/tensor/node.h"

struct contraction {
	struct matmul mm;
	/* Batch axes beyond those of mm: the product is made for each. */
	int nouter;
	int64_t outer[TENSOR_MAX_AXES];
	int64_t outer_stride[3][TENSOR_MAX_AXES];	/* a, b, c */
	/* True: mm.a is the second operand (the first is the weight). */
	bool swapped;
	/* What is computed where c is not of float32: cast to the result. */
	struct tensor *result, *made;
};

/*
 * out is a pending einsum node whose inputs are computed. Allocates its
 * storage (C order of batch, m, n), copies operands whose axes cannot be
 * walked in place, and fills in all of p. False: raised. What it makes
 * belongs to the scope.
 */
bool contract_canonical(struct ctx *, struct tensor *out,
    struct contraction *p);
/* What products of a dtype are summed in: float32 for small floats, 64 bits
 * for integers. */
enum dtype contract_made(enum dtype);
/* Computes it, on the backend where that can. */
bool contract_run(struct ctx *, struct contraction *p);

#endif
