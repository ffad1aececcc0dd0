/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Default values of parameter rows: literals as source text. They are parsed
 * once for each text; lists and dicts are made anew, for they can change.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/number.h"
#include "core/value/param.h"
#include "core/value/runtime.h"

#define MAX_DEPTH 16

struct reader {
	struct ctx *c;
	const char *s;
	int depth;
};

static struct value *read_value(struct reader *);

static void
skip_space(struct reader *r)
{
	while (isspace((unsigned char)*r->s))
		r->s++;
}

static struct value *
read_text(struct reader *r)
{
	char quote = *r->s++;
	struct buf b = BUF_INIT;

	while (*r->s != '\0' && *r->s != quote) {
		if (*r->s == '\\' && r->s[1] != '\0') {
			r->s++;
			buf_char(&b, *r->s == 'n' ? '\n' :
			    *r->s == 't' ? '\t' : *r->s);
		} else
			buf_char(&b, *r->s);
		r->s++;
	}
	if (*r->s == quote)
		r->s++;
	return str_of_buf(r->c, &b);
}

/* b'...': escapes are \\xNN, \\n, \\t and what stands for itself. */
static struct value *
read_bytes(struct reader *r)
{
	struct buf b = BUF_INIT;
	struct value *v;
	char hex[3] = { 0 };
	char quote;

	r->s++;
	for (quote = *r->s++; *r->s != '\0' && *r->s != quote; r->s++) {
		if (r->s[0] == '\\' && r->s[1] == 'x' && r->s[2] != '\0' &&
		    r->s[3] != '\0') {
			memcpy(hex, r->s + 2, 2);
			buf_char(&b, (char)strtol(hex, NULL, 16));
			r->s += 3;
		} else if (r->s[0] == '\\' && r->s[1] != '\0') {
			r->s++;
			buf_char(&b, *r->s == 'n' ? '\n' : *r->s == 'r' ?
			    '\r' : *r->s == 't' ? '\t' : *r->s);
		} else
			buf_char(&b, *r->s);
	}
	if (*r->s == quote)
		r->s++;
	v = bytes_new(r->c, b.data, b.len);
	buf_release(&b);
	return v;
}

static struct value *
read_number(struct reader *r)
{
	const char *end = r->s;
	bool is_float = false;

	if (*end == '-' || *end == '+')
		end++;
	if (strncmp(end, "inf", 3) == 0 || strncmp(end, "nan", 3) == 0) {
		end += 3;
		is_float = true;
	}
	while (isalnum((unsigned char)*end) || *end == '.' ||
	    ((*end == '-' || *end == '+') && (end[-1] | 32) == 'e')) {
		is_float |= *end == '.' || *end == 'e' || *end == 'E';
		end++;
	}
	if (end == r->s)
		BUG("default value is not a literal");
	struct value *v = is_float ?
	    float_parse(r->c, r->s, (size_t)(end - r->s)) :
	    int_parse(r->c, r->s, (size_t)(end - r->s), 0);

	r->s = end;
	return v;
}

static struct value *
read_dict(struct reader *r)
{
	struct value *d = dict_new(r->c), *key;

	for (r->s++, skip_space(r); *r->s != '}' && *r->s != '\0';
	    skip_space(r)) {
		key = read_value(r);
		skip_space(r);
		if (*r->s == ':')
			r->s++;
		if (!dict_set(r->c, d, key, read_value(r)))
			return NULL;
		skip_space(r);
		if (*r->s == ',')
			r->s++;
	}
	if (*r->s == '}')
		r->s++;
	return d;
}

static struct value *
read_sequence(struct reader *r)
{
	char close = *r->s == '(' ? ')' : ']';
	struct value *list = list_new(r->c, 0, NULL), *v;
	bool comma = false;

	for (r->s++, skip_space(r); *r->s != close && *r->s != '\0';
	    skip_space(r)) {
		v = read_value(r);
		if (!list_append(r->c, list, v))
			return NULL;
		skip_space(r);
		if (*r->s == ',') {
			comma = true;
			r->s++;
		}
	}
	if (*r->s == close)
		r->s++;
	if (close == ']')
		return list;
	if (seq_len(list) == 1 && !comma)
		return seq_item(list, 0);
	return tuple_new(r->c, seq_len(list), seq_items(list));
}

static struct value *
read_value(struct reader *r)
{
	static const struct {
		const char *name;
		struct value *v;
	} words[] = {
		{ "None", &value_none }, { "True", &value_true },
		{ "False", &value_false }, { "...", &value_ellipsis },
	};
	struct value *v;

	skip_space(r);
	for (size_t i = 0; i < nitems(words); i++) {
		size_t n = strlen(words[i].name);

		if (strncmp(r->s, words[i].name, n) == 0) {
			r->s += n;
			return words[i].v;
		}
	}
	if (*r->s == 'b' && (r->s[1] == '\'' || r->s[1] == '"'))
		return read_bytes(r);
	if (*r->s == '\'' || *r->s == '"')
		return read_text(r);
	if (*r->s != '(' && *r->s != '[' && *r->s != '{')
		return read_number(r);
	if (++r->depth > MAX_DEPTH)
		BUG("default value too deep");
	v = *r->s == '{' ? read_dict(r) : read_sequence(r);
	r->depth--;
	return v;
}

struct value *
param_literal(struct ctx *c, const char *text)
{
	struct ptr_map *literals = &c->values->literals;
	struct reader r = { c, text, 0 };
	struct value *v;

	if (*text == '[' || *text == '{')
		return read_value(&r);
	v = ptr_map_find(literals, text);
	if (v != NULL)
		return v;
	v = read_value(&r);
	if (v != NULL)
		ptr_map_add(literals, text, value_ref(v));
	return v;
}
