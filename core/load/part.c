/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/part.h"

#include "core/layer/activation.h"
#include "core/layer/attention.h"
#include "core/layer/embedding.h"
#include "core/layer/group.h"
#include "core/layer/linear.h"
#include "core/layer/transformer.h"

#define MAX_NAMES 8

struct tensor *
part_tag(struct ctx *c, struct tensor *t, int n, const char *const *axis)
{
	const struct atom *atoms[TENSOR_MAX_AXES];

	for (int i = 0; i < n; i++)
		atoms[i] = atom(c, axis[i]);
	return tensor_tag(c, t, atoms, n);
}

struct value *
part_names(struct ctx *c, int n, const char *const *name)
{
	struct value *v[MAX_NAMES];

	if (n > MAX_NAMES)
		BUG("part: too many names");
	for (int i = 0; i < n; i++)
		v[i] = str_new(c, name[i]);
	return tuple_new(c, (size_t)n, v);
}

struct value *
part_constant(struct ctx *c, double x)
{
	return array_new(c, tensor_scalar_f(c, x, DT_F32, false));
}

struct value *
part_parameter(struct ctx *c, const char *prefix, const char *name,
    struct tensor *t)
{
	struct value *v = named_new(c, t);
	struct buf label = BUF_INIT;

	if (v == NULL)
		return NULL;
	buf_printf(&label, "transformer/%s%s", prefix, name);
	return var_new(c, &parameter_row, str_of_buf(c, &label), v, NULL);
}

struct value *
part_layer(struct ctx *c, const struct class_row *row, struct value *field)
{
	return layer_make(c, row, &field);
}

struct value *
part_sequence(struct ctx *c, const struct class_row *row, size_t n,
    struct value *const *v)
{
	return part_layer(c, row, list_new(c, n, v));
}

struct value *
part_linear(struct ctx *c, struct value *weights, int nin,
    const char *const *in, int nout, const char *const *out)
{
	struct value *field[] = { weights, part_names(c, nin, in),
		part_names(c, nout, out) };

	return layer_make(c, &linear_row, field);
}

struct value *
part_einsum(struct ctx *c, struct value *a, struct value *b,
    struct value *out)
{
	struct value *pair[] = { a, b };
	struct value *field[] = { tuple_new(c, nitems(pair), pair), out };

	return layer_make(c, &named_einsum_row, field);
}

struct value *
part_causal_mask(struct ctx *c, int64_t window)
{
	struct value *v[6];
	size_t n = 0;

	v[n++] = part_constant(c, -2.3819763e38);	/* as Penzai's */
	if (window > 0)
		v[n++] = array_new(c, tensor_scalar_i(c, window, DT_I32,
		    false));
	v[n++] = str_new(c, "token_positions");
	v[n++] = str_new(c, "token_positions");
	v[n++] = str_new(c, "seq");
	v[n++] = str_new(c, "kv_seq");
	return layer_make(c, window > 0 ? &sliding_window_mask_row :
	    &causal_mask_row, v);
}

/* ---- the model ---------------------------------------------------------- */

struct value *
part_table(struct ctx *c, struct value *parameter, const char *axis)
{
	struct value *field[] = { parameter, str_new(c, axis) };

	return layer_make(c, &embedding_table_row, field);
}

/*
 * Activations are float32 whatever the weights are stored as: computed in half
 * precision the logits would be off by more than a study can accept.
 */
bool
part_add_lookup(struct ctx *c, struct value *body, struct value *table)
{
	struct tensor *t = table != NULL ? layer_tensor(c, table, 0) : NULL;

	return t != NULL && list_append(c, body, part_layer(c,
	    &embedding_lookup_row, table)) && (tensor_dtype(t) == DT_F32 ||
	    list_append(c, body, part_layer(c, &cast_row, dtype_value(c,
	    DT_F32))));
}

struct value *
part_model(struct ctx *c, struct value *body, const struct part_shape *s)
{
	struct value *metadata[META_FIELDS] = {
		[META_COMMON_HEADS] = s->common_heads,
		[META_QUERY_HEADS] = s->query_heads,
		[META_EMBEDDING] = value_int(c, s->embedding),
		[META_PROJECTION] = value_int(c, s->projection),
		[META_MLP_HIDDEN] = value_int(c, s->mlp),
		[META_VOCABULARY] = value_int(c, s->vocabulary),
		[META_DTYPE] = dtype_value(c, DT_F32),
	};
	struct value *field[] = {
		[LM_BODY] = part_layer(c, &sequential_row, body),
		[LM_METADATA] = layer_make(c, &transformer_metadata_row,
		    metadata),
	};

	return layer_make(c, &transformer_lm_row, field);
}
