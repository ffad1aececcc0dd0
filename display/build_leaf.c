/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers, text, functions, classes, modules: what stands on one line. */
#include <string.h>

#include "core/base/utf8.h"
#include "core/lang/module.h"
#include "core/value/array.h"
#include "core/value/native.h"
#include "core/value/repr.h"
#include "display/build.h"

enum {
	STR_MAX = 10000,	/* bytes of a string that are shown */
	STR_LINES = 200,
	REPR_MAX = 4000
};

static struct doc *
leaf(struct build *b, enum doc_style style, struct value *v)
{
	struct buf s = BUF_INIT;
	struct doc *d;
	bool ok = build_repr(b, &s, v);

	d = doc_text_len(b->arena, ok ? style : STYLE_ERROR, s.data, s.len);
	buf_release(&s);
	return d;
}

struct doc *
build_number(struct build *b, struct value *v)
{
	return leaf(b, STYLE_NUMBER, v);
}

struct doc *
build_keyword(struct build *b, struct value *v)
{
	return leaf(b, STYLE_KEYWORD, v);
}

static size_t
whole_chars(const char *s, size_t len, size_t max)
{
	return len <= max ? len : utf8_floor(s, max);
}

static struct doc *
quoted(struct build *b, const char *s, size_t len)
{
	struct buf q = BUF_INIT;
	struct doc *d;

	repr_text(&q, s, len);
	d = doc_text_len(b->arena, STYLE_STRING, q.data, q.len);
	buf_release(&q);
	return d;
}

/* Text of several lines: a literal a line when it is open. */
static struct doc *
build_lines(struct build *b, const char *s, size_t len, struct doc *one)
{
	struct doc *items = doc_items(b->arena, false), *fold;
	const char *end = s + len, *nl;
	int n;

	for (n = 0; s < end && n < STR_LINES; n++, s = nl) {
		nl = memchr(s, '\n', (size_t)(end - s));
		nl = nl != NULL ? nl + 1 : end;
		doc_add(items, quoted(b, s, (size_t)(nl - s)));
	}
	if (s < end)
		doc_add(items, doc_printf(b->arena, STYLE_CUT,
		    "… %zu more bytes", (size_t)(end - s)));
	fold = doc_fold(b->arena, doc_text(b->arena, STYLE_PLAIN, ""),
	    doc_when(b->arena, WHEN_OPEN, items, one));
	return fold;
}

struct doc *
build_str(struct build *b, struct value *v)
{
	const char *s = str_text(v);
	size_t len = str_bytes(v), keep = whole_chars(s, len, STR_MAX);
	const char *nl = memchr(s, '\n', keep);
	struct doc *d = quoted(b, s, keep);

	if (keep < len)
		d = doc_seq(b->arena, d, doc_printf(b->arena, STYLE_CUT,
		    "… %zu more bytes", len - keep), DOC_END);
	return nl != NULL && nl + 1 < s + keep ? build_lines(b, s, keep, d) :
	    d;
}

struct doc *
build_bytes(struct build *b, struct value *v)
{
	struct buf q = BUF_INIT;
	size_t len;
	const unsigned char *s = bytes_data(v, &len);
	size_t keep = len > STR_MAX / 4 ? STR_MAX / 4 : len;
	struct doc *d;

	repr_bytes(&q, s, keep);
	d = doc_text_len(b->arena, STYLE_STRING, q.data, q.len);
	if (keep < len)
		d = doc_seq(b->arena, d, doc_printf(b->arena, STYLE_CUT,
		    "… %zu more bytes", len - keep), DOC_END);
	buf_release(&q);
	return d;
}

/* A value by its repr, on one line when it is closed. */
struct doc *
build_dtype(struct build *b, struct value *v)
{
	struct buf s = BUF_INIT;
	bool ok = build_repr(b, &s, v);
	enum doc_style style = ok ? STYLE_ABBREV : STYLE_ERROR;
	size_t keep = whole_chars(s.data, s.len, REPR_MAX), i;
	struct doc *d, *lines;

	const char *whole = arena_memdup0(b->arena, s.data, keep);

	if (strchr(whole, '\n') == NULL) {
		d = doc_text_len(b->arena, style, s.data, keep);
	} else {
		lines = doc_lines(b->arena, style, s.data, keep, true);
		for (i = 0; i < keep; i++)
			if (s.data[i] == '\n')
				s.data[i] = ' ';
		d = doc_fold(b->arena, doc_text(b->arena, STYLE_PLAIN, ""),
		    doc_when(b->arena, WHEN_OPEN, lines,
		    doc_text_len(b->arena, style, s.data, keep)));
	}
	if (strchr(whole, '\n') != NULL)
		d->repr = whole;
	if (keep < s.len)
		doc_note(b->arena, d, doc_printf(b->arena, STYLE_CUT,
		    " # … %zu more bytes", s.len - keep));
	buf_release(&s);
	return d;
}

/* ---- what has a name ----------------------------------------------------------- */

static struct doc *
dotted_name(struct build *b, const char *module, const char *name)
{
	struct arena *a = b->arena;

	if (module == NULL || strcmp(module, "builtins") == 0 ||
	    strcmp(module, "__main__") == 0)
		return doc_text(a, STYLE_PLAIN, name);
	return doc_seq(a, doc_printf(a, STYLE_PREFIX, "%s.", module),
	    doc_text(a, STYLE_PLAIN, name), DOC_END);
}

/* The public name of a type, where it differs from the module that has it. */
static const char *
public_module(const char *module)
{
	static const struct { const char *inside, *outside; } row[] = {
		{ "penzai.nn.", "penzai.pz.nn" },
		{ "penzai.core.variables", "penzai.pz" },
		{ "penzai.core.named_axes", "penzai.pz.nx" },
		{ "penzai.core.", "penzai.pz" },
	};
	size_t i;

	for (i = 0; module != NULL && i < nitems(row); i++)
		if (strncmp(module, row[i].inside, strlen(row[i].inside)) ==
		    0)
			return row[i].outside;
	return module;
}

struct doc *
build_type_label(struct build *b, const struct class *cls, const char *open)
{
	struct arena *a = b->arena;
	const char *module = cls->module != NULL ? cls->module->text : NULL;
	struct doc *prefix = NULL;

	module = public_module(module);
	if (module != NULL && strcmp(module, "builtins") != 0 &&
	    strcmp(module, "__main__") != 0)
		prefix = doc_when(a, WHEN_ROUNDTRIP,
		    doc_printf(a, STYLE_PREFIX, "%s.", module), NULL);
	return doc_seq(a, prefix, doc_printf(a, STYLE_TYPE, "%s%s",
	    cls->qualname->text, open), DOC_END);
}

struct doc *
build_class(struct build *b, struct value *v)
{
	const struct class *cls = (const struct class *)v;
	const char *module = cls->module != NULL ? cls->module->text : NULL;

	return dotted_name(b, public_module(module), cls->qualname->text);
}

struct doc *
build_module(struct build *b, struct value *v)
{
	return leaf(b, STYLE_ABBREV, v);
}

/* The module that a built-in function can be imported from. */
static const char *
home_of(const struct native *row)
{
	const struct module_row *const *m;
	const struct native *f;

	for (m = core_modules; *m != NULL; m++)
		for (f = (*m)->functions; f != NULL && f->name != NULL; f++)
			if (f == row)
				return (*m)->name;
	return NULL;
}

struct doc *
build_function(struct build *b, struct value *v)
{
	const struct native *row = native_row_of(v);
	const char *home = row != NULL && native_owner(v) == NULL ?
	    home_of(row) : NULL;

	if (home != NULL)
		return dotted_name(b, home, row->name);
	return build_dtype(b, v);
}
