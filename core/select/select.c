/* SPDX-License-Identifier: Apache-2.0 */
#include "core/select/select.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"

/* ---- places ------------------------------------------------------------- */

void
places_add(struct places *p, const uint32_t *child, size_t depth)
{
	struct place *at;

	if (p->n == p->cap)
		p->place = xgrow(p->place, &p->cap, 16, sizeof *p->place);
	at = &p->place[p->n++];
	at->depth = depth;
	at->child = xcalloc(depth, sizeof *child);
	if (depth > 0)
		memcpy(at->child, child, depth * sizeof *child);
}

static int
place_compare(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	for (size_t i = 0; i < a->depth && i < b->depth; i++)
		if (a->child[i] != b->child[i])
			return a->child[i] < b->child[i] ? -1 : 1;
	return (a->depth > b->depth) - (a->depth < b->depth);
}

/* Is b at a or inside it? */
static bool
place_holds(const struct place *a, const struct place *b)
{
	return a->depth <= b->depth && (a->depth == 0 || memcmp(a->child,
	    b->child, a->depth * sizeof *a->child) == 0);
}

void
places_sort(struct places *p)
{
	size_t n = 0;

	if (p->n > 1)
		qsort(p->place, p->n, sizeof *p->place, place_compare);
	for (size_t i = 0; i < p->n; i++) {
		if (n > 0 && place_holds(&p->place[n - 1], &p->place[i]))
			free(p->place[i].child);
		else
			p->place[n++] = p->place[i];
	}
	p->n = n;
}

void
places_release(struct places *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->place[i].child);
	free(p->place);
	*p = (struct places){ 0 };
}

/* ---- the value ---------------------------------------------------------- */

static void
selection_free(struct value *v)
{
	struct selection *s = (struct selection *)v;
	struct places p = { s->place, s->n, s->n };

	places_release(&p);
	free(s->missed);
	value_unref(s->root);
}

static void
selection_visit(struct value *v, void (*fn)(struct value *, void *),
    void *arg)
{
	fn(((struct selection *)v)->root, arg);
}

static bool
selection_truth(struct ctx *c UNUSED, struct value *v, bool *out)
{
	*out = ((struct selection *)v)->n > 0;
	return true;
}

static bool
selection_len(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = (int64_t)((struct selection *)v)->n;
	return true;
}

static bool
selection_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct selection *s = (struct selection *)v;

	buf_str(b, "pz.select(");
	if (!value_repr(c, b, s->root))
		return false;
	buf_printf(b, ").at_keypaths(<%zu subtree%s>)", s->n,
	    s->n == 1 ? "" : "s");
	return true;
}

const struct kind selection_kind = {
	.name = "Selection",
	.doc = "A tree with some places in it selected.",
	.row = &selection_row,
	.free = selection_free,
	.visit = selection_visit,
	.truth = selection_truth,
	.len = selection_len,
	.repr = selection_repr,
};

struct value *
select_make(struct ctx *c, struct value *root, struct places *p,
    const char *missed)
{
	struct selection *s = value_alloc(c, &selection_kind, sizeof *s);

	s->root = value_ref(root);
	s->place = p->place;
	s->n = p->n;
	s->missed = missed != NULL && p->n == 0 ? xstrdup(missed) : NULL;
	*p = (struct places){ 0 };
	return value_own(c, &s->hdr);
}

struct value *
select_root(struct ctx *c, struct value *tree)
{
	struct places p = { 0 };

	if (tree == NULL)
		return NULL;
	places_add(&p, NULL, 0);
	return select_make(c, tree, &p, NULL);
}

struct value *
select_tree(const struct value *v)
{
	return ((const struct selection *)v)->root;
}

size_t
select_count(const struct value *v)
{
	return ((const struct selection *)v)->n;
}

struct value *
select_node(const struct value *v, size_t i)
{
	const struct selection *s = (const struct selection *)v;
	struct value *node = s->root;

	for (size_t k = 0; k < s->place[i].depth; k++)
		node = tree_child(node, s->place[i].child[k]).value;
	return node;
}

size_t
select_steps(const struct value *v, size_t i, struct step *out)
{
	const struct selection *s = (const struct selection *)v;
	struct value *node = s->root;

	for (size_t k = 0; k < s->place[i].depth; k++) {
		struct child ch = tree_child(node, s->place[i].child[k]);

		out[k] = ch.step;
		node = ch.value;
	}
	return s->place[i].depth;
}

/* ---- key paths ---------------------------------------------------------- */

struct keypath_key {
	struct value hdr;
	const struct class_row *row;
	struct value *key;		/* str, int, or any key */
};

static void
key_free(struct value *v)
{
	value_unref(((struct keypath_key *)v)->key);
}

static struct class *
key_class(struct ctx *c, const struct value *v)
{
	return class_of_row(c, ((const struct keypath_key *)v)->row);
}

static const char *
key_field(const struct keypath_key *k)
{
	return k->row == &get_attr_key_row ? "name" :
	    k->row == &sequence_key_row ? "idx" : "key";
}

static bool
key_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct keypath_key *k = (struct keypath_key *)v;

	buf_printf(b, "%s(%s=", k->row->name, key_field(k));
	if (!value_repr(c, b, k->key))
		return false;
	buf_char(b, ')');
	return true;
}

/* As a path reads: .name, [3], ['key'] */
static bool
key_str(struct ctx *c, struct buf *b, struct value *v)
{
	struct keypath_key *k = (struct keypath_key *)v;

	if (k->row == &get_attr_key_row) {
		buf_printf(b, ".%s", str_text(k->key));
		return true;
	}
	buf_char(b, '[');
	if (!value_repr(c, b, k->key))
		return false;
	buf_char(b, ']');
	return true;
}

static bool
key_hash(struct ctx *c, struct value *v, int64_t *out)
{
	struct keypath_key *k = (struct keypath_key *)v;

	if (!value_hash(c, k->key, out))
		return false;
	*out = (int64_t)((uint64_t)*out * 31 + (k->row ==
	    &get_attr_key_row));
	return true;
}

static struct value *
key_compare(struct ctx *c, enum compare op, struct value *a, struct value *b)
{
	struct keypath_key *ka = (struct keypath_key *)a;
	struct keypath_key *kb = (struct keypath_key *)b;
	bool equal = false;

	if ((op != CMP_EQ && op != CMP_NE) ||
	    !value_is(b, &keypath_key_kind))
		return NULL;
	if (ka->row == kb->row && !value_equal(c, ka->key, kb->key, &equal))
		return NULL;
	return value_bool(equal == (op == CMP_EQ));
}

static struct value *
key_get_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	struct keypath_key *k = (struct keypath_key *)v;

	return strcmp(name->text, key_field(k)) == 0 ?
	    value_own(c, value_ref(k->key)) : NULL;
}

const struct kind keypath_key_kind = {
	.name = "KeyEntry",
	.doc = "One step of a path through a tree.",
	.class_of = key_class,
	.free = key_free,
	.repr = key_repr,
	.str = key_str,
	.hash = key_hash,
	.compare = key_compare,
	.get_attr = key_get_attr,
};

static struct value *
key_new(struct ctx *c, const struct class_row *row, struct value *key)
{
	struct keypath_key *k;

	if (key == NULL)
		return NULL;
	k = value_alloc(c, &keypath_key_kind, sizeof *k);
	k->row = row;
	k->key = value_ref(key);
	return value_own(c, &k->hdr);
}

static struct value *
make_key(struct ctx *c, struct class *cls, struct value *const *args)
{
	return key_new(c, cls->row, args[0]);
}

static const struct param name_params[] = {
	{ "name", PARAM_STR, NULL, "A field.", 0 }, { 0 }
};
static const struct param idx_params[] = {
	{ "idx", PARAM_INT, NULL, "A position.", 0 }, { 0 }
};
static const struct param key_params[] = {
	{ "key", PARAM_ANY, NULL, "A key of a dict.", 0 }, { 0 }
};

#define KEY_ROW(id, text, what, p)                                          \
	const struct class_row id = {                                       \
		.name = text, .module = "jax.tree_util", .doc = what,       \
		.kind = &keypath_key_kind, .new_params = p,                 \
		.make = make_key, .final = true,                            \
	}
KEY_ROW(get_attr_key_row, "GetAttrKey", "A step to a field.", name_params);
KEY_ROW(sequence_key_row, "SequenceKey", "A step to an item.", idx_params);
KEY_ROW(dict_key_row, "DictKey", "A step to a key.", key_params);

static struct value *
key_of_step(struct ctx *c, const struct step *s)
{
	switch (s->kind) {
	case STEP_FIELD:
		return key_new(c, &get_attr_key_row, str_of_atom(c,
		    s->field));
	case STEP_KEY:
		return key_new(c, &dict_key_row, s->key);
	default:
		return key_new(c, &sequence_key_row, value_int(c, s->index));
	}
}

struct value *
select_keypath(struct ctx *c, const struct value *v, size_t i)
{
	struct step steps[TREE_MAX_DEPTH];
	size_t n = select_steps(v, i, steps);
	struct value *keys = list_new(c, 0, NULL);

	for (size_t k = 0; k < n; k++) {
		struct value *key = key_of_step(c, &steps[k]);

		if (key == NULL || !list_append(c, keys, key))
			return NULL;
	}
	return tuple_new(c, n, seq_items(keys));
}

static bool
step_matches(struct ctx *c, const struct step *s, const struct value *v)
{
	const struct keypath_key *k = (const struct keypath_key *)v;
	bool equal = false;

	if (!value_is(v, &keypath_key_kind))
		return false;
	switch (s->kind) {
	case STEP_FIELD:
		return k->row == &get_attr_key_row &&
		    strcmp(str_text(k->key), s->field->text) == 0;
	case STEP_KEY:
		return k->row == &dict_key_row &&
		    value_equal(c, s->key, k->key, &equal) && equal;
	default:
		return k->row == &sequence_key_row && value_is_int(k->key) &&
		    value_as_int(k->key) == s->index;
	}
}

int
select_follow(struct ctx *c, struct value *root, struct value *keypath,
    uint32_t *child)
{
	struct value *node = root;

	if (!value_is_seq(keypath) || seq_len(keypath) > TREE_MAX_DEPTH)
		return -1;
	for (size_t k = 0; k < seq_len(keypath); k++) {
		size_t n = tree_nchild(node), i;

		for (i = 0; i < n; i++) {
			struct child ch = tree_child(node, i);

			if (step_matches(c, &ch.step, seq_item(keypath, k)))
				break;
		}
		if (i == n)
			return -1;
		child[k] = (uint32_t)i;
		node = tree_child(node, i).value;
	}
	return (int)seq_len(keypath);
}

/* ---- walking ------------------------------------------------------------ */

bool
select_walk(struct ctx *c, struct value *node, uint32_t *child, size_t depth,
    bool (*visit)(struct ctx *, struct value *, const uint32_t *, size_t,
    bool *, void *), void *data)
{
	bool enter = true;
	size_t n;

	if (!ctx_poll(c) || !visit(c, node, child, depth, &enter, data))
		return false;
	n = enter ? tree_nchild(node) : 0;
	if (n > 0 && depth + 1 >= TREE_MAX_DEPTH) {
		err_raise(c, ERR_RECURSION,
		    "the tree is nested more than %d deep", TREE_MAX_DEPTH);
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		child[depth] = (uint32_t)i;
		if (!select_walk(c, tree_child(node, i).value, child,
		    depth + 1, visit, data))
			return false;
	}
	return true;
}

/* ---- replacing ---------------------------------------------------------- */

struct replacing {
	const struct selection *s;
	struct value *const *with;
	bool inlined;
	size_t next;		/* the next place to come */
};

static struct value *replace_node(struct ctx *, struct replacing *,
    struct value *, size_t depth);

/* A node on the way down to the next place. */
struct descent {
	struct replacing *r;
	struct place prefix;
};

static struct value *
replace_child(struct ctx *c, struct value *child, size_t i, void *data)
{
	struct descent *d = data;
	const struct place *p = d->r->next < d->r->s->n ?
	    &d->r->s->place[d->r->next] : NULL;

	if (p == NULL || !place_holds(&d->prefix, p) ||
	    p->child[d->prefix.depth] != i)
		return child;
	return replace_node(c, d->r, child, d->prefix.depth + 1);
}

/* A list or tuple some of whose elements are selected, flat-mapped. */
static struct value *
replace_inlined(struct ctx *c, struct replacing *r, struct value *node,
    size_t depth)
{
	struct value *out = list_new(c, 0, NULL);

	for (size_t i = 0; i < seq_len(node); i++) {
		const struct place *p = r->next < r->s->n ?
		    &r->s->place[r->next] : NULL;
		struct value *item = seq_item(node, i), *more;

		if (p == NULL || p->child[depth] != i) {
			if (!list_append(c, out, item))
				return NULL;
			continue;
		}
		if (p->depth > depth + 1) {
			item = replace_node(c, r, item, depth + 1);
			if (item == NULL || !list_append(c, out, item))
				return NULL;
			continue;
		}
		more = r->with[r->next++];
		for (size_t k = 0; k < seq_len(more); k++)
			if (!list_append(c, out, seq_item(more, k)))
				return NULL;
	}
	return value_is(node, &tuple_kind) ? tuple_new(c, seq_len(out),
	    seq_items(out)) : out;
}

static struct value *
no_list(struct ctx *c, const struct replacing *r, struct value *node)
{
	struct buf b = BUF_INIT;
	struct step steps[TREE_MAX_DEPTH];
	size_t n = select_steps(&r->s->hdr, r->next, steps);

	path_write(c, &b, steps, n);
	err_raise(c, ERR_VALUE, "the selected node at root%s is not an element "
	    "of a list or tuple but held by a %s: nodes can be inserted or "
	    "removed in lists only; use .apply(lambda l: "
	    "pz.nn.Sequential([l, new])) to put a sequence in its place",
	    b.data, value_type_name(c, node));
	buf_release(&b);
	return NULL;
}

/* node holds places from r->next on, below this depth. */
static struct value *
replace_node(struct ctx *c, struct replacing *r, struct value *node,
    size_t depth)
{
	const struct place *p = &r->s->place[r->next];
	struct descent d = { r, { p->child, depth } };

	if (p->depth == depth)
		return r->with[r->next++];
	if (r->inlined && p->depth == depth + 1 && !value_is_seq(node))
		return no_list(c, r, node);
	if (r->inlined && value_is_seq(node))
		return replace_inlined(c, r, node, depth);
	return tree_map_children(c, node, replace_child, &d);
}

struct value *
select_replace(struct ctx *c, const struct selection *s,
    struct value *const *with, bool inlined)
{
	struct replacing r = { s, with, inlined, 0 };

	if (s->n == 0)
		return value_own(c, value_ref(s->root));
	if (inlined && s->place[0].depth == 0)
		return err_raise(c, ERR_VALUE, "the root itself is selected: "
		    "it is in no list that nodes could be inserted into");
	return replace_node(c, &r, s->root, 0);
}
