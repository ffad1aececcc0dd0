/* SPDX-License-Identifier: Apache-2.0 */
#include "core/layer/layer.h"

#include "core/value/spread.h"

const struct class_row *const *const layer_families[] = {
	group_layers, combine_layers, linear_layers, activation_layers,
	norm_layers, embedding_layers, attention_layers, transformer_layers,
	NULL
};

const struct class_row struct_row = {
	.name = "Struct", .module = "penzai.core.struct",
	.doc = "A frozen dataclass whose fields are children of a tree.",
	.abstract = true, .flags = LAYER_FLAGS,
};

const struct class_row layer_row = {
	.name = "Layer", .module = "penzai.nn.layer",
	.doc = "One input, any number of side inputs, one output.",
	.base = &struct_row, .abstract = true, .flags = LAYER_FLAGS,
};

struct value *
layer_apply(struct ctx *c, struct value *layer, struct value *x,
    struct value *side)
{
	size_t mark = scope_mark(&c->scope);
	struct value *y = NULL;
	struct class *cls;

	if (layer == NULL || x == NULL || !ctx_poll(c) || !ctx_enter(c))
		return NULL;
	cls = value_class(c, layer);
	if (cls->forward != NULL &&
	    class_find(c, cls, atom(c, "__call__")) == NULL)
		y = cls->forward(c, layer, x, side);
	else
		/* Keys that are no names are for layers by class. */
		y = spread_call(c, layer, 1, &x, NULL, side);
	ctx_leave(c);
	return value_leave(c, mark, y);
}

struct value *
layer_make(struct ctx *c, const struct class_row *row,
    struct value *const *fields)
{
	for (size_t i = 0; row->fields[i].name != NULL; i++)
		if (fields[i] == NULL)
			return NULL;
	return instance_of_fields(c, class_of_row(c, row), fields);
}

static void
write_keys(struct ctx *c, struct buf *b, struct value *side)
{
	struct value *key, *item;
	size_t at = 0, n = 0;

	while (side != NULL && dict_next(side, &at, &key, &item)) {
		buf_str(b, n++ > 0 ? ", " : "");
		value_repr(c, b, key);
	}
	if (n == 0)
		buf_str(b, "none");
}

struct value *
layer_side(struct ctx *c, const struct value *layer, struct value *side,
    struct value *name)
{
	struct value *v = side == NULL ? NULL : dict_find(c, side, name);
	struct buf b = BUF_INIT;

	if (v != NULL || err_is_set(c))
		return v;
	value_repr(c, &b, name);
	buf_str(&b, "; side inputs given: ");
	write_keys(c, &b, side);
	err_raise(c, ERR_KEY, "%s needs the side input %s",
	    instance_class(layer)->name->text, b.data);
	buf_release(&b);
	return NULL;
}

struct tensor *
layer_input(struct ctx *c, const struct value *layer, struct value *x)
{
	return value_tensor(c, x, instance_class(layer)->name->text, false);
}

struct tensor *
layer_tensor(struct ctx *c, const struct value *layer, size_t i)
{
	struct value *v = instance_field(layer, i);

	if (v == NULL)
		return NULL;
	if (value_is(v, &var_kind))
		v = var_get(c, v);
	else if (value_find_tensor(v) == NULL && !value_is_int(v) &&
	    !value_is(v, &float_kind))
		v = value_of_parameter(c, v);
	return value_tensor(c, v, instance_class(layer)->name->text, true);
}

int
layer_axes(struct ctx *c, const struct value *layer, size_t i,
    const struct atom *out[TENSOR_MAX_AXES])
{
	return value_axes(c, instance_field(layer, i),
	    instance_class(layer)->name->text, out);
}

struct value *
layer_output(struct ctx *c, struct value *x, struct tensor *t)
{
	return array_like(c, t, &x, 1);
}

bool
layer_axes_mask(struct ctx *c, const struct value *layer, size_t i,
    const struct tensor *t, uint32_t *mask)
{
	const struct atom *names[TENSOR_MAX_AXES];
	int n = t == NULL ? -1 : layer_axes(c, layer, i, names);
	struct buf b = BUF_INIT;

	*mask = 0;
	for (int k = 0; k < n; k++) {
		int axis = tensor_find_axis(t, names[k]);

		if (axis < 0) {
			tensor_describe(&b, t);
			err_raise(c, ERR_VALUE,
			    "%s: axis '%s' is not an axis of the input %s",
			    instance_class(layer)->name->text, names[k]->text,
			    b.data);
			buf_release(&b);
			return false;
		}
		*mask |= 1u << axis;
	}
	return n >= 0;
}
