/* SPDX-License-Identifier: Apache-2.0 */
#include "display/html.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "display/assets.h"
#include "display/figure_html.h"
#include "display/outline.h"
#include "display/packed.h"
#include "display/text.h"
#include "display/tint.h"

enum {
	PREVIEW = 98,		/* columns of a closed fold */
	INFO = 12,		/* those that a count at the right takes */
	CHUNK = 100,		/* items of a long list that fold together */
	MAX_BYTES = 400000,
	RUN_BYTES = 8000000,	/* before they are packed */
	MAX_DEPTH = 200
};

struct writer {
	struct buf *out;
	size_t limit;
	unsigned depth;
	const char *into;	/* step to the items that come next, or null */
	bool bare;		/* the style sheet is there for sure */
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
	const char *open, *rest, *close;
};

/* Colours that read on a light and on a dark ground; the style sheet has
 * better ones. */
static const struct look looks[STYLE_COUNT] = {
	[STYLE_TYPE] = { "<b", ">", "</b>" },
	[STYLE_FIELD] = { "<i", ">", "</i>" },
	[STYLE_KEYWORD] = { "<font class=w", " color=#3f76d6>", "</font>" },
	[STYLE_NUMBER] = { "<font class=n", " color=#15875e>", "</font>" },
	[STYLE_STRING] = { "<font class=s", " color=#bf5145>", "</font>" },
	[STYLE_ABBREV] = { "<font class=v", " color=#9a6f3f>", "</font>" },
	[STYLE_COMMENT] = { "<font class=m", " color=#757b85>", "</font>" },
	[STYLE_SHARED] = { "<font class=x", " color=#c98a10>", "</font>" },
	[STYLE_ERROR] = { "<font class=e", " color=#d33a3a>", "</font>" },
	[STYLE_PREFIX] = { "<small class=p", ">", "</small>" },
	[STYLE_HEADING] = { "<font class=d", " color=#12919a>", "</font>" },
	[STYLE_CUT] = { "<font class=m", " color=#757b85>", "</font>" },
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
	if (d->style == STYLE_TYPE && *d->text == ')')
		l = &looks[STYLE_PLAIN];
	if (l->open != NULL)
		buf_printf(w->out, "%s%s", l->open, w->bare ? ">" : l->rest);
	html_escape_text(w->out, d->text, len);
	if (l->open != NULL)
		buf_str(w->out, l->close);
	if (d->css != NULL)
		buf_str(w->out, "</span>");
}

/* ---- a closed document on one line -------------------------------------------------- */

static const struct doc *
last_text(const struct doc *d)
{
	while (d != NULL && (d->kind == DOC_SEQ || d->kind == DOC_WHEN))
		d = d->kind == DOC_SEQ ? d->last : d->other;
	return d != NULL && d->kind == DOC_TEXT ? d : NULL;
}

/* "…)" for what is in a fold. */
static void
write_elided(struct writer *w, const struct doc *fold)
{
	const struct doc *close = last_text(fold->first);

	buf_str(w->out, "…");
	if (close != NULL)
		write_text(w, close, close->len);
}

/*
 * Writes what fits in *room columns, so many levels deep (outline_fit); false
 * when something did not fit.
 */
static bool
write_closed(struct writer *w, const struct doc *d, int level, long *room)
{
	const struct doc *c;
	size_t len;

	if (d == NULL)
		return true;
	switch (d->kind) {
	case DOC_TEXT:
		if (d->detail && level != OUTLINE_WHOLE)
			return true;
		len = utf8_offset(d->text, d->len,
		    *room > 0 ? (size_t)*room : 0);
		write_text(w, d, len);
		*room -= (long)utf8_count(d->text, len);
		return len == d->len;
	case DOC_WHEN:
		return write_closed(w, d->other, level, room);
	case DOC_FOLD:
		if (!write_closed(w, d->other, level, room))
			return false;
		if (level > 0 || d->other->width == 0)
			return write_closed(w, d->first, level <
			    OUTLINE_BRIEF ? level - 1 : level, room);
		write_elided(w, d);
		*room -= 2;
		return true;
	case DOC_SEQ:
	case DOC_BOX:
	case DOC_ITEMS:
		for (c = d->first; c != NULL; c = c->next) {
			/* Whole items, where one has room. */
			if (d->kind == DOC_ITEMS && c != d->first &&
			    !outline_fits(c, level, *room))
				return false;
			if (*room <= 2 || !write_closed(w, c, level, room))
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

/* What a closed fold shows behind its label. */
static void
write_preview(struct writer *w, const struct doc *fold, size_t used,
    const struct doc **rest, size_t nrest, const char *suffix)
{
	long room = PREVIEW - (long)used - 2 * (long)w->depth -
	    (fold->info != NULL ? INFO : 0);
	size_t i;

	room = room < 24 ? 24 : room;
	buf_str(w->out, fold->is_open && !w->bare ?
	    "<span class=c hidden=1>" : "<span class=c>");
	if (!write_closed(w, fold->first, outline_fit(fold->first, room),
	    &room))
		write_elided(w, fold);
	for (i = 0; i < nrest; i++) {
		room = 30;
		if (rest[i]->kind == DOC_ITEMS)
			buf_char(w->out, ' ');
		if (!write_closed(w, rest[i], 0, &room))
			buf_str(w->out, "…");
	}
	html_escape(w->out, suffix, strlen(suffix));
	buf_str(w->out, "</span>");
}

/* ---- lines ---------------------------------------------------------------------- */

static void
list_add(struct atoms_list *l, const struct doc *d)
{
	if (l->n == l->cap)
		l->at = xgrow(l->at, &l->cap, 8, sizeof(struct doc *));
	l->at[l->n++] = d;
}

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
	list_add(l, d);
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
		if (d->first != NULL && d->first->style == STYLE_PREFIX) {
			buf_str(w->out, w->bare ? "<small class=q>" :
			    "<small class=q hidden=1>");
			html_escape_text(w->out, d->first->text,
			    d->first->len);
			buf_str(w->out, "</small>");
		} else if (d->first != NULL) {
			buf_str(w->out, w->bare ? "<span class=q>" :
			    "<span class=q hidden=1>");
			write_inline(w, d->first);
			buf_str(w->out, "</span>");
		}
		write_inline(w, d->other);
	} else {
		write_closed(w, d, 0, &room);
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

/* n items from c on, as far as there is room; returns the one behind them. */
static const struct doc *
write_some(struct writer *w, const struct doc *c, size_t n,
    const char *suffix)
{
	bool cut = false;

	for (; n > 0; n--, c = c->next) {
		if (cut)
			continue;
		cut = too_long(w);
		if (cut)
			buf_printf(w->out, "<div class=l><font class=m "
			    "color=#757b85>… %zu more</font></div>", n);
		else
			write_item(w, c, suffix);
	}
	return c;
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
	    "color=#757b85>[%zu:%zu]</font><span class=c> ", at, at + n);
	for (i = 0, c = first; i < n && room > 2; i++, c = c->next) {
		if (!write_closed(w, c, 0, &room))
			break;
		if (d->comma)
			buf_str(w->out, ", ");
		room -= 2;
	}
	buf_str(w->out, i < n ? "…" : "");
	buf_str(w->out, "</span></summary>");
	c = write_some(w, first, n, d->comma ? "," : "");
	buf_str(w->out, "</details>");
	return c;
}

/* The type's colour for the style sheet, which has it light or dark. */
static void
write_hue(struct writer *w, const struct doc *f)
{
	float hue = f->colour != 0 ? tint_hue_of(f->colour) : f->hue;

	buf_printf(w->out, "--h:%.0f;--k:%d", hue < 0 ? 0 : hue, hue >= 0);
}

/* "… 28 more TransformerBlock alike [2:30]   28 × 3.54M Q4_1" */
static void
write_run_label(struct writer *w, const struct doc *f, size_t n, size_t at)
{
	struct buf name = BUF_INIT;

	text_line(&name, f->other);
	buf_printf(w->out, "<summary class=i><font class=m color=#757b85>… "
	    "%zu more </font>", n);
	if (!f->plain) {
		buf_str(w->out, "<span class=y style='");
		write_hue(w, f);
		buf_str(w->out, "'>");
		html_escape(w->out, name.data, strcspn(name.data, "("));
		buf_str(w->out, "</span> ");
	}
	buf_printf(w->out, "<font class=m color=#757b85>alike&ensp;"
	    "[%zu:%zu]</font><font class=f0 color=#757b85>&emsp;<span "
	    "class=f1>%zu × %s</span> %s</font></summary>", at, at + n, n,
	    f->info, f->info_type);
	buf_release(&name);
}

/* Items that are like the one before them: one line, and packed. */
static const struct doc *
write_run(struct writer *w, const struct doc *c, size_t at)
{
	struct buf body = BUF_INIT;
	struct writer inner = { .out = &body, .limit = RUN_BYTES,
	    .depth = w->depth, .bare = true };
	size_t n = c->run;

	buf_str(w->out, "<details class=h>");
	write_run_label(w, outline_fold((struct doc *)(uintptr_t)c), n, at);
	c = write_some(&inner, c, n, ",");
	packed_write(w->out, body.data, body.len);
	buf_str(w->out, "</details>");
	buf_release(&body);
	return c;
}

static void
write_items(struct writer *w, const struct doc *d, const char *suffix)
{
	const struct doc *c;
	size_t n = 0, at = 0;
	const char *into = w->into;

	for (c = d->first; c != NULL; c = c->next)
		n++;
	w->into = NULL;
	buf_str(w->out, d->flat ? "<div" : w->bare ? "<div class=b" :
	    "<div class=b style='padding-left:1.25em'");
	write_step(w, into);
	buf_char(w->out, '>');
	for (c = d->first; c != NULL; ) {
		if (too_long(w)) {
			buf_printf(w->out, "<div class=l><font class=m "
			    "color=#757b85>… %zu more of %zu</font></div>",
			    n - at, n);
			break;
		}
		if (n > CHUNK + CHUNK / 2) {
			c = write_chunk(w, d, c, at);
			at += CHUNK;
		} else if (c->run > 0) {
			unsigned run = c->run;

			c = write_run(w, c, at);
			at += run;
		} else {
			write_item(w, c, d->comma ? "," : c->next == NULL ?
			    suffix : "");
			c = c->next;
			at++;
		}
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
write_attributes(struct writer *w, const struct doc *f)
{
	if (f->shared != 0)
		buf_printf(w->out, " data-s=%u", f->shared);
	if (f->title != NULL && !w->bare) {
		buf_str(w->out, " title=\"");
		html_escape(w->out, f->title, strlen(f->title));
		buf_char(w->out, '"');
	}
	if (f->tint == TINT_NONE)
		return;
	buf_str(w->out, " class=k style='");
	write_hue(w, f);
	buf_char(w->out, '\'');
}

/* The label of a coloured fold; without the style sheet it has a ground. */
static void
write_label(struct writer *w, const struct doc *f, bool chained)
{
	char ground[8];
	float hue = f->colour != 0 ? tint_hue_of(f->colour) : f->hue;

	if (f->tint == TINT_NONE) {
		write_inline(w, f->other);
		return;
	}
	buf_str(w->out, f->tint == TINT_OUTLINE ? "<span class='y u'" :
	    "<span class=y");
	if (!w->bare) {
		tint_oklch(0.90f, hue < 0 ? 0 : 0.06f, hue, ground);
		buf_printf(w->out, " style='background-color:%s;"
		    "color:#1d2026;border-radius:4px;padding:0 3px;",
		    ground);
	} else if (chained) {
		buf_str(w->out, " style='");
	}
	if (chained)
		write_hue(w, f);
	buf_str(w->out, chained || !w->bare ? "'>" : ">");
	write_inline(w, f->other);
	buf_str(w->out, "</span>");
}

/* Splits a body: remarks before the items, the items, what closes it. */
static size_t
count_lead(const struct atoms_list *l)
{
	size_t lead = 0;

	while (lead < l->n && is_inline(l->at[lead]))
		lead++;
	return lead == l->n ? 0 : lead;
}

/*
 * The folds that open together with f: their labels go behind its own, shown
 * when it is open; what closes them goes behind the items of the last.
 */
static void
write_chain(struct writer *w, const struct doc *f, struct atoms_list *lead,
    struct atoms_list *body, struct buf *into)
{
	const struct doc *g = outline_chain(f), *item, *c;
	struct atoms_list l = { 0 };
	size_t i, n;

	flatten(&l, f->first);
	n = count_lead(&l);
	for (i = 0; i < n; i++)
		list_add(lead, l.at[i]);
	if (g == NULL) {
		for (i = n; i < l.n; i++)
			list_add(body, l.at[i]);
		free(l.at);
		return;
	}
	item = outline_items(f)->first;
	buf_str(into, item->step != NULL ? item->step : "");
	buf_str(w->out, "<span class=j");
	write_step(w, into->data);
	buf_char(w->out, '>');
	for (c = item->first; item != g && c != NULL && c != g; c = c->next)
		write_inline(w, c);
	write_label(w, g, true);
	buf_str(w->out, "</span>");
	write_chain(w, g, lead, body, into);
	for (i = n + 1; i < l.n; i++)
		list_add(body, l.at[i]);
	free(l.at);
}

/* How much is in it: at the right; of the whole, in words. */
static void
write_info(struct writer *w, const struct doc *f)
{
	if (f->info == NULL)
		return;
	if (!w->bare) {
		buf_str(w->out, "<font class=f0 color=#757b85 title=\"");
		html_escape(w->out, f->info_title, strlen(f->info_title));
		buf_str(w->out, "\">&emsp;");
	} else {
		buf_str(w->out, "<font class=f0>&emsp;");
	}
	buf_printf(w->out, "<span class=f1>%s</span> %s</font>", f->info,
	    f->info_type);
}

static bool
is_words(const struct doc *d)
{
	const struct doc *c;

	if (d->kind == DOC_SEQ)
		for (c = d->first; c != NULL; c = c->next)
			if (!is_words(c))
				return false;
	return d->kind == DOC_TEXT || d->kind == DOC_SEQ;
}

/* Numbers and words of which all fits a line: nothing to open. */
static bool
is_short(const struct doc *f)
{
	const struct doc *items = f->plain ? outline_items(f) : NULL, *c;

	if (items == NULL || f->width > 48 || f->is_open || f->shared != 0)
		return false;
	for (c = items->first; c != NULL; c = c->next)
		if (!is_words(c))
			return false;
	return true;
}

/* The line of a fold: atoms before it, the fold, atoms behind it. */
static void
write_fold(struct writer *w, const struct doc **before, size_t nbefore,
    const struct doc *f, const struct doc **rest, size_t nrest,
    const char *suffix, const struct doc *note, const char *step)
{
	struct atoms_list lead = { 0 }, body = { 0 };
	struct buf into = BUF_INIT;
	size_t i, used = 0, mark, empty;
	long room = PREVIEW;

	if (nrest == 0 && is_short(f)) {
		open_line(w, step);
		for (i = 0; i < nbefore; i++)
			write_inline(w, before[i]);
		write_closed(w, f, OUTLINE_WHOLE, &room);
		html_escape_text(w->out, suffix, strlen(suffix));
		if (note != NULL)
			write_inline(w, note);
		buf_str(w->out, "</div>");
		return;
	}

	buf_str(w->out, f->is_open ? "<details open" : "<details");
	write_step(w, step);
	write_attributes(w, f);
	buf_str(w->out, f->info != NULL ? "><summary class=i>" :
	    "><summary>");
	for (i = 0; i < nbefore; i++) {
		write_inline(w, before[i]);
		used += before[i]->width;
	}
	write_label(w, f, false);
	mark = w->out->len;
	buf_str(w->out, f->is_open || w->bare ? "<span class=z>" :
	    "<span class=z hidden=1>");
	empty = w->out->len;
	write_chain(w, f, &lead, &body, &into);
	for (i = 0; i < lead.n; i++)
		write_inline(w, lead.at[i]);
	if (w->depth == 1 && f->info != NULL) {
		buf_str(w->out, "<font class=m color=#757b85> # ");
		html_escape_text(w->out, f->info_title,
		    strlen(f->info_title));
		buf_str(w->out, "</font>");
	}
	if (w->out->len == empty)
		buf_truncate(w->out, mark);
	else
		buf_str(w->out, "</span>");
	write_preview(w, f, used + f->other->width, rest, nrest, suffix);
	if (note != NULL)
		write_inline(w, note);
	write_info(w, f);
	buf_str(w->out, "</summary>");
	for (i = 0; i < nrest; i++)
		list_add(&body, rest[i]);
	w->into = into.len > 0 ? into.data : NULL;
	write_lines(w, body.at, body.n, suffix, NULL, NULL, true);
	w->into = NULL;
	buf_str(w->out, "</details>");
	free(lead.at);
	free(body.at);
	buf_release(&into);
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
