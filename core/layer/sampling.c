/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form of a language model that samples: attention layers keep the keys
 * and values of earlier tokens, and the model counts positions itself.
 */
#include <stdio.h>
#include <string.h>

#include "core/layer/attention.h"
#include "core/layer/transformer.h"
#include "core/value/named.h"
#include "core/value/tree.h"

static const struct param kv_lm_fields[] = {
	[KV_LM_BODY] = { "body", PARAM_LAYER, NULL, "From tokens to logits.",
	    0 },
	[KV_LM_END_INDEX] = { "cache_end_index", PARAM_VARIABLE, NULL,
	    "How many tokens the caches hold.", 0 },
	[KV_LM_PREVIOUS] = { "previous_tokens", PARAM_VARIABLE, NULL,
	    "The tokens seen so far.", 0 },
	[KV_LM_METADATA] = { "metadata", PARAM_ANY, NULL,
	    "Sizes of the axes.", PARAM_STATIC },
	[KV_LM_CACHE_LEN] = { "cache_len", PARAM_INT, NULL,
	    "How many tokens fit.", PARAM_STATIC },
	[KV_LM_BATCH] = { "batch_axes", PARAM_DICT, NULL,
	    "Names and sizes of the batch axes.", PARAM_STATIC },
	[KV_LM_PAD] = { "pad_id", PARAM_INT, NULL,
	    "The token that stands for none.", PARAM_STATIC },
	{ 0 }
};

/* Positions count the tokens that are no padding; padding is at -1. */
static struct tensor *
positions_of(struct ctx *c, struct tensor *tokens, int64_t pad)
{
	const struct atom *seq = atom(c, "seq");
	struct tensor *real = tensor_binary(c, BINARY_ne, tokens,
	    tensor_scalar_i(c, pad, DT_I32, true)), *count;

	if (real == NULL)
		return NULL;
	count = tensor_cumsum(c, tensor_cast(c, real, DT_I32),
	    tensor_find_axis(real, seq));
	return tensor_where(c, real, tensor_binary(c, BINARY_sub, count,
	    tensor_scalar_i(c, 1, DT_I32, true)),
	    tensor_scalar_i(c, -1, DT_I32, true));
}

static bool
check_tokens(struct ctx *c, struct value *self, struct tensor *tokens,
    int64_t end, int64_t n)
{
	int64_t len = value_as_int(instance_field(self, KV_LM_CACHE_LEN));
	struct axis batch[TENSOR_MAX_AXES];
	int nbatch = value_named_shape(c, instance_field(self, KV_LM_BATCH),
	    batch);

	for (int i = 0; i < nbatch; i++) {
		int at = tensor_find_axis(tokens, batch[i].name);

		if (at < 0 || tensor_axes(tokens)[at].size != batch[i].size) {
			err_raise(c, ERR_VALUE, "KVCachingTransformerLM: the "
			    "tokens need the batch axis '%s' of size %lld",
			    batch[i].name->text, (long long)batch[i].size);
			return false;
		}
	}
	if (nbatch < 0 || end + n <= len)
		return nbatch >= 0;
	err_raise(c, ERR_VALUE, "KVCachingTransformerLM: the cache is full: it "
	    "holds %lld of %lld tokens, and %lld more came; make it with a "
	    "larger cache_len", (long long)end, (long long)len,
	    (long long)n);
	return false;
}

static bool
side_set(struct ctx *c, struct value *side, const char *name,
    struct value *v)
{
	return v != NULL && dict_set_atom(c, side, atom(c, name), v);
}

static struct value *
kv_lm_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *extra)
{
	const struct atom *seq = atom(c, "seq");
	struct tensor *tokens = layer_input(c, self, x), *all, *positions;
	struct value *side = dict_new(c), *end_value, *logits, *key, *item;
	int axis = tokens == NULL ? -1 : tensor_find_axis(tokens, seq);
	int64_t end, n;
	size_t at = 0;

	if (tokens == NULL)
		return NULL;
	if (axis < 0)
		return err_raise(c, ERR_VALUE, "KVCachingTransformerLM: the "
		    "tokens have no axis 'seq'");
	n = tensor_axes(tokens)[axis].size;
	end_value = value_of_parameter(c, instance_field(self,
	    KV_LM_END_INDEX));
	if (end_value == NULL || !tensor_item_i(c, value_tensor(c, end_value,
	    "cache_end_index", false), &end) ||
	    !check_tokens(c, self, tokens, end, n))
		return NULL;
	all = layer_tensor(c, self, KV_LM_PREVIOUS);
	if (all == NULL)
		return NULL;
	all = tensor_update_slice(c, all, tensor_find_axis(all, seq),
	    tensor_scalar_i(c, end, DT_I32, false), tensor_cast(c, tokens,
	    DT_I32));
	positions = positions_of(c, all, value_as_int(instance_field(self,
	    KV_LM_PAD)));
	while (extra != NULL && dict_next(extra, &at, &key, &item))
		if (!dict_set(c, side, key, item))
			return NULL;
	if (positions == NULL || !side_set(c, side, "token_positions",
	    named_new(c, tensor_slice(c, positions, tensor_find_axis(
	    positions, seq), end, n, 1))) ||
	    !side_set(c, side, "kv_token_positions",
	    named_new(c, positions)) ||
	    !side_set(c, side, "cache_end_index", value_int(c, end)))
		return NULL;
	logits = layer_apply(c, instance_field(self, KV_LM_BODY), x, side);
	if (logits == NULL || !var_set(c, instance_field(self,
	    KV_LM_PREVIOUS), named_new(c, all)) || !var_set(c,
	    instance_field(self, KV_LM_END_INDEX), value_int(c, end + n)))
		return NULL;
	return logits;
}

/* ---- from a model without caches ---------------------------------------- */

struct conversion {
	struct axis axes[TENSOR_MAX_AXES];	/* of a cache */
	int naxes;
	enum dtype dtype;
	const char *prefix;
	int count;
	bool in_attention;	/* the node that is converted is in one */
	int depth;
};

static struct value *convert(struct ctx *, struct value *, size_t,
    void *conversion);

/* A copy of the node with its children converted. */
static struct value *
convert_children(struct ctx *c, struct value *node, struct conversion *k)
{
	struct value *out;

	if (tree_nchild(node) == 0)
		return node;
	if (k->depth >= TREE_MAX_DEPTH)
		return err_raise(c, ERR_RECURSION, "the model is nested more "
		    "than %d deep", TREE_MAX_DEPTH);
	k->depth++;
	out = tree_map_children(c, node, convert, k);
	k->depth--;
	return out;
}

/* A mask looks at the positions of the whole cache. */
static struct value *
convert_mask(struct ctx *c, struct value *mask, size_t field)
{
	struct value *name = instance_field(mask, field);

	if (strcmp(str_text(name), "token_positions") != 0)
		return err_raise(c, ERR_VALUE, "Could not convert an attention "
		    "mask whose kv_positions_input_name is '%s', not "
		    "'token_positions'", str_text(name));
	return instance_with(c, mask, field, str_new(c,
	    "kv_token_positions"));
}

static struct value *
empty_cache(struct ctx *c, struct conversion *k)
{
	struct value *pair[2];
	char label[80];

	/* Two fills: the caches are written in place, each by itself. */
	for (int i = 0; i < 2; i++)
		pair[i] = named_new(c, tensor_fill(c, 0, k->dtype, k->naxes,
		    k->axes));
	if (pair[0] == NULL || pair[1] == NULL)
		return NULL;
	snprintf(label, sizeof label, "%.60s/cache_%d", k->prefix,
	    k->count++);
	return var_new(c, &state_variable_row, str_new(c, label),
	    tuple_new(c, 2, pair), NULL);
}

static struct value *
convert_attention(struct ctx *c, struct value *attention,
    struct conversion *k)
{
	struct value *field[KV_FIELDS], *fixed;

	k->in_attention = true;
	fixed = convert_children(c, attention, k);
	k->in_attention = false;
	if (fixed == NULL)
		return NULL;
	for (size_t i = 0; i < ATTENTION_PARTS; i++)
		field[i] = instance_field(fixed, i);
	field[KV_SEQUENCE] = str_new(c, "seq");
	field[KV_END_INDEX] = str_new(c, "cache_end_index");
	field[KV_CACHE] = empty_cache(c, k);
	return layer_make(c, &kv_caching_attention_row, field);
}

static struct value *
convert(struct ctx *c, struct value *node, size_t i UNUSED, void *data)
{
	struct conversion *k = data;

	if (k->in_attention && value_of_row(c, node, &causal_mask_row))
		return convert_mask(c, node, MASK_KV_POSITIONS);
	if (k->in_attention && value_of_row(c, node, &sliding_window_mask_row))
		return convert_mask(c, node, MASK_KV_POSITIONS + 1);
	if (!k->in_attention && value_of_row(c, node, &attention_row))
		return convert_attention(c, node, k);
	return convert_children(c, node, k);
}

/* Axes of a cache: batch, common heads, seq, projection; so that a token's
 * keys of one head lie side by side. */
static bool
cache_axes(struct ctx *c, struct conversion *k, struct value *metadata,
    struct value *batch, int64_t cache_len)
{
	int n = value_named_shape(c, batch, k->axes), m;

	m = n < 0 ? -1 : value_named_shape(c, instance_field(metadata,
	    META_COMMON_HEADS), k->axes + n);
	if (m < 0 || n + m + 2 > TENSOR_MAX_AXES)
		return false;
	n += m;
	k->axes[n++] = (struct axis){ atom(c, "seq"), cache_len };
	k->axes[n++] = (struct axis){ atom(c, "projection"),
		value_as_int(instance_field(metadata, META_PROJECTION)) };
	k->naxes = n;
	return value_dtype(c, instance_field(metadata, META_DTYPE),
	    &k->dtype);
}

struct value *
kv_caching_of(struct ctx *c, struct value *uncached, int64_t cache_len,
    struct value *batch, int64_t pad_id, const char *prefix)
{
	struct value *field[KV_LM_FIELDS], *metadata;
	struct conversion k = { .prefix = prefix };
	struct axis axes[TENSOR_MAX_AXES];
	char label[80];
	int n;

	if (uncached == NULL)
		return NULL;
	if (!value_of_row(c, uncached, &transformer_lm_row))
		return err_raise(c, ERR_TYPE, "KVCachingTransformerLM."
		    "from_uncached needs a TransformerLM, not %s",
		    value_type_name(c, uncached));
	if (cache_len < 1)
		return err_raise(c, ERR_VALUE, "cache_len must be at least 1, "
		    "not %lld", (long long)cache_len);
	metadata = instance_field(uncached, LM_METADATA);
	if (!cache_axes(c, &k, metadata, batch, cache_len))
		return NULL;
	field[KV_LM_BODY] = convert(c, instance_field(uncached, LM_BODY), 0,
	    &k);
	snprintf(label, sizeof label, "%.60s/cache_end_index", prefix);
	field[KV_LM_END_INDEX] = var_new(c, &state_variable_row,
	    str_new(c, label), value_int(c, 0), NULL);
	n = value_named_shape(c, batch, axes);
	axes[n++] = (struct axis){ atom(c, "seq"), cache_len };
	snprintf(label, sizeof label, "%.60s/previous_tokens", prefix);
	field[KV_LM_PREVIOUS] = var_new(c, &state_variable_row,
	    str_new(c, label), named_new(c, tensor_fill(c, 0, DT_I32, n,
	    axes)), NULL);
	field[KV_LM_METADATA] = metadata;
	field[KV_LM_CACHE_LEN] = value_int(c, cache_len);
	field[KV_LM_BATCH] = batch;
	field[KV_LM_PAD] = value_int(c, pad_id);
	return layer_make(c, &kv_caching_lm_row, field);
}

static const struct param from_params[] = {
	{ "cls", PARAM_ANY, NULL, "", PARAM_POSITIONAL },
	{ "uncached", PARAM_ANY, NULL, "A TransformerLM.", 0 },
	{ "cache_len", PARAM_INT, NULL, "How many tokens fit.", 0 },
	{ "batch_axes", PARAM_DICT, NULL, "Names and sizes.", 0 },
	{ "pad_id", PARAM_INT, "0", "The token that stands for none.", 0 },
	{ "variable_name_prefix", PARAM_STR, "'sampler'",
	    "Of the labels of the caches.", 0 },
	{ 0 }
};

static struct value *
do_from_uncached(struct ctx *c, struct value *const *args)
{
	return kv_caching_of(c, args[1], value_as_int(args[2]), args[3],
	    value_as_int(args[4]), str_text(args[5]));
}

static const struct native kv_lm_class_methods[] = {
	{ "from_uncached", from_params, do_from_uncached,
	    "The sampling form of a TransformerLM.", NULL },
	{ 0 }
};

const struct class_row kv_caching_lm_row = {
	.name = "KVCachingTransformerLM",
	.module = "penzai.models.transformer.sampling_mode",
	.doc = "A language model that keeps what it has seen.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = kv_lm_fields,
	.forward = kv_lm_forward, .class_methods = kv_lm_class_methods,
};
