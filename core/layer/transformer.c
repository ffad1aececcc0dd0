/* SPDX-License-Identifier: Apache-2.0 */
#include "core/layer/transformer.h"

#include "core/layer/group.h"

static const struct param metadata_fields[] = {
	[META_COMMON_HEADS] = { "common_head_axes", PARAM_DICT, NULL,
	    "Head axes of queries, keys and values.", PARAM_STATIC },
	[META_QUERY_HEADS] = { "query_only_head_axes", PARAM_DICT, NULL,
	    "Head axes of queries only.", PARAM_STATIC },
	[META_EMBEDDING] = { "embedding_dim", PARAM_INT, NULL,
	    "Width of the residual stream.", PARAM_STATIC },
	[META_PROJECTION] = { "projection_dim", PARAM_INT, NULL,
	    "Size of a head.", PARAM_STATIC },
	[META_MLP_HIDDEN] = { "mlp_hidden_dim", PARAM_INT, NULL,
	    "Number of neurons.", PARAM_STATIC },
	[META_VOCABULARY] = { "vocab_size", PARAM_INT, NULL,
	    "Number of tokens.", PARAM_STATIC },
	[META_DTYPE] = { "activation_dtype", PARAM_DTYPE, NULL,
	    "Of activations and caches.", PARAM_STATIC },
	{ 0 }
};

static const struct param lm_fields[] = {
	[LM_BODY] = { "body", PARAM_LAYER, NULL, "From tokens to logits.",
	    0 },
	[LM_METADATA] = { "metadata", PARAM_ANY, NULL,
	    "Sizes of the axes.", PARAM_STATIC },
	{ 0 }
};

/* A dict of side inputs with one more; the one given is not changed. */
static struct value *
side_with(struct ctx *c, struct value *side, const char *name,
    struct value *v)
{
	struct value *d = dict_new(c), *key, *item;
	size_t at = 0;

	if (v == NULL)
		return NULL;
	while (side != NULL && dict_next(side, &at, &key, &item))
		if (!dict_set(c, d, key, item))
			return NULL;
	return dict_set_atom(c, d, atom(c, name), v) ? d : NULL;
}

static struct value *
default_positions(struct ctx *c, struct tensor *tokens)
{
	const struct atom *seq = atom(c, "seq");
	int axis = tensor_find_axis(tokens, seq);

	if (axis < 0)
		return err_raise(c, ERR_VALUE, "TransformerLM: the tokens have "
		    "no axis 'seq'; name it: pz.nx.wrap(ids).tag('seq')");
	return named_new(c, tensor_arange(c, DT_I32, 0, 1, (struct axis){ seq,
	    tensor_axes(tokens)[axis].size }));
}

static struct value *
lm_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	struct tensor *tokens = layer_input(c, self, x);
	struct value *given = NULL;

	if (tokens == NULL)
		return NULL;
	if (side != NULL)
		given = dict_find_atom(c, side, atom(c, "token_positions"));
	if (given == NULL || given == &value_none)
		side = side_with(c, side, "token_positions",
		    default_positions(c, tokens));
	return side == NULL ? NULL : layer_apply(c, instance_field(self,
	    LM_BODY), x, side);
}

#define MODULE "penzai.models.transformer.model_parts"

const struct class_row transformer_metadata_row = {
	.name = "TransformerMetadata", .module = MODULE,
	.doc = "Sizes of a transformer's axes.",
	.flags = CLASS_DATACLASS | CLASS_EQ, .fields = metadata_fields,
};
const struct class_row feed_forward_row = {
	.name = "TransformerFeedForward", .module = MODULE,
	.doc = "The MLP of a block.", .base = &sequential_row,
	.flags = LAYER_FLAGS, .fields = sequential_fields,
	.example = "TransformerFeedForward(sublayers=[])",
};
const struct class_row transformer_block_row = {
	.name = "TransformerBlock", .module = MODULE,
	.doc = "One block: attention and MLP.", .base = &sequential_row,
	.flags = LAYER_FLAGS, .fields = sequential_fields,
	.example = "TransformerBlock(sublayers=[])",
};
const struct class_row transformer_lm_row = {
	.name = "TransformerLM", .module = MODULE,
	.doc = "A language model: tokens {seq, ...} to logits "
	    "{seq, ..., vocabulary}.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = lm_fields,
	.forward = lm_forward,
};

const struct class_row *const transformer_layers[] = {
	&transformer_metadata_row, &feed_forward_row, &transformer_block_row,
	&transformer_lm_row, &kv_caching_lm_row, NULL
};
