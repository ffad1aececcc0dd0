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
#include "core/lang/module.h"
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
		if (p->flags & PARAM_HIDDEN || p->doc == NULL ||
		    *p->doc == '\0')
			continue;
		buf_printf(b, "  %s", p->name);
		if (p->dflt != NULL)
			buf_printf(b, "=%s", p->dflt);
		buf_printf(b, ": %s\n", p->doc);
	}
}

static const char *
text_of(struct ctx *c, struct value *v, const char *attr)
{
	struct value *text = value_find_attr(c, v, atom(c, attr));

	err_clear(c);
	return text != NULL && value_is(text, &str_kind) ? str_text(text) :
	    NULL;
}

/* A signature, when bound without its first parameter: that is given. */
static void
write_bound(struct buf *b, const char *sig, bool bound)
{
	size_t skip = 0;

	if (bound && sig[1] != '*') {
		skip = strcspn(sig + 1, ",)");
		skip += strncmp(sig + 1 + skip, ", ", 2) == 0 ? 2 : 0;
	}
	buf_printf(b, "(%s", sig + 1 + skip);
}

/* "f(x, *, y=2)"; false: it is not known how v is called. */
static bool
write_call(struct ctx *c, struct buf *b, struct value *v)
{
	const struct param *rows = look_params(c, v);
	const struct closure *fn = look_closure(c, v);
	const char *name = text_of(c, v, "__name__");
	struct buf sig = BUF_INIT;

	if (rows == NULL && fn == NULL)
		return false;
	buf_str(b, name != NULL ? name : "");
	if (fn != NULL)
		closure_signature(c, &sig, fn);
	else
		param_signature(&sig, rows);
	write_bound(b, sig.data, value_is(v, &method_kind) ||
	    (fn != NULL && value_is(v, &class_kind)));
	buf_release(&sig);
	return true;
}

static void
write_signature(struct ctx *c, struct buf *b, struct value *v)
{
	struct buf call = BUF_INIT;

	if (write_call(c, &call, v)) {
		heading(b, "Signature");
		buf_printf(b, "%s\n", call.data);
	}
	buf_release(&call);
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
	doc = text_of(c, v, "__doc__");
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

/* ---- help(x) ---------------------------------------------------------------- */

static const struct param help_call_params[] = {
	{ "object", PARAM_ANY, "None", "Or a name, as a string.",
	    PARAM_POSITIONAL }, { 0 }
};

/* The name of a module or of what is called; other values have none. */
static const char *
name_of(struct ctx *c, struct value *v)
{
	return value_is(v, &module_kind) || value_is_callable(c, v) ?
	    text_of(c, v, "__name__") : NULL;
}

/* "function f in module m", "module m", "Linear object" */
static void
write_title(struct ctx *c, struct buf *b, struct value *v)
{
	const char *name = name_of(c, v);
	const char *module = text_of(c, v, "__module__");

	if (name == NULL) {
		buf_printf(b, "%s object", value_type_name(c, v));
		return;
	}
	if (value_is(v, &module_kind)) {
		buf_printf(b, "module %s", name);
		return;
	}
	buf_printf(b, "%s %s", value_is(v, &class_kind) ? "class" :
	    value_is(v, &closure_kind) ? "function" :
	    value_is(v, &method_kind) ? "method" : "built-in function", name);
	if (module != NULL)
		buf_printf(b, " in module %s", module);
}

/* How far the lines after the first are all in: as the code around is. */
static size_t
indent_of(const char *text)
{
	size_t least = SIZE_MAX;

	while (*(text += strcspn(text, "\n")) != '\0') {
		size_t in = strspn(++text, " ");

		if (in < least && text[in] != '\n' && text[in] != '\0')
			least = in;
	}
	return least == SIZE_MAX ? 0 : least;
}

/* Each line of some text four spaces in. */
static void
write_indented(struct buf *b, const char *text)
{
	size_t cut = indent_of(text);

	for (bool first = true; text[strspn(text, " \n")] != '\0';
	    first = false) {
		size_t len = strcspn(text, "\n");
		size_t in = strspn(text, " ");

		if (in < len)
			buf_printf(b, "    %.*s", (int)(len - (first ? 0 :
			    cut)), text + (first ? 0 : cut));
		buf_char(b, '\n');
		text += len + (text[len] == '\n');
	}
}

/* A value that has no name is what its class says. */
static void
write_help(struct ctx *c, struct buf *b, struct value *v)
{
	const char *doc = text_of(c, v, "__doc__");
	struct buf rows = BUF_INIT;

	buf_str(b, "Help on ");
	write_title(c, b, v);
	buf_str(b, ":\n\n");
	if (name_of(c, v) == NULL)
		v = &value_class(c, v)->hdr;
	if (write_call(c, b, v))
		buf_char(b, '\n');
	if (doc != NULL)
		write_indented(b, doc);
	buf_char(&rows, '\n');
	write_params(&rows, look_params(c, v));
	write_indented(b, rows.data);
	buf_release(&rows);
}

static struct value *
fn_help_call(struct ctx *c, struct value *const *args)
{
	struct session *s = container_of(c, struct session, ctx);
	struct value *v = args[0], *text;
	struct buf b = BUF_INIT;

	if (value_is(v, &str_kind))
		v = look_chain(s, str_text(args[0]), str_bytes(args[0]));
	err_clear(c);
	if (v == NULL)
		buf_printf(&b, "No documentation found for '%s'.",
		    str_text(args[0]));
	else if (v == &value_none)
		buf_str(&b, "help(x) tells about x, and so does x?");
	else
		write_help(c, &b, v);
	text = str_of_buf(c, &b);
	/* By print, for it knows what sys.stdout is. */
	return value_call_n(c, module_find(c, module_import(c, "builtins", 8),
	    atom(c, "print")), 1, &text);
}

const struct native session_help_call = {
	"help", help_call_params, fn_help_call,
	"Prints the name, the signature and the documentation of something.",
	NULL
};
