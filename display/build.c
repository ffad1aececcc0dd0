/* SPDX-License-Identifier: Apache-2.0 */
#include "display/build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/module.h"
#include "core/select/select.h"
#include "core/session.h"
#include "core/value/array.h"
#include "display/marks.h"

#define MAX_DEPTH 100

/* ---- repeated objects -------------------------------------------------------- */

/* A mutable object that was met: all its sightings are marked at the second. */
struct sighting {
	struct value *v;
	struct doc *first, *note;	/* of the first sighting */
	unsigned number;	/* 0: met once */
	bool on_stack;		/* being built: meeting it again is a cycle */
};

struct build_seen {
	struct sighting *slot;
	size_t cap, n;
	unsigned numbers;
};

static struct sighting *
seen_slot(struct build_seen *s, struct value *v)
{
	size_t i = ((uintptr_t)v >> 4) * 0x9E3779B97F4A7C15u >> 20;

	for (i &= s->cap - 1; s->slot[i].v != NULL && s->slot[i].v != v;
	    i = (i + 1) & (s->cap - 1))
		;
	return &s->slot[i];
}

static struct sighting *
seen_find(struct build_seen *s, struct value *v)
{
	struct sighting *old = s->slot, *at;
	size_t i, cap = s->cap;

	if (s->n * 2 >= cap) {
		s->cap = cap == 0 ? 256 : cap * 2;
		s->slot = xcalloc(s->cap, sizeof(*s->slot));
		for (i = 0; i < cap; i++)
			if (old[i].v != NULL)
				*seen_slot(s, old[i].v) = old[i];
		free(old);
	}
	at = seen_slot(s, v);
	if (at->v == NULL) {
		at->v = v;
		s->n++;
	}
	return at;
}

/* Does it matter that two places hold this very object? */
static bool
has_identity(struct build *b, struct value *v)
{
	struct class *cls;

	if (value_is_small(v) || v->flags & VALUE_IMMORTAL)
		return false;
	if (value_is(v, &list_kind) || value_is(v, &dict_kind) ||
	    value_is(v, &set_kind) || value_is(v, &var_kind) ||
	    value_is(v, &ndarray_kind))
		return true;
	if (!value_is(v, &instance_kind))
		return false;
	cls = value_class(b->c, v);
	return cls != NULL && !(cls->flags & (CLASS_EQ | CLASS_FROZEN)) &&
	    cls->metaclass_data == NULL;
}

static void
mark_shared(struct build *b, struct doc *d, struct doc *note,
    const struct sighting *s)
{
	d->shared = s->number;
	doc_add(note, doc_printf(b->arena, STYLE_SHARED,
	    " # Repeated python obj at 0x%llx",
	    (unsigned long long)(uintptr_t)s->v));
}

/* ---- which kind is shown how ---------------------------------------------------- */

struct override {
	const struct kind *kind;
	build_fn *build;
};

static const struct override overrides[] = {
	{ &str_kind, build_str },
	{ &bytes_kind, build_bytes },
	{ &int_kind, build_number },
	{ &float_kind, build_number },
	{ &bool_kind, build_keyword },
	{ &none_kind, build_keyword },
	{ &ellipsis_kind, build_keyword },
	{ &list_kind, build_list },
	{ &tuple_kind, build_tuple },
	{ &dict_kind, build_dict },
	{ &set_kind, build_set },
	{ &frozenset_kind, build_frozenset },
	{ &class_kind, build_class },
	{ &module_kind, build_module },
	{ &instance_kind, build_instance },
	{ &var_kind, build_var },
	{ &array_kind, build_jax_array },
	{ &ndarray_kind, build_ndarray },
	{ &named_kind, build_named },
	{ &dtype_kind, build_dtype },
	{ &selection_kind, build_selection },
};

/* Any other value: a callable by its name, else by its repr. */
static struct doc *
build_other(struct build *b, struct value *v)
{
	return value_kind(v)->call != NULL ? build_function(b, v) :
	    build_dtype(b, v);
}

static build_fn *
find_builder(const struct value *v)
{
	const struct kind *k = value_kind(v);
	size_t i;

	for (i = 0; i < nitems(overrides); i++)
		if (overrides[i].kind == k)
			return overrides[i].build;
	return build_other;
}

bool
build_repr(struct build *b, struct buf *out, struct value *v)
{
	size_t from = out->len;

	if (value_repr(b->c, out, v))
		return true;
	buf_truncate(out, from);
	buf_printf(out, "<%s: repr failed: %s>", value_type_name(b->c, v),
	    b->c->err.text != NULL ? b->c->err.text : "?");
	err_clear(b->c);
	return false;
}

/* ---- the walk ---------------------------------------------------------------- */

static struct doc *
build_cycle(struct build *b, struct value *v)
{
	struct doc *d = doc_printf(b->arena, STYLE_ERROR,
	    "<cyclic reference to %s at 0x%llx>", value_type_name(b->c, v),
	    (unsigned long long)(uintptr_t)v);

	d->repr = arena_printf(b->arena, "<Recursion on %s with id=%llu>",
	    value_type_name(b->c, v), (unsigned long long)(uintptr_t)v);
	return d;
}

static struct doc *
build_tracked(struct build *b, struct value *v)
{
	struct sighting *s = seen_find(b->seen, v);
	struct doc *d, *note;
	bool cycle = s->on_stack;

	if (!cycle) {
		s->on_stack = true;
		d = find_builder(v)(b, v);
		s = seen_find(b->seen, v);	/* the table may have grown */
		s->on_stack = false;
	} else {
		d = build_cycle(b, v);
	}
	if (cycle) {
		if (s->number == 0)
			s->number = ++b->seen->numbers;
		return d;
	}
	/* By the second sighting the first is part of its line: the remark
	 * is put into a place that was kept for it. */
	note = doc_seq(b->arena, DOC_END);
	doc_note(b->arena, d, note);
	if (s->first == NULL) {
		s->first = d;
		s->note = note;
		if (s->number != 0)		/* it contains itself */
			mark_shared(b, d, note, s);
		return d;
	}
	if (s->number == 0) {
		s->number = ++b->seen->numbers;
		mark_shared(b, s->first, s->note, s);
	}
	mark_shared(b, d, note, s);
	b->repeated = true;
	return d;
}

static struct doc *
build_plain(struct build *b, struct value *v)
{
	return has_identity(b, v) ? build_tracked(b, v) :
	    find_builder(v)(b, v);
}

/* Asks the user's visualizer first; it may change for what is inside. */
static struct doc *
build_visualized(struct build *b, struct value *v)
{
	struct value *outer = b->o.visualizer;
	bool instead;
	struct doc *visual = build_visual(b, v, &instead), *d;

	if (visual != NULL && instead) {
		b->o.visualizer = outer;
		if (value_is(v, &ndarray_kind))
			visual->repr = build_plain(b, v)->repr;
		return visual;
	}
	d = build_plain(b, v);
	b->o.visualizer = outer;
	if (visual == NULL)
		return d;
	visual = doc_when(b->arena, WHEN_OPEN, doc_box(b->arena, NULL,
	    visual), NULL);
	return doc_seq(b->arena, d, visual, DOC_END);
}

enum { NUMBERS_TOLD = 10000 };	/* that plain containers tell of */

/* Says at the end of the line how much is in a layer or a checkpoint. */
static void
tell_weight(struct build *b, struct doc *d)
{
	const struct weight *w = &b->weight;
	struct buf s = BUF_INIT, types = BUF_INIT;

	if (d->kind != DOC_FOLD || w->partial || w->numbers == 0 ||
	    (w->params == 0 && (!d->plain || w->numbers < NUMBERS_TOLD)))
		return;
	weigh_write_whole(&s, w);
	d->info_title = arena_memdup0(b->arena, s.data, s.len);
	buf_truncate(&s, 0);
	weigh_write(&s, &types, w);
	d->info = arena_memdup0(b->arena, s.data, s.len);
	d->info_type = arena_memdup0(b->arena, types.data, types.len);
	buf_release(&s);
	buf_release(&types);
}

static struct doc *
build_any(struct build *b, struct value *v)
{
	struct doc *d;
	size_t mark = scope_mark(&b->c->scope);
	struct weight outer = b->weight;

	if (v == NULL)
		return doc_text(b->arena, STYLE_ERROR, "<missing>");
	b->budget--;
	if (b->depth >= MAX_DEPTH)
		return doc_text(b->arena, STYLE_CUT, "<too deep to show>");
	b->depth++;
	b->weight = (struct weight){ 0 };
	b->repeated = false;
	d = b->o.visualizer != NULL ? build_visualized(b, v) :
	    build_plain(b, v);
	b->depth--;
	tell_weight(b, d);
	if (!b->repeated)
		weigh_sum(&outer, &b->weight);
	b->weight = outer;
	b->repeated = false;
	if (err_is_set(b->c)) {
		d = doc_printf(b->arena, STYLE_ERROR, "<%s: %s>",
		    value_type_name(b->c, v), b->c->err.text);
		err_clear(b->c);
	}
	scope_drop(b->c, mark);
	return d;
}

struct doc *
build_child(struct build *b, struct value *v, const char *step)
{
	size_t len = b->path.len;
	bool no_path = b->no_path;
	struct doc *d;

	if (step == NULL)
		b->no_path = true;
	else if (!no_path)
		buf_str(&b->path, step);
	d = b->marks != NULL && !b->no_path ?
	    marks_find(b, v, build_any) : build_any(b, v);
	buf_truncate(&b->path, len);
	b->no_path = no_path;
	d->step = b->no_path ? NULL : step;
	return d;
}

long
build_share(struct build *b, size_t siblings)
{
	return b->budget / (long)(siblings > 0 ? siblings : 1);
}

struct doc *
build_cut(struct build *b, size_t n, const char *what, const char *from)
{
	return doc_printf(b->arena, STYLE_CUT,
	    "… %zu more %s%s: evaluate %s%s", n, what, n == 1 ? "" : "s",
	    b->no_path ? "them" : b->path.len > 0 ? b->path.data : "_",
	    from);
}

struct doc *
build_value(struct arena *a, struct ctx *c, struct session *s,
    struct value *v, const struct build_options *o)
{
	struct build_seen seen = { 0 };
	struct build b = { .arena = a, .c = c, .session = s, .o = *o,
	    .path = BUF_INIT, .seen = &seen };
	struct doc *d;

	b.budget = o->max_values != 0 ? o->max_values : 4000;
	b.stats_left = o->stats_seconds > 0 ? o->stats_seconds : 0.005;
	b.force_left = 0.02;
	b.figures = 50000;
	d = build_any(&b, v);
	doc_measure(d);
	buf_release(&b.path);
	free(seen.slot);
	return d;
}
