/* SPDX-License-Identifier: Apache-2.0 */
/* Token and rotary position embeddings. */
#ifndef CORE_LAYER_EMBEDDING_H
#define CORE_LAYER_EMBEDDING_H

#include "core/layer/layer.h"

extern const struct class_row embedding_table_row, embedding_lookup_row,
    embedding_decode_row, apply_rope_row, apply_rope_to_subset_row,
    apply_divided_rope_row, add_position_embedding_row;

#endif
