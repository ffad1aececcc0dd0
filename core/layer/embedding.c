/* SPDX-License-Identifier: Apache-2.0 */
#include "core/layer/embedding.h"

#include <stdlib.h>

#include "core/base/xalloc.h"

/* ---- tables ------------------------------------------------------------- */

static const struct param table_fields[] = {
	{ "embeddings", PARAM_VARIABLE, NULL, "One vector a token.", 0 },
	{ "vocabulary_axis", PARAM_AXIS, "'vocabulary'",
	    "The axis of tokens.", PARAM_STATIC },
	{ 0 }
};
static const struct param use_fields[] = {
	{ "table", PARAM_ANY, NULL, "An EmbeddingTable.", 0 },
	{ 0 }
};

/* The tensor of the table in field 0 and its vocabulary axis. */
static struct tensor *
table_of(struct ctx *c, struct value *self, int *axis)
{
	struct value *table = instance_field(self, 0);
	struct tensor *t;

	if (!value_of_row(c, table, &embedding_table_row))
		return err_raise(c, ERR_TYPE, "%s: the table must be an "
		    "EmbeddingTable, not %s",
		    instance_class(self)->name->text,
		    value_type_name(c, table));
	t = layer_tensor(c, table, 0);
	if (t == NULL)
		return NULL;
	*axis = tensor_find_axis(t, str_atom(c, instance_field(table, 1)));
	if (*axis < 0)
		return err_raise(c, ERR_VALUE, "EmbeddingTable: axis '%s' is "
		    "not an axis of the embeddings",
		    str_text(instance_field(table, 1)));
	return t;
}

static struct value *
lookup_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side UNUSED)
{
	struct tensor *ids = layer_input(c, self, x), *t;
	int axis;

	if (ids == NULL)
		return NULL;
	if (dtype_is_float(tensor_dtype(ids)))
		return err_raise(c, ERR_TYPE, "EmbeddingLookup: token ids must "
		    "be integers, not %s", dtypes[tensor_dtype(ids)].name);
	t = table_of(c, self, &axis);
	return t == NULL ? NULL : named_new(c, tensor_take(c, t, axis, ids));
}

static struct value *
decode_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side UNUSED)
{
	const struct atom *names[TENSOR_MAX_AXES];
	struct tensor *in = layer_input(c, self, x), *t;
	int axis, n = 0;

	t = in == NULL ? NULL : table_of(c, self, &axis);
	if (t == NULL)
		return NULL;
	for (int i = 0; i < tensor_naxes(t); i++)
		if (i != axis)
			names[n++] = tensor_axes(t)[i].name;
	return named_new(c, tensor_contract(c, in, t, names, n));
}

/* ---- learned positions -------------------------------------------------- */

static const struct param position_fields[] = {
	{ "table", PARAM_ANY, NULL, "An EmbeddingTable of positions.", 0 },
	{ "positions_input_name", PARAM_STR, "'token_positions'",
	    "The side input with the position of each token.",
	    PARAM_STATIC },
	{ 0 }
};

static struct value *
position_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	struct tensor *t = layer_input(c, self, x), *positions, *table, *top;
	int64_t last;
	int axis;

	positions = value_tensor(c, layer_side(c, self, side,
	    instance_field(self, 1)), "positions", false);
	table = t == NULL || positions == NULL ? NULL :
	    table_of(c, self, &axis);
	if (table == NULL)
		return NULL;
	/* Taking clamps: a longer text would get the last one's vector. */
	top = tensor_reduce(c, REDUCE_max, positions,
	    (1u << tensor_naxes(positions)) - 1, false);
	if (tensor_size(positions) > 0 && !tensor_item_i(c, top, &last))
		return NULL;
	if (tensor_size(positions) > 0 &&
	    last >= tensor_axes(table)[axis].size)
		return err_raise(c, ERR_VALUE, "AddPositionEmbedding: there "
		    "is no position %lld; the table has %lld",
		    (long long)last,
		    (long long)tensor_axes(table)[axis].size);
	return layer_output(c, x, tensor_binary(c, BINARY_add, t,
	    tensor_take(c, table, axis, positions)));
}

/* ---- rotary embedding --------------------------------------------------- */

enum { ROPE_AXIS, ROPE_WAVELENGTH, ROPE_POSITIONS, ROPE_SCALE, ROPE_SUBSET,
	ROPE_DIVISORS = ROPE_SUBSET };

#define ROPE_FIELDS(axis_doc)                                               \
	[ROPE_AXIS] = { "embedding_axis", PARAM_AXIS, NULL, axis_doc,       \
	    PARAM_STATIC },                                                 \
	[ROPE_WAVELENGTH] = { "max_wavelength", PARAM_FLOAT, NULL,          \
	    "Of the slowest pair.", PARAM_STATIC },                         \
	[ROPE_POSITIONS] = { "positions_input_name", PARAM_STR, NULL,       \
	    "The side input with the position of each token.",              \
	    PARAM_STATIC },                                                 \
	[ROPE_SCALE] = { "scale_factor", PARAM_FLOAT, "1.0",                \
	    "Angles are divided by it.", PARAM_STATIC }

static const struct param rope_fields[] = {
	ROPE_FIELDS("The axis whose halves are rotated."), { 0 }
};
static const struct param subset_fields[] = {
	ROPE_FIELDS("The axis whose first entries are rotated."),
	[ROPE_SUBSET] = { "rope_subset_size", PARAM_INT, NULL,
	    "How many entries are rotated.", PARAM_STATIC | PARAM_KEYWORD },
	{ 0 }
};

static const struct param divided_fields[] = {
	ROPE_FIELDS("The axis whose halves are rotated."),
	[ROPE_DIVISORS] = { "divisors", PARAM_ANY, NULL,
	    "The angle of each pair is divided by one of them.",
	    PARAM_KEYWORD },
	{ 0 }
};

static struct value *
rope(struct ctx *c, struct value *self, struct value *x, struct value *side,
    struct rope r)
{
	struct tensor *t = layer_input(c, self, x), *positions;
	const struct atom *name = str_atom(c, instance_field(self,
	    ROPE_AXIS));
	int axis;

	positions = value_tensor(c, layer_side(c, self, side,
	    instance_field(self, ROPE_POSITIONS)), "positions", false);
	if (t == NULL || positions == NULL ||
	    !value_to_float(c, instance_field(self, ROPE_WAVELENGTH),
	    "max_wavelength", &r.wavelength) || !value_to_float(c,
	    instance_field(self, ROPE_SCALE), "scale_factor", &r.scale))
		return NULL;
	if (r.scale < 1)
		return err_raise(c, ERR_VALUE,
		    "scale_factor must be >= 1.0, got %g", r.scale);
	axis = tensor_find_axis(t, name);
	if (axis < 0)
		return err_raise(c, ERR_VALUE, "%s: axis '%s' is not an axis "
		    "of the input", instance_class(self)->name->text,
		    name->text);
	return layer_output(c, x, tensor_rope(c, t, axis, positions,
	    &r));
}

static struct value *
rope_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	return rope(c, self, x, side, (struct rope){ 0 });
}

static struct value *
subset_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	struct rope r = { 0 };

	return value_to_int(c, instance_field(self, ROPE_SUBSET),
	    "rope_subset_size", &r.subset) ? rope(c, self, x, side, r) :
	    NULL;
}

static struct value *
divided_forward(struct ctx *c, struct value *self, struct value *x,
    struct value *side)
{
	struct tensor *t = layer_tensor(c, self, ROPE_DIVISORS);
	struct rope r = { 0 };
	struct value *out;
	double *each;

	if (t == NULL)
		return NULL;
	if (tensor_naxes(t) != 1 || tensor_size(t) > INT16_MAX)
		return err_raise(c, ERR_VALUE, "%s: the divisors must have "
		    "one axis, a number for each pair",
		    instance_class(self)->name->text);
	each = xcalloc((size_t)tensor_size(t) + 1, sizeof *each);
	r.ndivisors = (int)tensor_size(t);
	r.divisors = each;
	out = tensor_read(c, t, DT_F64, each) ? rope(c, self, x, side, r) :
	    NULL;
	free(each);
	return out;
}

#define MODULE "penzai.nn.embeddings"

const struct class_row embedding_table_row = {
	.name = "EmbeddingTable", .module = MODULE,
	.doc = "Vectors of tokens, shared by lookup and decoding.",
	.base = &struct_row, .flags = LAYER_FLAGS, .fields = table_fields,
	.example = "pz.nn.EmbeddingTable(embeddings=pz.Parameter(value="
	    "pz.nx.ones({'vocabulary': 4, 'embedding': 2}), label='e'))",
};
const struct class_row embedding_lookup_row = {
	.name = "EmbeddingLookup", .module = MODULE,
	.doc = "The vectors of token ids.", .base = &layer_row,
	.flags = LAYER_FLAGS, .fields = use_fields,
	.forward = lookup_forward,
};
const struct class_row embedding_decode_row = {
	.name = "EmbeddingDecode", .module = MODULE,
	.doc = "The products with the vectors of all tokens.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = use_fields,
	.forward = decode_forward,
};
const struct class_row add_position_embedding_row = {
	.name = "AddPositionEmbedding", .module = MODULE,
	.doc = "Adds a learned vector for each position. Not in Penzai.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = position_fields,
	.forward = position_forward,
};
const struct class_row apply_rope_row = {
	.name = "ApplyRoPE", .module = MODULE,
	.doc = "Rotates pairs by angles that grow with the position.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = rope_fields,
	.forward = rope_forward,
	.example = "pz.nn.ApplyRoPE(embedding_axis='projection', "
	    "max_wavelength=10000.0, positions_input_name='positions')",
};
const struct class_row apply_rope_to_subset_row = {
	.name = "ApplyRoPEToSubset", .module = MODULE,
	.doc = "Rotates the first entries, passes the rest through.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = subset_fields,
	.forward = subset_forward,
	.example = "pz.nn.ApplyRoPEToSubset(embedding_axis='projection', "
	    "max_wavelength=10000.0, positions_input_name='positions', "
	    "rope_subset_size=4)",
};

const struct class_row apply_divided_rope_row = {
	.name = "ApplyDividedRoPE", .module = MODULE,
	.doc = "ApplyRoPE with a divisor for each pair, for texts longer than "
	    "those of the training. Not in Penzai.",
	.base = &layer_row, .flags = LAYER_FLAGS, .fields = divided_fields,
	.forward = divided_forward,
	.example = "pz.nn.ApplyDividedRoPE(embedding_axis='projection', "
	    "max_wavelength=10000.0, positions_input_name='positions', "
	    "divisors=jnp.array([1.0, 4.0]))",
};

const struct class_row *const embedding_layers[] = {
	&embedding_table_row, &embedding_lookup_row, &embedding_decode_row,
	&add_position_embedding_row, &apply_rope_row,
	&apply_rope_to_subset_row, &apply_divided_rope_row, NULL
};
