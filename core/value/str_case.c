/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of str that ask or change each code point. */
#include <string.h>
#include <utf8proc.h>

#include "core/base/utf8.h"
#include "core/value/dict.h"
#include "core/value/str.h"
#include "core/value/str_methods.h"

/* ---- changing ----------------------------------------------------------- */

/* What one code point maps to may be several: the sharp s in capitals. */
static void
put_upper(struct buf *b, uint32_t cp)
{
	if (cp == 0xDF)
		buf_str(b, "SS");
	else
		buf_utf8(b, (uint32_t)utf8proc_toupper((utf8proc_int32_t)cp));
}

static void
put_lower(struct buf *b, uint32_t cp)
{
	if (cp == 0x130)
		buf_str(b, "i\xCC\x87");
	else
		buf_utf8(b, (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp));
}

static void
put_title(struct buf *b, uint32_t cp)
{
	if (cp == 0xDF)
		buf_str(b, "Ss");
	else
		buf_utf8(b, (uint32_t)utf8proc_totitle((utf8proc_int32_t)cp));
}

typedef void change_fn(struct buf *, uint32_t cp, bool first, bool *state);

static struct value *
change(struct ctx *c, struct value *v, change_fn *fn)
{
	const struct str *s = str_of(v);
	struct buf b = BUF_INIT;
	bool state = false;
	size_t took;

	buf_reserve(&b, s->bytes);
	for (size_t i = 0; i < s->bytes && ctx_poll(c); i += took) {
		uint32_t cp = utf8_decode(s->text + i, s->bytes - i, &took);

		if (cp == UTF8_BAD)
			buf_add(&b, s->text + i, took);
		else
			fn(&b, cp, i == 0, &state);
	}
	return str_of_loop(c, &b);
}

static void
to_upper(struct buf *b, uint32_t cp, bool first UNUSED, bool *state UNUSED)
{
	if (cp < 0x80)
		buf_char(b, (char)(cp >= 'a' && cp <= 'z' ? cp - 32 : cp));
	else
		put_upper(b, cp);
}

static void
to_lower(struct buf *b, uint32_t cp, bool first UNUSED, bool *state UNUSED)
{
	if (cp < 0x80)
		buf_char(b, (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp));
	else
		put_lower(b, cp);
}

static void
to_fold(struct buf *b, uint32_t cp, bool first UNUSED, bool *state UNUSED)
{
	if (cp == 0xDF || cp == 0x1E9E)
		buf_str(b, "ss");
	else if (cp == 0x3C2)	/* final sigma */
		buf_utf8(b, 0x3C3);
	else
		put_lower(b, cp);
}

static void
to_capital(struct buf *b, uint32_t cp, bool first, bool *state UNUSED)
{
	if (first)
		put_title(b, cp);
	else
		put_lower(b, cp);
}

/* state: was the one before cased? */
static void
to_title(struct buf *b, uint32_t cp, bool first UNUSED, bool *state)
{
	if (*state)
		put_lower(b, cp);
	else
		put_title(b, cp);
	*state = str_point_is(cp, POINT_CASED);
}

static void
to_swapped(struct buf *b, uint32_t cp, bool first UNUSED, bool *state UNUSED)
{
	if (str_point_is(cp, POINT_UPPER))
		put_lower(b, cp);
	else if (str_point_is(cp, POINT_LOWER))
		put_upper(b, cp);
	else
		buf_utf8(b, cp);
}

struct value *
str_upper(struct ctx *c, struct value *const *args)
{
	return change(c, args[0], to_upper);
}

struct value *
str_lower(struct ctx *c, struct value *const *args)
{
	return change(c, args[0], to_lower);
}

struct value *
str_casefold(struct ctx *c, struct value *const *args)
{
	return change(c, args[0], to_fold);
}

struct value *
str_capitalize(struct ctx *c, struct value *const *args)
{
	return change(c, args[0], to_capital);
}

struct value *
str_title(struct ctx *c, struct value *const *args)
{
	return change(c, args[0], to_title);
}

struct value *
str_swapcase(struct ctx *c, struct value *const *args)
{
	return change(c, args[0], to_swapped);
}

/* ---- asking ------------------------------------------------------------- */

static bool
is_alnum(uint32_t cp)
{
	return str_point_is(cp, POINT_ALPHA) ||
	    str_point_is(cp, POINT_NUMERIC);
}

/* Is it true of all, and is there one at all? */
static struct value *
all_points(struct value *v, enum point_class what, bool (*fn)(uint32_t))
{
	const struct str *s = str_of(v);
	size_t took;

	for (size_t i = 0; i < s->bytes; i += took) {
		uint32_t cp = utf8_decode(s->text + i, s->bytes - i, &took);

		if (cp == UTF8_BAD || !(fn != NULL ? fn(cp) :
		    str_point_is(cp, what)))
			return &value_false;
	}
	return value_bool(s->bytes > 0);
}

struct value *
str_isalpha(struct ctx *c UNUSED, struct value *const *args)
{
	return all_points(args[0], POINT_ALPHA, NULL);
}

struct value *
str_isalnum(struct ctx *c UNUSED, struct value *const *args)
{
	return all_points(args[0], POINT_ALPHA, is_alnum);
}

struct value *
str_isdecimal(struct ctx *c UNUSED, struct value *const *args)
{
	return all_points(args[0], POINT_DECIMAL, NULL);
}

struct value *
str_isdigit(struct ctx *c UNUSED, struct value *const *args)
{
	return all_points(args[0], POINT_DIGIT, NULL);
}

struct value *
str_isnumeric(struct ctx *c UNUSED, struct value *const *args)
{
	return all_points(args[0], POINT_NUMERIC, NULL);
}

struct value *
str_isspace(struct ctx *c UNUSED, struct value *const *args)
{
	return all_points(args[0], POINT_SPACE, NULL);
}

struct value *
str_isprintable(struct ctx *c UNUSED, struct value *const *args)
{
	if (str_bytes(args[0]) == 0)
		return &value_true;
	return all_points(args[0], POINT_PRINTABLE, NULL);
}

struct value *
str_isascii(struct ctx *c UNUSED, struct value *const *args)
{
	return value_bool(str_len(args[0]) == str_bytes(args[0]));
}

struct value *
str_isidentifier(struct ctx *c UNUSED, struct value *const *args)
{
	const struct str *s = str_of(args[0]);
	size_t took;

	for (size_t i = 0; i < s->bytes; i += took) {
		uint32_t cp = utf8_decode(s->text + i, s->bytes - i, &took);

		if (cp == UTF8_BAD || !str_point_is(cp, i == 0 ?
		    POINT_ID_START : POINT_ID_CONTINUE))
			return &value_false;
	}
	return value_bool(s->bytes > 0);
}

/* Cased ones there are, and none of the other case. */
static struct value *
all_case(const struct value *v, enum point_class want,
    enum point_class other)
{
	const struct str *s = str_of(v);
	bool any = false;
	size_t took;

	for (size_t i = 0; i < s->bytes; i += took) {
		uint32_t cp = utf8_decode(s->text + i, s->bytes - i, &took);

		if (cp == UTF8_BAD)
			continue;
		if (str_point_is(cp, other) || str_point_is(cp, POINT_TITLE))
			return &value_false;
		any |= str_point_is(cp, want);
	}
	return value_bool(any);
}

struct value *
str_isupper(struct ctx *c UNUSED, struct value *const *args)
{
	return all_case(args[0], POINT_UPPER, POINT_LOWER);
}

struct value *
str_islower(struct ctx *c UNUSED, struct value *const *args)
{
	return all_case(args[0], POINT_LOWER, POINT_UPPER);
}

struct value *
str_istitle(struct ctx *c UNUSED, struct value *const *args)
{
	const struct str *s = str_of(args[0]);
	bool any = false, cased = false;
	size_t took;

	for (size_t i = 0; i < s->bytes; i += took) {
		uint32_t cp = utf8_decode(s->text + i, s->bytes - i, &took);
		bool upper = cp != UTF8_BAD &&
		    (str_point_is(cp, POINT_UPPER) ||
		    str_point_is(cp, POINT_TITLE));
		bool lower = cp != UTF8_BAD && str_point_is(cp, POINT_LOWER);

		if ((upper && cased) || (lower && !cased))
			return &value_false;
		cased = upper || lower;
		any |= cased;
	}
	return value_bool(any);
}

/* ---- padding ------------------------------------------------------------ */

static struct value *
pad(struct ctx *c, struct value *const *args, char align)
{
	const struct str *s = str_of(args[0]), *fill;
	struct buf b = BUF_INIT;
	size_t n = str_len(args[0]), room, left;
	int64_t width;

	if (!value_to_int(c, args[1], NULL, &width))
		return NULL;
	if (!value_is_str(args[2]) || str_len(args[2]) != 1)
		return err_raise(c, ERR_TYPE, "The fill character must be "
		    "exactly one character long");
	if (width <= (int64_t)n)
		return str_slice_bytes(c, s, 0, s->bytes);
	if (width > (int64_t)1 << 40)
		return err_raise(c, ERR_MEMORY, "%s", "");
	fill = str_of(args[2]);
	room = (size_t)width - n;
	left = align == '<' ? 0 : align == '>' ? room :
	    room / 2 + (room & (size_t)width & 1);
	for (size_t i = 0; i < left; i++)
		buf_add(&b, fill->text, fill->bytes);
	buf_add(&b, s->text, s->bytes);
	for (size_t i = left; i < room; i++)
		buf_add(&b, fill->text, fill->bytes);
	return str_of_buf(c, &b);
}

struct value *
str_ljust(struct ctx *c, struct value *const *args)
{
	return pad(c, args, '<');
}

struct value *
str_rjust(struct ctx *c, struct value *const *args)
{
	return pad(c, args, '>');
}

struct value *
str_center(struct ctx *c, struct value *const *args)
{
	return pad(c, args, '^');
}

struct value *
str_zfill(struct ctx *c, struct value *const *args)
{
	const struct str *s = str_of(args[0]);
	struct buf b = BUF_INIT;
	size_t n = str_len(args[0]), sign;
	int64_t width;

	if (!value_to_int(c, args[1], NULL, &width))
		return NULL;
	if (width > (int64_t)1 << 40)
		return err_raise(c, ERR_MEMORY, "%s", "");
	sign = s->bytes > 0 && (*s->text == '-' || *s->text == '+');
	buf_add(&b, s->text, sign);
	if (width > (int64_t)n)
		buf_fill(&b, '0', (size_t)width - n);
	buf_add(&b, s->text + sign, s->bytes - sign);
	return str_of_buf(c, &b);
}

struct value *
str_expandtabs(struct ctx *c, struct value *const *args)
{
	const struct str *s = str_of(args[0]);
	struct buf b = BUF_INIT;
	int64_t size, column = 0;

	if (!value_to_int(c, args[1], NULL, &size))
		return NULL;
	if (size > 1 << 20)
		size = 1 << 20;
	for (size_t i = 0; i < s->bytes; i++) {
		char ch = s->text[i];

		if (ch == '\t') {
			int64_t n = size > 0 ? size - column % size : 0;

			buf_fill(&b, ' ', (size_t)n);
			column += n;
			continue;
		}
		buf_char(&b, ch);
		if (ch == '\n' || ch == '\r')
			column = 0;
		else
			column += ((unsigned char)ch & 0xC0) != 0x80;
	}
	return str_of_buf(c, &b);
}

/* ---- translate ---------------------------------------------------------- */

static struct value *
look_up(struct ctx *c, struct value *table, uint32_t cp)
{
	struct value *r = value_get_item(c, table, value_int(c, cp));

	if (r == NULL && err_is(c, ERR_LOOKUP))
		err_clear(c);
	return r;
}

struct value *
str_translate(struct ctx *c, struct value *const *args)
{
	const struct str *s = str_of(args[0]);
	struct buf b = BUF_INIT;
	size_t took;

	for (size_t i = 0; i < s->bytes && !err_is_set(c) && ctx_poll(c);
	    i += took) {
		size_t mark = scope_mark(&c->scope);
		uint32_t cp = utf8_decode(s->text + i, s->bytes - i, &took);
		struct value *r = look_up(c, args[1], cp);

		if (r == NULL)
			buf_add(&b, s->text + i, took);
		else if (value_is_str(r))
			buf_add(&b, str_text(r), str_bytes(r));
		else if (value_is_int(r))
			buf_utf8(&b, (uint32_t)value_as_int(r));
		else if (r != &value_none)
			err_raise(c, ERR_TYPE, "character mapping must return "
			    "integer, None or str");
		scope_drop(c, mark);
	}
	return str_of_loop(c, &b);
}

static struct value *
key_of(struct ctx *c, struct value *k)
{
	size_t took;

	if (value_is_int(k))
		return k;
	if (!value_is_str(k) || str_len(k) != 1)
		return err_raise(c, ERR_VALUE, "string keys in translate "
		    "table must be of length 1");
	return value_int(c, utf8_decode(str_text(k), str_bytes(k), &took));
}

static bool
pairs_of_texts(struct ctx *c, struct value *d, struct value *a,
    struct value *b)
{
	if (!value_is_str(a) || !value_is_str(b)) {
		err_raise(c, ERR_TYPE, "maketrans() arguments must be str");
		return false;
	}
	if (str_len(a) != str_len(b)) {
		err_raise(c, ERR_VALUE, "the first two maketrans arguments "
		    "must have equal length");
		return false;
	}
	for (size_t i = 0; i < str_len(a); i++)
		if (!dict_set(c, d, key_of(c, str_char_at(c, str_of(a), i)),
		    key_of(c, str_char_at(c, str_of(b), i))))
			return false;
	return true;
}

struct value *
str_maketrans(struct ctx *c, struct value *const *args)
{
	struct value *d = dict_new(c), *key, *v;
	size_t at = 0;

	if (args[1] == &value_none) {
		if (!value_is_dict(args[0]))
			return err_raise(c, ERR_TYPE, "if you give only one "
			    "argument to maketrans it must be a dict");
		while (dict_next(args[0], &at, &key, &v))
			if (!dict_set(c, d, key_of(c, key), v))
				return NULL;
		return d;
	}
	if (!pairs_of_texts(c, d, args[0], args[1]))
		return NULL;
	if (args[2] != &value_none && value_is_str(args[2]))
		for (size_t i = 0; i < str_len(args[2]); i++)
			dict_set(c, d, key_of(c, str_char_at(c,
			    str_of(args[2]), i)), &value_none);
	return d;
}
