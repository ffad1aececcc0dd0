/* SPDX-License-Identifier: Apache-2.0 */
/* Elementwise functions, softmax, casts. */
#ifndef CORE_LAYER_ACTIVATION_H
#define CORE_LAYER_ACTIVATION_H

#include "core/layer/layer.h"

extern const struct class_row elementwise_row, softmax_row, cast_row,
    tanh_soft_cap_row;
/*
 * The functions of jax.nn that models name in Elementwise; they stand here and
 * not in the module, so that loaders can build models with them.
 */
extern const struct native activation_natives[];	/* by name */
/* "silu", "gelu_exact", "gelu_approx", "relu"; null when unknown. */
struct value *activation_function(struct ctx *, const char *name);

#endif
