/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What code of the user shows of a value: active_autovisualizer, and figures
 * and objects with HTML of their own inside of trees.
 */
#include <stdlib.h>
#include <string.h>

#include "core/session.h"
#include "core/value/class.h"
#include "display/build.h"

struct value *
build_call(struct build *b, struct value *fn, size_t n,
    struct value *const *args)
{
	struct value *r;
	char *why = NULL;

	if (b->session != NULL) {
		r = session_call(b->session, fn, args, n, 5.0, &why);
		free(why);
	} else {
		r = value_call_n(b->c, fn, n, args);
	}
	err_clear(b->c);
	return r == &value_none ? NULL : r;
}

static struct value *
attribute(struct build *b, struct value *v, const char *name)
{
	struct value *a = value_is(v, &instance_kind) ?
	    instance_find(b->c, v, atom(b->c, name)) : NULL;

	return a == &value_none ? NULL : a;
}

static bool
is_of(struct build *b, struct value *v, const char *class_name)
{
	return strcmp(value_type_name(b->c, v), class_name) == 0;
}

struct doc *
build_figure(struct build *b, struct value *v)
{
	struct value *text = attribute(b, v, "_text");
	struct value *html = attribute(b, v, "_html"), *fn;
	struct buf s = BUF_INIT;
	struct doc *d = NULL;

	if (html == NULL && value_is(v, &instance_kind)) {
		fn = value_find_attr(b->c, v, atom(b->c, "_repr_html_"));
		err_clear(b->c);
		html = fn != NULL ? build_call(b, fn, 0, NULL) : NULL;
	}
	if (html == NULL || !value_is(html, &str_kind))
		return NULL;
	if (text != NULL && value_is(text, &str_kind))
		buf_add(&s, str_text(text), str_bytes(text));
	else
		build_repr(b, &s, v);
	d = doc_html(b->arena, str_text(html), str_bytes(html),
	    arena_memdup0(b->arena, s.data, s.len));
	buf_release(&s);
	return d;
}

/* "<Visualization of T:" over the picture. */
static struct doc *
framed(struct build *b, struct value *of, struct doc *picture)
{
	struct arena *a = b->arena;
	struct doc *items = doc_items(a, false), *d;

	doc_add(items, picture);
	d = doc_fold(a, doc_printf(a, STYLE_ABBREV, "<Visualization of %s",
	    value_type_name(b->c, of)), doc_seq(a,
	    doc_when(a, WHEN_OPEN, doc_text(a, STYLE_ABBREV, ":"), NULL),
	    doc_when(a, WHEN_OPEN, items, NULL),
	    doc_text(a, STYLE_ABBREV, ">"), DOC_END));
	d->state = FOLD_WEAK_OPEN;
	return d;
}

struct doc *
build_visual(struct build *b, struct value *v, bool *instead)
{
	struct value *args[2], *r, *inner;
	struct doc *d;

	*instead = true;
	args[0] = v;
	args[1] = b->no_path ? &value_none :
	    str_new(b->c, b->path.len > 0 ? b->path.data : "");
	r = build_call(b, b->o.visualizer, 2, args);
	if (r == NULL)
		return NULL;
	if (is_of(b, r, "ChildAutovisualizer")) {
		b->o.visualizer = attribute(b, r, "autovisualizer");
		return NULL;
	}
	if (is_of(b, r, "VisualizationFromTreescopePart")) {
		inner = attribute(b, r, "rendering");
		return inner != NULL ? build_figure(b, inner) : NULL;
	}
	if (is_of(b, r, "IPythonVisualization")) {
		*instead = attribute(b, r, "replace") == &value_true;
		inner = attribute(b, r, "display_object");
		d = inner != NULL ? build_figure(b, inner) : NULL;
		return d != NULL && *instead ? framed(b, v, d) : d;
	}
	return build_figure(b, r);
}
