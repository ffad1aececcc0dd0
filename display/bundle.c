/* SPDX-License-Identifier: Apache-2.0 */
#include "display/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/session.h"
#include "core/value/class.h"
#include "display/build.h"
#include "display/html.h"
#include "display/state.h"
#include "display/text.h"

enum {
	MAX_FORMS = 8,
	TEXT_BYTES = 64000
};

static void
add_form(struct bundle *b, const char *type, const struct buf *s)
{
	struct mime *m = &b->mime[b->n++];

	m->type = type;
	m->data = arena_memdup0(b->arena, s->data, s->len);
	m->len = s->len;
}

/* ---- methods of the value's own class ----------------------------------------- */

struct own_form {
	const char *method, *type;
	bool is_json;
};

static const struct own_form own_forms[] = {
	{ "_repr_html_", "text/html", false },
	{ "_repr_markdown_", "text/markdown", false },
	{ "_repr_latex_", "text/latex", false },
	{ "_repr_svg_", "image/svg+xml", false },
	{ "_repr_png_", "image/png", false },
	{ "_repr_jpeg_", "image/jpeg", false },
	{ "_repr_json_", "application/json", true },
};

static void
add_bytes(struct bundle *b, const struct own_form *f, struct value *v)
{
	struct buf s = BUF_INIT;
	size_t len;
	const unsigned char *p = bytes_data(v, &len);

	html_base64(&s, p, len);
	add_form(b, f->type, &s);
	buf_release(&s);
}

static void
add_text(struct bundle *b, const struct own_form *f, struct value *v)
{
	struct buf s = BUF_INIT;

	buf_add(&s, str_text(v), str_bytes(v));
	add_form(b, f->type, &s);
	b->mime[b->n - 1].is_json = f->is_json;
	buf_release(&s);
}

/* What the class of the user offers; true where it has HTML of its own. */
static bool
add_own_forms(struct bundle *b, struct session *s, struct ctx *c,
    struct value *v)
{
	struct class *cls = value_class(c, v);
	bool html = false;
	size_t i;

	if (cls == NULL || !value_is(v, &instance_kind))
		return false;
	for (i = 0; i < nitems(own_forms) && b->n < MAX_FORMS; i++) {
		const struct own_form *f = &own_forms[i];
		struct value *fn = class_find(c, cls, atom(c, f->method));
		struct value *r;
		char *why = NULL;

		if (fn == NULL)
			continue;
		r = session_call(s, class_bind(c, fn, v, cls), NULL, 0, 10.0,
		    &why);
		free(why);
		if (r == NULL || r == &value_none)
			continue;
		if (value_is(r, &bytes_kind))
			add_bytes(b, f, r);
		else if (value_is(r, &str_kind))
			add_text(b, f, r);
		else
			continue;
		html |= i == 0;
	}
	err_clear(c);
	return html;
}

/* ---- text and HTML of the document ---------------------------------------------- */

static void
write_text(struct buf *out, struct doc *d)
{
	static const struct text_options o = { .max_line = 20000,
	    .max_bytes = TEXT_BYTES };

	if (d->plain || d->repr != NULL || d->one_line)
		text_pretty(out, d, &o);
	else
		text_write(out, d, &o);
}

static bool
is_leaf(const struct doc *d)
{
	const struct doc *c;

	if (d->kind == DOC_TEXT)
		return true;
	if (d->kind != DOC_SEQ)
		return false;
	for (c = d->first; c != NULL; c = c->next)
		if (!is_leaf(c))
			return false;
	return true;
}

static struct doc *
make_doc(struct arena *a, struct ctx *c, struct session *s, struct value *v,
    const struct display_state *state, bool selections)
{
	struct build_options o = { .figures = state->figures,
	    .reprs = !state->registered, .selections = selections,
	    .visualizer = state->visualizer };
	struct doc *d = build_value(a, c, s, v, &o);

	fold_choose(d, &state->fold);
	return d;
}

static void
write_html(struct buf *out, struct arena *a, struct ctx *c,
    struct session *s, struct value *v, struct display_state *state,
    struct doc *d)
{
	struct html_options o = { .assets = state_wants_assets(state) };

	/* A selection alone is its tree with frames in it. */
	if (strcmp(value_kind(v)->name, "Selection") == 0)
		d = make_doc(a, c, s, v, state, true);
	fold_outline(d, &state->fold);
	html_write(out, d, &o);
}

void
bundle_make(struct bundle *b, struct session *s, struct value *v)
{
	struct ctx *c = session_ctx(s);
	size_t mark = scope_mark(&c->scope);
	struct display_state fallback, *state = state_of(c, &fallback);
	struct buf out = BUF_INIT;
	struct doc *d;
	bool html;

	b->arena = arena_create();
	b->mime = arena_array(b->arena, MAX_FORMS + 2, sizeof(*b->mime));
	b->n = 0;
	d = make_doc(b->arena, c, s, v, state, false);
	write_text(&out, d);
	add_form(b, "text/plain", &out);
	html = add_own_forms(b, s, c, v);
	if (!html && b->n == 1 && (state->registered || !is_leaf(d))) {
		buf_truncate(&out, 0);
		write_html(&out, b->arena, c, s, v, state, d);
		add_form(b, "text/html", &out);
	}
	buf_release(&out);
	err_clear(c);
	scope_drop(c, mark);
}

void
bundle_release(struct bundle *b)
{
	arena_free(&b->arena);
	b->mime = NULL;
	b->n = 0;
}

char *
bundle_page(struct session *s, struct value *v, const char *title,
    size_t *len)
{
	static const struct html_options o = { .assets = true,
	    .max_bytes = 4000000 };
	struct ctx *c = session_ctx(s);
	size_t mark = scope_mark(&c->scope);
	struct display_state fallback, *state = state_of(c, &fallback);
	struct build_options build = { .figures = true, .selections = true,
	    .max_values = 30000, .stats_seconds = 5 };
	struct arena *a = arena_create();
	struct buf out = BUF_INIT;
	struct doc *d;

	buf_str(&out, "<!doctype html><html lang=en><meta charset=utf-8>"
	    "<meta name=viewport content='width=device-width'>"
	    "<meta name=color-scheme content='light dark'><title>");
	html_escape(&out, title, strlen(title));
	buf_str(&out, "</title><body style='margin:24px;max-width:1200px'>"
	    "<h1 style='font:600 18px/1.4 system-ui,sans-serif;"
	    "margin:0 0 12px'>");
	html_escape(&out, title, strlen(title));
	buf_str(&out, "</h1>");
	d = build_value(a, c, s, v, &build);
	fold_outline(d, &state->fold);
	html_write(&out, d, &o);
	buf_str(&out, "</body></html>");
	arena_free(&a);
	err_clear(c);
	scope_drop(c, mark);
	*len = out.len;
	return buf_steal(&out);
}
