/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Penzai's NamedArray and NamedArrayView: boxes around one tensor whose axes
 * may have names. In the first, positional axes stand before named ones; the
 * second is what untagging and mapped functions make, in any order.
 */
#include "core/value/named.h"

#include <string.h>

#include "core/value/array_ops.h"

struct named {
	struct value hdr;
	struct tensor *t;
	bool view;
};

static void
named_free(struct value *v)
{
	tensor_unref(((struct named *)v)->t);
}

static struct value *
box(struct ctx *c, struct tensor *t, bool view)
{
	struct named *n;

	if (t == NULL)
		return NULL;
	n = value_alloc(c, &named_kind, sizeof *n);
	n->t = tensor_ref(t);
	n->view = view;
	return value_own(c, &n->hdr);
}

struct value *
named_new(struct ctx *c, struct tensor *t)
{
	bool names = false, behind = false;

	for (int i = 0; t != NULL && i < tensor_naxes(t); i++) {
		bool has_name = tensor_axes(t)[i].name != NULL;

		behind |= names && !has_name;
		names |= has_name;
	}
	return box(c, t, behind);
}

struct value *
named_mapped(struct ctx *c, struct tensor *t, struct value *const *operands,
    size_t n)
{
	int order[TENSOR_MAX_AXES], k = 0;
	uint32_t listed = 0;

	if (t == NULL)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		const struct tensor *o = value_find_tensor(operands[i]);

		for (int a = 0; o != NULL && a < tensor_naxes(o); a++) {
			const struct atom *name = tensor_axes(o)[a].name;
			int at = name != NULL ? tensor_find_axis(t, name) : -1;

			if (at < 0 || listed & 1u << at)
				continue;
			listed |= 1u << at;
			order[k++] = at;
		}
	}
	for (int a = 0; a < tensor_naxes(t); a++)
		if (tensor_axes(t)[a].name != NULL && !(listed & 1u << a))
			order[k++] = a;
	for (int a = 0; a < tensor_npos(t); a++)
		order[k++] = tensor_pos_axis(t, a);
	return box(c, tensor_order(c, t, order), tensor_npos(t) > 0);
}

struct tensor *
named_tensor(const struct value *v)
{
	return ((const struct named *)v)->t;
}

static struct class *
named_class(struct ctx *c, const struct value *v)
{
	return class_of_row(c, ((const struct named *)v)->view ?
	    &named_view_row : &named_array_row);
}

const struct kind named_kind = {
	.name = "NamedArray",
	.doc = "An array whose axes have names.",
	.class_of = named_class,
	.free = named_free,
	.repr = array_repr,
	.str = array_str,
	.truth = array_truth,
	.unhashable = true,
	.compare = array_compare,
	.arith = array_arith,
	.unary = array_unary,
	.get_item = array_get_item,
	.iter = array_iterate,
};

/* ---- arguments ---------------------------------------------------------- */

#define SELF { "self", PARAM_NAMED, NULL, "", PARAM_POSITIONAL }

static const struct param self_only[] = { SELF, { 0 } };
static const struct param names_params[] = {
	SELF,
	{ "axis_order", PARAM_ANY, NULL, "Names.", PARAM_VARARGS },
	{ 0 }
};

/* { name: size } as axes. */
int
value_named_shape(struct ctx *c, struct value *v,
    struct axis axes[TENSOR_MAX_AXES])
{
	struct value *key, *size;
	size_t at = 0;
	int n = 0;

	if (v == NULL || !value_is(v, &dict_kind)) {
		if (v != NULL)
			err_raise(c, ERR_TYPE, "a dict of axis names and sizes "
			    "was expected, not %s", value_type_name(c, v));
		return -1;
	}
	while (dict_next(v, &at, &key, &size)) {
		if (!value_is(key, &str_kind)) {
			err_raise(c, ERR_TYPE, "axis names must be str here, "
			    "not %s", value_type_name(c, key));
			return -1;
		}
		if (n == TENSOR_MAX_AXES) {
			err_raise(c, ERR_VALUE, "more than %d axes",
			    TENSOR_MAX_AXES);
			return -1;
		}
		axes[n].name = str_atom(c, key);
		if (!value_to_int(c, size, "the size of an axis",
		    &axes[n++].size))
			return -1;
	}
	return n;
}

static struct value *
named_shape_of(struct ctx *c, const struct tensor *t)
{
	struct value *d = dict_new(c);

	for (int i = 0; i < tensor_naxes(t); i++) {
		const struct axis *a = &tensor_axes(t)[i];

		if (a->name != NULL && !a->name->hidden && !dict_set_atom(c,
		    d, a->name, value_int(c, a->size)))
			return NULL;
	}
	return d;
}

/* ---- methods ------------------------------------------------------------ */

/* Applies one of the tensor's functions over names to self. */
static struct tensor *
by_names(struct ctx *c, struct value *const *args, const char *what,
    struct tensor *(*fn)(struct ctx *, struct tensor *,
    const struct atom *const *, int))
{
	const struct atom *names[TENSOR_MAX_AXES];
	int n = value_axes(c, args[1], what, names);

	return n < 0 ? NULL : fn(c, named_tensor(args[0]), names, n);
}

static struct value *
do_tag(struct ctx *c, struct value *const *args)
{
	return named_new(c, by_names(c, args, "tag", tensor_tag));
}

static struct value *
do_untag(struct ctx *c, struct value *const *args)
{
	return box(c, by_names(c, args, "untag", tensor_untag),
	    seq_len(args[1]) > 0);
}

static struct value *
do_tag_prefix(struct ctx *c, struct value *const *args)
{
	return named_new(c, by_names(c, args, "tag_prefix", tensor_tag_prefix));
}

static struct value *
do_untag_prefix(struct ctx *c, struct value *const *args)
{
	return named_new(c, by_names(c, args, "untag_prefix",
	    tensor_untag_prefix));
}

static struct value *
do_unwrap(struct ctx *c, struct value *const *args)
{
	const struct atom *names[TENSOR_MAX_AXES];
	struct tensor *t = named_tensor(args[0]);
	int n = value_axes(c, args[1], "unwrap", names);
	struct value *left;

	if (n < 0)
		return NULL;
	if (n > 0)
		t = tensor_untag(c, t, names, n);
	if (t == NULL)
		return NULL;
	if (tensor_npos(t) == tensor_naxes(t))
		return array_new(c, t);
	left = named_shape_of(c, t);
	if (left != NULL) {
		struct buf b = BUF_INIT;

		if (value_repr(c, &b, left))
			err_raise(c, ERR_VALUE, "Cannot unwrap a named array "
			    "that still has the named axes %s: give all of "
			    "them to unwrap, or index them away", b.data);
		buf_release(&b);
	}
	return NULL;
}

/* Named axes in the order given, after the positional ones. */
static struct tensor *
order_names(struct ctx *c, struct tensor *t, const struct atom *const *names,
    int n)
{
	int order[TENSOR_MAX_AXES], k = 0;
	int nnamed = tensor_naxes(t) - tensor_npos(t);

	for (int i = 0; i < tensor_npos(t); i++)
		order[k++] = tensor_pos_axis(t, i);
	for (int i = 0; i < n; i++) {
		int axis = tensor_find_axis(t, names[i]);

		if (axis < 0)
			return err_raise(c, ERR_VALUE, "Requested axis name "
			    "'%s' is not present in the array",
			    names[i]->text);
		for (int j = 0; j < k; j++)
			if (order[j] == axis)
				return err_raise(c, ERR_VALUE, "Repeats in "
				    "`axis_order` are not allowed: '%s'",
				    names[i]->text);
		order[k++] = axis;
	}
	if (n != nnamed)
		return err_raise(c, ERR_VALUE, "all %d named axes must be "
		    "ordered, but %d names were given", nnamed, n);
	return tensor_order(c, t, order);
}

static struct value *
do_order_as(struct ctx *c, struct value *const *args)
{
	return named_new(c, by_names(c, args, "order_as", order_names));
}

static int
names_of(const struct tensor *t, const struct atom *names[TENSOR_MAX_AXES])
{
	int n = 0;

	for (int i = 0; i < tensor_naxes(t); i++)
		if (tensor_axes(t)[i].name != NULL)
			names[n++] = tensor_axes(t)[i].name;
	return n;
}

static const struct param other_params[] = {
	SELF,
	{ "other", PARAM_ARRAY, NULL, "The array to follow.", 0 },
	{ 0 }
};

static struct value *
do_order_like(struct ctx *c, struct value *const *args)
{
	const struct atom *names[TENSOR_MAX_AXES];
	int n;

	if (!value_is(args[1], &named_kind))
		return err_raise(c, ERR_TYPE, "order_like needs a named array, "
		    "not %s", value_type_name(c, args[1]));
	n = names_of(named_tensor(args[1]), names);
	return named_new(c, order_names(c, named_tensor(args[0]), names, n));
}

static struct value *
do_canonicalize(struct ctx *c, struct value *const *args)
{
	const struct atom *names[TENSOR_MAX_AXES];
	int n = names_of(named_tensor(args[0]), names);

	for (int i = 1; i < n; i++)
		for (int j = i; j > 0 && strcmp(names[j]->text,
		    names[j - 1]->text) < 0; j--) {
			const struct atom *swap = names[j];

			names[j] = names[j - 1];
			names[j - 1] = swap;
		}
	return named_new(c, order_names(c, named_tensor(args[0]), names, n));
}

static struct value *
do_itself(struct ctx *c, struct value *const *args)
{
	const struct atom *names[TENSOR_MAX_AXES];
	int n = names_of(named_tensor(args[0]), names);

	return named_new(c, order_names(c, named_tensor(args[0]), names, n));
}

static struct value *
do_same(struct ctx *c UNUSED, struct value *const *args)
{
	return args[0];
}

static const struct param broadcast_params[] = {
	SELF,
	{ "positional_shape", PARAM_SEQ, "()", "Sizes.", 0 },
	{ "named_shape", PARAM_DICT, "None", "Names and sizes.",
	    PARAM_OPTIONAL },
	{ 0 }
};

static struct value *
do_broadcast_to(struct ctx *c, struct value *const *args)
{
	struct axis axes[TENSOR_MAX_AXES], named[TENSOR_MAX_AXES];
	size_t npos = seq_len(args[1]);
	int n = 0;

	if (args[2] != &value_none)
		n = value_named_shape(c, args[2], named);
	if (n < 0)
		return NULL;
	if (npos + (size_t)n > TENSOR_MAX_AXES)
		return err_raise(c, ERR_VALUE, "more than %d axes",
		    TENSOR_MAX_AXES);
	for (size_t i = 0; i < npos; i++) {
		axes[i].name = NULL;
		if (!value_to_int(c, seq_item(args[1], i), "a size",
		    &axes[i].size))
			return NULL;
	}
	memcpy(axes + npos, named, (size_t)n * sizeof *axes);
	return named_new(c, tensor_broadcast(c, named_tensor(args[0]),
	    (int)npos + n, axes));
}

static struct value *
do_broadcast_like(struct ctx *c, struct value *const *args)
{
	struct tensor *like = value_tensor(c, args[1], "other", true);

	return like == NULL ? NULL : named_new(c, tensor_broadcast(c,
	    named_tensor(args[0]), tensor_naxes(like), tensor_axes(like)));
}

static const struct native named_methods[] = {
	{ "tag", names_params, do_tag,
	    "Names all positional axes, in order.", NULL },
	{ "untag", names_params, do_untag,
	    "Makes these names positional, in this order.", NULL },
	{ "tag_prefix", names_params, do_tag_prefix,
	    "Names the first positional axes.", NULL },
	{ "untag_prefix", names_params, do_untag_prefix,
	    "New positional axes in front.", NULL },
	{ "unwrap", names_params, do_unwrap, "A plain array.", NULL },
	{ "order_as", names_params, do_order_as,
	    "All names in this order.", NULL },
	{ "order_like", other_params, do_order_like,
	    "Names in the order of another array.", NULL },
	{ "canonicalize", self_only, do_canonicalize,
	    "Names in alphabetical order.", NULL },
	{ "with_positional_prefix", self_only, do_itself,
	    "Positional axes in front.", NULL },
	{ "as_namedarrayview", self_only, do_same, "Itself.", NULL },
	{ "check_valid", self_only, do_same, "Always valid.", NULL },
	{ "broadcast_to", broadcast_params, do_broadcast_to,
	    "To at least these axes.", NULL },
	{ "broadcast_like", other_params, do_broadcast_like,
	    "To the axes of another array.", NULL },
	{ 0 }
};

static struct value *
get_named_shape(struct ctx *c, struct value *self)
{
	return named_shape_of(c, named_tensor(self));
}

/* The elements with all axes positional: first the positional ones, then the
 * named ones in order. */
static struct value *
get_data_array(struct ctx *c, struct value *self)
{
	struct tensor *t = named_tensor(self);
	const struct atom *names[TENSOR_MAX_AXES], *pos[TENSOR_MAX_AXES];
	int n = names_of(t, names), npos = tensor_npos(t);

	for (int i = 0; i < npos; i++)
		pos[i] = atom_fresh(c);
	t = tensor_tag(c, t, pos, npos);
	memcpy(pos + npos, names, (size_t)n * sizeof *names);
	return array_new(c, tensor_untag(c, t, pos, npos + n));
}

static const struct getter named_getters[] = {
	{ "named_shape", get_named_shape, "Names and sizes.", NULL },
	{ "named_axes", get_named_shape, "Names and sizes.", NULL },
	{ "positional_shape", array_get_shape,
	    "Sizes of the axes without a name.", NULL },
	{ "dtype", array_get_dtype, "Type of the elements.", NULL },
	{ "data_array", get_data_array, "The elements, all axes positional.",
	    NULL },
	{ "at", index_at, "x.at[i].set(v): a copy with elements replaced.",
	    NULL },
	{ 0 }
};

/* NamedArrayBase holds what arrays have in common, lifted. */
static const struct class_row lifted_row = {
	.name = "NamedArrayOperations", .module = "penzai.core.named_axes",
	.doc = "What named arrays share with plain ones.",
	.kind = &named_kind, .methods = array_methods, .abstract = true,
};
const struct class_row named_base_row = {
	.name = "NamedArrayBase", .module = "penzai.core.named_axes",
	.doc = "An array whose axes have names or positions.",
	.base = &lifted_row, .kind = &named_kind, .abstract = true,
	.methods = named_methods, .getters = named_getters,
};

static const struct param wrap_params[] = {
	{ "array", PARAM_ARRAY, NULL, "Any array.", 0 },
	{ "names", PARAM_ANY, NULL, "For its axes, in order; none: "
	    "positional.", PARAM_VARARGS },
	{ 0 }
};

static struct value *
do_wrap(struct ctx *c, struct value *const *args)
{
	const struct atom *names[TENSOR_MAX_AXES];
	struct tensor *t = value_tensor(c, args[0], "wrap", true);
	int n = value_axes(c, args[1], "wrap", names);

	if (t == NULL || n < 0)
		return NULL;
	return named_new(c, n > 0 ? tensor_tag(c, t, names, n) : t);
}

const struct native named_wrap = {
	"wrap", wrap_params, do_wrap,
	"A named array of any array; names for its axes, in order.", NULL
};

static const struct native named_statics[] = {
	{ "wrap", wrap_params, do_wrap, "A named array of any array.", NULL },
	{ 0 }
};

const struct class_row named_array_row = {
	.name = "NamedArray", .module = "penzai.core.named_axes",
	.doc = "An array whose axes all have names.",
	.base = &named_base_row, .kind = &named_kind, .final = true,
	.abstract = true, .statics = named_statics,
};
const struct class_row named_view_row = {
	.name = "NamedArrayView", .module = "penzai.core.named_axes",
	.doc = "A named array some of whose axes have a position.",
	.base = &named_base_row, .kind = &named_kind, .final = true,
	.abstract = true,
};
