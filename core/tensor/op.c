/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/op.h"

/* Unary, binary and reducing operations are tables of their own. */
const struct op *const ops[] = {
	&op_axes, &op_slice, &op_reshape, &op_diagonal, &op_where, &op_cast,
	&op_softmax, &op_log_softmax, &op_rms_standardize, &op_standardize,
	&op_cumsum, &op_sort, &op_argsort, &op_einsum, &op_gather, &op_concat,
	&op_update_slice, &op_scatter, &op_rope, &op_threefry, 0,
};
