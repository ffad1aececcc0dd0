/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The module json: py/json.py, but for reading text without hooks, which is
 * most of what is read and worth being fast. NaN and lone surrogates are
 * Python's. What is wrong with a text is raised by the slow way, which knows
 * how to say it: the fast one only says that it could not.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/lang/mod_std.h"
#include "core/lang/py.inc"

struct reader {
	struct ctx *c;
	const char *s, *end;
	struct value *keys;	/* dict: equal keys are one string */
};

static struct value *read_value(struct reader *);

static void
skip_space(struct reader *r)
{
	while (r->s < r->end && (*r->s == ' ' || *r->s == '\n' ||
	    *r->s == '\t' || *r->s == '\r'))
		r->s++;
}

static bool
accept(struct reader *r, char ch)
{
	skip_space(r);
	if (r->s >= r->end || *r->s != ch)
		return false;
	r->s++;
	return true;
}

static bool
read_hex(struct reader *r, uint32_t *v)
{
	*v = 0;
	if (r->end - r->s < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		char ch = *r->s++, low = (char)(ch | 32);

		if (ch >= '0' && ch <= '9')
			*v = *v * 16 + (uint32_t)(ch - '0');
		else if (low >= 'a' && low <= 'f')
			*v = *v * 16 + (uint32_t)(low - 'a' + 10);
		else
			return false;
	}
	return true;
}

static bool
read_escape(struct reader *r, struct buf *b)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;
	uint32_t v, low;

	if (r->s >= r->end || *r->s == '\0')
		return false;
	at = strchr(from, *r->s++);
	if (at != NULL) {
		buf_char(b, to[at - from]);
		return true;
	}
	if (r->s[-1] != 'u' || !read_hex(r, &v))
		return false;
	if (v >= 0xD800 && v < 0xDC00 && r->end - r->s >= 6 &&
	    r->s[0] == '\\' && r->s[1] == 'u') {
		const char *before = r->s;

		r->s += 2;
		if (!read_hex(r, &low))
			return false;
		if (low >= 0xDC00 && low < 0xE000)
			v = 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00);
		else
			r->s = before;
	}
	buf_utf8(b, v);
	return true;
}

/* After the quote. */
static struct value *
read_string(struct reader *r)
{
	const char *begin = r->s;
	struct buf b = BUF_INIT;
	bool ok = true;

	while (r->s < r->end && *r->s != '"' && *r->s != '\\' &&
	    (unsigned char)*r->s >= 32)
		r->s++;
	if (r->s < r->end && *r->s == '"')
		return str_new_len(r->c, begin, (size_t)(r->s++ - begin));
	buf_add(&b, begin, (size_t)(r->s - begin));
	while (ok && r->s < r->end && *r->s != '"') {
		unsigned char ch = (unsigned char)*r->s++;

		if (ch == '\\')
			ok = read_escape(r, &b);
		else if (ch < 32)
			ok = false;
		else
			buf_char(&b, (char)ch);
	}
	if (!ok || r->s >= r->end) {
		buf_release(&b);
		return NULL;
	}
	r->s++;
	return str_of_buf(r->c, &b);
}

static struct value *
read_number(struct reader *r)
{
	const char *s = r->s, *begin = s;
	bool whole = true;
	uint64_t v = 0;
	char *after;
	double f;

	if (*s == '-')
		s++;
	if (s >= r->end || *s < '0' || *s > '9' ||
	    (*s == '0' && s + 1 < r->end && s[1] >= '0' && s[1] <= '9'))
		return NULL;
	for (; s < r->end && *s >= '0' && *s <= '9'; s++)
		whole = whole && !__builtin_mul_overflow(v, 10u, &v) &&
		    !__builtin_add_overflow(v, (unsigned)(*s - '0'), &v);
	if (!whole || v > INT64_MAX)
		return NULL;	/* the slow way raises */
	if (s + 1 < r->end && *s == '.' && s[1] >= '0' && s[1] <= '9') {
		whole = false;
		for (s++; s < r->end && *s >= '0' && *s <= '9';)
			s++;
	}
	if (s < r->end && (*s == 'e' || *s == 'E')) {
		const char *e = s + 1;

		if (e < r->end && (*e == '+' || *e == '-'))
			e++;
		if (e < r->end && *e >= '0' && *e <= '9') {
			whole = false;
			while (e < r->end && *e >= '0' && *e <= '9')
				e++;
			s = e;
		}
	}
	r->s = s;
	if (whole)
		return value_int(r->c, *begin == '-' ? -(int64_t)v :
		    (int64_t)v);
	f = strtod(begin, &after);
	return after == s ? value_float(r->c, f) : NULL;
}

static struct value *
read_word(struct reader *r)
{
	static const struct {
		const char *text;
		struct value *v;
	} words[] = {
		{ "null", &value_none }, { "true", &value_true },
		{ "false", &value_false },
	};

	for (size_t i = 0; i < nitems(words); i++) {
		size_t n = strlen(words[i].text);

		if ((size_t)(r->end - r->s) >= n &&
		    memcmp(r->s, words[i].text, n) == 0) {
			r->s += n;
			return words[i].v;
		}
	}
	return NULL;
}

static struct value *
read_array(struct reader *r)
{
	struct value *list = list_new(r->c, 0, NULL), *v;

	if (accept(r, ']'))
		return list;
	do {
		size_t mark = scope_mark(&r->c->scope);

		v = ctx_poll(r->c) ? read_value(r) : NULL;
		if (v == NULL || !list_append(r->c, list, v))
			return NULL;
		scope_drop(r->c, mark);
	} while (accept(r, ','));
	return accept(r, ']') ? list : NULL;
}

/* The key that was read before, so that many alike are one. */
static struct value *
read_key(struct reader *r)
{
	struct value *key, *known;

	if (!accept(r, '"'))
		return NULL;
	key = read_string(r);
	if (key == NULL)
		return NULL;
	known = dict_find(r->c, r->keys, key);
	if (known != NULL)
		return known;
	return dict_set(r->c, r->keys, key, key) ? key : NULL;
}

static struct value *
read_object(struct reader *r)
{
	struct value *dict = dict_new(r->c), *key, *v;

	if (accept(r, '}'))
		return dict;
	do {
		size_t mark = scope_mark(&r->c->scope);

		key = ctx_poll(r->c) ? read_key(r) : NULL;
		if (key == NULL || !accept(r, ':'))
			return NULL;
		v = read_value(r);
		if (v == NULL || !dict_set(r->c, dict, key, v))
			return NULL;
		scope_drop(r->c, mark);
	} while (accept(r, ','));
	return accept(r, '}') ? dict : NULL;
}

static struct value *
read_value(struct reader *r)
{
	struct value *v;

	skip_space(r);
	if (r->s >= r->end)
		return NULL;
	switch (*r->s) {
	case '"':
		r->s++;
		return read_string(r);
	case '[':
	case '{':
		if (!ctx_enter(r->c))
			return NULL;
		v = *r->s++ == '[' ? read_array(r) : read_object(r);
		ctx_leave(r->c);
		return v;
	case '-':
	case '0': case '1': case '2': case '3': case '4':
	case '5': case '6': case '7': case '8': case '9':
		return read_number(r);
	default:
		return read_word(r);
	}
}

static const struct param loads_params[] = {
	{ "text", PARAM_STR, NULL, "JSON.", 0 }, { 0 }
};

/* (value,), or None where the text needs the slow way. */
static struct value *
fn_loads(struct ctx *c, struct value *const *args)
{
	struct reader r = { .c = c, .s = str_text(args[0]) };
	struct value *v;

	r.end = r.s + str_bytes(args[0]);
	r.keys = dict_new(c);
	v = read_value(&r);
	skip_space(&r);
	if (err_is_set(c))
		return NULL;
	return v == NULL || r.s != r.end ? &value_none : tuple_new(c, 1, &v);
}

static const struct native functions[] = {
	{ "_loads", loads_params, fn_loads, "Reads the usual JSON.", NULL },
	{ 0 }
};

const struct module_row mod_json = {
	.name = "json", .doc = "JSON.", .functions = functions,
	.source = py_json,
};
