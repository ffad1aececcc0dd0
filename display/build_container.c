/* SPDX-License-Identifier: Apache-2.0 */
/* Lists, tuples, sets and dicts. */
#include <stdio.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/value/repr.h"
#include "core/value/tree.h"
#include "display/build.h"

/* How many of n items can be shown: all, or what the budget allows. */
static size_t
affordable(struct build *b, size_t n)
{
	size_t most = b->budget > 8 ? (size_t)b->budget : 8;

	return n <= most ? n : most;
}

/* Builds one item and leaves the later ones their share of the budget. */
static struct doc *
build_item(struct build *b, struct value *v, const char *step, size_t left)
{
	long before = b->budget, share = build_share(b, left), used;
	struct doc *d;

	b->budget = share > 1 ? share : 1;
	d = build_child(b, v, step);
	used = (share > 1 ? share : 1) - b->budget;
	b->budget = before - used;
	return d;
}

static struct doc *
container(struct build *b, const char *open, struct doc *items,
    const char *close, size_t n)
{
	struct arena *a = b->arena;
	struct doc *d;
	char both[32];

	if (n == 0) {
		snprintf(both, sizeof(both), "%s%s", open, close);
		return doc_text(a, STYLE_PLAIN, both);
	}
	d = doc_fold(a, doc_text(a, STYLE_PLAIN, open), doc_seq(a, items,
	    doc_text(a, STYLE_PLAIN, close), DOC_END));
	d->plain = true;
	return d;
}

static struct doc *
build_seq(struct build *b, struct value *v, const char *open,
    const char *close)
{
	size_t i, n = seq_len(v), shown = affordable(b, n);
	struct doc *items = doc_items(b->arena, true);
	char from[40];

	items->trailing_comma = value_is(v, &tuple_kind) && n == 1;
	for (i = 0; i < shown; i++) {
		char step[32];

		snprintf(step, sizeof(step), "[%zu]", i);
		doc_add(items, build_item(b, seq_item(v, i),
		    arena_strdup(b->arena, step), shown - i));
	}
	for (; i < n; i++)
		weigh_value(&b->weight, seq_item(v, i));
	snprintf(from, sizeof(from), "[%zu:]", shown);
	if (shown < n)
		doc_add(items, build_cut(b, n - shown, "item", from));
	return container(b, open, items, close, n);
}

struct doc *
build_list(struct build *b, struct value *v)
{
	return build_seq(b, v, "[", "]");
}

struct doc *
build_tuple(struct build *b, struct value *v)
{
	return build_seq(b, v, "(", ")");
}

static struct doc *
build_set_like(struct build *b, struct value *v, const char *open,
    const char *close, const char *empty)
{
	struct doc *items = doc_items(b->arena, true);
	struct value *item;
	size_t at = 0, n = 0, cut = 0;

	while (set_next(v, &at, &item)) {
		n++;
		if (b->budget <= 0)
			cut++;
		else
			/* Nothing leads to an item of a set. */
			doc_add(items, build_item(b, item, NULL, 1));
	}
	if (n == 0)
		return doc_text(b->arena, STYLE_PLAIN, empty);
	if (cut > 0)
		doc_add(items, build_cut(b, cut, "item", ""));
	return container(b, open, items, close, n);
}

struct doc *
build_set(struct build *b, struct value *v)
{
	return build_set_like(b, v, "{", "}", "set()");
}

struct doc *
build_frozenset(struct build *b, struct value *v)
{
	return build_set_like(b, v, "frozenset({", "})", "frozenset()");
}

/* ---- dicts --------------------------------------------------------------------- */

/* "['key']" where the key is text or a number; else null. */
static const char *
key_step(struct build *b, struct value *key)
{
	struct buf s = BUF_INIT;
	const char *step;

	if (!value_is(key, &str_kind) && !value_is_int(key) &&
	    !value_is(key, &tuple_kind))
		return NULL;
	buf_char(&s, '[');
	if (!value_repr(b->c, &s, key)) {
		err_clear(b->c);
		buf_release(&s);
		return NULL;
	}
	buf_char(&s, ']');
	step = arena_memdup0(b->arena, s.data, s.len);
	buf_release(&s);
	return step;
}

static bool
has_fold(const struct doc *d)
{
	const struct doc *c;

	if (d->kind == DOC_FOLD)
		return true;
	if (d->kind == DOC_SEQ)
		for (c = d->first; c != NULL; c = c->next)
			if (has_fold(c))
				return true;
	return false;
}

/* key: value, or the key on a line of its own when it is long. */
static struct doc *
build_entry(struct build *b, struct value *key, struct value *v,
    size_t left)
{
	struct arena *a = b->arena;
	const char *step = key_step(b, key);
	struct doc *k, *d, *inside, *entry;

	k = build_item(b, key, NULL, left);
	d = build_item(b, v, step, left);
	doc_measure(k);
	if (has_fold(k) || k->width >= 40 || !doc_is_empty(k->note)) {
		inside = doc_items(a, false);
		inside->tail = true;
		doc_add(inside, d);
		/* On one line the items need the blank that the line break
		 * is otherwise. */
		entry = doc_seq(a, k, doc_text(a, STYLE_PLAIN, ":"),
		    doc_when(a, WHEN_OPEN, NULL,
		    doc_text(a, STYLE_PLAIN, " ")), inside, DOC_END);
		entry->note = d->note;
		d->note = NULL;
	} else {
		entry = doc_seq(a, k, doc_text(a, STYLE_PLAIN, ": "), d,
		    DOC_END);
	}
	entry->step = step;
	return entry;
}

struct doc *
build_dict(struct build *b, struct value *v)
{
	size_t n = dict_len(v), at = 0, i = 0, shown = affordable(b, n);
	struct doc *items = doc_items(b->arena, true);
	struct value *key, *item;

	/* A tree that is edited has its dicts in the order of the keys. */
	for (; b->marks != NULL && i < shown && i < tree_nchild(v); i++) {
		struct child c = tree_child(v, i);

		doc_add(items, build_entry(b, c.step.key, c.value,
		    shown - i));
	}
	while (b->marks == NULL && i < shown &&
	    dict_next(v, &at, &key, &item)) {
		doc_add(items, build_entry(b, key, item, shown - i));
		i++;
	}
	if (i < n) {
		doc_add(items, build_cut(b, n - i, "item", ""));
		b->weight.partial = true;
	}
	return container(b, "{", items, "}", n);
}
