/* SPDX-License-Identifier: Apache-2.0 */
#include "core/layer/attention.h"

/* ---- masks -------------------------------------------------------------- */

static const struct param explicit_fields[] = {
	{ "mask_input_name", PARAM_STR, NULL,
	    "The side input that is true where to look.", PARAM_STATIC },
	{ "masked_out_value", PARAM_NUMBER, NULL, "Elsewhere.", 0 },
	{ 0 }
};

#define POSITION_FIELDS                                                     \
	{ "query_positions_input_name", PARAM_STR, "'token_positions'",     \
	    "Side input: positions of the queries.", PARAM_STATIC },        \
	{ "kv_positions_input_name", PARAM_STR, "'token_positions'",        \
	    "Side input: positions of keys; -1 is padding.", PARAM_STATIC }, \
	{ "seq_axis", PARAM_AXIS, "'seq'", "Axis of both.", PARAM_STATIC }, \
	{ "kv_seq_axis", PARAM_AXIS, "'kv_seq'",                            \
	    "The axis of keys in the input.", PARAM_STATIC }

static const struct param causal_fields[] = {
	{ "masked_out_value", PARAM_NUMBER, NULL, "Where not to look.", 0 },
	POSITION_FIELDS, { 0 }
};
enum { WINDOW_SIZE = 1 };
static const struct param window_fields[] = {
	{ "masked_out_value", PARAM_NUMBER, NULL, "Where not to look.", 0 },
	{ "sliding_window_size", PARAM_NUMBER, NULL,
	    "The token itself and so many before it, less one.", 0 },
	POSITION_FIELDS, { 0 }
};

static struct tensor *
side_tensor(struct ctx *c, struct value *self, struct value *side, size_t i)
{
	return value_tensor(c, layer_side(c, self, side,
	    instance_field(self, i)), "a side input", false);
}

static struct value *
masked(struct ctx *c, struct value *self, struct value *input,
    struct tensor *mask, size_t value_field)
{
	struct tensor *x = layer_input(c, self, input);
	struct tensor *out = layer_tensor(c, self, value_field);

	if (x != NULL && out != NULL)
		out = tensor_cast(c, out, tensor_dtype(x));
	return layer_output(c, input, tensor_where(c, mask, x, out));
}

static struct value *
explicit_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	return masked(c, self, x, side_tensor(c, self, side, 0), 1);
}

/* q >= kv, kv >= 0 and, with a window, q - kv < size. shift: how far the
 * fields of positions stand behind those of the causal mask. */
static struct value *
causal(struct ctx *c, struct value *self, struct value *x, struct value *side,
    size_t shift)
{
	struct tensor *q, *kv, *mask, *window;
	const struct atom *seq = str_atom(c, instance_field(self, MASK_SEQ +
	    shift));
	const struct atom *kv_seq = str_atom(c, instance_field(self,
	    MASK_KV_SEQ + shift));

	q = side_tensor(c, self, side, MASK_QUERY_POSITIONS + shift);
	kv = tensor_rename(c, side_tensor(c, self, side, MASK_KV_POSITIONS +
	    shift), seq, kv_seq);
	mask = tensor_binary(c, BINARY_ge, q, kv);
	if (shift > 0) {
		window = tensor_binary(c, BINARY_lt, tensor_binary(c,
		    BINARY_sub, q, kv), layer_tensor(c, self, WINDOW_SIZE));
		mask = tensor_binary(c, BINARY_logical_and, mask, window);
	}
	mask = tensor_binary(c, BINARY_logical_and, mask, tensor_binary(c,
	    BINARY_ge, kv, tensor_scalar_i(c, 0, DT_I32, true)));
	return masked(c, self, x, mask, MASK_VALUE);
}

static struct value *
causal_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	return causal(c, self, x, side, 0);
}

static struct value *
window_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	return causal(c, self, x, side, 1);
}

/* ---- attention ---------------------------------------------------------- */

#define PART_FIELDS                                                         \
	{ "input_to_query", PARAM_LAYER, NULL, "Gives the queries.", 0 },   \
	{ "input_to_key", PARAM_LAYER, NULL, "Gives the keys.", 0 },        \
	{ "input_to_value", PARAM_LAYER, NULL, "Gives the values.", 0 },    \
	{ "query_key_to_attn", PARAM_LAYER, NULL,                           \
	    "From (queries, keys) to attention weights.", 0 },              \
	{ "attn_value_to_output", PARAM_LAYER, NULL,                        \
	    "From (weights, values) to the output.", 0 }

static const struct param attention_fields[] = { PART_FIELDS, { 0 } };
static const struct param caching_fields[] = {
	PART_FIELDS,
	{ "sequence_axis", PARAM_AXIS, NULL, "The axis that is cached.",
	    PARAM_STATIC },
	{ "kv_cache_end_index_key", PARAM_ANY, NULL,
	    "The side input that says how much the cache holds.",
	    PARAM_STATIC },
	{ "kv_cache", PARAM_VARIABLE, NULL,
	    "A state variable: the keys and the values.", 0 },
	{ 0 }
};

/* fn((a, b)) */
static struct value *
apply_pair(struct ctx *c, struct value *layer, struct value *a,
    struct value *b, struct value *side)
{
	struct value *pair[2] = { a, b };

	if (a == NULL || b == NULL)
		return NULL;
	return layer_apply(c, layer, tuple_new(c, 2, pair), side);
}

static struct value *
attention_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	struct value *part[ATTENTION_OUTPUT];
	struct value *weights;

	for (size_t i = 0; i <= ATTENTION_VALUE; i++)
		part[i] = layer_apply(c, instance_field(self, i), x, side);
	weights = apply_pair(c, instance_field(self, ATTENTION_WEIGHTS),
	    part[ATTENTION_QUERY], part[ATTENTION_KEY], side);
	return apply_pair(c, instance_field(self, ATTENTION_OUTPUT), weights,
	    part[ATTENTION_VALUE], side);
}

static struct value *
update_cache(struct ctx *c, struct value *cache, struct value *part,
    const struct atom *seq, struct tensor *start)
{
	struct tensor *t = value_tensor(c, cache, "kv_cache", false);
	struct tensor *p = value_tensor(c, part, "kv_cache", false);
	int axis;

	if (t == NULL || p == NULL)
		return NULL;
	axis = tensor_find_axis(t, seq);
	if (axis < 0 || tensor_find_axis(p, seq) < 0)
		return err_raise(c, ERR_VALUE, "KVCachingAttention: axis '%s' "
		    "must be in the cache and in the keys and values",
		    seq->text);
	return named_new(c, tensor_update_slice(c, t, axis, start, p));
}

/* The old pair is let go before the new one is written, so that nobody else
 * holds the caches and they are written in place. */
static bool
write_caches(struct ctx *c, struct value *self, struct tensor *start,
    struct value *key, struct value *v, struct value *pair[2])
{
	struct value *var = instance_field(self, KV_CACHE), *old;
	const struct atom *seq = str_atom(c, instance_field(self,
	    KV_SEQUENCE));

	old = value_of_parameter(c, var);
	if (old == NULL)
		return false;
	if (!value_is_seq(old) || seq_len(old) != 2) {
		err_raise(c, ERR_VALUE, "KVCachingAttention: the cache must "
		    "hold a tuple of keys and values");
		return false;
	}
	pair[0] = update_cache(c, seq_item(old, 0), key, seq, start);
	pair[1] = update_cache(c, seq_item(old, 1), v, seq, start);
	return pair[0] != NULL && pair[1] != NULL &&
	    var_set(c, var, tuple_new(c, 2, pair));
}

static struct value *
caching_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	struct value *part[3], *pair[2], *weights;
	struct tensor *start = side_tensor(c, self, side, KV_END_INDEX);

	if (start == NULL)
		return NULL;
	if (!value_is(instance_field(self, KV_CACHE), &var_kind))
		return err_raise(c, ERR_TYPE, "KVCachingAttention: kv_cache "
		    "must be a StateVariable");
	for (size_t i = 0; i <= ATTENTION_VALUE; i++) {
		part[i] = layer_apply(c, instance_field(self, i), x, side);
		if (part[i] == NULL)
			return NULL;
	}
	if (!write_caches(c, self, start, part[ATTENTION_KEY],
	    part[ATTENTION_VALUE], pair))
		return NULL;
	weights = apply_pair(c, instance_field(self, ATTENTION_WEIGHTS),
	    part[ATTENTION_QUERY], pair[0], side);
	return apply_pair(c, instance_field(self, ATTENTION_OUTPUT), weights,
	    pair[1], side);
}

#define MODULE "penzai.nn.attention"

const struct class_row attention_row = {
	.name = "Attention", .module = MODULE,
	.doc = "Five layers: query, key, value, weights, output.",
	.base = &layer_row, .flags = LAYER_FLAGS,
	.fields = attention_fields, .forward = attention_forward,
};
const struct class_row kv_caching_attention_row = {
	.name = "KVCachingAttention", .module = MODULE,
	.doc = "Attention that keeps the keys and values of earlier tokens.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = caching_fields,
	.forward = caching_forward,
};
static const struct class_row explicit_mask_row = {
	.name = "ApplyExplicitAttentionMask", .module = MODULE,
	.doc = "Replaces elements where a side input is false.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = explicit_fields,
	.forward = explicit_forward,
	.example = "pz.nn.ApplyExplicitAttentionMask(mask_input_name='mask', "
	    "masked_out_value=-1e9)",
};
const struct class_row causal_mask_row = {
	.name = "ApplyCausalAttentionMask", .module = MODULE,
	.doc = "Tokens look at themselves and at earlier ones.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = causal_fields,
	.forward = causal_forward,
	.example = "pz.nn.ApplyCausalAttentionMask(masked_out_value=-1e9)",
};
const struct class_row sliding_window_mask_row = {
	.name = "ApplyCausalSlidingWindowAttentionMask", .module = MODULE,
	.doc = "Tokens look at themselves and at a few before them.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = window_fields,
	.forward = window_forward,
	.example = "pz.nn.ApplyCausalSlidingWindowAttentionMask("
	    "masked_out_value=-1e9, sliding_window_size=4)",
};

const struct class_row *const attention_layers[] = {
	&attention_row, &kv_caching_attention_row, &explicit_mask_row,
	&causal_mask_row, &sliding_window_mask_row, NULL
};
