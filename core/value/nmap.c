/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nmap: a function of positional arrays becomes one of named arrays. Names are
 * replaced by fresh hidden ones, the function is called once, and the names
 * come back afterwards. What the function makes of a hidden axis is right by
 * construction: every operation is lifted over names.
 */
#include <string.h>

#include "core/value/named.h"
#include "core/value/tree.h"

/* Visible names against the hidden ones that stand for them. */
struct hiding {
	int n;
	const struct atom *name[TENSOR_MAX_AXES];
	const struct atom *hidden[TENSOR_MAX_AXES];
	int64_t size[TENSOR_MAX_AXES];
	bool any;		/* was there a named array? */
};

static bool
hiding_add(struct ctx *c, struct hiding *h, const struct axis *a)
{
	for (int i = 0; i < h->n; i++) {
		if (h->name[i] != a->name)
			continue;
		if (h->size[i] == a->size)
			return true;
		err_raise(c, ERR_VALUE, "Inconsistent named axes in a call to "
		    "nmap: axis '%s' has size %lld in one argument and %lld "
		    "in another", a->name->text, (long long)h->size[i],
		    (long long)a->size);
		return false;
	}
	if (h->n == TENSOR_MAX_AXES) {
		err_raise(c, ERR_VALUE, "nmap: more than %d names",
		    TENSOR_MAX_AXES);
		return false;
	}
	h->name[h->n] = a->name;
	h->hidden[h->n] = atom_fresh(c);
	h->size[h->n++] = a->size;
	return true;
}

static struct value *
hide(struct ctx *c, struct value *leaf, void *data)
{
	struct hiding *h = data;
	struct tensor *t;

	if (!value_is(leaf, &named_kind))
		return leaf;
	h->any = true;
	t = value_find_tensor(leaf);
	for (int i = 0; i < tensor_naxes(t); i++)
		if (tensor_axes(t)[i].name != NULL &&
		    !hiding_add(c, h, &tensor_axes(t)[i]))
			return NULL;
	for (int i = 0; i < h->n && t != NULL; i++)
		if (tensor_find_axis(t, h->name[i]) >= 0)
			t = tensor_rename(c, t, h->name[i], h->hidden[i]);
	return array_new(c, t);
}

/*
 * Every result gets all names, in order of first appearance, before its own
 * positional axes. Names of an enclosing nmap stay hidden, behind the others.
 */
static struct value *
reveal(struct ctx *c, struct value *leaf, void *data)
{
	const struct hiding *h = data;
	struct tensor *t = value_find_tensor(leaf);
	struct axis axes[2 * TENSOR_MAX_AXES];
	int n = 0;

	if (value_is(leaf, &named_kind))
		return leaf;
	if (t == NULL)
		t = value_tensor(c, leaf, "a result of nmap", false);
	if (t == NULL)
		return NULL;
	for (int i = 0; i < h->n && t != NULL; i++) {
		axes[n++] = (struct axis){ h->name[i], h->size[i] };
		if (tensor_find_axis(t, h->hidden[i]) >= 0)
			t = tensor_rename(c, t, h->hidden[i], h->name[i]);
	}
	for (int i = 0; t != NULL && i < tensor_npos(t); i++)
		axes[n++] = tensor_axes(t)[tensor_pos_axis(t, i)];
	return named_new(c, tensor_broadcast(c, t, n, axes));
}

struct value *
named_map(struct ctx *c, struct value *fn, const struct args *args)
{
	struct hiding h = { 0 };
	size_t n = args->npos + args->nkw;
	struct value *items, *result;
	size_t mark = scope_mark(&c->scope);

	items = list_new(c, 0, NULL);
	for (size_t i = 0; i < n; i++) {
		struct value *v = tree_map(c, args->v[i], hide, &h);

		if (v == NULL || !list_append(c, items, v))
			return NULL;
	}
	result = value_call(c, fn, &(struct args){ seq_items(items),
	    args->npos, args->kw, args->nkw });
	if (result == NULL)
		return NULL;
	return value_leave(c, mark, tree_map(c, result, reveal, &h));
}

/* ---- nmap(fn) as a value ------------------------------------------------ */

struct mapped {
	struct value hdr;
	struct value *fn;
};

static void
mapped_free(struct value *v)
{
	value_unref(((struct mapped *)v)->fn);
}

static void
mapped_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	fn(((struct mapped *)v)->fn, arg);
}

static struct value *
mapped_call(struct ctx *c, struct value *v, const struct args *args)
{
	return named_map(c, ((struct mapped *)v)->fn, args);
}

static bool
mapped_repr(struct ctx *c, struct buf *b, struct value *v)
{
	buf_str(b, "nmap(");
	if (!value_repr(c, b, ((struct mapped *)v)->fn))
		return false;
	buf_char(b, ')');
	return true;
}

static const struct class_row mapped_row;

static const struct kind mapped_kind = {
	.name = "nmap",
	.doc = "A function lifted over named axes.",
	.row = &mapped_row,
	.free = mapped_free,
	.visit = mapped_visit,
	.call = mapped_call,
	.repr = mapped_repr,
};

static const struct class_row mapped_row = {
	.name = "nmap", .module = "penzai.core.named_axes",
	.kind = &mapped_kind, .final = true, .abstract = true,
};

struct value *
named_map_function(struct ctx *c, struct value *fn)
{
	struct mapped *m;

	if (fn == NULL)
		return NULL;
	m = value_alloc(c, &mapped_kind, sizeof *m);
	m->fn = value_ref(fn);
	return value_own(c, &m->hdr);
}
