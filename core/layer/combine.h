/* SPDX-License-Identifier: Apache-2.0 */
/* Residual connections and branches. */
#ifndef CORE_LAYER_COMBINE_H
#define CORE_LAYER_COMBINE_H

#include "core/layer/layer.h"

extern const struct class_row residual_row, branch_add_row,
    branch_multiply_row;

#endif
