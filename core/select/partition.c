/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tree in two parts, what is selected and the rest, each with a mark where
 * the other has something; and the parts of a tree together again.
 */
#include <stdlib.h>

#include "core/base/xalloc.h"
#include "core/layer/layer.h"
#include "core/select/select_rows.h"

static const struct param no_fields[] = { { 0 } };

const struct class_row not_in_partition_row = {
	.name = "NotInThisPartition", .module = "penzai.core.partitioning",
	.doc = "Stands where a part of the tree is in another partition.",
	.base = &struct_row, .flags = LAYER_FLAGS, .fields = no_fields,
	.example = "pz.NotInThisPartition()",
};

/* ---- partition ---------------------------------------------------------- */

/* The tree with the mark in all selected places. */
static struct value *
without(struct ctx *c, struct value *selection)
{
	const struct selection *s = (const struct selection *)selection;
	struct value **with, *mark, *root = NULL;

	if (s == NULL)
		return NULL;
	mark = layer_make(c, &not_in_partition_row, NULL);
	with = xcalloc(s->n, sizeof(struct value *));
	for (size_t i = 0; i < s->n; i++)
		with[i] = mark;
	if (mark != NULL)
		root = select_replace(c, s, with, false);
	free(with);
	return root;
}

struct value *
select_do_partition(struct ctx *c, struct value *const *args)
{
	struct value *self = args[0];
	struct value *others = select_do_invert(c, &self), *part[2];

	if (args[1] == &value_true) {
		others = others == NULL ? NULL : select_do_leaves(c, &others);
		self = select_do_leaves(c, &self);
	}
	part[0] = without(c, others);
	part[1] = without(c, self);
	return tuple_new(c, 2, part);
}

/* ---- combine ------------------------------------------------------------ */

struct combining {
	struct value *other;	/* the node beside this one */
	struct step step[TREE_MAX_DEPTH];
	size_t depth;
};

static bool
same_step(struct ctx *c, const struct step *a, const struct step *b)
{
	bool equal = false;

	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case STEP_FIELD:
		return a->field == b->field;
	case STEP_KEY:
		return value_equal(c, a->key, b->key, &equal) && equal;
	default:
		return a->index == b->index;
	}
}

/* Nodes of one class with equal static parts, whose children are reached
 * alike. */
static bool
same_shape(struct ctx *c, struct value *a, struct value *b)
{
	const struct kind *k = value_kind(a);
	size_t n;
	bool equal = true;

	if (tree_is_leaf(a) || tree_is_leaf(b) ||
	    value_class(c, a) != value_class(c, b))
		return false;
	n = k->nchild(a);
	if (n != k->nchild(b))
		return false;
	for (size_t i = 0; i < n && equal; i++) {
		struct child x = k->child(a, i), y = k->child(b, i);

		if (x.is_static != y.is_static ||
		    !same_step(c, &x.step, &y.step) || (x.is_static &&
		    !value_equal(c, x.value, y.value, &equal)))
			return false;
	}
	return equal;
}

static struct value *
raise_unlike(struct ctx *c, struct value *a, struct value *b,
    const struct combining *k)
{
	struct buf path = BUF_INIT;

	path_write(c, &path, k->step, k->depth);
	err_raise(c, ERR_VALUE, "combine: at the path '%s' one of two parts "
	    "must be NotInThisPartition, or both the same kind of node; they "
	    "are %s and %s", path.data, value_type_name(c, a),
	    value_type_name(c, b));
	buf_release(&path);
	return NULL;
}

static struct value *combine_child(struct ctx *, struct value *, size_t,
    void *);

static struct value *
combine(struct ctx *c, struct value *a, struct combining *k)
{
	struct value *b = k->other, *out;

	if (value_of_row(c, a, &not_in_partition_row))
		return b;
	if (value_of_row(c, b, &not_in_partition_row))
		return a;
	if (!same_shape(c, a, b))
		return err_is_set(c) ? NULL : raise_unlike(c, a, b, k);
	if (k->depth == TREE_MAX_DEPTH)
		return err_raise(c, ERR_RECURSION, "the tree is nested more "
		    "than %d deep", TREE_MAX_DEPTH);
	out = tree_map_children(c, a, combine_child, k);
	k->other = b;
	return out;
}

static struct value *
combine_child(struct ctx *c, struct value *child, size_t i, void *data)
{
	struct combining *k = data;
	struct value *parent = k->other, *out;
	struct child other = tree_child(parent, i);

	k->step[k->depth++] = other.step;
	k->other = other.value;
	out = combine(c, child, k);
	k->other = parent;
	k->depth--;
	return out;
}

static struct value *
fn_combine(struct ctx *c, struct value *const *args)
{
	struct value *out = NULL;

	if (seq_len(args[0]) == 0)
		return layer_make(c, &not_in_partition_row, NULL);
	for (size_t i = 0; i < seq_len(args[0]); i++) {
		struct combining k = { .other = seq_item(args[0], i) };

		out = i == 0 ? k.other : combine(c, out, &k);
		if (out == NULL)
			return NULL;
	}
	return value_own(c, value_ref(out));
}

static const struct param combine_params[] = {
	{ "partitions", PARAM_ANY, NULL, "Parts of one tree.",
	    PARAM_VARARGS },
	{ 0 }
};

const struct native combine_function = {
	"combine", combine_params, fn_combine,
	"The tree whose parts these are: the inverse of partition().", NULL
};
