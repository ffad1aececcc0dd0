/* SPDX-License-Identifier: Apache-2.0 */
/* Transformer language models as trees, and their form for sampling. */
#ifndef CORE_LAYER_TRANSFORMER_H
#define CORE_LAYER_TRANSFORMER_H

#include "core/layer/layer.h"

extern const struct class_row transformer_metadata_row, feed_forward_row,
    transformer_block_row, transformer_lm_row, kv_caching_lm_row;

/* Fields of TransformerMetadata. */
enum { META_COMMON_HEADS, META_QUERY_HEADS, META_EMBEDDING, META_PROJECTION,
	META_MLP_HIDDEN, META_VOCABULARY, META_DTYPE, META_FIELDS };
/* Fields of TransformerLM and of KVCachingTransformerLM. */
enum { LM_BODY, LM_METADATA };
enum { KV_LM_BODY, KV_LM_END_INDEX, KV_LM_PREVIOUS, KV_LM_METADATA,
	KV_LM_CACHE_LEN, KV_LM_BATCH, KV_LM_PAD, KV_LM_FIELDS };

/*
 * The sampling form of a TransformerLM: every Attention becomes a
 * KVCachingAttention with an empty cache for cache_len tokens. batch: a dict
 * of names and sizes. Works on edited models too.
 */
struct value *kv_caching_of(struct ctx *, struct value *uncached,
    int64_t cache_len, struct value *batch, int64_t pad_id,
    const char *prefix);

#endif
