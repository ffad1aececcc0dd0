/* SPDX-License-Identifier: Apache-2.0 */
#include "display/html.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "display/assets.h"
#include "display/tint.h"
#include "display/figure_html.h"

enum {
	PREVIEW = 96,		/* columns of a closed fold */
	CHUNK = 100,		/* items of a long list that fold together */
	MAX_BYTES = 400000,
	MAX_DEPTH = 200
};

struct writer {
	struct buf *out;
	size_t limit;
	unsigned depth;
	bool cut;
};

/* Parts of one line, flattened. */
struct atoms_list {
	const struct doc **at;
	size_t n, cap;
};

static void write_lines(struct writer *, const struct doc **, size_t n,
    const char *suffix, const struct doc *note, const char *step,
    bool started);

/* ---- one piece of text ----------------------------------------------------------- */

struct look {
	const char *open, *close;
};

/* Colours that read on a light and on a dark ground; the style sheet has
 * better ones. */
static const struct look looks[STYLE_COUNT] = {
	[STYLE_TYPE] = { "<b class=t>", "</b>" },
	[STYLE_FIELD] = { "<i class=a>", "</i>" },
	[STYLE_KEYWORD] = { "<font class=w color=#3f76d6>", "</font>" },
	[STYLE_NUMBER] = { "<font class=n color=#15875e>", "</font>" },
	[STYLE_STRING] = { "<font class=s color=#bf5145>", "</font>" },
	[STYLE_ABBREV] = { "<font class=v color=#9a6f3f>", "</font>" },
	[STYLE_COMMENT] = { "<font class=m color=#8a8f98>", "</font>" },
	[STYLE_SHARED] = { "<font class=x color=#c98a10>", "</font>" },
	[STYLE_ERROR] = { "<font class=e color=#d33a3a>", "</font>" },
	[STYLE_PREFIX] = { "<small class=p>", "</small>" },
	[STYLE_HEADING] = { "<font class=d color=#12919a>", "</font>" },
	[STYLE_CUT] = { "<font class=m color=#8a8f98>", "</font>" },
};

static void
write_text(struct writer *w, const struct doc *d, size_t len)
{
	const struct look *l = &looks[d->style];

	if (len == 0)
		return;
	if (d->css != NULL) {
		buf_str(w->out, "<span style='");
		html_escape(w->out, d->css, strlen(d->css));
		buf_str(w->out, "'>");
	}
	if (l->open != NULL)
		buf_str(w->out, l->open);
	html_escape(w->out, d->text, len);
	if (l->open != NULL)
		buf_str(w->out, l->close);
	if (d->css != NULL)
		buf_str(w->out, "</span>");
}

/* ---- a closed document on one line -------------------------------------------------- */

/* Writes what fits in *room columns; false when something did not. */
static bool
write_closed(struct writer *w, const struct doc *d, long *room)
{
	const struct doc *c;
	size_t len;

	if (d == NULL)
		return true;
	switch (d->kind) {
	case DOC_TEXT:
		len = utf8_offset(d->text, d->len,
		    *room > 0 ? (size_t)*room : 0);
		write_text(w, d, len);
		*room -= (long)utf8_count(d->text, len);
		return len == d->len;
	case DOC_WHEN:
		return write_closed(w, d->other, room);
	case DOC_FOLD:
		return write_closed(w, d->other, room) &&
		    write_closed(w, d->first, room);
	case DOC_SEQ:
	case DOC_BOX:
	case DOC_ITEMS:
		for (c = d->first; c != NULL; c = c->next) {
			if (*room <= 2 || !write_closed(w, c, room))
				return false;
			if (d->kind == DOC_ITEMS && d->comma &&
			    (c->next != NULL || d->trailing_comma)) {
				buf_str(w->out, c->next != NULL ? ", " : ",");
				*room -= 2;
			}
		}
		return true;
	case DOC_FIGURE:
	case DOC_HTML:
		break;
	}
	return true;
}

static const struct doc *
last_text(const struct doc *d)
{
	while (d != NULL && (d->kind == DOC_SEQ || d->kind == DOC_WHEN))
		d = d->kind == DOC_SEQ ? d->last : d->other;
	return d != NULL && d->kind == DOC_TEXT ? d : NULL;
}

/* What a closed fold shows behind its label. */
static void
write_preview(struct writer *w, const struct doc *fold, size_t used,
    const struct doc **rest, size_t nrest, const char *suffix)
{
	long room = PREVIEW - (long)used;
	const struct doc *close = last_text(fold->first);
	size_t i;

	room = room < 24 ? 24 : room;
	buf_str(w->out, fold->is_open ? "<span class=c hidden=1>" :
	    "<span class=c>");
	if (!write_closed(w, fold->first, &room)) {
		buf_str(w->out, "<span class=m>…</span>");
		if (close != NULL)
			write_text(w, close, close->len);
	}
	for (i = 0; i < nrest; i++) {
		room = 30;
		if (rest[i]->kind == DOC_ITEMS)
			buf_char(w->out, ' ');
		if (!write_closed(w, rest[i], &room))
			buf_str(w->out, "<span class=m>…</span>");
	}
	html_escape(w->out, suffix, strlen(suffix));
	buf_str(w->out, "</span>");
}

/* ---- lines ---------------------------------------------------------------------- */

static void
flatten(struct atoms_list *l, const struct doc *d)
{
	const struct doc *c;

	if (d == NULL)
		return;
	if (d->kind == DOC_SEQ) {
		for (c = d->first; c != NULL; c = c->next)
			flatten(l, c);
		return;
	}
	if (d->kind == DOC_WHEN && d->when != WHEN_ROUNDTRIP) {
		flatten(l, d->first);
		return;
	}
	if (l->n == l->cap)
		l->at = xgrow(l->at, &l->cap, 8, sizeof(struct doc *));
	l->at[l->n++] = d;
}

static bool
is_inline(const struct doc *d)
{
	return d->kind == DOC_TEXT || d->kind == DOC_WHEN;
}

static void
write_inline(struct writer *w, const struct doc *d)
{
	const struct doc *c;
	long room = PREVIEW;

	if (d == NULL)
		return;
	if (d->kind == DOC_TEXT) {
		write_text(w, d, d->len);
	} else if (d->kind == DOC_SEQ) {
		for (c = d->first; c != NULL; c = c->next)
			write_inline(w, c);
	} else if (d->kind == DOC_WHEN && d->when == WHEN_ROUNDTRIP) {
		if (d->first != NULL) {
			buf_str(w->out, "<span class=q hidden=1>");
			write_inline(w, d->first);
			buf_str(w->out, "</span>");
		}
		write_inline(w, d->other);
	} else {
		write_closed(w, d, &room);
	}
}

static void
write_step(struct writer *w, const char *step)
{
	if (step == NULL || *step == '\0')
		return;
	buf_str(w->out, " data-p=\"");
	html_escape(w->out, step, strlen(step));
	buf_char(w->out, '"');
}

static void
write_item(struct writer *w, const struct doc *c, const char *suffix)
{
	struct atoms_list l = { 0 };

	flatten(&l, c);
	write_lines(w, l.at, l.n, suffix, c->note, c->step, false);
	free(l.at);
}

static bool
too_long(struct writer *w)
{
	return w->out->len > w->limit || w->depth > MAX_DEPTH;
}

/* A run of a long list: folded together, "[100:200]". */
static const struct doc *
write_chunk(struct writer *w, const struct doc *d, const struct doc *c,
    size_t at)
{
	const struct doc *first = c;
	size_t i, n = 0;
	long room = 60;

	while (n < CHUNK && c != NULL) {
		n++;
		c = c->next;
	}
	buf_printf(w->out, "<details class=h><summary><font class=m "
	    "color=#8a8f98>[%zu:%zu]</font><span class=c> ", at, at + n);
	for (i = 0, c = first; i < n && room > 2; i++, c = c->next) {
		if (!write_closed(w, c, &room))
			break;
		if (d->comma)
			buf_str(w->out, ", ");
		room -= 2;
	}
	buf_str(w->out, i < n ? "<span class=m>…</span>" : "");
	buf_str(w->out, "</span></summary>");
	for (i = 0, c = first; i < n; i++, c = c->next) {
		if (too_long(w)) {
			buf_printf(w->out, "<div class=l><font class=m "
			    "color=#8a8f98>… %zu more</font></div>", n - i);
			w->cut = true;
			break;
		}
		write_item(w, c, d->comma ? "," : "");
	}
	for (c = first, i = 0; i < n; i++)
		c = c->next;
	buf_str(w->out, "</details>");
	return c;
}

static void
write_items(struct writer *w, const struct doc *d, const char *suffix)
{
	const struct doc *c;
	size_t n = 0, at = 0;

	for (c = d->first; c != NULL; c = c->next)
		n++;
	buf_str(w->out, d->flat ? "<div>" :
	    "<div class=b style='padding-left:1.25em'>");
	for (c = d->first; c != NULL; at += CHUNK) {
		if (too_long(w)) {
			buf_printf(w->out, "<div class=l><font class=m "
			    "color=#8a8f98>… %zu more of %zu</font></div>",
			    n - at, n);
			w->cut = true;
			break;
		}
		if (n > CHUNK + CHUNK / 2) {
			c = write_chunk(w, d, c, at);
			continue;
		}
		write_item(w, c, d->comma ? "," : c->next == NULL ? suffix :
		    "");
		c = c->next;
		at -= CHUNK - 1;
	}
	buf_str(w->out, "</div>");
}

static void
write_box(struct writer *w, const struct doc *d, const char *suffix)
{
	buf_str(w->out, "<div class=o style='border:2px solid #1bb2c3;"
	    "border-left-width:10px;border-radius:6px;padding:2px 8px;"
	    "margin:3px 0'>");
	if (d->other != NULL) {
		buf_str(w->out, "<div class=l><b>");
		write_inline(w, d->other);
		buf_str(w->out, "</b></div>");
	}
	write_item(w, d->first, suffix);
	buf_str(w->out, "</div>");
}

static void
open_line(struct writer *w, const char *step)
{
	buf_str(w->out, "<div class=l");
	write_step(w, step);
	buf_char(w->out, '>');
}

/* ---- folds ------------------------------------------------------------------------ */

static void
write_tint(struct writer *w, const struct doc *f)
{
	float hue = f->hue, chroma = 0.06f;
	char ground[8];

	if (f->shared != 0)
		buf_printf(w->out, " data-s=%u", f->shared);
	if (f->title != NULL) {
		buf_str(w->out, " title=\"");
		html_escape(w->out, f->title, strlen(f->title));
		buf_char(w->out, '"');
	}
	if (f->tint == TINT_NONE)
		return;
	if (f->colour != 0)
		hue = tint_hue_of(f->colour);
	if (hue < 0)
		chroma = 0;
	tint_oklch(0.91f, chroma, hue, ground);
	buf_printf(w->out, " class=%s style='--h:%.0f;--k:%g'",
	    f->tint == TINT_SOLID ? "k" : "'k u'", hue < 0 ? 0 : hue,
	    hue < 0 ? 0.0 : 1.0);
}

/* The label of a coloured fold; without the style sheet it has a ground. */
static void
write_label(struct writer *w, const struct doc *f)
{
	char ground[8];
	float hue = f->colour != 0 ? tint_hue_of(f->colour) : f->hue;

	if (f->tint == TINT_NONE) {
		write_inline(w, f->other);
		return;
	}
	tint_oklch(0.90f, hue < 0 ? 0 : 0.06f, hue, ground);
	buf_printf(w->out, "<span class=y style='background-color:%s;"
	    "color:#1d2026;border-radius:4px;padding:0 3px'>", ground);
	write_inline(w, f->other);
	buf_str(w->out, "</span>");
}

/* The line of a fold: atoms before it, the fold, atoms behind it. */
static void
write_fold(struct writer *w, const struct doc **before, size_t nbefore,
    const struct doc *f, const struct doc **rest, size_t nrest,
    const char *suffix, const struct doc *note, const char *step)
{
	struct atoms_list l = { 0 };
	size_t i, used = 0, lead = 0;

	flatten(&l, f->first);
	buf_str(w->out, f->is_open ? "<details open" : "<details");
	write_step(w, step);
	write_tint(w, f);
	buf_str(w->out, "><summary>");
	for (i = 0; i < nbefore; i++) {
		write_inline(w, before[i]);
		used += before[i]->width;
	}
	write_label(w, f);
	/* Remarks that stand behind the label when it is open. */
	while (lead < l.n && is_inline(l.at[lead]))
		lead++;
	if (lead < l.n && lead > 0) {
		buf_str(w->out, f->is_open ? "<span class=z>" :
		    "<span class=z hidden=1>");
		for (i = 0; i < lead; i++)
			write_inline(w, l.at[i]);
		buf_str(w->out, "</span>");
	} else if (lead == l.n) {
		lead = 0;
	}
	write_preview(w, f, used + f->other->width, rest, nrest, suffix);
	if (note != NULL)
		write_inline(w, note);
	buf_str(w->out, "</summary>");
	for (i = 0; i < nrest; i++) {
		if (l.n == l.cap)
			l.at = xgrow(l.at, &l.cap, 8, sizeof(struct doc *));
		l.at[l.n++] = rest[i];
	}
	write_lines(w, l.at + lead, l.n - lead, suffix, NULL, NULL, true);
	buf_str(w->out, "</details>");
	free(l.at);
}

static void
end_line(struct writer *w, const struct doc **at, size_t from, size_t to,
    const char *suffix, const struct doc *note, const char *step)
{
	if (from == to && *suffix == '\0' && doc_is_empty(note))
		return;
	open_line(w, step);
	for (; from < to; from++)
		write_inline(w, at[from]);
	html_escape(w->out, suffix, strlen(suffix));
	if (note != NULL)
		write_inline(w, note);
	buf_str(w->out, "</div>");
}

/*
 * Atoms as lines: a fold, items, a figure or a frame end a line. started: they
 * go on behind a summary, so the step was said already.
 */
static void
write_lines(struct writer *w, const struct doc **at, size_t n,
    const char *suffix, const struct doc *note, const char *step,
    bool started)
{
	size_t i, from = 0;

	w->depth++;
	for (i = 0; i < n; i++) {
		const struct doc *d = at[i];

		if (is_inline(d))
			continue;
		if (d->kind == DOC_FOLD) {
			write_fold(w, at + from, i - from, d, at + i + 1,
			    n - i - 1, suffix, note, started ? NULL : step);
			w->depth--;
			return;
		}
		end_line(w, at, from, i, "", note, started ? NULL : step);
		note = NULL;
		started = true;
		if (d->kind == DOC_ITEMS && d->tail && i + 1 == n) {
			write_items(w, d, suffix);
			suffix = "";
		} else if (d->kind == DOC_ITEMS)
			write_items(w, d, "");
		else if (d->kind == DOC_BOX && i + 1 == n) {
			write_box(w, d, suffix);
			suffix = "";
		} else if (d->kind == DOC_BOX)
			write_box(w, d, "");
		else if (d->kind == DOC_FIGURE)
			figure_html(w->out, d->figure);
		else if (d->kind == DOC_HTML)
			buf_str(w->out, d->css);
		from = i + 1;
	}
	end_line(w, at, from, n, suffix, note, started ? NULL : step);
	w->depth--;
}

void
html_open(struct buf *b, bool assets, bool roundtrip)
{
	if (assets)
		assets_write_style(b);
	buf_printf(b, "<div class='pj1%s' style='font-family:monospace;"
	    "font-size:13px;line-height:1.55;white-space:pre-wrap;"
	    "word-break:break-word'>", roundtrip ? " r" : "");
}

void
html_write_body(struct buf *b, struct doc *d, size_t max_bytes)
{
	struct writer w = { .out = b };

	w.limit = b->len + (max_bytes != 0 ? max_bytes : MAX_BYTES);
	write_item(&w, d, "");
}

void
html_close(struct buf *b, bool assets)
{
	buf_str(b, "</div>");
	assets_write_script(b, assets);
}

void
html_write(struct buf *b, struct doc *d, const struct html_options *o)
{
	html_open(b, o->assets, o->roundtrip);
	html_write_body(b, d, o->max_bytes);
	html_close(b, o->assets);
}
