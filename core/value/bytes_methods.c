/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of bytes. */
#define _GNU_SOURCE	/* memmem */
#include <ctype.h>
#include <string.h>

#include "core/value/seq.h"
#include "core/value/str.h"
#include "core/value/str_methods.h"

struct part {
	const unsigned char *p;
	size_t n;
};

static bool
part_of(struct ctx *c, struct value *v, struct part *out)
{
	if (value_is(value_unwrap(v), &bytes_kind)) {
		out->p = bytes_data(v, &out->n);
		return true;
	}
	err_raise(c, ERR_TYPE, "a bytes-like object is required, not '%s'",
	    value_type_name(c, v));
	return false;
}

static struct value *
decode(struct ctx *c, struct value *const *args)
{
	return bytes_decode(c, args[0], args[1], args[2]);
}

static struct value *
hex(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;
	struct part s;

	if (!part_of(c, args[0], &s))
		return NULL;
	for (size_t i = 0; i < s.n; i++) {
		if (i > 0 && args[1] != &value_none && value_is_str(args[1]))
			buf_str(&b, str_text(args[1]));
		buf_printf(&b, "%02x", s.p[i]);
	}
	return str_of_buf(c, &b);
}

static int
hex_digit(int ch)
{
	return isdigit(ch) ? ch - '0' : isxdigit(ch) ? tolower(ch) - 'a' + 10
	    : -1;
}

static struct value *
fromhex(struct ctx *c, struct value *const *args)
{
	const char *s = value_to_text(c, args[1], "fromhex() argument");
	struct buf b = BUF_INIT;
	struct value *r;

	for (size_t i = 0; s != NULL && s[i] != '\0';) {
		int high, low;

		if (isspace((unsigned char)s[i])) {
			i++;
			continue;
		}
		high = hex_digit((unsigned char)s[i]);
		low = high < 0 ? -1 : hex_digit((unsigned char)s[i + 1]);
		if (low < 0) {
			err_raise(c, ERR_VALUE, "non-hexadecimal number found "
			    "in fromhex() arg at position %zu",
			    high < 0 ? i : i + 1);
			break;
		}
		buf_char(&b, (char)(high << 4 | low));
		i += 2;
	}
	r = err_is_set(c) ? NULL : bytes_new(c, b.data, b.len);
	buf_release(&b);
	return r;
}

static bool
has_affix(struct ctx *c, struct part s, struct value *v, bool at_end,
    bool *out)
{
	struct part w;

	*out = false;
	if (value_is_tuple(v)) {
		for (size_t i = 0; i < seq_len(v) && !*out; i++)
			if (!has_affix(c, s, seq_item(v, i), at_end, out))
				return false;
		return true;
	}
	if (!part_of(c, v, &w))
		return false;
	*out = w.n <= s.n && memcmp(at_end ? s.p + s.n - w.n : s.p, w.p,
	    w.n) == 0;
	return true;
}

static struct value *
startswith(struct ctx *c, struct value *const *args)
{
	struct part s;
	bool r;

	return part_of(c, args[0], &s) &&
	    has_affix(c, s, args[1], false, &r) ? value_bool(r) : NULL;
}

static struct value *
endswith(struct ctx *c, struct value *const *args)
{
	struct part s;
	bool r;

	return part_of(c, args[0], &s) &&
	    has_affix(c, s, args[1], true, &r) ? value_bool(r) : NULL;
}

static struct value *
replace(struct ctx *c, struct value *const *args)
{
	struct part s, old, with;
	const unsigned char *at, *end, *next;
	struct buf b = BUF_INIT;
	struct value *r;

	if (!part_of(c, args[0], &s) || !part_of(c, args[1], &old) ||
	    !part_of(c, args[2], &with))
		return NULL;
	if (old.n == 0)
		return err_raise(c, ERR_VALUE,
		    "replacing empty bytes is not supported");
	at = s.p;
	end = s.p + s.n;
	while ((next = memmem(at, (size_t)(end - at), old.p, old.n)) !=
	    NULL) {
		buf_add(&b, at, (size_t)(next - at));
		buf_add(&b, with.p, with.n);
		at = next + old.n;
	}
	buf_add(&b, at, (size_t)(end - at));
	r = bytes_new(c, b.data, b.len);
	buf_release(&b);
	return r;
}

static struct value *
join(struct ctx *c, struct value *const *args)
{
	struct value *list = value_to_list(c, args[1]), *r;
	struct buf b = BUF_INIT;
	struct part sep, s;

	if (list == NULL || !part_of(c, args[0], &sep))
		return NULL;
	for (size_t i = 0; i < seq_len(list); i++) {
		if (!value_is(value_unwrap(seq_item(list, i)),
		    &bytes_kind)) {
			err_raise(c, ERR_TYPE, "sequence item %zu: expected "
			    "a bytes-like object, %s found", i,
			    value_type_name(c, seq_item(list, i)));
			break;
		}
		part_of(c, seq_item(list, i), &s);
		if (i > 0)
			buf_add(&b, sep.p, sep.n);
		buf_add(&b, s.p, s.n);
	}
	r = err_is_set(c) ? NULL : bytes_new(c, b.data, b.len);
	buf_release(&b);
	return r;
}

static struct value *
split(struct ctx *c, struct value *const *args)
{
	struct value *list = list_new(c, 0, NULL);
	struct part s, sep = { (const unsigned char *)" ", 1 };
	bool space = args[1] == &value_none;
	const unsigned char *at, *end, *next;

	if (!part_of(c, args[0], &s) ||
	    (!space && !part_of(c, args[1], &sep)))
		return NULL;
	if (sep.n == 0)
		return err_raise(c, ERR_VALUE, "empty separator");
	at = s.p;
	end = s.p + s.n;
	for (;;) {
		if (space) {
			while (at < end && isspace(*at))
				at++;
			for (next = at; next < end && !isspace(*next);
			    next++)
				;
			if (at == end)
				return list;
		} else {
			next = memmem(at, (size_t)(end - at), sep.p, sep.n);
			if (next == NULL)
				next = end;
		}
		if (!list_append(c, list, bytes_new(c, at,
		    (size_t)(next - at))))
			return NULL;
		if (next == end)
			return list;
		at = next + (space ? 0 : sep.n);
	}
}

static struct value *
strip(struct ctx *c, struct value *const *args)
{
	struct part s, set = { (const unsigned char *)" \t\n\r\v\f", 6 };
	size_t begin = 0, end;

	if (!part_of(c, args[0], &s) || (args[1] != &value_none &&
	    !part_of(c, args[1], &set)))
		return NULL;
	end = s.n;
	while (begin < end && memchr(set.p, s.p[begin], set.n) != NULL)
		begin++;
	while (end > begin && memchr(set.p, s.p[end - 1], set.n) != NULL)
		end--;
	return bytes_new(c, s.p + begin, end - begin);
}

static struct value *
mapped(struct ctx *c, struct value *v, int (*fn)(int))
{
	struct buf b = BUF_INIT;
	struct value *r;
	struct part s;

	if (!part_of(c, v, &s))
		return NULL;
	for (size_t i = 0; i < s.n; i++)
		buf_char(&b, (char)(s.p[i] < 0x80 ? fn(s.p[i]) : s.p[i]));
	r = bytes_new(c, b.data, b.len);
	buf_release(&b);
	return r;
}

static struct value *
upper(struct ctx *c, struct value *const *args)
{
	return mapped(c, args[0], toupper);
}

static struct value *
lower(struct ctx *c, struct value *const *args)
{
	return mapped(c, args[0], tolower);
}

/* ---- by way of Latin-1 text --------------------------------------------- */

static struct value *
latin_text(struct ctx *c, struct value *v)
{
	struct buf b = BUF_INIT;
	struct part s;

	if (!value_is(value_unwrap(v), &bytes_kind))
		return v;
	part_of(c, v, &s);
	for (size_t i = 0; i < s.n; i++)
		buf_utf8(&b, s.p[i]);
	return str_of_buf(c, &b);
}

static struct value *
latin_bytes(struct ctx *c, struct value *v)
{
	struct value *list;

	if (v == NULL)
		return NULL;
	if (value_is_str(v))
		return str_encode(c, v, str_new(c, "latin-1"),
		    str_new(c, "strict"));
	if (!value_is_seq(v))
		return v;
	list = list_new(c, 0, NULL);
	for (size_t i = 0; i < seq_len(v); i++)
		if (!list_append(c, list, latin_bytes(c, seq_item(v, i))))
			return NULL;
	return value_is_tuple(v) ? tuple_new(c, seq_len(list),
	    seq_items(list)) : list;
}

/*
 * Bytes as text of the same length: for methods that look only at which bytes
 * are equal. Text among the arguments is refused, as bytes refuse it.
 */
static struct value *
by_text(struct ctx *c, struct value *const *args, size_t n,
    struct value *(*fn)(struct ctx *, struct value *const *))
{
	struct value *as[4];

	for (size_t i = 0; i < n; i++) {
		if (value_is_str(args[i]))
			return err_raise(c, ERR_TYPE, "a bytes-like object "
			    "is required, not 'str'");
		as[i] = latin_text(c, args[i]);
	}
	/* What is looked for may be the number of a byte. */
	if (n == 4 && value_is_int(args[1])) {
		unsigned char byte = (unsigned char)value_as_int(args[1]);

		if (value_as_int(args[1]) != byte)
			return err_raise(c, ERR_VALUE,
			    "byte must be in range(0, 256)");
		as[1] = latin_text(c, bytes_new(c, &byte, 1));
	}
	if (n == 3 && args[2] == &value_none)
		as[2] = str_new(c, " ");
	return latin_bytes(c, fn(c, as));
}

#define BY_TEXT(name, n)                                                  \
	static struct value *                                             \
	bytes_##name(struct ctx *c, struct value *const *args)            \
	{                                                                 \
		return by_text(c, args, n, str_##name);                   \
	}

BY_TEXT(find, 4)
BY_TEXT(count, 4)
BY_TEXT(rfind, 4)
BY_TEXT(index, 4)
BY_TEXT(rindex, 4)
BY_TEXT(partition, 2)
BY_TEXT(rpartition, 2)
BY_TEXT(removeprefix, 2)
BY_TEXT(removesuffix, 2)
BY_TEXT(zfill, 2)
BY_TEXT(ljust, 3)
BY_TEXT(rjust, 3)
BY_TEXT(center, 3)

/* Space is ASCII's. */
static struct value *
strip_side(struct ctx *c, struct value *const *args,
    struct value *(*fn)(struct ctx *, struct value *const *))
{
	struct value *with[2] = { args[0], args[1] };

	if (args[1] == &value_none)
		with[1] = bytes_new(c, " \t\n\r\v\f", 6);
	return by_text(c, with, 2, fn);
}

static struct value *
lstrip(struct ctx *c, struct value *const *args)
{
	return strip_side(c, args, str_lstrip);
}

static struct value *
rstrip(struct ctx *c, struct value *const *args)
{
	return strip_side(c, args, str_rstrip);
}

static struct value *
splitlines(struct ctx *c, struct value *const *args)
{
	struct value *list = list_new(c, 0, NULL);
	struct part s;
	size_t begin = 0;
	bool keep;

	if (!part_of(c, args[0], &s) || !value_truth(c, args[1], &keep))
		return NULL;
	for (size_t i = 0; i < s.n; i++) {
		size_t n = s.p[i] == '\n' || s.p[i] == '\r';

		if (n == 0)
			continue;
		if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			n = 2;
		list_append(c, list, bytes_new(c, s.p + begin,
		    i - begin + (keep ? n : 0)));
		begin = i + n;
		i = begin - 1;
	}
	if (begin < s.n)
		list_append(c, list, bytes_new(c, s.p + begin,
		    s.n - begin));
	return list;
}

static struct value *
all_are(struct ctx *c, struct value *v, int (*fn)(int))
{
	struct part s;

	if (!part_of(c, v, &s))
		return NULL;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 0x80 || !fn(s.p[i]))
			return &value_false;
	return value_bool(s.n > 0);
}

static struct value *
is_digit(struct ctx *c, struct value *const *args)
{
	return all_are(c, args[0], isdigit);
}

static struct value *
is_alpha(struct ctx *c, struct value *const *args)
{
	return all_are(c, args[0], isalpha);
}

static struct value *
is_alnum(struct ctx *c, struct value *const *args)
{
	return all_are(c, args[0], isalnum);
}

static struct value *
is_space(struct ctx *c, struct value *const *args)
{
	return all_are(c, args[0], isspace);
}

#define SELF { "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }

static const struct param self_params[] = { SELF, { 0 } };
static const struct param one_params[] = {
	SELF, { "value", PARAM_ANY, NULL, "Bytes.", PARAM_POSITIONAL }, { 0 }
};
static const struct param maybe_params[] = {
	SELF, { "value", PARAM_ANY, "None", "Bytes.", PARAM_POSITIONAL },
	{ 0 }
};
static const struct param find_params[] = {
	SELF, { "sub", PARAM_ANY, NULL, "Bytes.", PARAM_POSITIONAL },
	{ "start", PARAM_ANY, "None", "First place.", PARAM_POSITIONAL },
	{ "end", PARAM_ANY, "None", "End.", PARAM_POSITIONAL },
	{ 0 }
};
static const struct param just_params[] = {
	SELF, { "width", PARAM_ANY, NULL, "Bytes.", PARAM_POSITIONAL },
	{ "fill", PARAM_ANY, "None", "What to fill with.",
	  PARAM_POSITIONAL },
	{ 0 }
};
static const struct param lines_params[] = {
	SELF, { "keepends", PARAM_ANY, "False", "Keep the line ends.", 0 },
	{ 0 }
};
static const struct param replace_params[] = {
	SELF,
	{ "old", PARAM_ANY, NULL, "What to replace.", PARAM_POSITIONAL },
	{ "new", PARAM_ANY, NULL, "What to put there.", PARAM_POSITIONAL },
	{ 0 }
};
static const struct param decode_params[] = {
	SELF,
	{ "encoding", PARAM_ANY, "'utf-8'", "Name of the encoding.", 0 },
	{ "errors", PARAM_ANY, "'strict'", "strict, ignore, replace, ...",
	  0 },
	{ 0 }
};
static const struct param hex_params[] = {
	SELF, { "sep", PARAM_ANY, "None", "Between bytes.", 0 }, { 0 }
};
static const struct param fromhex_params[] = {
	{ "cls", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL },
	{ "string", PARAM_ANY, NULL, "Pairs of digits.", PARAM_POSITIONAL },
	{ 0 }
};

const struct native bytes_methods[] = {
	{ "decode", decode_params, decode, "As text.", "b'a'.decode()" },
	{ "hex", hex_params, hex, "As hexadecimal digits.", "b'a'.hex()" },
	{ "startswith", one_params, startswith, "Does it begin like that?",
	  "b'ab'.startswith(b'a')" },
	{ "endswith", one_params, endswith, "Does it end like that?",
	  "b'ab'.endswith(b'b')" },
	{ "find", find_params, bytes_find, "Place of the first occurrence, or -1.",
	  "b'ab'.find(b'b')" },
	{ "count", find_params, bytes_count, "Number of occurrences.",
	  "b'aba'.count(b'a')" },
	{ "replace", replace_params, replace,
	  "With other bytes in place of some.",
	  "b'ab'.replace(b'a', b'c')" },
	{ "join", one_params, join, "Bytes with these between them.",
	  "b','.join([b'a', b'b'])" },
	{ "split", maybe_params, split, "The parts between separators.",
	  "b'a b'.split()" },
	{ "strip", maybe_params, strip, "Without space at both ends.",
	  "b' a '.strip()" },
	{ "rfind", find_params, bytes_rfind, "Place of the last occurrence, "
	  "or -1.", "b'aba'.rfind(b'a')" },
	{ "index", find_params, bytes_index, "Place of the first occurrence.",
	  NULL },
	{ "rindex", find_params, bytes_rindex,
	  "Place of the last occurrence.", NULL },
	{ "partition", one_params, bytes_partition,
	  "Before, at and after the first occurrence.", NULL },
	{ "rpartition", one_params, bytes_rpartition,
	  "Before, at and after the last occurrence.", NULL },
	{ "removeprefix", one_params, bytes_removeprefix,
	  "Without that beginning.", NULL },
	{ "removesuffix", one_params, bytes_removesuffix,
	  "Without that end.", NULL },
	{ "zfill", one_params, bytes_zfill, "Zeros after the sign.", NULL },
	{ "ljust", just_params, bytes_ljust, "Filled up at the right.",
	  NULL },
	{ "rjust", just_params, bytes_rjust, "Filled up at the left.",
	  NULL },
	{ "center", just_params, bytes_center, "Filled up at both sides.",
	  NULL },
	{ "lstrip", maybe_params, lstrip, "Without space at the beginning.",
	  NULL },
	{ "rstrip", maybe_params, rstrip, "Without space at the end.",
	  NULL },
	{ "splitlines", lines_params, splitlines, "The lines.", NULL },
	{ "isdigit", self_params, is_digit, "Are all digits?", NULL },
	{ "isalpha", self_params, is_alpha, "Are all letters?", NULL },
	{ "isalnum", self_params, is_alnum, "Are all letters or digits?",
	  NULL },
	{ "isspace", self_params, is_space, "Is all space?", NULL },
	{ "upper", self_params, upper, "ASCII in upper case.", NULL },
	{ "lower", self_params, lower, "ASCII in lower case.", NULL },
	{ 0 }
};

const struct native bytes_class_methods[] = {
	{ "fromhex", fromhex_params, fromhex, "From hexadecimal digits.",
	  "bytes.fromhex('61')" },
	{ 0 }
};
