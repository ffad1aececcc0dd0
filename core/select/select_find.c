/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of a selection that give another selection. */
#include <stdlib.h>
#include <string.h>

#include "core/base/suggest.h"
#include "core/base/xalloc.h"
#include "core/select/select_rows.h"

/* ---- searching all nodes ------------------------------------------------ */

/* What decides whether a node is taken. */
struct search {
	bool (*test)(struct ctx *, struct search *, struct value *node,
	    const uint32_t *child, size_t depth, bool *take);
	struct value *arg;
	const struct selection *s;
	size_t base;		/* depth of the selected node */
	bool with_keypath, absolute;
	bool innermost;
	struct places *out;
};

static bool
test_instance(struct ctx *c, struct search *f, struct value *node,
    const uint32_t *child UNUSED, size_t depth UNUSED, bool *take)
{
	return value_is_instance(c, node, f->arg, take);
}

/* A key path as a tuple, from place indices. */
static struct value *
keypath_of(struct ctx *c, const struct selection *s, const uint32_t *child,
    size_t from, size_t depth)
{
	struct places p = { 0 };
	struct value *one, *path;

	places_add(&p, child, depth);
	one = select_make(c, s->root, &p, NULL);
	path = select_keypath(c, one, 0);
	if (path == NULL || from == 0)
		return path;
	return tuple_new(c, depth - from, seq_items(path) + from);
}

static bool
test_function(struct ctx *c, struct search *f, struct value *node,
    const uint32_t *child, size_t depth, bool *take)
{
	size_t mark = scope_mark(&c->scope), n = 0;
	struct value *args[2], *got;

	if (f->with_keypath) {
		args[n] = keypath_of(c, f->s, child, f->absolute ? 0 :
		    f->base, depth);
		if (args[n++] == NULL)
			return false;
	}
	args[n++] = node;
	got = value_call_n(c, f->arg, n, args);
	if (got == NULL)
		return false;
	if (got != &value_true && got != &value_false) {
		err_raise(c, ERR_VALUE, "the function given to "
		    "at_subtrees_where must return True or False, not %s",
		    value_type_name(c, got));
		return false;
	}
	*take = got == &value_true;
	scope_drop(c, mark);
	return true;
}

static bool
test_equal(struct ctx *c, struct search *f, struct value *node,
    const uint32_t *child UNUSED, size_t depth UNUSED, bool *take)
{
	*take = false;
	if (value_find_tensor(node) != NULL)
		return true;
	return value_equal(c, node, f->arg, take);
}

static bool
test_leaf(struct ctx *c UNUSED, struct search *f UNUSED, struct value *node,
    const uint32_t *child UNUSED, size_t depth UNUSED, bool *take)
{
	*take = tree_is_leaf(node);
	return true;
}

static bool
test_childless(struct ctx *c UNUSED, struct search *f UNUSED,
    struct value *node, const uint32_t *child UNUSED, size_t depth UNUSED,
    bool *take)
{
	*take = tree_nchild(node) == 0;
	return true;
}

static bool
outermost_visit(struct ctx *c, struct value *node, const uint32_t *child,
    size_t depth, bool *enter, void *data)
{
	struct search *f = data;
	bool take = false;

	if (!f->test(c, f, node, child, depth, &take))
		return false;
	if (take)
		places_add(f->out, child, depth);
	*enter = !take;
	return true;
}

/* Children first: a node is taken only if nothing inside it was. */
static bool
innermost_walk(struct ctx *c, struct search *f, struct value *node,
    uint32_t *child, size_t depth)
{
	size_t before = f->out->n, n = tree_nchild(node);
	bool take = false;

	if (!ctx_poll(c) || depth + 1 >= TREE_MAX_DEPTH)
		return err_raise(c, ERR_RECURSION,
		    "the tree is nested more than %d deep", TREE_MAX_DEPTH);
	for (size_t i = 0; i < n; i++) {
		child[depth] = (uint32_t)i;
		if (!innermost_walk(c, f, tree_child(node, i).value, child,
		    depth + 1))
			return false;
	}
	if (f->out->n > before)
		return true;
	if (!f->test(c, f, node, child, depth, &take))
		return false;
	if (take)
		places_add(f->out, child, depth);
	return true;
}

static bool
search_all(struct ctx *c, struct search *f)
{
	uint32_t child[TREE_MAX_DEPTH];

	for (size_t i = 0; i < f->s->n; i++) {
		const struct place *p = &f->s->place[i];
		struct value *node = select_node(&f->s->hdr, i);

		memcpy(child, p->child, p->depth * sizeof *child);
		f->base = p->depth;
		if (f->innermost ? !innermost_walk(c, f, node, child,
		    p->depth) : !select_walk(c, node, child, p->depth,
		    outermost_visit, f))
			return false;
	}
	return true;
}

static struct value *
search(struct ctx *c, struct search *f, const char *missed)
{
	struct places out = { 0 };

	f->out = &out;
	if (!search_all(c, f)) {
		places_release(&out);
		return NULL;
	}
	places_sort(&out);
	return select_make(c, f->s->root, &out, missed);
}

/* ---- what to say when nothing was found --------------------------------- */

struct offers {
	struct suggest suggest;
	struct buf seen;	/* class names met, once each */
	int n;
};

static bool
offer_class(struct ctx *c, struct value *node, const uint32_t *child UNUSED,
    size_t depth UNUSED, bool *enter UNUSED, void *data)
{
	struct offers *o = data;
	struct class *cls = value_class(c, node);

	if (cls->fields == NULL)
		return true;
	suggest_offer(&o->suggest, cls->name->text);
	if (o->n < 12 && strstr(o->seen.data, cls->name->text) == NULL) {
		buf_printf(&o->seen, "%s%s", o->n++ > 0 ? ", " : "",
		    cls->name->text);
	}
	return true;
}

static char *
missed_class(struct ctx *c, struct selection *s, struct value *cls)
{
	uint32_t child[TREE_MAX_DEPTH];
	struct buf name = BUF_INIT, out = BUF_INIT;
	struct offers o = { .seen = BUF_INIT };

	if (!value_is(cls, &class_kind) || !value_str(c, &name, str_of_atom(c,
	    ((struct class *)cls)->name)))
		buf_str(&name, "that type");
	suggest_init(&o.suggest, name.data);
	select_walk(c, s->root, child, 0, offer_class, &o);
	buf_printf(&out, "no instance of %s in the tree", name.data);
	if (o.suggest.best != NULL)
		buf_printf(&out, "; did you mean %s?", o.suggest.best);
	else if (o.seen.len > 0)
		buf_printf(&out, "; there are %s", o.seen.data);
	buf_release(&name);
	buf_release(&o.seen);
	return buf_steal(&out);
}

/* ---- methods ------------------------------------------------------------ */

static struct selection *
self_of(struct value *const *args)
{
	return (struct selection *)args[0];
}

static const struct param at_params[] = {
	SELECT_SELF,
	{ "accessor_fn", PARAM_CALLABLE, NULL,
	    "From a selected node to a part of it.", 0 },
	{ "multiple", PARAM_BOOL, "None", "The function returns a collection "
	    "of parts; None: either.", PARAM_OPTIONAL },
	{ 0 }
};

static const struct param instance_params[] = {
	SELECT_SELF,
	{ "cls", PARAM_ANY, NULL, "A class, a tuple of classes, A | B.", 0 },
	{ "innermost", PARAM_BOOL, "False",
	    "The deepest matches instead of the outermost.", 0 },
	{ 0 }
};

static struct value *
do_instances(struct ctx *c, struct value *const *args)
{
	struct search f = { .test = test_instance, .arg = args[1],
		.s = self_of(args), .innermost = args[2] == &value_true };
	struct value *v = search(c, &f, NULL);

	if (v != NULL && select_count(v) == 0)
		((struct selection *)v)->missed = missed_class(c,
		    self_of(args), args[1]);
	return v;
}

static const struct param where_all_params[] = {
	SELECT_SELF,
	{ "filter_fn", PARAM_CALLABLE, NULL, "True for what to select.", 0 },
	{ "with_keypath", PARAM_BOOL, "False", "Call it with (path, node).",
	    PARAM_KEYWORD },
	{ "absolute_keypath", PARAM_BOOL, "False",
	    "Paths from the root, not from the selected node.",
	    PARAM_KEYWORD },
	{ "innermost", PARAM_BOOL, "False",
	    "The deepest matches instead of the outermost.", PARAM_KEYWORD },
	{ 0 }
};

static struct value *
do_subtrees(struct ctx *c, struct value *const *args)
{
	struct search f = { .test = test_function, .arg = args[1],
		.s = self_of(args), .with_keypath = args[2] == &value_true,
		.absolute = args[3] == &value_true,
		.innermost = args[4] == &value_true };

	return search(c, &f, "no subtree for which the function is true");
}

static const struct param equal_params[] = {
	SELECT_SELF,
	{ "template", PARAM_ANY, NULL, "What nodes are compared with.", 0 },
	{ 0 }
};

static struct value *
do_equal(struct ctx *c, struct value *const *args)
{
	struct search f = { .test = test_equal, .arg = args[1],
		.s = self_of(args) };

	if (value_find_tensor(args[1]) != NULL)
		return err_raise(c, ERR_VALUE, "at_equal_to cannot compare "
		    "arrays; use at_subtrees_where");
	return search(c, &f, "no node equal to the template");
}

static const struct param self_only[] = { SELECT_SELF, { 0 } };

struct value *
select_do_leaves(struct ctx *c, struct value *const *args)
{
	struct search f = { .test = test_leaf, .s = self_of(args) };

	return search(c, &f, NULL);
}

static struct value *
do_childless(struct ctx *c, struct value *const *args)
{
	struct search f = { .test = test_childless, .s = self_of(args) };

	return search(c, &f, NULL);
}

static struct value *
do_children(struct ctx *c, struct value *const *args)
{
	struct selection *s = self_of(args);
	uint32_t child[TREE_MAX_DEPTH];
	struct places out = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		size_t n = tree_nchild(select_node(args[0], i));
		size_t depth = s->place[i].depth;

		if (depth + 1 >= TREE_MAX_DEPTH)
			continue;
		memcpy(child, s->place[i].child, depth * sizeof *child);
		for (size_t k = 0; k < n; k++) {
			child[depth] = (uint32_t)k;
			places_add(&out, child, depth + 1);
		}
	}
	return select_make(c, s->root, &out, NULL);
}

static const struct param keypath_params[] = {
	SELECT_SELF,
	{ "keypaths", PARAM_ITERABLE, NULL, "Tuples of keys.", 0 },
	{ 0 }
};

struct value *
select_do_keypaths(struct ctx *c, struct value *const *args)
{
	struct selection *s = self_of(args);
	struct value *paths = value_to_list(c, args[1]);
	uint32_t child[2 * TREE_MAX_DEPTH];
	struct places out = { 0 };

	if (paths == NULL)
		return NULL;
	for (size_t i = 0; i < s->n; i++) {
		size_t depth = s->place[i].depth;

		memcpy(child, s->place[i].child, depth * sizeof *child);
		for (size_t k = 0; k < seq_len(paths); k++) {
			int n = select_follow(c, select_node(args[0], i),
			    seq_item(paths, k), child + depth);

			if (n >= 0)
				places_add(&out, child, depth + (size_t)n);
		}
	}
	places_sort(&out);
	return select_make(c, s->root, &out, "no node at these key paths");
}

static const struct param where_params[] = {
	SELECT_SELF,
	{ "filter_fn", PARAM_CALLABLE, NULL, "True for what to keep.", 0 },
	{ "with_keypath", PARAM_BOOL, "False", "Call it with (path, node).",
	    PARAM_KEYWORD },
	{ 0 }
};

static struct value *
do_where(struct ctx *c, struct value *const *args)
{
	struct selection *s = self_of(args);
	struct places out = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		struct value *call[2], *got;
		size_t n = 0;
		bool keep;

		if (args[2] == &value_true)
			call[n++] = select_keypath(c, args[0], i);
		call[n++] = select_node(args[0], i);
		got = call[0] == NULL ? NULL : value_call_n(c, args[1], n,
		    call);
		if (got == NULL || !value_truth(c, got, &keep)) {
			places_release(&out);
			return NULL;
		}
		if (keep)
			places_add(&out, s->place[i].child,
			    s->place[i].depth);
	}
	return select_make(c, s->root, &out,
	    "none of the selected nodes passes the filter of where()");
}

static const struct param nth_params[] = {
	SELECT_SELF,
	{ "n", PARAM_ANY, NULL, "An index or several; negative ones count "
	    "from the end.", 0 },
	{ 0 }
};

static struct value *
do_nth(struct ctx *c, struct value *const *args)
{
	struct selection *s = self_of(args);
	struct value *list = value_is_int(args[1]) ? tuple_new(c, 1,
	    &args[1]) : value_to_list(c, args[1]);
	struct places out = { 0 };

	for (size_t i = 0; list != NULL && i < seq_len(list); i++) {
		int64_t n;

		if (!value_to_int(c, seq_item(list, i), "n", &n)) {
			places_release(&out);
			return NULL;
		}
		if (n < 0)
			n += (int64_t)s->n;
		if (n >= 0 && n < (int64_t)s->n)
			places_add(&out, s->place[n].child,
			    s->place[n].depth);
	}
	places_sort(&out);
	return list == NULL ? NULL : select_make(c, s->root, &out,
	    s->missed != NULL ? s->missed : "pick_nth_selected is out of "
	    "range: fewer nodes are selected");
}

/* The largest subtrees that hold no selected node. */
static void
invert_into(const struct selection *s, struct value *node, uint32_t *child,
    size_t depth, struct places *out)
{
	bool holds = false;

	for (size_t i = 0; i < s->n; i++) {
		const struct place *p = &s->place[i];

		if (p->depth < depth || (depth > 0 && memcmp(p->child, child,
		    depth * sizeof *child) != 0))
			continue;
		if (p->depth == depth)
			return;		/* selected itself */
		holds = true;
	}
	if (!holds) {
		places_add(out, child, depth);
		return;
	}
	for (size_t i = 0; i < tree_nchild(node); i++) {
		child[depth] = (uint32_t)i;
		invert_into(s, tree_child(node, i).value, child, depth + 1,
		    out);
	}
}

struct value *
select_do_invert(struct ctx *c, struct value *const *args)
{
	struct selection *s = self_of(args);
	uint32_t child[TREE_MAX_DEPTH];
	struct places out = { 0 };

	invert_into(s, s->root, child, 0, &out);
	return select_make(c, s->root, &out, NULL);
}

static const struct param refine_params[] = {
	SELECT_SELF,
	{ "selector_fn", PARAM_CALLABLE, NULL,
	    "From a selected node to a selection in it.", 0 },
	{ 0 }
};

/* Adds the places of a selection inside the node at a place. */
static void
places_add_inside(struct places *out, const struct place *at,
    const struct selection *sub)
{
	uint32_t child[2 * TREE_MAX_DEPTH];

	memcpy(child, at->child, at->depth * sizeof *child);
	for (size_t k = 0; k < sub->n; k++) {
		memcpy(child + at->depth, sub->place[k].child,
		    sub->place[k].depth * sizeof *child);
		places_add(out, child, at->depth + sub->place[k].depth);
	}
}

/*
 * Selects in each node what fn selects there, perhaps in a changed copy of
 * it. fn null: the nodes are selections themselves.
 */
static struct value *
refine(struct ctx *c, const struct selection *s, struct value *fn,
    const char *what)
{
	struct value **node = xcalloc(s->n, sizeof(struct value *));
	struct value *root = NULL;
	struct places out = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		struct value *got = select_node(&s->hdr, i);

		if (fn != NULL)
			got = value_call_n(c, fn, 1, &got);
		if (got != NULL && !value_is(got, &selection_kind))
			got = err_raise(c, ERR_VALUE, "%s must be a "
			    "Selection, not %s", what,
			    value_type_name(c, got));
		if (got == NULL)
			goto out;
		node[i] = select_tree(got);
		places_add_inside(&out, &s->place[i],
		    (const struct selection *)got);
	}
	root = select_replace(c, s, node, false);
	if (root != NULL)
		root = select_make(c, root, &out, NULL);
out:
	places_release(&out);
	free(node);
	return root;
}

static struct value *
do_refine(struct ctx *c, struct value *const *args)
{
	return refine(c, self_of(args), args[1],
	    "what the function given to refine returns");
}

static struct value *
do_flatten(struct ctx *c, struct value *const *args)
{
	return refine(c, self_of(args), NULL, "flatten_selected_selections: "
	    "each selected node");
}

const struct native select_find_methods[] = {
	{ "at", at_params, select_do_at,
	    "Selects a part of each selected node: at(lambda m: m.body).",
	    NULL },
	{ "at_instances_of", instance_params, do_instances,
	    "Selects the instances of a class inside.", NULL },
	{ "at_subtrees_where", where_all_params, do_subtrees,
	    "Selects the subtrees for which a function is true.", NULL },
	{ "at_equal_to", equal_params, do_equal,
	    "Selects the nodes that equal a template.", NULL },
	{ "at_keypaths", keypath_params, select_do_keypaths,
	    "Selects the nodes at these paths.", NULL },
	{ "at_children", self_only, do_children,
	    "Selects the direct children.", NULL },
	{ "at_pytree_leaves", self_only, select_do_leaves, "Selects all leaves.",
	    NULL },
	{ "at_childless", self_only, do_childless,
	    "Selects leaves and nodes without children.", NULL },
	{ "where", where_params, do_where,
	    "Keeps the selected nodes for which a function is true.", NULL },
	{ "pick_nth_selected", nth_params, do_nth,
	    "Keeps the n-th selected node.", NULL },
	{ "invert", self_only, select_do_invert,
	    "Selects the largest subtrees without a selected node.", NULL },
	{ "refine", refine_params, do_refine,
	    "Selects inside each node what a function selects there.",
	    NULL },
	{ "flatten_selected_selections", self_only, do_flatten,
	    "Selects what is selected in the selected selections.", NULL },
	{ 0 }
};
