/* SPDX-License-Identifier: Apache-2.0 */
/* Sequences of layers. */
#ifndef CORE_LAYER_GROUP_H
#define CORE_LAYER_GROUP_H

#include "core/layer/layer.h"

extern const struct class_row sequential_row, named_group_row,
    identity_row;
/* The fields of Sequential, for types that derive from it. */
extern const struct param sequential_fields[];

#endif
