/* SPDX-License-Identifier: Apache-2.0 */
/* Filters, tests and functions of chat templates: one row each. */
#include <string.h>

#include "core/load/chat_parts.h"
#include "core/value/repr.h"

/* ---- filters ------------------------------------------------------------ */

static struct value *
filter_string(struct chat *h, struct value *x, const struct args *a UNUSED)
{
	struct buf b = BUF_INIT;

	if (chat_write(h, &b, x))
		return str_of_buf(h->c, &b);
	buf_release(&b);
	return NULL;
}

static struct value *
filter_length(struct chat *h, struct value *x, const struct args *a UNUSED)
{
	int64_t n = 0;

	if (x != CHAT_UNDEFINED && !value_len(h->c, x, &n))
		return NULL;
	return value_int(h->c, n);
}

static struct value *
filter_end(struct chat *h, struct value *x, bool last)
{
	x = x == CHAT_UNDEFINED ? list_new(h->c, 0, NULL) :
	    value_to_list(h->c, x);
	if (x == NULL)
		return NULL;
	return seq_len(x) == 0 ? CHAT_UNDEFINED :
	    seq_item(x, last ? seq_len(x) - 1 : 0);
}

static struct value *
filter_first(struct chat *h, struct value *x, const struct args *a UNUSED)
{
	return filter_end(h, x, false);
}

static struct value *
filter_last(struct chat *h, struct value *x, const struct args *a UNUSED)
{
	return filter_end(h, x, true);
}

static struct value *
filter_join(struct chat *h, struct value *x, const struct args *a)
{
	struct buf b = BUF_INIT;

	x = value_to_list(h->c, x);
	for (size_t i = 0; x != NULL && i < seq_len(x); i++)
		if ((i > 0 && a->npos > 0 && !chat_write(h, &b, a->v[0])) ||
		    !chat_write(h, &b, seq_item(x, i)))
			x = NULL;
	if (x != NULL)
		return str_of_buf(h->c, &b);
	buf_release(&b);
	return NULL;
}

static struct value *
filter_default(struct chat *h, struct value *x, const struct args *a)
{
	struct value *other = a->npos > 0 ? a->v[0] : str_new(h->c, "");
	bool yes = true;

	if (a->npos + a->nkw > 1 && !chat_truth(h, x, &yes))
		return NULL;
	return x == CHAT_UNDEFINED || !yes ? other : x;
}

static struct value *
filter_list(struct chat *h, struct value *x, const struct args *a UNUSED)
{
	return value_to_list(h->c, x);
}

static struct value *
filter_items(struct chat *h, struct value *x, const struct args *a UNUSED)
{
	return value_call_method(h->c, x, "items", 0, NULL);
}

static bool json_write(struct chat *, struct buf *, struct value *, int);

static bool
json_items(struct chat *h, struct buf *b, struct value *x, int depth)
{
	struct value *key, *v;
	size_t at = 0, n = 0;

	if (value_is(x, &dict_kind)) {
		buf_char(b, '{');
		while (dict_next(x, &at, &key, &v)) {
			if (n++ > 0)
				buf_str(b, ", ");
			if (!json_write(h, b, key, depth + 1))
				return false;
			buf_str(b, ": ");
			if (!json_write(h, b, v, depth + 1))
				return false;
		}
		buf_char(b, '}');
		return true;
	}
	buf_char(b, '[');
	for (size_t i = 0; i < seq_len(x); i++) {
		if (i > 0)
			buf_str(b, ", ");
		if (!json_write(h, b, seq_item(x, i), depth + 1))
			return false;
	}
	buf_char(b, ']');
	return true;
}

static void
json_text_write(struct buf *b, const char *s, size_t len)
{
	buf_char(b, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char ch = (unsigned char)s[i];

		if (ch == '"' || ch == '\\')
			buf_printf(b, "\\%c", ch);
		else if (ch == '\n')
			buf_str(b, "\\n");
		else if (ch == '\t')
			buf_str(b, "\\t");
		else if (ch == '\r')
			buf_str(b, "\\r");
		else if (ch < 0x20)
			buf_printf(b, "\\u%04x", ch);
		else
			buf_char(b, (char)ch);
	}
	buf_char(b, '"');
}

static bool
json_write(struct chat *h, struct buf *b, struct value *x, int depth)
{
	if (depth > 100) {
		chat_bad(h, "tojson: nested too deeply", "");
		return false;
	}
	if (value_is(x, &dict_kind) || value_is_seq(x))
		return json_items(h, b, x, depth);
	if (value_is(x, &str_kind))
		json_text_write(b, str_text(x), str_bytes(x));
	else if (x == &value_true || x == &value_false)
		buf_str(b, x == &value_true ? "true" : "false");
	else if (x == &value_none || x == CHAT_UNDEFINED)
		buf_str(b, "null");
	else
		return value_repr(h->c, b, x);
	return true;
}

static struct value *
filter_json(struct chat *h, struct value *x, const struct args *a)
{
	struct buf b = BUF_INIT;

	if (a->npos + a->nkw > 0)
		return chat_bad(h, "tojson with arguments is not supported",
		    "");
	if (json_write(h, &b, x, 0))
		return str_of_buf(h->c, &b);
	buf_release(&b);
	return NULL;
}

static const struct {
	const char *name;
	struct value *(*run)(struct chat *, struct value *,
	    const struct args *);
	const char *method;	/* of str, instead of run */
} filters[] = {
	{ "string", filter_string, NULL }, { "length", filter_length, NULL },
	{ "count", filter_length, NULL }, { "first", filter_first, NULL },
	{ "last", filter_last, NULL }, { "join", filter_join, NULL },
	{ "default", filter_default, NULL }, { "d", filter_default, NULL },
	{ "list", filter_list, NULL }, { "items", filter_items, NULL },
	{ "tojson", filter_json, NULL }, { "safe", filter_string, NULL },
	{ "trim", NULL, "strip" }, { "upper", NULL, "upper" },
	{ "lower", NULL, "lower" }, { "title", NULL, "title" },
	{ "capitalize", NULL, "capitalize" }, { "replace", NULL, "replace" },
};

struct value *
chat_filter(struct chat *h, const struct atom *name, struct value *x,
    const struct args *a)
{
	for (size_t i = 0; i < nitems(filters); i++) {
		if (strcmp(filters[i].name, name->text) != 0)
			continue;
		if (filters[i].run != NULL)
			return filters[i].run(h, x, a);
		x = filter_string(h, x, a);
		return x == NULL ? NULL : value_call_method(h->c, x,
		    filters[i].method, a->npos, a->v);
	}
	return chat_bad(h, "there is no filter", name->text);
}

/* ---- tests -------------------------------------------------------------- */

static bool
is_defined(struct value *x)
{
	return x != CHAT_UNDEFINED;
}

static bool
is_undefined(struct value *x)
{
	return x == CHAT_UNDEFINED;
}

static bool
is_none(struct value *x)
{
	return x == &value_none;
}

static bool
is_string(struct value *x)
{
	return value_is(x, &str_kind);
}

static bool
is_mapping(struct value *x)
{
	return value_is(x, &dict_kind);
}

static bool
is_sequence(struct value *x)
{
	return value_is_seq(x) || is_string(x) || is_mapping(x);
}

static bool
is_boolean(struct value *x)
{
	return x == &value_true || x == &value_false;
}

static bool
is_true(struct value *x)
{
	return x == &value_true;
}

static bool
is_false(struct value *x)
{
	return x == &value_false;
}

static bool
is_number(struct value *x)
{
	return value_is_int(x) || value_is(x, &float_kind);
}

static bool
is_integer(struct value *x)
{
	return value_is_int(x) && !is_boolean(x);
}

static const struct { const char *name; bool (*run)(struct value *); }
    tests[] = {
	{ "defined", is_defined }, { "undefined", is_undefined },
	{ "none", is_none }, { "string", is_string },
	{ "mapping", is_mapping }, { "sequence", is_sequence },
	{ "iterable", is_sequence }, { "boolean", is_boolean },
	{ "true", is_true }, { "false", is_false }, { "number", is_number },
	{ "integer", is_integer },
};

bool
chat_test(struct chat *h, const struct atom *name, struct value *x,
    bool *yes)
{
	for (size_t i = 0; i < nitems(tests); i++) {
		if (strcmp(tests[i].name, name->text) == 0) {
			*yes = tests[i].run(x);
			return true;
		}
	}
	chat_bad(h, "there is no test", name->text);
	return false;
}

/* ---- functions ---------------------------------------------------------- */

static struct value *
global_raise(struct chat *h, const struct args *a)
{
	struct value *text = a->npos > 0 ? filter_string(h, a->v[0], a) :
	    NULL;

	return err_raise(h->c, ERR_VALUE, "%s", text == NULL ? "" :
	    str_text(text));
}

static struct value *
global_dict(struct chat *h, const struct args *a)
{
	struct value *d = dict_new(h->c);

	for (size_t i = 0; i < a->nkw; i++)
		if (!dict_set_atom(h->c, d, a->kw[i], a->v[a->npos + i]))
			return NULL;
	return d;
}

static struct value *
global_range(struct chat *h, const struct args *a)
{
	int64_t n[3] = { 0, 0, 1 };

	if (a->npos < 1 || a->npos > 3)
		return chat_bad(h, "range takes one to three numbers", "");
	for (size_t i = 0; i < a->npos; i++)
		if (!value_to_int(h->c, a->v[i], "range", &n[i]))
			return NULL;
	return a->npos == 1 ? range_new(h->c, 0, n[0], 1) :
	    range_new(h->c, n[0], n[1], n[2]);
}

static const struct {
	const char *name;
	struct value *(*run)(struct chat *, const struct args *);
} globals[] = {
	{ "raise_exception", global_raise }, { "namespace", global_dict },
	{ "dict", global_dict }, { "range", global_range },
};

bool
chat_is_global(const struct atom *name)
{
	for (size_t i = 0; i < nitems(globals); i++)
		if (strcmp(globals[i].name, name->text) == 0)
			return true;
	return false;
}

struct value *
chat_global(struct chat *h, const struct atom *name, const struct args *a)
{
	for (size_t i = 0; i < nitems(globals); i++)
		if (strcmp(globals[i].name, name->text) == 0)
			return globals[i].run(h, a);
	return NULL;
}
