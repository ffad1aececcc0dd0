/* SPDX-License-Identifier: Apache-2.0 */
#include "display/doc.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"
#include "display/outline.h"

struct doc doc_end[1];

static struct doc *
doc_new(struct arena *a, enum doc_kind kind)
{
	struct doc *d = arena_alloc(a, sizeof(*d));

	d->kind = kind;
	return d;
}

struct doc *
doc_text_len(struct arena *a, enum doc_style style, const char *s, size_t len)
{
	struct doc *d = doc_new(a, DOC_TEXT);

	d->style = style;
	d->text = arena_memdup0(a, s, len);
	d->len = len;
	return d;
}

struct doc *
doc_text(struct arena *a, enum doc_style style, const char *s)
{
	return doc_text_len(a, style, s, strlen(s));
}

struct doc *
doc_printf(struct arena *a, enum doc_style style, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	struct doc *d;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	d = doc_text_len(a, style, b.data, b.len);
	buf_release(&b);
	return d;
}

static void
append(struct doc **first, struct doc **last, struct doc *d)
{
	if (*first == NULL)
		*first = d;
	else
		(*last)->next = d;
	*last = d;
}

void
doc_add(struct doc *d, struct doc *child)
{
	if (child == NULL)
		return;
	append(&d->first, &d->last, child);
	/* Remarks float to the end of the line that the child is on. */
	if (d->kind == DOC_SEQ && child->note != NULL) {
		if (d->note == NULL)
			d->note = child->note;
		else
			doc_add(d->note, child->note);
		child->note = NULL;
	}
}

struct doc *
doc_seq(struct arena *a, ...)
{
	struct doc *d = doc_new(a, DOC_SEQ), *child;
	va_list ap;

	va_start(ap, a);
	while ((child = va_arg(ap, struct doc *)) != doc_end)
		doc_add(d, child);
	va_end(ap);
	return d;
}

void
doc_note(struct arena *a, struct doc *d, struct doc *note)
{
	if (note == NULL)
		return;
	if (d->note == NULL)
		d->note = doc_new(a, DOC_SEQ);
	doc_add(d->note, note);
}

bool
doc_is_empty(const struct doc *d)
{
	const struct doc *c;

	if (d == NULL || d->kind != DOC_SEQ)
		return d == NULL;
	for (c = d->first; c != NULL; c = c->next)
		if (!doc_is_empty(c))
			return false;
	return true;
}

struct doc *
doc_items(struct arena *a, bool comma)
{
	struct doc *d = doc_new(a, DOC_ITEMS);

	d->comma = comma;
	return d;
}

struct doc *
doc_fold(struct arena *a, struct doc *label, struct doc *body)
{
	struct doc *d = doc_new(a, DOC_FOLD);

	d->other = label;
	d->first = d->last = body;
	d->hue = -1;
	return d;
}

struct doc *
doc_when(struct arena *a, enum doc_when when, struct doc *yes, struct doc *no)
{
	struct doc *d = doc_new(a, DOC_WHEN);

	d->when = when;
	d->first = d->last = yes;
	d->other = no;
	return d;
}

struct doc *
doc_figure(struct arena *a, struct figure *f, const char *stand_in)
{
	struct doc *d = doc_new(a, DOC_FIGURE);

	d->figure = f;
	d->text = stand_in;
	d->len = strlen(stand_in);
	return d;
}

struct doc *
doc_html(struct arena *a, const char *html, size_t len, const char *stand_in)
{
	struct doc *d = doc_new(a, DOC_HTML);

	d->css = arena_memdup0(a, html, len);
	d->text = stand_in;
	d->len = strlen(stand_in);
	return d;
}

struct doc *
doc_box(struct arena *a, struct doc *heading, struct doc *child)
{
	struct doc *d = doc_new(a, DOC_BOX);

	d->other = heading;
	doc_add(d, child);
	return d;
}

struct doc *
doc_lines(struct arena *a, enum doc_style style, const char *s, size_t len,
    bool indent)
{
	struct doc *d = doc_items(a, false);
	const char *end = s + len, *nl;

	d->flat = !indent;
	for (;; s = nl + 1) {
		nl = memchr(s, '\n', (size_t)(end - s));
		if (nl == NULL)
			break;
		doc_add(d, doc_text_len(a, style, s, (size_t)(nl - s)));
	}
	doc_add(d, doc_text_len(a, style, s, (size_t)(end - s)));
	return d;
}

uint64_t
doc_hash(uint64_t h, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001B3u;
	return h;
}

static uint64_t
alike_text(const struct doc *d)
{
	uint64_t h = 0xCBF29CE484222325u ^ (uint64_t)d->style;
	const char *s = d->text, *end = s + d->len;
	size_t n;

	if (d->style != STYLE_STRING)
		return doc_hash(h, s, d->len);
	for (; s < end; s += n + strspn(s + n, "0123456789")) {
		n = strcspn(s, "0123456789");
		h = doc_hash(h, s, n);
	}
	return h;
}

static void
alike_add(struct doc *d, const struct doc *child)
{
	d->alike = (d->alike ^ child->alike) * 0x9E3779B97F4A7C15u + 1;
}

static void
measure_items(struct doc *d)
{
	struct doc *c;
	unsigned n = 0;

	for (c = d->first; c != NULL; c = c->next) {
		doc_measure(c);
		if (c->note != NULL)
			doc_measure(c->note);
		d->width += c->width + (d->comma && n > 0 ? 2 : 0);
		d->breaks += c->breaks + 1;
		alike_add(d, c);
		n++;
	}
	if (d->comma)
		outline_mark_runs(d);
	d->width += d->trailing_comma && n > 0;
	/* A value below its key counts a line more, as Treescope has it. */
	d->breaks += (n > 0) + d->tail;
}

void
doc_measure(struct doc *d)
{
	struct doc *c;

	d->width = d->breaks = 0;
	d->alike = (uint64_t)d->kind;
	switch (d->kind) {
	case DOC_TEXT:
		d->width = (unsigned)utf8_count(d->text, d->len);
		d->alike = alike_text(d);
		break;
	case DOC_ITEMS:
		measure_items(d);
		break;
	case DOC_SEQ:
	case DOC_BOX:
		for (c = d->first; c != NULL; c = c->next) {
			doc_measure(c);
			d->width += c->width;
			d->breaks += c->breaks;
			alike_add(d, c);
		}
		if (d->kind == DOC_BOX)
			d->breaks += 3;
		break;
	case DOC_FOLD:
		doc_measure(d->other);
		doc_measure(d->first);
		d->width = d->other->width + d->first->width;
		alike_add(d, d->other);
		alike_add(d, d->first);
		break;
	case DOC_WHEN:
		if (d->first != NULL)
			doc_measure(d->first);
		if (d->other != NULL) {
			doc_measure(d->other);
			alike_add(d, d->other);
		}
		/* The layout never looks at the source form. */
		d->width = d->other != NULL ? d->other->width : 0;
		c = d->when == WHEN_ROUNDTRIP ? d->other : d->first;
		d->breaks = c != NULL ? c->breaks : 0;
		break;
	case DOC_FIGURE:
		d->width = 80;
		d->breaks = 10;
		break;
	case DOC_HTML:
		d->width = 80;
		d->breaks = 2;
		break;
	}
	if (d->kin != 0)
		d->alike = d->kin;
}
