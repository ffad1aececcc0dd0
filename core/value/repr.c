/* SPDX-License-Identifier: Apache-2.0 */
/* Source text of values. */
#include "core/value/repr.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/value/runtime.h"
#include "core/value/str.h"

/* ---- ints --------------------------------------------------------------- */

const char *
int_digits(char room[20], uint64_t u)
{
	char *p = room + 20;

	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) != 0);
	return p;
}

void
repr_int(struct buf *b, int64_t i)
{
	char room[20];
	const char *p = int_digits(room, i < 0 ? 0 - (uint64_t)i :
	    (uint64_t)i);

	if (i < 0)
		buf_char(b, '-');
	buf_add(b, p, (size_t)(room + 20 - p));
}

/* ---- floats ------------------------------------------------------------- */

/* "d.ddde+xx" to digits without trailing zeros and the exponent. */
static int
split(const char *s, char digits[32], int *exponent)
{
	int n = 0;

	for (; *s != '\0' && *s != 'e'; s++)
		if (*s >= '0' && *s <= '9')
			digits[n++] = *s;
	*exponent = *s == 'e' ? atoi(s + 1) : 0;
	while (n > 1 && digits[n - 1] == '0')
		n--;
	digits[n] = '\0';
	return n;
}

/*
 * At powers of two the gap below is half the gap above, and the shortest text
 * may be the neighbour above of the nearest one.
 */
static bool
try_next_digit(char *s, double d)
{
	char *e = strchr(s, 'e'), *p = e - 1, copy[40];

	memcpy(copy, s, strlen(s) + 1);
	for (; p > s && (*p == '9' || *p == '.'); p--)
		if (*p == '9')
			*p = '0';
	if (*p == '9') {
		memcpy(s, copy, strlen(copy) + 1);
		return false;
	}
	++*p;
	if (strtod(s, NULL) == d)
		return true;
	memcpy(s, copy, strlen(copy) + 1);
	return false;
}

/*
 * Most numbers that people write have few digits: d is then a whole number
 * over a power of ten, both exact, and their quotient is rounded only once.
 */
static int
few_digits(double d, char digits[32], int *exponent)
{
	static const double tens[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6,
		1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14 };
	char room[20];
	const char *p;
	int n;

	if (d < 1e-5 || d >= 1e15)
		return 0;
	for (size_t k = 0; k < nitems(tens); k++) {
		double whole = nearbyint(d * tens[k]);

		if (whole >= 1e15)
			return 0;
		if (whole / tens[k] != d)
			continue;
		p = int_digits(room, (uint64_t)whole);
		n = (int)(room + 20 - p);
		*exponent = n - 1 - (int)k;
		memcpy(digits, p, (size_t)n);
		while (n > 1 && digits[n - 1] == '0')
			n--;
		digits[n] = '\0';
		return n;
	}
	return 0;
}

/* The fewest digits that read back as d, which is positive and finite. */
static int
float_shortest(double d, char digits[32], int *exponent)
{
	char s[40];
	int e = few_digits(d, digits, exponent);
	bool power;

	if (e > 0)
		return e;
	power = frexp(d, &e) == 0.5;

	for (int n = d < 2.3e-308 ? 1 : 15; n <= 17; n++) {
		snprintf(s, sizeof s, "%.*e", n - 1, d);
		if (n == 17 || strtod(s, NULL) == d ||
		    (power && n > 1 && try_next_digit(s, d)))
			break;
	}
	return split(s, digits, exponent);
}

void
repr_float(struct buf *b, double d)
{
	char digits[32];
	int n, e;

	if (isnan(d)) {
		buf_str(b, "nan");
		return;
	}
	if (signbit(d))
		buf_char(b, '-');
	d = fabs(d);
	if (isinf(d)) {
		buf_str(b, "inf");
		return;
	}
	if (d < 1e15 && d == (double)(int64_t)d) {
		repr_int(b, (int64_t)d);
		buf_str(b, ".0");
		return;
	}
	n = float_shortest(d, digits, &e);
	if (e >= 16 || e < -4) {
		buf_char(b, digits[0]);
		if (n > 1)
			buf_printf(b, ".%s", digits + 1);
		buf_printf(b, "e%c%02d", e < 0 ? '-' : '+', abs(e));
	} else if (e < 0) {
		buf_str(b, "0.");
		buf_fill(b, '0', (size_t)(-e - 1));
		buf_str(b, digits);
	} else if (n <= e + 1) {
		buf_str(b, digits);
		buf_fill(b, '0', (size_t)(e + 1 - n));
		buf_str(b, ".0");
	} else {
		buf_add(b, digits, (size_t)e + 1);
		buf_printf(b, ".%s", digits + e + 1);
	}
}

/* ---- text --------------------------------------------------------------- */

static bool
write_escape(struct buf *b, unsigned char ch, char quote)
{
	static const char named[] = "\\\\\nn\rr\tt";

	if (ch == (unsigned char)quote) {
		buf_char(b, '\\');
		buf_char(b, quote);
		return true;
	}
	for (size_t i = 0; i + 1 < sizeof named; i += 2)
		if (ch == (unsigned char)named[i]) {
			buf_char(b, '\\');
			buf_char(b, named[i + 1]);
			return true;
		}
	return false;
}

static char
choose_quote(const char *s, size_t len)
{
	return memchr(s, '\'', len) != NULL && memchr(s, '"', len) == NULL ?
	    '"' : '\'';
}

static void
write_point(struct buf *b, const char *s, size_t len, size_t *took)
{
	uint32_t cp = utf8_decode(s, len, took);

	if (cp == UTF8_BAD && len >= 3 && (unsigned char)s[0] == 0xED) {
		cp = 0xD000u | ((uint32_t)(unsigned char)s[1] & 0x3F) << 6 |
		    ((uint32_t)(unsigned char)s[2] & 0x3F);
		*took = 3;
		buf_printf(b, "\\u%04x", cp);
	} else if (cp == UTF8_BAD)
		buf_printf(b, "\\x%02x", (unsigned char)*s);
	else if (str_point_is(cp, POINT_PRINTABLE))
		buf_add(b, s, *took);
	else if (cp < 0x100)
		buf_printf(b, "\\x%02x", cp);
	else if (cp < 0x10000)
		buf_printf(b, "\\u%04x", cp);
	else
		buf_printf(b, "\\U%08x", cp);
}

void
repr_text(struct buf *b, const char *s, size_t len)
{
	char quote = choose_quote(s, len);
	size_t i = 0, took;

	buf_char(b, quote);
	while (i < len) {
		unsigned char ch = (unsigned char)s[i];

		took = 1;
		if (ch >= 0x80)
			write_point(b, s + i, len - i, &took);
		else if (write_escape(b, ch, quote))
			;
		else if (ch < 0x20 || ch == 0x7F)
			buf_printf(b, "\\x%02x", ch);
		else
			buf_char(b, (char)ch);
		i += took;
	}
	buf_char(b, quote);
}

void
repr_bytes(struct buf *b, const unsigned char *s, size_t len)
{
	char quote = choose_quote((const char *)s, len);

	buf_char(b, 'b');
	buf_char(b, quote);
	for (size_t i = 0; i < len; i++)
		if (s[i] >= 0x20 && s[i] < 0x7F && s[i] != '\\' &&
		    s[i] != (unsigned char)quote)
			buf_char(b, (char)s[i]);
		else if (!write_escape(b, s[i], quote))
			buf_printf(b, "\\x%02x", s[i]);
	buf_char(b, quote);
}

/* ---- values ------------------------------------------------------------- */

bool
repr_enter(struct ctx *c, struct value *v)
{
	struct values *vs = c->values;

	for (size_t i = vs->nrepr; i-- > 0;)
		if (vs->repr_stack[i] == v)
			return false;
	if (vs->nrepr == vs->repr_cap)
		vs->repr_stack = xgrow(vs->repr_stack, &vs->repr_cap, 32,
		    sizeof *vs->repr_stack);
	vs->repr_stack[vs->nrepr++] = v;
	return true;
}

void
repr_leave(struct ctx *c)
{
	c->values->nrepr--;
}

bool
value_repr(struct ctx *c, struct buf *b, struct value *v)
{
	const struct kind *k;
	bool ok;

	if (v == NULL || err_is_set(c))
		return false;
	k = value_kind(v);
	if (k->repr == NULL) {
		buf_printf(b, "<%s object at %p>", value_type_name(c, v),
		    (void *)v);
		return true;
	}
	if (!ctx_enter(c)) {
		if (err_is(c, ERR_RECURSION)) {
			err_clear(c);
			err_raise(c, ERR_RECURSION, "maximum recursion depth "
			    "exceeded while getting the repr of an object");
		}
		return false;
	}
	ok = k->repr(c, b, v);
	ctx_leave(c);
	return ok;
}

bool
value_str(struct ctx *c, struct buf *b, struct value *v)
{
	const struct kind *k;
	bool ok;

	if (v == NULL || err_is_set(c))
		return false;
	k = value_kind(v);
	if (k->str == NULL)
		return value_repr(c, b, v);
	if (!ctx_enter(c))
		return false;
	ok = k->str(c, b, v);
	ctx_leave(c);
	return ok;
}
