/* SPDX-License-Identifier: Apache-2.0 */
#include "core/value/number_methods.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/value/class.h"
#include "core/value/number.h"

static struct value *
own_int(struct ctx *c, int64_t i)
{
	return value_int(c, i);
}

/* ---- int ---------------------------------------------------------------- */

static uint64_t
magnitude(const struct value *v)
{
	int64_t i = value_as_int(v);

	return i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
}

static struct value *
bit_length(struct ctx *c, struct value *const *args)
{
	uint64_t u = magnitude(args[0]);

	return own_int(c, u == 0 ? 0 : 64 - __builtin_clzll(u));
}

static struct value *
bit_count(struct ctx *c, struct value *const *args)
{
	return own_int(c, __builtin_popcountll(magnitude(args[0])));
}

static bool
is_big_endian(struct ctx *c, struct value *v, bool *big)
{
	const char *s = value_to_text(c, v, "byteorder");

	if (s == NULL)
		return false;
	*big = strcmp(s, "big") == 0;
	if (!*big && strcmp(s, "little") != 0) {
		err_raise(c, ERR_VALUE,
		    "byteorder must be either 'little' or 'big'");
		return false;
	}
	return true;
}

static struct value *
to_bytes(struct ctx *c, struct value *const *args)
{
	int64_t i = value_as_int(args[0]), len;
	bool big, is_signed;
	struct buf b = BUF_INIT;
	struct value *r;

	if (!value_to_int(c, args[1], NULL, &len) ||
	    !is_big_endian(c, args[2], &big) ||
	    !value_truth(c, args[3], &is_signed))
		return NULL;
	if (len < 0 || len > 1 << 20)
		return err_raise(c, ERR_VALUE,
		    "length argument must be non-negative");
	if (i < 0 && !is_signed)
		return err_raise(c, ERR_OVERFLOW,
		    "can't convert negative int to unsigned");
	if (len < 8 && ((is_signed && (len == 0 ? i != 0 :
	    i >> (8 * len - 1) != 0 && i >> (8 * len - 1) != -1)) ||
	    (!is_signed && (len == 0 ? i != 0 : i >> (8 * len) != 0))))
		return err_raise(c, ERR_OVERFLOW, "int too big to convert");
	for (int64_t k = 0; k < len; k++) {
		int64_t at = big ? len - 1 - k : k;

		buf_char(&b, (char)(at < 8 ? i >> (8 * at) :
		    i < 0 ? -1 : 0));
	}
	r = bytes_new(c, b.data, b.len);
	buf_release(&b);
	return r;
}

static struct value *
from_bytes(struct ctx *c, struct value *const *args)
{
	struct value *data = value_is(value_unwrap(args[1]), &bytes_kind) ?
	    args[1] : NULL;
	bool big, is_signed, neg;
	const unsigned char *p;
	uint64_t u = 0;
	size_t len;

	if (data == NULL) {
		struct class *bytes = class_of_row(c, bytes_kind.row);

		data = value_call_n(c, &bytes->hdr, 1, args + 1);
	}
	if (data == NULL || !is_big_endian(c, args[2], &big) ||
	    !value_truth(c, args[3], &is_signed))
		return NULL;
	p = bytes_data(data, &len);
	neg = is_signed && len > 0 && (p[big ? 0 : len - 1] & 0x80);
	if (neg)
		u = UINT64_MAX;
	for (size_t k = 0; k < len; k++) {
		unsigned char byte = p[big ? k : len - 1 - k];

		if (k + 8 < len) {
			if (byte != (neg ? 0xFF : 0))
				return int_overflow(c);
			continue;
		}
		u = u << 8 | byte;
	}
	if (neg != ((int64_t)u < 0))
		return int_overflow(c);
	return own_int(c, (int64_t)u);
}

static struct value *
int_self(struct ctx *c, struct value *const *args)
{
	return own_int(c, value_as_int(args[0]));
}

static struct value *
int_to_float(struct ctx *c, struct value *const *args)
{
	return value_float(c, (double)value_as_int(args[0]));
}

static struct value *
int_ratio(struct ctx *c, struct value *const *args)
{
	struct value *pair[2] = { own_int(c, value_as_int(args[0])),
		own_int(c, 1) };

	return tuple_new(c, 2, pair);
}

static struct value *
int_round(struct ctx *c, int64_t i, int64_t ndigits)
{
	int64_t unit = 1, rest, down;

	if (ndigits >= 0)
		return own_int(c, i);
	for (int64_t k = 0; k > ndigits; k--)
		if (__builtin_mul_overflow(unit, 10, &unit))
			return own_int(c, 0);
	rest = i % unit;
	if (rest < 0)
		rest += unit;
	if (__builtin_sub_overflow(i, rest, &down))
		return int_overflow(c);
	if (rest > unit - rest || (rest == unit - rest &&
	    (down / unit) % 2 != 0))
		if (__builtin_add_overflow(down, unit, &down))
			return int_overflow(c);
	return own_int(c, down);
}

static struct value *
int_round_method(struct ctx *c, struct value *const *args)
{
	int64_t n = 0;

	if (args[1] != &value_none && !value_to_int(c, args[1], NULL, &n))
		return NULL;
	return int_round(c, value_as_int(args[0]), n);
}

static struct value *
get_zero(struct ctx *c, struct value *self UNUSED)
{
	return value_int(c, 0);
}

static struct value *
get_one(struct ctx *c, struct value *self UNUSED)
{
	return value_int(c, 1);
}

static struct value *
get_int(struct ctx *c, struct value *self)
{
	return own_int(c, value_as_int(self));
}

/* ---- float -------------------------------------------------------------- */

static double
self_float(struct value *const *args)
{
	return value_as_float(args[0]);
}

static struct value *
is_integer(struct ctx *c UNUSED, struct value *const *args)
{
	double d = self_float(args);

	return value_bool(isfinite(d) && d == floor(d));
}

static struct value *
float_self(struct ctx *c, struct value *const *args)
{
	return value_float(c, self_float(args));
}

static struct value *
float_to_int(struct ctx *c, struct value *const *args)
{
	return int_of_float(c, self_float(args), "integer");
}

static struct value *
float_floor(struct ctx *c, struct value *const *args)
{
	return int_of_float(c, floor(self_float(args)), "integer");
}

static struct value *
float_ceil(struct ctx *c, struct value *const *args)
{
	return int_of_float(c, ceil(self_float(args)), "integer");
}

/*
 * Rounds half to even at a number of decimal digits. Correctly: the decimal
 * expansion of a double is exact, so its text at that many digits is.
 */
static struct value *
float_round(struct ctx *c, double d, int64_t ndigits)
{
	char text[512];
	double r;

	if (!isfinite(d) || ndigits > 323)
		return value_float(c, d);
	if (ndigits < -308)
		return value_float(c, copysign(0.0, d));
	if (ndigits >= 0)
		snprintf(text, sizeof text, "%.*f", (int)ndigits, d);
	else {
		/* Through the shortest text, to see halves as they are. */
		double unit = pow(10.0, (double)-ndigits), q = d / unit;

		r = nearbyint(q);
		if (fabs(q - r) == 0.5)
			r = 2.0 * nearbyint(q / 2.0);
		return value_float(c, r * unit);
	}
	r = strtod(text, NULL);
	if (isinf(r))
		return err_raise(c, ERR_OVERFLOW,
		    "rounded value too large to represent");
	return value_float(c, r);
}

static struct value *
float_round_method(struct ctx *c, struct value *const *args)
{
	double d = self_float(args), r;
	int64_t n;

	if (args[1] == &value_none) {
		r = nearbyint(d);	/* half to even */
		return int_of_float(c, r, "integer");
	}
	if (!value_to_int(c, args[1], NULL, &n))
		return NULL;
	return float_round(c, d, n);
}

static struct value *
float_ratio(struct ctx *c, struct value *const *args)
{
	double d = self_float(args);
	struct value *pair[2];
	int64_t den = 1;

	if (isinf(d))
		return err_raise(c, ERR_OVERFLOW,
		    "cannot convert Infinity to integer ratio");
	if (isnan(d))
		return err_raise(c, ERR_VALUE,
		    "cannot convert NaN to integer ratio");
	while (d != floor(d)) {
		if (den > INT64_MAX / 2)
			return int_overflow(c);
		d *= 2;
		den *= 2;
	}
	pair[0] = int_of_float(c, d, "integer");
	pair[1] = own_int(c, den);
	return tuple_new(c, 2, pair);
}

static struct value *
float_hex(struct ctx *c, struct value *const *args)
{
	double d = self_float(args), m;
	struct buf b = BUF_INIT;
	uint64_t bits;
	int e = 0;

	if (isnan(d))
		return str_new(c, "nan");
	if (isinf(d))
		return str_new(c, d > 0 ? "inf" : "-inf");
	if (signbit(d))
		buf_char(&b, '-');
	if (d == 0) {
		buf_str(&b, "0x0.0p+0");
		return str_of_buf(c, &b);
	}
	m = frexp(fabs(d), &e) * 2;
	e--;
	if (e < -1022) {	/* subnormal */
		m = ldexp(m, e + 1022);
		e = -1022;
	}
	bits = (uint64_t)((m - floor(m)) * 0x1p52);
	buf_printf(&b, "0x%d.%013" PRIx64 "p%+d", (int)m, bits, e);
	return str_of_buf(c, &b);
}

static struct value *
float_fromhex(struct ctx *c, struct value *const *args)
{
	const char *s = value_to_text(c, args[1], "fromhex() argument");
	struct buf b = BUF_INIT;
	char *end;
	double d;

	if (s == NULL)
		return NULL;
	while (*s == ' ' || *s == '\t' || *s == '\n')
		s++;
	if (*s == '-' || *s == '+')
		buf_char(&b, *s++);
	if (strncmp(s, "0x", 2) != 0 && strncmp(s, "0X", 2) != 0 &&
	    strchr("iInN", *s) == NULL)
		buf_str(&b, "0x");
	buf_str(&b, s);
	d = strtod(b.data, &end);
	while (*end == ' ' || *end == '\t' || *end == '\n')
		end++;
	if (*end != '\0' || b.len == 0) {
		buf_release(&b);
		return err_raise(c, ERR_VALUE,
		    "invalid hexadecimal floating-point string");
	}
	buf_release(&b);
	return value_float(c, d);
}

static struct value *
get_float(struct ctx *c, struct value *self)
{
	return value_float(c, value_as_float(self));
}

static struct value *
get_zero_float(struct ctx *c, struct value *self UNUSED)
{
	return value_float(c, 0.0);
}

#define SELF { "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }
#define CLS { "cls", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }

static const struct param self_params[] = { SELF, { 0 } };
static const struct param round_params[] = {
	SELF,
	{ "ndigits", PARAM_ANY, "None", "Decimal digits.",
	  PARAM_POSITIONAL },
	{ 0 }
};
static const struct param to_bytes_params[] = {
	SELF,
	{ "length", PARAM_ANY, "1", "Number of bytes.", 0 },
	{ "byteorder", PARAM_ANY, "'big'", "big or little.", 0 },
	{ "signed", PARAM_ANY, "False", "Two's complement.", PARAM_KEYWORD },
	{ 0 }
};
static const struct param from_bytes_params[] = {
	CLS,
	{ "bytes", PARAM_ANY, NULL, "The bytes.", 0 },
	{ "byteorder", PARAM_ANY, "'big'", "big or little.", 0 },
	{ "signed", PARAM_ANY, "False", "Two's complement.", PARAM_KEYWORD },
	{ 0 }
};
static const struct param fromhex_params[] = {
	CLS,
	{ "string", PARAM_ANY, NULL, "As hex() writes it.",
	  PARAM_POSITIONAL },
	{ 0 }
};

const struct native int_methods[] = {
	{ "bit_length", self_params, bit_length,
	  "Number of bits without the sign.", "(37).bit_length()" },
	{ "bit_count", self_params, bit_count, "Number of ones.",
	  "(37).bit_count()" },
	{ "to_bytes", to_bytes_params, to_bytes, "The int as bytes.",
	  "(1024).to_bytes(2, 'big')" },
	{ "conjugate", self_params, int_self, "The int itself.", NULL },
	{ "as_integer_ratio", self_params, int_ratio, "The int and 1.",
	  NULL },
	{ "__int__", self_params, int_self, "int(self)", NULL },
	{ "__index__", self_params, int_self, "self as an index", NULL },
	{ "__float__", self_params, int_to_float, "float(self)", NULL },
	{ "__trunc__", self_params, int_self, "The int itself.", NULL },
	{ "__floor__", self_params, int_self, "The int itself.", NULL },
	{ "__ceil__", self_params, int_self, "The int itself.", NULL },
	{ "__round__", round_params, int_round_method, "round(self)", NULL },
	{ 0 }
};

const struct native int_class_methods[] = {
	{ "from_bytes", from_bytes_params, from_bytes, "An int from bytes.",
	  "int.from_bytes(b'\\x04\\x00', 'big')" },
	{ 0 }
};

const struct getter int_getters[] = {
	{ "real", get_int, "The int itself.", NULL },
	{ "imag", get_zero, "0", NULL },
	{ "numerator", get_int, "The int itself.", NULL },
	{ "denominator", get_one, "1", NULL },
	{ 0 }
};

const struct native float_methods[] = {
	{ "is_integer", self_params, is_integer, "Is it a whole number?",
	  "(1.5).is_integer()" },
	{ "as_integer_ratio", self_params, float_ratio,
	  "Two ints whose quotient it is.", "(0.75).as_integer_ratio()" },
	{ "conjugate", self_params, float_self, "The float itself.", NULL },
	{ "hex", self_params, float_hex, "Exact text in base 16.",
	  "(1.5).hex()" },
	{ "__int__", self_params, float_to_int, "int(self)", NULL },
	{ "__float__", self_params, float_self, "float(self)", NULL },
	{ "__trunc__", self_params, float_to_int, "Towards zero.", NULL },
	{ "__floor__", self_params, float_floor, "Downwards.", NULL },
	{ "__ceil__", self_params, float_ceil, "Upwards.", NULL },
	{ "__round__", round_params, float_round_method, "round(self)",
	  NULL },
	{ 0 }
};

const struct native float_class_methods[] = {
	{ "fromhex", fromhex_params, float_fromhex, "From exact text.",
	  "float.fromhex('0x1.8p+0')" },
	{ 0 }
};

const struct getter float_getters[] = {
	{ "real", get_float, "The float itself.", NULL },
	{ "imag", get_zero_float, "0.0", NULL },
	{ 0 }
};
