/* SPDX-License-Identifier: Apache-2.0 */
/* Attention, its masks, and the form with a key-value cache. */
#ifndef CORE_LAYER_ATTENTION_H
#define CORE_LAYER_ATTENTION_H

#include "core/layer/layer.h"

/* The first five fields of both attention layers. */
enum {
	ATTENTION_QUERY, ATTENTION_KEY, ATTENTION_VALUE, ATTENTION_WEIGHTS,
	ATTENTION_OUTPUT, ATTENTION_PARTS,
	KV_SEQUENCE = ATTENTION_PARTS, KV_END_INDEX, KV_CACHE, KV_FIELDS
};
/* Fields of the causal masks. */
enum { MASK_VALUE, MASK_QUERY_POSITIONS, MASK_KV_POSITIONS, MASK_SEQ,
	MASK_KV_SEQ };

extern const struct class_row attention_row, kv_caching_attention_row,
    causal_mask_row, sliding_window_mask_row;

#endif
