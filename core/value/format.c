/* SPDX-License-Identifier: Apache-2.0 */
/* format(value, spec): the mini-language of specs, for f-strings and %, too. */
#include "core/base/utf8.h"
#include "core/value/format_spec.h"
#include "core/value/native.h"
#include "core/value/repr.h"
#include "core/value/runtime.h"
#include "core/value/str.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>


/* ---- reading a spec ----------------------------------------------------- */

static bool
is_align(char ch)
{
	return ch == '<' || ch == '>' || ch == '=' || ch == '^';
}

static bool
read_number(struct ctx *c, const char **s, const char *end, int64_t *out)
{
	int64_t n = 0;

	for (; *s < end && isdigit((unsigned char)**s); ++*s) {
		n = n * 10 + (**s - '0');
		if (n > INT32_MAX) {
			err_raise(c, ERR_VALUE, "Too many decimal digits in "
			    "format string");
			return false;
		}
	}
	*out = n;
	return true;
}

static const char *
read_align(struct format_spec *f, const char *s, const char *end)
{
	size_t took;

	utf8_decode(s, (size_t)(end - s), &took);
	if (end - s > (ptrdiff_t)took && is_align(s[took])) {
		memset(f->fill, 0, sizeof f->fill);
		memcpy(f->fill, s, took);
		f->align = s[took];
		return s + took + 1;
	}
	if (is_align(*s)) {
		f->align = *s;
		return s + 1;
	}
	return s;
}

static bool
format_parse(struct ctx *c, struct format_spec *f, const char *s, size_t len,
    const char *type_name)
{
	const char *end = s + len, *all = s;

	*f = (struct format_spec){ .fill = " ", .width = -1,
		.precision = -1 };
	if (s < end)
		s = read_align(f, s, end);
	if (s < end && (*s == '+' || *s == '-' || *s == ' '))
		f->sign = *s++;
	if (s < end && *s == 'z') {
		f->no_negative_zero = true;
		s++;
	}
	if (s < end && *s == '#') {
		f->alternate = true;
		s++;
	}
	if (s < end && *s == '0') {
		f->zero = true;
		s++;
		if (f->align == 0) {
			memcpy(f->fill, "0", 2);
			f->align = '=';
		} else if (strcmp(f->fill, " ") == 0 && all == s - 2)
			memcpy(f->fill, "0", 2);
	}
	if (s < end && isdigit((unsigned char)*s) &&
	    !read_number(c, &s, end, &f->width))
		return false;
	if (s < end && (*s == ',' || *s == '_'))
		f->grouping = *s++;
	if (s < end && (*s == ',' || *s == '_')) {
		if (*s == f->grouping)
			err_raise(c, ERR_VALUE, "Cannot specify '%c' with "
			    "'%c'.", *s, *s);
		else
			err_raise(c, ERR_VALUE,
			    "Cannot specify both ',' and '_'.");
		return false;
	}
	if (s < end && *s == '.') {
		s++;
		if (s == end || !isdigit((unsigned char)*s)) {
			err_raise(c, ERR_VALUE,
			    "Format specifier missing precision");
			return false;
		}
		if (!read_number(c, &s, end, &f->precision))
			return false;
	}
	if (end - s > 1) {
		err_raise(c, ERR_VALUE, "Invalid format specifier '%.*s' for "
		    "object of type '%s'", (int)len, all, type_name);
		return false;
	}
	f->type_name = type_name;
	if (s < end)
		f->type = *s;
	if (f->grouping != 0 && f->type != 0 && strchr(f->grouping == ',' ?
	    "defgEG%F" : "defgEG%FboxX", f->type) == NULL) {
		err_raise(c, ERR_VALUE, "Cannot specify '%c' with '%c'.",
		    f->grouping, f->type);
		return false;
	}
	return true;
}

/* ---- padding and grouping ----------------------------------------------- */

static void
fill(struct buf *b, const struct format_spec *f, size_t n)
{
	size_t len = strlen(f->fill);

	if (len <= 1)
		buf_fill(b, f->fill[0], n);
	else
		while (n-- > 0)
			buf_add(b, f->fill, len);
}

/* columns: code points of all three together. */
static void
pad(struct buf *b, const struct format_spec *f, char dflt,
    const char *prefix, const char *body, size_t body_len, size_t columns)
{
	size_t left = 0, inside = 0, right = 0, room = 0;
	char align = f->align != 0 ? f->align : dflt;

	if (f->width > 0 && (size_t)f->width > columns)
		room = (size_t)f->width - columns;
	if (align == '<')
		right = room;
	else if (align == '>')
		left = room;
	else if (align == '=')
		inside = room;
	else {
		left = room / 2;
		right = room - left;
	}
	fill(b, f, left);
	buf_str(b, prefix);
	fill(b, f, inside);
	buf_add(b, body, body_len);
	fill(b, f, right);
}

/*
 * Digits with a separator every so many; as many zeros before them as the
 * width asks for, grouped too.
 */
static void
group(struct buf *out, const char *digits, size_t n, char sep, size_t every,
    size_t least)
{
	struct buf rev = BUF_INIT;
	size_t count = 0;

	if (sep == 0) {
		if (n < least)
			buf_fill(out, '0', least - n);
		buf_add(out, digits, n);
		return;
	}
	for (size_t i = n; i > 0 || rev.len < least; count++) {
		if (sep != 0 && count > 0 && count % every == 0) {
			buf_char(&rev, sep);
			if (i == 0 && rev.len >= least) {
				/* A separator is never first. */
				buf_char(&rev, '0');
				break;
			}
		}
		buf_char(&rev, i > 0 ? digits[i - 1] : '0');
		if (i > 0)
			i--;
	}
	for (size_t i = rev.len; i-- > 0;)
		buf_char(out, rev.data[i]);
	buf_release(&rev);
}

/* How many columns the digits must fill when zeros are the padding. */
static size_t
zero_width(const struct format_spec *f, size_t others)
{
	if (f->align != '=' || strcmp(f->fill, "0") != 0 || f->width <= 0 ||
	    (size_t)f->width <= others)
		return 0;
	return (size_t)f->width - others;
}

static const char *
sign_text(const struct format_spec *f, bool neg)
{
	return neg ? "-" : f->sign == '+' ? "+" : f->sign == ' ' ? " " : "";
}

/* ---- int ---------------------------------------------------------------- */

static void *
bad_code(struct ctx *c, char type, const char *name)
{
	return err_raise(c, ERR_VALUE, "Unknown format code '%c' for object "
	    "of type '%s'", type, name);
}

static bool
format_char(struct ctx *c, struct buf *b, int64_t i,
    const struct format_spec *f)
{
	char utf8[5] = { 0 };

	if (f->sign != 0) {
		err_raise(c, ERR_VALUE, "Sign not allowed with integer "
		    "format specifier 'c'");
		return false;
	}
	if (i < 0 || i > 0x10FFFF) {
		err_raise(c, ERR_OVERFLOW,
		    "%%c arg not in range(0x110000)");
		return false;
	}
	pad(b, f, '>', "", utf8, utf8_encode(utf8, (uint32_t)i), 1);
	return true;
}

static void
write_base(struct buf *b, uint64_t u, char type)
{
	int bits = type == 'b' ? 1 : type == 'o' ? 3 : 4;
	char digits[65];
	int at = 64;

	if (type == 'd') {
		char room[20];
		const char *p = int_digits(room, u);

		buf_add(b, p, (size_t)(room + 20 - p));
		return;
	}
	digits[64] = '\0';
	do {
		digits[--at] = (type == 'X' ? "0123456789ABCDEF" :
		    "0123456789abcdef")[u & ((1u << bits) - 1)];
		u >>= bits;
	} while (u != 0);
	buf_str(b, digits + at);
}

bool
format_int(struct ctx *c, struct buf *b, int64_t i,
    const struct format_spec *f)
{
	char type = f->type == 0 || f->type == 'n' ? 'd' : f->type;
	struct buf digits = BUF_INIT, body = BUF_INIT;
	char prefix[8];
	size_t n;

	if (strchr("eEfFgG%", type) != NULL)
		return format_float(c, b, (double)i, f);
	if (strchr("bcdoxX", type) == NULL) {
		bad_code(c, type, f->type_name != NULL ? f->type_name :
		    "int");
		return false;
	}
	if (f->precision >= 0) {
		err_raise(c, ERR_VALUE, "Precision not allowed in integer "
		    "format specifier");
		return false;
	}
	if (f->grouping == ',' && type != 'd') {
		err_raise(c, ERR_VALUE, "Cannot specify ',' with '%c'.",
		    type);
		return false;
	}
	if (type == 'c')
		return format_char(c, b, i, f);
	write_base(&digits, i < 0 ? 0 - (uint64_t)i : (uint64_t)i, type);
	snprintf(prefix, sizeof prefix, "%s", sign_text(f, i < 0));
	n = strlen(prefix);
	if (f->alternate && type != 'd')
		snprintf(prefix + n, sizeof prefix - n, "0%c", type);
	group(&body, digits.data, digits.len, f->grouping,
	    type == 'd' ? 3 : 4, zero_width(f, strlen(prefix)));
	pad(b, f, '>', prefix, body.data, body.len,
	    body.len + strlen(prefix));
	buf_release(&digits);
	buf_release(&body);
	return true;
}

/* ---- float -------------------------------------------------------------- */

/*
 * The digits of a float without its sign: type e f g r and their capitals. g
 * is without trailing zeros, or with all of them where alternate.
 */
static void
format_digits(struct buf *b, double d, char type, int precision,
    bool alternate)
{
	char how[8] = "%.*", few[64];
	size_t at = 3;
	int n;

	if (alternate)
		at = (size_t)snprintf(how, sizeof how, "%%#.*");
	how[at] = type;
	how[at + 1] = '\0';
	/* Built from our own letters: efgEFG. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	n = snprintf(few, sizeof few, how, precision, d);
	if (n >= 0 && (size_t)n < sizeof few)
		buf_add(b, few, (size_t)n);
	else
		buf_printf(b, how, precision, d);
#pragma GCC diagnostic pop
}

/* As repr, but with a precision when one is given; 1e16 has no ".0". */
static void
default_digits(struct buf *b, double d, const struct format_spec *f)
{
	size_t start = b->len;
	int precision = (int)f->precision, e;
	char probe[64];

	if (f->precision < 0) {
		repr_float(b, d);
		return;
	}
	if (precision == 0)
		precision = 1;
	/* One digit fewer before the exponent form than with 'g'. */
	snprintf(probe, sizeof probe, "%.*e",
	    precision - 1 > 40 ? 40 : precision - 1, d);
	e = atoi(strchr(probe, 'e') + 1);
	if (e == precision - 1)
		format_digits(b, d, 'e', precision - 1, f->alternate);
	else
		format_digits(b, d, 'g', precision, f->alternate);
	if (e == precision - 1 && !f->alternate) {
		/* Drop the zeros that 'e' keeps. */
		char *exp = strchr(b->data + start, 'e'), *p = exp;

		if (memchr(b->data + start, '.', (size_t)(exp - b->data) -
		    start) != NULL)
			while (p[-1] == '0' || p[-1] == '.') {
				p--;
				if (*p == '.')
					break;
			}
		memmove(p, exp, strlen(exp) + 1);
		buf_truncate(b, b->len - (size_t)(exp - p));
	}
	if (strchr(b->data + start, 'e') == NULL &&
	    strchr(b->data + start, '.') == NULL)
		buf_str(b, ".0");
}

static void
float_digits(struct buf *b, double d, const struct format_spec *f)
{
	char type = f->type == 'n' ? 'g' : f->type;
	int precision = f->precision < 0 ? 6 : (int)f->precision;

	if (!isfinite(d)) {
		bool upper = type == 'E' || type == 'F' || type == 'G';

		buf_str(b, isnan(d) ? (upper ? "NAN" : "nan") :
		    upper ? "INF" : "inf");
		if (type == '%')
			buf_char(b, '%');
		return;
	}
	if (type == 0)
		default_digits(b, d, f);
	else if (type == '%') {
		format_digits(b, d * 100, 'f', precision, f->alternate);
		buf_char(b, '%');
	} else {
		if (precision == 0 && (type == 'g' || type == 'G'))
			precision = 1;
		format_digits(b, d, type, precision, f->alternate);
	}
}

static bool
is_zero_text(const char *s)
{
	for (; *s != '\0' && *s != 'e' && *s != 'E'; s++)
		if (*s >= '1' && *s <= '9')
			return false;
	return true;
}

bool
format_float(struct ctx *c, struct buf *b, double d,
    const struct format_spec *f)
{
	struct buf digits = BUF_INIT, body = BUF_INIT;
	bool neg = signbit(d) && !isnan(d);
	const char *sign;
	size_t whole = 0, rest;

	if (f->type != 0 && strchr("eEfFgGn%", f->type) == NULL) {
		bad_code(c, f->type, "float");
		return false;
	}
	if (f->precision > 100000) {
		err_raise(c, ERR_VALUE, "precision too big");
		return false;
	}
	float_digits(&digits, fabs(d), f);
	if (neg && f->no_negative_zero && isfinite(d) &&
	    is_zero_text(digits.data))
		neg = false;
	sign = sign_text(f, neg);
	if (isfinite(d))
		while (isdigit((unsigned char)digits.data[whole]))
			whole++;
	rest = digits.len - whole;
	if (whole > 0) {
		group(&body, digits.data, whole, f->grouping, 3,
		    zero_width(f, strlen(sign) + rest));
		buf_add(&body, digits.data + whole, rest);
	} else
		buf_add(&body, digits.data, digits.len);
	pad(b, f, '>', sign, body.data, body.len, body.len + strlen(sign));
	buf_release(&digits);
	buf_release(&body);
	return true;
}

/* ---- text --------------------------------------------------------------- */

bool
format_text(struct ctx *c, struct buf *b, const char *s, size_t len,
    const struct format_spec *f)
{
	struct format_spec own = *f;
	size_t n = utf8_count(s, len);

	if (f->type != 0 && f->type != 's') {
		bad_code(c, f->type, "str");
		return false;
	}
	if (f->sign != 0)
		err_raise(c, ERR_VALUE, f->sign == ' ' ? "Space not allowed "
		    "in string format specifier" : "Sign not allowed in "
		    "string format specifier");
	else if (f->alternate)
		err_raise(c, ERR_VALUE, "Alternate form (#) not allowed in "
		    "string format specifier");
	else if (f->grouping != 0)
		err_raise(c, ERR_VALUE, "Cannot specify '%c' with 's'.",
		    f->grouping);
	else if (f->align == '=' && !f->zero)
		err_raise(c, ERR_VALUE, "'=' alignment not allowed in string "
		    "format specifier");
	if (err_is_set(c))
		return false;
	if (f->align == '=')
		own.align = '<';
	if (f->precision >= 0 && (size_t)f->precision < n) {
		n = (size_t)f->precision;
		len = utf8_offset(s, len, n);
	}
	pad(b, &own, '<', "", s, len, n);
	return true;
}

/* ---- values ------------------------------------------------------------- */

/* Only a width: the common {i:5} and {i:5d}. */
static bool
is_plain_int(const struct format_spec *f)
{
	return (f->type == 0 || f->type == 'd') && f->align == 0 &&
	    f->sign == 0 && f->grouping == 0 && f->precision < 0 &&
	    f->width >= 0 && !f->zero;
}

static void
pad_int(struct buf *b, int64_t i, size_t width)
{
	size_t at = b->len, n;

	repr_int(b, i);
	n = b->len - at;
	if (n < width) {
		buf_fill(b, ' ', width - n);
		memmove(b->data + at + width - n, b->data + at, n);
		memset(b->data + at, ' ', width - n);
	}
}

static bool
format_by_method(struct ctx *c, struct buf *b, struct value *v,
    const char *spec, size_t len)
{
	struct value *arg = str_new_len(c, spec, len), *r;

	r = value_call_special(c, v, "__format__", 1, &arg);
	if (r == NULL)
		return false;
	if (!value_is_str(r)) {
		err_raise(c, ERR_TYPE, "__format__ must return a str, not %s",
		    value_type_name(c, r));
		return false;
	}
	buf_add(b, str_text(r), str_bytes(r));
	return true;
}

bool
value_format(struct ctx *c, struct buf *b, struct value *v, const char *spec,
    size_t len)
{
	struct format_spec f;
	struct value *base;

	if (v == NULL || err_is_set(c))
		return false;
	base = value_unwrap(v);
	if (value_has_slots(v)) {
		struct value *m = class_find_dunder(c, value_class(c, v),
		    DUNDER_FORMAT);

		if (!native_is_default(m) || base == v)
			return format_by_method(c, b, v, spec, len);
		if (class_find_dunder(c, value_class(c, v), DUNDER_STR) !=
		    NULL && len == 0)
			return value_str(c, b, v);
	}
	if (len == 0)
		return value_str(c, b, v);
	if (!value_is_int(base) && !value_is(base, &float_kind) &&
	    !value_is(base, &str_kind))
		return format_by_method(c, b, v, spec, len);
	if (!format_parse(c, &f, spec, len, value_type_name(c, v)))
		return false;
	if (value_is_small(base) && is_plain_int(&f)) {
		pad_int(b, value_small(base), (size_t)f.width);
		return true;
	}
	if (value_is_int(base))
		return format_int(c, b, value_as_int(base), &f);
	if (value_is(base, &float_kind))
		return format_float(c, b, value_as_float(base), &f);
	return format_text(c, b, str_text(base), str_bytes(base), &f);
}
