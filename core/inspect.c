/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documentation at a cursor, from the descriptors that run and from live
 * values.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/lang/unit.h"
#include "core/look.h"
#include "core/value/array.h"
#include "core/value/class.h"
#include "core/value/native.h"

static void
heading(struct buf *b, const char *name)
{
	buf_printf(b, "\033[1;31m%s:\033[0m ", name);
}

/* One line a parameter: name, default, doc. */
static void
write_params(struct buf *b, const struct param *p)
{
	for (; p != NULL && p->name != NULL; p++) {
		if (p->flags & PARAM_HIDDEN || *p->doc == '\0')
			continue;
		buf_printf(b, "  %s", p->name);
		if (p->dflt != NULL)
			buf_printf(b, "=%s", p->dflt);
		buf_printf(b, ": %s\n", p->doc);
	}
}

static const char *
doc_of(struct ctx *c, struct value *v)
{
	struct value *doc = value_find_attr(c, v, atom(c, "__doc__"));

	err_clear(c);
	return doc != NULL && value_is(doc, &str_kind) ? str_text(doc) : NULL;
}

static void
write_signature(struct ctx *c, struct buf *b, struct value *v)
{
	const struct param *rows = look_params(c, v);
	struct value *text;

	if (rows != NULL) {
		heading(b, "Signature");
		text = value_find_attr(c, v, atom(c, "__name__"));
		if (text != NULL && value_is(text, &str_kind))
			buf_str(b, str_text(text));
		param_signature(b, rows);
		buf_char(b, '\n');
	}
	err_clear(c);
}

static void
write_value(struct ctx *c, struct buf *b, struct value *v)
{
	struct tensor *t = value_find_tensor(v);
	struct buf text = BUF_INIT;

	heading(b, "Type");
	buf_printf(b, "%s\n", value_type_name(c, v));
	if (t != NULL) {
		heading(b, "Array");
		tensor_describe(b, t);
		buf_char(b, '\n');
	} else if (!value_is(v, &class_kind) && !value_is_callable(c, v)) {
		if (value_repr(c, &text, v)) {
			heading(b, "String form");
			if (text.len > 300) {
				buf_truncate(&text, utf8_offset(text.data,
				    text.len, 300));
				buf_str(&text, "...");
			}
			buf_printf(b, "%s\n", text.data);
		}
		err_clear(c);
	}
	buf_release(&text);
}

static void
write_source(struct ctx *c, struct buf *b, struct value *v)
{
	struct value *text = value_find_attr(c, v, atom(c, "__source__"));

	err_clear(c);
	if (text == NULL || !value_is(text, &str_kind))
		return;
	heading(b, "Source");
	buf_printf(b, "\n%s\n", str_text(text));
}

char *
session_inspect(struct session *s, const char *source, size_t len,
    size_t cursor, int detail)
{
	struct ctx *c = &s->ctx;
	size_t mark = scope_mark(&c->scope);
	size_t end = utf8_offset(source, len, cursor), open;
	struct buf b = BUF_INIT;
	const char *doc;
	struct value *v;

	/* The whole word, also when the cursor is inside it. */
	while (end < len && look_is_word(source[end]))
		end++;
	v = look_chain(s, source, end);
	if (v == NULL && look_call(source, utf8_offset(source, len, cursor),
	    &open))
		v = look_chain(s, source, open);
	if (v == NULL) {
		scope_drop(c, mark);
		return NULL;
	}
	write_signature(c, &b, v);
	write_value(c, &b, v);
	doc = doc_of(c, v);
	if (doc != NULL) {
		heading(&b, "Docstring");
		buf_printf(&b, "\n%s\n", doc);
	}
	write_params(&b, look_params(c, v));
	if (detail > 0)
		write_source(c, &b, v);
	err_clear(c);
	scope_drop(c, mark);
	return buf_steal(&b);
}

/* ---- name? ------------------------------------------------------------------ */

static const struct param help_params[] = {
	{ "name", PARAM_STR, NULL, "", 0 },
	{ "detail", PARAM_INT, "1", "", 0 }, { 0 }
};

/* The pager shows what inspection finds. */
static struct value *
fn_help(struct ctx *c, struct value *const *args)
{
	struct session *s = container_of(c, struct session, ctx);
	const char *name = str_text(args[0]);
	char *text = session_inspect(s, name, str_bytes(args[0]),
	    str_len(args[0]), value_as_int(args[1]) > 1);
	struct mime mime = { .type = "text/plain" };

	if (text == NULL)
		return err_raise(c, ERR_NAME, "Object `%s` not found.", name);
	mime.data = text;
	mime.len = strlen(text);
	if (s->sink.page != NULL)
		s->sink.page(s->sink.data, s->request, &mime, 1);
	free(text);
	return &value_none;
}

const struct native session_help = {
	MAGIC_HELP, help_params, fn_help, "name?", NULL
};
