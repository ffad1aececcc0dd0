/* SPDX-License-Identifier: Apache-2.0 */
#include "core/value/tree.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/class.h"
#include "core/value/instance.h"

/* Is it a node? Instances only where their class says so. */
static bool
is_node(const struct value *v)
{
	if (v == NULL || value_kind(v)->nchild == NULL)
		return false;
	return !value_is(v, &instance_kind) ||
	    (((const struct instance *)v)->class->flags & CLASS_PYTREE);
}

bool
tree_is_leaf(const struct value *v)
{
	return !is_node(v);
}

/* Static children are left out; kinds without them are asked straight. */
static bool
has_static(const struct value *v)
{
	return value_is(v, &instance_kind) ||
	    (!value_is(v, &list_kind) && !value_is(v, &tuple_kind) &&
	    !value_is(v, &dict_kind));
}

size_t
tree_nchild(const struct value *v)
{
	size_t all, n = 0;

	if (!is_node(v))
		return 0;
	all = value_kind(v)->nchild(v);
	if (!has_static(v))
		return all;
	for (size_t i = 0; i < all; i++)
		n += !value_kind(v)->child(v, i).is_static;
	return n;
}

struct child
tree_child(const struct value *v, size_t i)
{
	size_t all = value_kind(v)->nchild(v);

	if (!has_static(v))
		return value_kind(v)->child(v, i);
	for (size_t k = 0; k < all; k++) {
		struct child ch = value_kind(v)->child(v, k);

		if (!ch.is_static && i-- == 0)
			return ch;
	}
	BUG("no such child");
}

struct value *
tree_rebuild(struct ctx *c, struct value *v, struct value *const *items)
{
	size_t n = tree_nchild(v);
	bool same = true;

	for (size_t i = 0; i < n; i++) {
		if (items[i] == NULL)
			return NULL;
		same = same && items[i] == tree_child(v, i).value;
	}
	if (same)
		return value_own(c, value_ref(v));
	return value_kind(v)->rebuild(c, v, items);
}

struct value *
tree_map_children(struct ctx *c, struct value *v,
    struct value *(*fn)(struct ctx *, struct value *, size_t, void *),
    void *arg)
{
	size_t n = tree_nchild(v);
	struct value **child = xcalloc(n, sizeof *child), *out = NULL;

	for (size_t i = 0; i < n; i++) {
		child[i] = fn(c, tree_child(v, i).value, i, arg);
		if (child[i] == NULL)
			goto out;
	}
	out = tree_rebuild(c, v, child);
out:
	free(child);
	return out;
}

static struct value *
map_node(struct ctx *c, struct value *v,
    struct value *(*fn)(struct ctx *, struct value *, void *), void *arg,
    int depth)
{
	size_t n, mark = scope_mark(&c->scope);
	struct value *list;

	if (v == NULL || err_is_set(c))
		return NULL;
	if (tree_is_leaf(v))
		return fn(c, v, arg);
	if (depth > TREE_MAX_DEPTH)
		return err_raise(c, ERR_RECURSION,
		    "the tree is nested too deeply");
	n = tree_nchild(v);
	list = list_new(c, 0, NULL);
	for (size_t i = 0; i < n; i++) {
		size_t inner = scope_mark(&c->scope);
		struct value *r = map_node(c, tree_child(v, i).value, fn,
		    arg, depth + 1);

		if (r == NULL || !list_append(c, list, r))
			return NULL;
		scope_drop(c, inner);
	}
	return value_leave(c, mark, tree_rebuild(c, v, seq_items(list)));
}

struct value *
tree_map(struct ctx *c, struct value *v,
    struct value *(*fn)(struct ctx *, struct value *, void *), void *arg)
{
	return map_node(c, v, fn, arg, 0);
}
