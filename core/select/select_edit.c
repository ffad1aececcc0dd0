/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of a selection that give a changed tree, or what is selected. */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/select/select_rows.h"

static struct selection *
self_of(struct value *const *args)
{
	return (struct selection *)args[0];
}

/* The changed tree; selected again at the same places where asked for. */
static struct value *
give(struct ctx *c, const struct selection *s, struct value *root, bool keep)
{
	struct places p = { 0 };

	if (root == NULL || !keep)
		return root;
	for (size_t i = 0; i < s->n; i++)
		places_add(&p, s->place[i].child, s->place[i].depth);
	return select_make(c, root, &p, s->missed);
}

/*
 * Calls make(i, node) for each selected node and puts what it gives in the
 * node's place.
 */
static struct value *
replace_each(struct ctx *c, const struct selection *s, const char *method,
    struct value *(*make)(struct ctx *, const struct selection *, size_t,
    struct value *, void *), void *data, bool inlined)
{
	struct value **with, *root = NULL;

	if (!select_check(c, s, method))
		return NULL;
	with = xcalloc(s->n, sizeof *with);
	for (size_t i = 0; i < s->n; i++) {
		with[i] = make(c, s, i, select_node(&s->hdr, i), data);
		if (with[i] == NULL)
			goto out;
	}
	root = select_replace(c, s, with, inlined);
out:
	free(with);
	return root;
}

/* ---- apply -------------------------------------------------------------- */

struct applying {
	struct value *fn;
	bool with_keypath, with_index;
};

static struct value *
apply_one(struct ctx *c, const struct selection *s, size_t i,
    struct value *node, void *data)
{
	struct applying *a = data;
	struct value *args[2];
	size_t n = 0;

	if (a->with_keypath)
		args[n++] = select_keypath(c, &s->hdr, i);
	if (a->with_index)
		args[n++] = value_int(c, (int64_t)i);
	args[n++] = node;
	return args[0] == NULL ? NULL : value_call_n(c, a->fn, n, args);
}

static const struct param apply_params[] = {
	SELECT_SELF,
	{ "fn", PARAM_CALLABLE, NULL, "Gives what a node becomes.", 0 },
	{ "with_keypath", PARAM_BOOL, "False", "Call it with (path, node).",
	    PARAM_KEYWORD },
	{ "keep_selected", PARAM_BOOL, "False",
	    "Give a selection of the new nodes.", PARAM_KEYWORD },
	{ 0 }
};

static struct value *
do_apply(struct ctx *c, struct value *const *args)
{
	struct selection *s = self_of(args);
	struct applying a = { args[1], args[2] == &value_true, false };

	return give(c, s, replace_each(c, s, "apply", apply_one, &a, false),
	    args[3] == &value_true);
}

static const struct param index_params[] = {
	SELECT_SELF,
	{ "fn", PARAM_CALLABLE, NULL, "Called with (i, node).", 0 },
	{ "keep_selected", PARAM_BOOL, "False",
	    "Give a selection of the new nodes.", 0 },
	{ 0 }
};

static struct value *
do_apply_index(struct ctx *c, struct value *const *args)
{
	struct selection *s = self_of(args);
	struct applying a = { args[1], false, true };

	return give(c, s, replace_each(c, s, "apply_with_selected_index",
	    apply_one, &a, false), args[2] == &value_true);
}

/* ---- set ---------------------------------------------------------------- */

static struct value *
set_one(struct ctx *c UNUSED, const struct selection *s UNUSED,
    size_t i UNUSED, struct value *node UNUSED, void *data)
{
	return data;
}

static const struct param set_params[] = {
	SELECT_SELF,
	{ "value", PARAM_ANY, NULL, "The same object at every place.", 0 },
	{ 0 }
};

static struct value *
do_set(struct ctx *c, struct value *const *args)
{
	return replace_each(c, self_of(args), "set", set_one, args[1], false);
}

static struct value *
sequence_one(struct ctx *c, const struct selection *s, size_t i,
    struct value *node UNUSED, void *data)
{
	if (i >= seq_len(data))
		return err_raise(c, ERR_KEY, "set_sequence: %zu nodes are "
		    "selected but only %zu values were given", s->n,
		    seq_len(data));
	return seq_item(data, i);
}

static const struct param sequence_params[] = {
	SELECT_SELF,
	{ "values", PARAM_ITERABLE, NULL, "One a place, in order.", 0 },
	{ 0 }
};

static struct value *
do_set_sequence(struct ctx *c, struct value *const *args)
{
	struct value *list = value_to_list(c, args[1]);

	return list == NULL ? NULL : replace_each(c, self_of(args),
	    "set_sequence", sequence_one, list, false);
}

static struct value *
by_path_one(struct ctx *c, const struct selection *s, size_t i,
    struct value *node UNUSED, void *data)
{
	struct value *path = select_keypath(c, &s->hdr, i);

	if (path == NULL)
		return NULL;
	return value_is(data, &dict_kind) ? value_get_item(c, data, path) :
	    value_call_n(c, data, 1, &path);
}

static const struct param by_path_params[] = {
	SELECT_SELF,
	{ "replacer", PARAM_ANY, NULL,
	    "A dict from paths to values, or a function of the path.", 0 },
	{ 0 }
};

static struct value *
do_set_by_path(struct ctx *c, struct value *const *args)
{
	return replace_each(c, self_of(args), "set_by_path", by_path_one,
	    args[1], false);
}

/*
 * A value for a node by its path from the one of the outer selection that
 * holds it.
 */
struct setting {
	const struct selection *outer;
	struct value *values;		/* dict: path -> value */
};

static struct value *
relative_one(struct ctx *c, const struct selection *s, size_t i,
    struct value *node UNUSED, void *data)
{
	const struct setting *set = data;
	const struct place *p = &s->place[i], *o = set->outer->place;
	struct value *path = select_keypath(c, &s->hdr, i);

	while (o->depth > p->depth || memcmp(o->child, p->child, o->depth *
	    sizeof *o->child) != 0)
		o++;
	return path == NULL ? NULL : dict_find(c, set->values, tuple_new(c,
	    p->depth - o->depth, seq_items(path) + o->depth));
}

static const struct param set_paths_params[] = {
	SELECT_SELF,
	{ "values_by_path", PARAM_DICT, NULL, "From paths, inside each "
	    "selected node, to values.", 0 },
	{ 0 }
};

static struct value *
do_select_and_set(struct ctx *c, struct value *const *args)
{
	struct setting set = { self_of(args), args[1] };
	struct value *inner = select_do_keypaths(c, args);

	return inner == NULL ? NULL : replace_each(c,
	    (const struct selection *)inner, "select_and_set_by_path",
	    relative_one, &set, false);
}

/* ---- lists -------------------------------------------------------------- */

static struct value *
inline_one(struct ctx *c, const struct selection *s, size_t i,
    struct value *node, void *data)
{
	struct value *got = apply_one(c, s, i, node, data);

	return got == NULL ? NULL : value_to_list(c, got);
}

static struct value *
do_inline(struct ctx *c, struct value *const *args)
{
	struct applying a = { args[1], args[2] == &value_true, false };

	return replace_each(c, self_of(args), "apply_and_inline", inline_one,
	    &a, true);
}

static const struct param inline_params[] = {
	SELECT_SELF,
	{ "fn", PARAM_CALLABLE, NULL,
	    "Gives the elements that take the node's place.", 0 },
	{ "with_keypath", PARAM_BOOL, "False", "Call it with (path, node).",
	    PARAM_KEYWORD },
	{ 0 }
};

static struct value *
remove_one(struct ctx *c, const struct selection *s UNUSED, size_t i UNUSED,
    struct value *node UNUSED, void *data UNUSED)
{
	return tuple_new(c, 0, NULL);
}

static const struct param self_only[] = { SELECT_SELF, { 0 } };

static struct value *
do_remove(struct ctx *c, struct value *const *args)
{
	return replace_each(c, self_of(args), "remove_from_parent",
	    remove_one, NULL, true);
}

struct inserting {
	struct value *v;
	bool before;
};

static struct value *
insert_one(struct ctx *c, const struct selection *s UNUSED, size_t i UNUSED,
    struct value *node, void *data)
{
	struct inserting *in = data;
	struct value *pair[2] = { in->before ? in->v : node,
		in->before ? node : in->v };

	return tuple_new(c, 2, pair);
}

/*
 * Places of the new nodes: in a list with k selected elements before this
 * one, everything moves by k. Places that lie in other lists do not.
 */
static struct value *
select_inserted(struct ctx *c, const struct selection *s,
    struct value *root, bool before)
{
	struct places out = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		const struct place *p = &s->place[i];
		uint32_t child[TREE_MAX_DEPTH];

		memcpy(child, p->child, p->depth * sizeof *child);
		for (size_t d = 0; d < p->depth; d++)
			for (size_t k = 0; k < i; k++) {
				const struct place *q = &s->place[k];

				if (q->depth == d + 1 && memcmp(q->child,
				    p->child, d * sizeof *child) == 0)
					child[d]++;
			}
		if (!before)
			child[p->depth - 1]++;
		places_add(&out, child, p->depth);
	}
	return select_make(c, root, &out, s->missed);
}

static struct value *
insert(struct ctx *c, struct value *const *args, bool before)
{
	struct selection *s = self_of(args);
	struct inserting in = { args[1], before };
	struct value *root = replace_each(c, s, before ? "insert_before" :
	    "insert_after", insert_one, &in, true);

	if (root == NULL || args[2] != &value_true)
		return root;
	return select_inserted(c, s, root, before);
}

static const struct param insert_params[] = {
	SELECT_SELF,
	{ "value", PARAM_ANY, NULL, "The same object at every place.", 0 },
	{ "and_select", PARAM_BOOL, "False",
	    "Give a selection of the new nodes.", 0 },
	{ 0 }
};

static struct value *
do_insert_before(struct ctx *c, struct value *const *args)
{
	return insert(c, args, true);
}

static struct value *
do_insert_after(struct ctx *c, struct value *const *args)
{
	return insert(c, args, false);
}

/* ---- what is selected --------------------------------------------------- */

static struct value *
do_deselect(struct ctx *c, struct value *const *args)
{
	return value_own(c, value_ref(self_of(args)->root));
}

static struct value *
do_get(struct ctx *c, struct value *const *args)
{
	struct selection *s = self_of(args);

	if (s->n != 1)
		return err_raise(c, ERR_VALUE, "get() needs exactly one "
		    "selected node, but %zu are selected%s%s", s->n,
		    s->missed != NULL ? ": " : "", s->missed != NULL ?
		    s->missed : "");
	return value_own(c, value_ref(select_node(args[0], 0)));
}

static struct value *
do_get_sequence(struct ctx *c, struct value *const *args)
{
	struct selection *s = self_of(args);
	struct value *list = list_new(c, 0, NULL);

	for (size_t i = 0; i < s->n; i++)
		if (!list_append(c, list, select_node(args[0], i)))
			return NULL;
	return tuple_new(c, s->n, seq_items(list));
}

static struct value *
get_by_path(struct ctx *c, struct value *self)
{
	struct value *d = dict_new(c);

	for (size_t i = 0; i < select_count(self); i++) {
		struct value *path = select_keypath(c, self, i);

		if (path == NULL || !dict_set(c, d, path, select_node(self,
		    i)))
			return NULL;
	}
	return d;
}

static struct value *
do_get_by_path(struct ctx *c, struct value *const *args)
{
	return get_by_path(c, args[0]);
}

static struct value *
do_keypaths(struct ctx *c, struct value *const *args)
{
	struct selection *s = self_of(args);
	struct value *list = list_new(c, 0, NULL);

	for (size_t i = 0; i < s->n; i++) {
		struct value *path = select_keypath(c, args[0], i);

		if (path == NULL || !list_append(c, list, path))
			return NULL;
	}
	return tuple_new(c, s->n, seq_items(list));
}

static struct value *
do_count(struct ctx *c, struct value *const *args)
{
	return value_int(c, (int64_t)self_of(args)->n);
}

static struct value *
do_is_empty(struct ctx *c UNUSED, struct value *const *args)
{
	return value_bool(self_of(args)->n == 0);
}

static const struct param count_params[] = {
	SELECT_SELF,
	{ "count", PARAM_INT, NULL, "How many must be selected.", 0 },
	{ 0 }
};

static struct value *
do_assert_count(struct ctx *c, struct value *const *args)
{
	struct selection *s = self_of(args);

	if (value_as_int(args[1]) == (int64_t)s->n)
		return args[0];
	return err_raise(c, ERR_ASSERTION, "%zu nodes are selected, not %lld"
	    "%s%s", s->n, (long long)value_as_int(args[1]),
	    s->missed != NULL ? ": " : "", s->missed != NULL ? s->missed :
	    "");
}

/* Both show the selection itself: display draws it. */
static struct value *
do_itself(struct ctx *c UNUSED, struct value *const *args)
{
	return args[0];
}

static const struct param partition_params[] = {
	SELECT_SELF,
	{ "at_leaves", PARAM_BOOL, "False",
	    "Cut at every leaf, so that both trees have one shape.", 0 },
	{ 0 }
};

const struct native select_edit_methods[] = {
	{ "apply", apply_params, do_apply,
	    "Replaces each selected node by fn(node).", NULL },
	{ "apply_with_selected_index", index_params, do_apply_index,
	    "Replaces each selected node by fn(i, node).", NULL },
	{ "set", set_params, do_set, "Replaces each selected node.", NULL },
	{ "set_sequence", sequence_params, do_set_sequence,
	    "Replaces the selected nodes one by one.", NULL },
	{ "set_by_path", by_path_params, do_set_by_path,
	    "Replaces each selected node by path.", NULL },
	{ "select_and_set_by_path", set_paths_params, do_select_and_set,
	    "Replaces the nodes at these paths.", NULL },
	{ "apply_and_inline", inline_params, do_inline,
	    "Replaces elements of lists by several.", NULL },
	{ "remove_from_parent", self_only, do_remove,
	    "Takes elements out of their lists.", NULL },
	{ "insert_before", insert_params, do_insert_before,
	    "Puts a value in front of each selected element of a list.",
	    NULL },
	{ "insert_after", insert_params, do_insert_after,
	    "Puts a value behind each selected element of a list.", NULL },
	{ "partition", partition_params, select_do_partition,
	    "What is selected and the rest, as two trees; pz.combine puts "
	    "them together.", NULL },
	{ "deselect", self_only, do_deselect, "The whole tree.", NULL },
	{ "get", self_only, do_get, "The one selected node.", NULL },
	{ "get_sequence", self_only, do_get_sequence,
	    "The selected nodes, a tuple.", NULL },
	{ "get_by_path", self_only, do_get_by_path,
	    "The selected nodes by key path.", NULL },
	{ "get_keypaths", self_only, do_keypaths,
	    "The key paths of the selected nodes.", NULL },
	{ "count", self_only, do_count, "How many are selected.", NULL },
	{ "is_empty", self_only, do_is_empty, "Is nothing selected?", NULL },
	{ "assert_count_is", count_params, do_assert_count,
	    "Itself, or an AssertionError.", NULL },
	{ "show_selection", self_only, do_itself,
	    "Shows the tree with what is selected.", NULL },
	{ "show_value", self_only, do_deselect, "Shows the tree.", NULL },
	{ 0 }
};

const struct getter select_getters[] = {
	{ "selected_by_path", get_by_path, "The selected nodes by key path.",
	    NULL },
	{ 0 }
};
