/* SPDX-License-Identifier: Apache-2.0 */
#include "core/look.h"

#include <ctype.h>
#include <string.h>

#include "core/lang/interp.h"
#include "core/lang/module.h"
#include "core/value/class.h"
#include "core/value/native.h"

bool
look_is_word(char ch)
{
	return isalnum((unsigned char)ch) || ch == '_' ||
	    (unsigned char)ch >= 0x80;
}

size_t
look_word(const char *text, size_t len)
{
	while (len > 0 && look_is_word(text[len - 1]))
		len--;
	return len;
}

/* Where the chain that ends at len begins; len itself when there is none. */
static size_t
chain_begin(const char *text, size_t len)
{
	size_t at = len;

	for (;;) {
		size_t word;

		if (at > 0 && text[at - 1] == ']') {
			size_t close = at;

			while (at > 0 && text[at - 1] != '[')
				at--;
			if (at == 0 || close - at > 80)
				return len;
			at--;
			if (at == 0)
				return len;
			if (text[at - 1] == ']')
				continue;
		}
		word = look_word(text, at);
		if (word == at)
			return len;
		at = word;
		if (at == 0 || text[at - 1] != '.')
			return at;
		at--;
	}
}

/* A constant between brackets: an integer or a string without escapes. */
static struct value *
subscript(struct ctx *c, const char *text, size_t len)
{
	int64_t i = 0;
	bool negative = len > 0 && text[0] == '-';

	if (len >= 2 && (text[0] == '"' || text[0] == '\'') &&
	    text[len - 1] == text[0] && memchr(text, '\\', len) == NULL)
		return str_new_len(c, text + 1, len - 2);
	if (len - negative == 0 || len > 12)
		return NULL;
	for (size_t k = negative; k < len; k++) {
		if (!isdigit((unsigned char)text[k]))
			return NULL;
		i = i * 10 + (text[k] - '0');
	}
	return value_int(c, negative ? -i : i);
}

static struct value *
find_name(struct ctx *c, const char *text, size_t len)
{
	const struct atom *name = atom_find(c, text, len);
	struct value *v, *builtins;

	if (name == NULL)
		return NULL;
	v = dict_find_atom(c, interp_globals(c), name);
	if (v != NULL)
		return v;
	builtins = module_import(c, "builtins", 8);
	return builtins == NULL ? NULL : module_find(c, builtins, name);
}

struct value *
look_chain(struct session *s, const char *text, size_t len)
{
	struct ctx *c = &s->ctx;
	size_t at = chain_begin(text, len), word = at;
	struct value *v;

	if (at == len)
		return NULL;
	while (word < len && look_is_word(text[word]))
		word++;
	v = find_name(c, text + at, word - at);
	for (at = word; v != NULL && at < len; at = word) {
		word = at + 1;
		if (text[at] == '.') {
			while (word < len && look_is_word(text[word]))
				word++;
			v = value_find_attr(c, v, atom_len(c, text + at + 1,
			    word - at - 1));
		} else {
			struct value *key;

			while (word < len && text[word] != ']')
				word++;
			key = subscript(c, text + at + 1, word - at - 1);
			v = key == NULL ? NULL : value_get_item(c, v, key);
			word++;
		}
	}
	err_clear(c);
	return v;
}

bool
look_call(const char *text, size_t len, size_t *open)
{
	int depth = 0;

	while (len > 0) {
		char ch = text[--len];

		if (ch == ')' || ch == ']' || ch == '}')
			depth++;
		else if (ch == '[' || ch == '{')
			depth--;
		else if (ch == '(') {
			if (depth == 0) {
				*open = len;
				return len > 0 && (look_is_word(text[len - 1])
				    || text[len - 1] == ']');
			}
			depth--;
		} else if (ch == '\n' && depth == 0)
			return false;
		if (depth < 0)
			return false;
	}
	return false;
}

/*
 * Past the end of the string whose first byte is at `at`, or more than len
 * when it is open. *braces: where an open replacement field of an f-string
 * begins (0: in none).
 */
static size_t
skip_string(const char *text, size_t at, size_t len, size_t quotes, bool f,
    size_t *braces)
{
	char quote = text[at - 1];

	*braces = 0;
	for (; at < len; at++) {
		size_t n = 0;

		if (text[at] == '\\')
			at++;
		else if (text[at] == '\n' && quotes == 1)
			return at;
		else if (f && (text[at] == '{' || text[at] == '}'))
			*braces = text[at] == '{' && *braces != at ?
			    at + 1 : 0;
		while (n < quotes && at + n < len && text[at + n] == quote)
			n++;
		if (n == quotes)
			return at + n;
	}
	return len + 1;
}

/* Is text[at] a quote that opens a string? How many quotes open it? */
static size_t
opens_string(const char *text, size_t at, size_t len)
{
	if (at >= len || (text[at] != '"' && text[at] != '\''))
		return 0;
	return at + 2 < len && text[at + 1] == text[at] &&
	    text[at + 2] == text[at] ? 3 : 1;
}

bool
look_string(const char *text, size_t len, size_t *begin)
{
	for (size_t at = 0; at < len; at++) {
		size_t quotes, braces;
		bool f;

		if (text[at] == '#')
			while (at < len && text[at] != '\n')
				at++;
		quotes = opens_string(text, at, len);
		if (quotes == 0)
			continue;
		f = at > 0 && (text[at - 1] | 32) == 'f';
		*begin = at + quotes;
		at = skip_string(text, *begin, len, quotes, f, &braces) - 1;
		if (at < len)
			continue;
		if (braces == 0)
			return true;
		at = braces - 1;	/* what is in the braces is code */
	}
	return false;
}

const struct closure *
look_closure(struct ctx *c, struct value *v)
{
	struct value *fn = v;

	if (value_is(v, &class_kind))
		fn = class_find(c, (struct class *)v, atom(c, "__init__"));
	else if (value_is(v, &method_kind))
		fn = method_fn(v);
	return fn != NULL && value_is(fn, &closure_kind) ?
	    (const struct closure *)fn : NULL;
}

const struct param *
look_params(struct ctx *c, struct value *fn)
{
	const struct class_row *row;
	const struct native *n;

	(void)c;
	if (value_is(fn, &method_kind))
		fn = method_fn(fn);
	n = native_row_of(fn);
	if (n != NULL)
		return n->params;
	if (!value_is(fn, &class_kind))
		return NULL;
	row = ((struct class *)fn)->row;
	if (row == NULL)
		return NULL;
	return row->new_params != NULL ? row->new_params : row->fields;
}
