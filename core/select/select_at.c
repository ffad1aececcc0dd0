/* SPDX-License-Identifier: Apache-2.0 */
/*
 * at(accessor): the accessor runs on a copy of the selected node in which
 * every leaf is a marker and every node is a new one, so that what it returns
 * is found by identity, also where the original shares nodes or holds equal
 * constants.
 */
#include "core/select/select_rows.h"

#include <stdlib.h>

#include "core/base/xalloc.h"

static bool
marker_repr(struct ctx *c UNUSED, struct buf *b, struct value *v UNUSED)
{
	buf_str(b, "<leaf>");
	return true;
}

static struct value *
marker_get_attr(struct ctx *c, struct value *v UNUSED,
    const struct atom *name)
{
	return err_raise(c, ERR_ATTRIBUTE, "'%s' was asked for of a leaf of "
	    "the tree: the function given to at() may walk the tree but not "
	    "look at its leaves", name->text);
}

static const struct class_row marker_row;

static const struct kind marker_kind = {
	.name = "leaf marker",
	.row = &marker_row,
	.repr = marker_repr,
	.get_attr = marker_get_attr,
};

static const struct class_row marker_row = {
	.name = "LeafMarker", .module = "penzai.core.selectors",
	.kind = &marker_kind, .final = true, .abstract = true,
};

/* data: how deep the node is. */
static struct value *
mark(struct ctx *c, struct value *node, size_t i UNUSED, void *data)
{
	size_t depth = *(size_t *)data + 1;

	if (tree_nchild(node) == 0)
		return value_own(c, value_alloc(c, &marker_kind,
		    sizeof(struct value)));
	if (depth > TREE_MAX_DEPTH)
		return err_raise(c, ERR_RECURSION,
		    "the tree is nested more than %d deep", TREE_MAX_DEPTH);
	return tree_map_children(c, node, mark, &depth);
}

struct finding {
	struct value *const *wanted;
	size_t n;
	bool *found;
	struct places *out;
};

static bool
find_visit(struct ctx *c UNUSED, struct value *node, const uint32_t *child,
    size_t depth, bool *enter, void *data)
{
	struct finding *f = data;

	for (size_t i = 0; i < f->n; i++) {
		if (f->wanted[i] != node)
			continue;
		if (!f->found[i])
			places_add(f->out, child, depth);
		f->found[i] = true;
		*enter = false;
	}
	return true;
}

static bool
find_all(struct ctx *c, struct value *copy, const struct place *at,
    struct value *const *wanted, size_t n, struct places *out)
{
	uint32_t child[TREE_MAX_DEPTH];
	bool *found = xcalloc(n, sizeof *found);
	struct finding f = { wanted, n, found, out };
	bool ok = false;

	/* The copy stands where the selected node stands. */
	for (size_t i = 0; i < at->depth; i++)
		child[i] = at->child[i];
	if (!select_walk(c, copy, child, at->depth, find_visit, &f))
		goto out;
	ok = true;
	for (size_t i = 0; i < n && ok; i++)
		if (!found[i]) {
			err_raise(c, ERR_VALUE, "accessor_fn returned a value "
			    "that was not found in the tree! It must return a "
			    "part of the tree that it is given%s, not %s",
			    n > 1 ? " (or a collection of parts, none inside "
			    "another)" : "", value_type_name(c, wanted[i]));
			ok = false;
		}
out:
	free(found);
	return ok;
}

/* One node, or where multiple is allowed a collection of nodes. */
static bool
find_result(struct ctx *c, struct value *copy, struct value *got,
    const struct place *at, struct value *multiple, struct places *out)
{
	struct places quiet = { 0 };
	bool single = multiple == &value_false;

	if (multiple != &value_true) {
		if (find_all(c, copy, at, &got, 1, &quiet)) {
			for (size_t i = 0; i < quiet.n; i++)
				places_add(out, quiet.place[i].child,
				    quiet.place[i].depth);
			places_release(&quiet);
			return true;
		}
		places_release(&quiet);
		if (single || !(value_is_seq(got) ||
		    value_is(got, &set_kind)) || !err_is(c, ERR_VALUE))
			return false;
		err_clear(c);
	}
	got = value_to_list(c, got);
	return got != NULL && find_all(c, copy, at, seq_items(got),
	    seq_len(got), out);
}

struct value *
select_do_at(struct ctx *c, struct value *const *args)
{
	struct selection *s = (struct selection *)args[0];
	struct places out = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		struct value *copy = mark(c, select_node(args[0], i), 0,
		    &s->place[i].depth);
		struct value *got = copy == NULL ? NULL :
		    value_call_n(c, args[1], 1, &copy);

		if (got == NULL || !find_result(c, copy, got, &s->place[i],
		    args[2], &out)) {
			places_release(&out);
			return NULL;
		}
	}
	places_sort(&out);
	return select_make(c, s->root, &out, NULL);
}
