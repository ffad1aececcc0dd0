/* SPDX-License-Identifier: Apache-2.0 */
/* Linear and affine layers over named axes. */
#ifndef CORE_LAYER_LINEAR_H
#define CORE_LAYER_LINEAR_H

#include "core/layer/layer.h"

extern const struct class_row linear_row, add_bias_row, named_einsum_row,
    constant_rescale_row, affine_row;
/* NamedEinsum has a file of its own. */
struct value *einsum_forward(struct ctx *, struct value *self,
    struct value *x, struct value *side);

#endif
