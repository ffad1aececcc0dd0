/* SPDX-License-Identifier: Apache-2.0 */
#include "display/text.h"

#include <string.h>

#include "core/base/utf8.h"
#include "display/fold.h"

struct writer {
	struct buf *out;
	const struct text_options *o;
};

/* Where a document stands: its indent, and whether its parent is open. */
struct place {
	unsigned indent;
	bool open;
};

static void write_doc(struct writer *, const struct doc *, struct place);

static void
new_line(struct writer *w, unsigned indent)
{
	struct buf *b = w->out;

	while (b->len > 0 && b->data[b->len - 1] == ' ')
		buf_truncate(b, b->len - 1);
	if (b->len > 0 && b->data[b->len - 1] != '\n')
		buf_char(b, '\n');
	buf_fill(b, ' ', indent);
}

static void
write_list(struct writer *w, const struct doc *first, struct place p)
{
	for (; first != NULL; first = first->next)
		write_doc(w, first, p);
}

static void
write_items(struct writer *w, const struct doc *d, struct place p)
{
	struct place inner = { p.indent + (d->flat ? 0 : 2), p.open };
	const struct doc *c;

	for (c = d->first; c != NULL; c = c->next) {
		if (p.open)
			new_line(w, inner.indent);
		write_doc(w, c, inner);
		if (d->comma && (c->next != NULL || p.open ||
		    d->trailing_comma))
			buf_str(w->out, c->next != NULL && !p.open ? ", " :
			    ",");
		if (p.open && c->note != NULL)
			write_doc(w, c->note, inner);
	}
	if (p.open && d->first != NULL && !d->tail)
		new_line(w, p.indent);
}

static void
write_box(struct writer *w, const struct doc *d, struct place p)
{
	int i;

	if (!p.open && !w->o->roundtrip) {
		write_list(w, d->first, p);
		return;
	}
	new_line(w, p.indent);
	buf_str(w->out, "#╭");
	for (i = 0; i < 40; i++)
		buf_str(w->out, "┄");
	buf_str(w->out, "╮");
	if (d->other != NULL) {
		new_line(w, p.indent);
		write_doc(w, d->other, p);
	}
	new_line(w, p.indent);
	write_list(w, d->first, p);
	new_line(w, p.indent);
	buf_str(w->out, "#╰");
	for (i = 0; i < 40; i++)
		buf_str(w->out, "┄");
	buf_str(w->out, "╯");
	new_line(w, p.indent);
}

/* A figure's lines start with a bar, so that nobody takes them for data. */
static void
write_figure(struct writer *w, const struct doc *d, struct place p)
{
	const char *s = d->text, *nl;

	for (; *s != '\0'; s = *nl == '\n' ? nl + 1 : nl) {
		nl = s + strcspn(s, "\n");
		new_line(w, p.indent);
		buf_str(w->out, "▏");
		buf_add(w->out, s, (size_t)(nl - s));
	}
	new_line(w, p.indent);
}

static bool
when_holds(const struct doc *d, bool open, bool roundtrip)
{
	switch (d->when) {
	case WHEN_OPEN:
		return open;
	case WHEN_ROUNDTRIP:
		return roundtrip;
	case WHEN_DETAIL:
		break;
	}
	return open || roundtrip;
}

static void
write_doc(struct writer *w, const struct doc *d, struct place p)
{
	if (w->o->max_bytes != 0 && w->out->len > w->o->max_bytes)
		return;
	switch (d->kind) {
	case DOC_TEXT:
	case DOC_HTML:
		buf_add(w->out, d->text, d->len);
		break;
	case DOC_SEQ:
		write_list(w, d->first, p);
		break;
	case DOC_ITEMS:
		write_items(w, d, p);
		break;
	case DOC_FOLD:
		p.open = p.open && d->is_open;
		write_doc(w, d->other, p);
		write_doc(w, d->first, p);
		break;
	case DOC_WHEN:
		d = when_holds(d, p.open, w->o->roundtrip) ? d->first :
		    d->other;
		if (d != NULL)
			write_doc(w, d, p);
		break;
	case DOC_FIGURE:
		if (p.open)
			write_figure(w, d, p);
		else
			buf_str(w->out, "▏");
		break;
	case DOC_BOX:
		write_box(w, d, p);
		break;
	}
}

/* Cuts what is longer than a line may be, and says by how much. */
static void
cut_lines(struct buf *b, size_t from, size_t max)
{
	struct buf cut = BUF_INIT;
	const char *s = b->data + from, *end = b->data + b->len, *nl;

	for (; s < end; s = nl) {
		size_t n, keep;

		nl = memchr(s, '\n', (size_t)(end - s));
		nl = nl == NULL ? end : nl + 1;
		n = (size_t)(nl - s);
		if (n <= max || utf8_count(s, n) <= max) {
			buf_add(&cut, s, n);
			continue;
		}
		keep = utf8_offset(s, n, max - 40);
		buf_add(&cut, s, keep);
		buf_printf(&cut, "… (%zu more characters)",
		    utf8_count(s + keep, n - keep) - (nl[-1] == '\n'));
		if (nl[-1] == '\n')
			buf_char(&cut, '\n');
	}
	buf_truncate(b, from);
	buf_add(b, cut.data, cut.len);
	buf_release(&cut);
}

static void
finish(struct buf *b, size_t from, const struct text_options *o)
{
	while (b->len > from && strchr(" \n", b->data[b->len - 1]) != NULL)
		buf_truncate(b, b->len - 1);
	if (o->max_bytes != 0 && b->len - from > o->max_bytes) {
		buf_truncate(b, from + utf8_floor(b->data + from,
		    o->max_bytes));
		buf_str(b, "\n… (more was cut)");
	}
	if (o->max_line != 0)
		cut_lines(b, from, o->max_line);
}

void
text_write(struct buf *b, struct doc *d, const struct text_options *o)
{
	struct buf own = BUF_INIT;
	struct writer w = { &own, o };
	struct place p = { 0, true };

	write_doc(&w, d, p);
	if (d->note != NULL)
		write_doc(&w, d->note, p);
	finish(&own, 0, o);
	buf_add(b, own.data, own.len);
	buf_release(&own);
}

void
text_line(struct buf *b, const struct doc *d)
{
	static const struct text_options plain;
	struct writer w = { b, &plain };
	struct place p = { 0, false };

	write_doc(&w, d, p);
}

/* ---- as IPython prints containers ----------------------------------------- */

#define PRETTY_WIDTH 79
#define PRETTY_MAX 1000		/* items, then ... */

/* column: where it stands; indent: where its later lines start; after: what
 * follows on its last line. */
struct spot {
	unsigned column, indent, after;
};

static void pretty_doc(struct buf *, struct doc *, struct spot,
    const struct text_options *);

/* The items of a built-in container's fold, or null. */
static const struct doc *
pretty_items(const struct doc *d)
{
	const struct doc *body = d->first;

	while (body != NULL && body->kind == DOC_SEQ)
		body = body->first;
	return body != NULL && body->kind == DOC_ITEMS ? body : NULL;
}

static void
pretty_leaf(struct buf *b, struct doc *d, unsigned indent,
    const struct text_options *o)
{
	struct buf own = BUF_INIT;
	struct writer w = { &own, o };
	struct place p = { 0, true };
	static const struct fold_options folds = FOLD_DEFAULTS;
	const char *s, *nl;

	/* Each is laid out as if it were alone. */
	if (d->kind != DOC_TEXT)
		fold_choose(d, &folds);
	if (d->repr != NULL)
		buf_str(&own, d->repr);
	else if (d->one_line)
		text_line(&own, d);
	else
		write_doc(&w, d, p);
	if (d->kind != DOC_TEXT)
		finish(&own, 0, o);
	for (s = own.data; ; s = nl + 1) {
		nl = s + strcspn(s, "\n");
		buf_add(b, s, (size_t)(nl - s));
		if (*nl == '\0')
			break;
		buf_char(b, '\n');
		buf_fill(b, ' ', indent);
	}
	buf_release(&own);
}

/* A sequence whose last part may be a container: 'a': {...} */
static void
pretty_seq(struct buf *b, const struct doc *d, struct spot at,
    const struct text_options *o)
{
	struct doc *c;

	for (c = d->first; c != NULL; c = c->next) {
		struct spot here = at;
		size_t before = b->len;

		here.after = c->next == NULL ? at.after : 0;
		pretty_doc(b, c, here, o);
		at.column += (unsigned)utf8_count(b->data + before,
		    b->len - before);
	}
}

static void
pretty_container(struct buf *b, const struct doc *d,
    const struct doc *items, struct spot at, const struct text_options *o)
{
	bool broken = at.column + d->width + at.after > PRETTY_WIDTH;
	struct spot inside = { at.column + d->other->width,
	    at.indent + d->other->width, 1 };
	struct doc *c;
	unsigned n = 0;

	pretty_leaf(b, d->other, at.indent, o);
	for (c = items->first; c != NULL; c = c->next) {
		size_t before = b->len;

		if (n++ == PRETTY_MAX) {
			buf_str(b, "...");
			break;
		}
		pretty_doc(b, c, inside, o);
		if (c->next != NULL || items->trailing_comma)
			buf_char(b, ',');
		if (c->next == NULL)
			continue;
		inside.column += broken ? 0 :
		    (unsigned)utf8_count(b->data + before, b->len - before);
		if (broken)
			inside.column = inside.indent;
		buf_char(b, broken ? '\n' : ' ');
		buf_fill(b, ' ', broken ? inside.indent : 0);
	}
	for (c = d->first->first; c != NULL; c = c->next)
		if (c->kind == DOC_TEXT)
			buf_add(b, c->text, c->len);
}

static void
pretty_doc(struct buf *b, struct doc *d, struct spot at,
    const struct text_options *o)
{
	const struct doc *items;

	items = d->kind == DOC_FOLD && d->plain ? pretty_items(d) : NULL;
	if (items != NULL)
		pretty_container(b, d, items, at, o);
	else if (d->kind == DOC_SEQ && d->repr == NULL && !d->one_line)
		pretty_seq(b, d, at, o);
	else
		pretty_leaf(b, d, at.indent, o);
}

void
text_pretty(struct buf *b, struct doc *d, const struct text_options *o)
{
	struct buf own = BUF_INIT;

	pretty_doc(&own, d, (struct spot){ 0, 0, 0 }, o);
	finish(&own, 0, o);
	buf_add(b, own.data, own.len);
	buf_release(&own);
}
