/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ints: 62 bits inside the pointer, up to 64 in a value of their own. What
 * does not fit is an OverflowError, never a wrap.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/value/builtin_types.h"
#include "core/value/number.h"
#include "core/value/number_methods.h"
#include "core/value/repr.h"
#include "core/value/str.h"

struct boxed_int {
	struct value hdr;
	int64_t i;
};

struct value *
value_int_big(struct ctx *c, int64_t i)
{
	struct boxed_int *b = value_alloc(c, &int_kind, sizeof *b);

	b->i = i;
	return value_own(c, &b->hdr);
}

bool
value_is_int(const struct value *v)
{
	const struct kind *k;

	if (value_is_small(v))
		return true;
	if (v == NULL)
		return false;
	k = v->kind;
	if (k == &int_kind || k == &bool_kind)
		return true;
	return k == &instance_kind && value_unwrap(v) != v &&
	    value_is_int(value_unwrap(v));
}

int64_t
value_as_int(const struct value *v)
{
	if (value_is_small(v))
		return value_small(v);
	if (v->kind == &int_kind)
		return ((const struct boxed_int *)v)->i;
	if (v->kind == &bool_kind)
		return v == &value_true;
	return value_as_int(value_unwrap(v));
}

void *
int_overflow(struct ctx *c)
{
	return err_raise(c, ERR_OVERFLOW, "integer result does not fit in "
	    "64 bits (ints are limited to 64 bits here)");
}

static struct value *
own_int(struct ctx *c, int64_t i)
{
	return value_int(c, i);
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	int64_t q = a / b;

	return q - (a % b != 0 && (a < 0) != (b < 0));
}

static int64_t
floor_mod(int64_t a, int64_t b)
{
	int64_t r = a % b;

	return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

static struct value *
int_divide(struct ctx *c, enum arith op, int64_t a, int64_t b)
{
	struct value *pair[2];

	if (b == 0)
		return err_raise(c, ERR_ZERO_DIVISION, "%s",
		    op == ARITH_MOD ? "integer modulo by zero" :
		    op == ARITH_DIV ? "division by zero" :
		    "integer division or modulo by zero");
	if (b == -1) {	/* INT64_MIN / -1 traps */
		if (op == ARITH_MOD)
			return own_int(c, 0);
		if (a == INT64_MIN)
			return int_overflow(c);
	}
	if (op == ARITH_MOD)
		return own_int(c, floor_mod(a, b));
	if (op == ARITH_FLOOR_DIV)
		return own_int(c, floor_div(a, b));
	pair[0] = own_int(c, floor_div(a, b));
	pair[1] = own_int(c, floor_mod(a, b));
	return tuple_new(c, 2, pair);
}

/* Exactly rounded: long double has 64 bits of mantissa, so both are exact. */
static struct value *
int_true_divide(struct ctx *c, int64_t a, int64_t b)
{
	if (b == 0)
		return int_divide(c, ARITH_DIV, a, b);
	if (llabs(a) <= (INT64_C(1) << 53) && a != INT64_MIN &&
	    b != INT64_MIN && llabs(b) <= (INT64_C(1) << 53))
		return value_float(c, (double)a / (double)b);
	return value_float(c, (double)((long double)a / (long double)b));
}

static struct value *
int_power(struct ctx *c, int64_t a, int64_t n)
{
	int64_t r = 1;

	if (n < 0) {
		if (a == 0)
			return err_raise(c, ERR_ZERO_DIVISION,
			    "0.0 cannot be raised to a negative power");
		return value_float(c, pow((double)a, (double)n));
	}
	while (n > 0) {
		if ((n & 1) && __builtin_mul_overflow(r, a, &r))
			return int_overflow(c);
		n >>= 1;
		if (n > 0 && __builtin_mul_overflow(a, a, &a))
			return int_overflow(c);
	}
	return own_int(c, r);
}

static struct value *
int_shift(struct ctx *c, enum arith op, int64_t a, int64_t n)
{
	if (n < 0)
		return err_raise(c, ERR_VALUE, "negative shift count");
	if (op == ARITH_SHR)
		return own_int(c, n > 63 ? (a < 0 ? -1 : 0) : a >> n);
	if (a == 0)
		return own_int(c, 0);
	if (n > 62 || a > INT64_MAX >> n || a < INT64_MIN >> n) {
		if (n == 63 && a == -1)
			return own_int(c, INT64_MIN);
		return int_overflow(c);
	}
	return own_int(c, (int64_t)((uint64_t)a << n));
}

struct value *
int_arith(struct ctx *c, enum arith op, int64_t a, int64_t b)
{
	int64_t r;

	switch (op) {
	case ARITH_ADD:
		return __builtin_add_overflow(a, b, &r) ? int_overflow(c) :
		    own_int(c, r);
	case ARITH_SUB:
		return __builtin_sub_overflow(a, b, &r) ? int_overflow(c) :
		    own_int(c, r);
	case ARITH_MUL:
		return __builtin_mul_overflow(a, b, &r) ? int_overflow(c) :
		    own_int(c, r);
	case ARITH_DIV:
		return int_true_divide(c, a, b);
	case ARITH_FLOOR_DIV:
	case ARITH_MOD:
	case ARITH_DIVMOD:
		return int_divide(c, op, a, b);
	case ARITH_POW:
		return int_power(c, a, b);
	case ARITH_SHL:
	case ARITH_SHR:
		return int_shift(c, op, a, b);
	case ARITH_AND:
		return own_int(c, a & b);
	case ARITH_OR:
		return own_int(c, a | b);
	case ARITH_XOR:
		return own_int(c, a ^ b);
	default:
		return err_raise(c, ERR_TYPE,
		    "unsupported operand type(s) for @: 'int' and 'int'");
	}
}

static struct value *
int_kind_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	int64_t a, b;

	if (!value_is_int(other) || op == ARITH_MATMUL)
		return NULL;
	a = value_as_int(self);
	b = value_as_int(other);
	return reflected ? int_arith(c, op, b, a) : int_arith(c, op, a, b);
}

static struct value *
int_unary(struct ctx *c, enum unary_arith op, struct value *v)
{
	int64_t i = value_as_int(v);

	if (op == UN_INVERT)
		return own_int(c, ~i);
	if (op == UN_POS || (op == UN_ABS && i >= 0))
		return own_int(c, i);
	return i == INT64_MIN ? int_overflow(c) : own_int(c, -i);
}

static struct value *
int_compare(struct ctx *c UNUSED, enum compare op, struct value *a,
    struct value *b)
{
	if (!value_is_int(b))
		return NULL;
	return value_bool(compare_ints(op, value_as_int(a),
	    value_as_int(b)));
}

static bool
int_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	repr_int(b, value_as_int(v));
	return true;
}

static bool
int_truth(struct ctx *c UNUSED, struct value *v, bool *out)
{
	*out = value_as_int(v) != 0;
	return true;
}

/* As CPython: modulo the prime 2**61 - 1, so that equal floats agree. */
static bool
int_hash(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	const int64_t prime = (INT64_C(1) << 61) - 1;
	int64_t i = value_as_int(v);

	*out = i > -prime && i < prime ? i : i % prime;
	if (*out == -1)
		*out = -2;
	return true;
}

/* ---- conversions -------------------------------------------------------- */

bool
value_to_int(struct ctx *c, struct value *v, const char *what, int64_t *out)
{
	struct value *r;

	if (v == NULL)
		return false;
	if (value_is_int(v)) {
		*out = value_as_int(v);
		return true;
	}
	r = value_call_special(c, v, "__index__", 0, NULL);
	if (r != NULL && value_is_int(r)) {
		*out = value_as_int(r);
		return true;
	}
	if (!err_is_set(c)) {
		if (r != NULL)
			err_raise(c, ERR_TYPE,
			    "__index__ returned non-int (type %s)",
			    value_type_name(c, r));
		else if (what == NULL)
			err_raise(c, ERR_TYPE, "'%s' object cannot be "
			    "interpreted as an integer",
			    value_type_name(c, v));
		else
			err_raise(c, ERR_TYPE, "%s must be an integer, not %s",
			    what, value_type_name(c, v));
	}
	return false;
}

struct value *
int_of_float(struct ctx *c, double d, const char *what)
{
	if (isnan(d))
		return err_raise(c, ERR_VALUE,
		    "cannot convert float NaN to %s", what);
	if (isinf(d))
		return err_raise(c, ERR_OVERFLOW,
		    "cannot convert float infinity to %s", what);
	d = trunc(d);
	if (d < -0x1p63 || d >= 0x1p63)
		return int_overflow(c);
	return own_int(c, (int64_t)d);
}

int
compare_int_float(int64_t i, double d)
{
	double whole;

	if (d >= 0x1p63)
		return -1;
	if (d < -0x1p63)
		return 1;
	whole = trunc(d);
	if (i != (int64_t)whole)
		return i < (int64_t)whole ? -1 : 1;
	return whole < d ? -1 : whole > d;
}

static int
digit_value(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	if (ch >= 'a' && ch <= 'z')
		return ch - 'a' + 10;
	if (ch >= 'A' && ch <= 'Z')
		return ch - 'A' + 10;
	return 99;
}

static void *
bad_literal(struct ctx *c, const char *s, size_t len, int base)
{
	struct value *text = str_new_len(c, s, len);
	struct buf b = BUF_INIT;

	value_repr(c, &b, text);
	err_raise(c, ERR_VALUE, "invalid literal for int() with base %d: %s",
	    base, b.data);
	buf_release(&b);
	return NULL;
}

static void
strip_space(const char **s, size_t *len)
{
	while (*len > 0 && strchr(" \t\n\r\f\v", **s) != NULL && **s) {
		++*s;
		--*len;
	}
	while (*len > 0 && (*s)[*len - 1] &&
	    strchr(" \t\n\r\f\v", (*s)[*len - 1]) != NULL)
		--*len;
}

/* Consumes 0x and the like where the base allows it; base 0 is decided. */
static size_t
take_prefix(const char *s, size_t len, int *base)
{
	int found = 0;

	if (len >= 2 && s[0] == '0') {
		char p = (char)(s[1] | 0x20);

		found = p == 'x' ? 16 : p == 'o' ? 8 : p == 'b' ? 2 : 0;
	}
	if (found != 0 && (*base == 0 || *base == found)) {
		*base = found;
		return len > 2 && s[2] == '_' ? 3 : 2;
	}
	if (*base == 0)
		*base = 10;
	return 0;
}

struct value *
int_parse(struct ctx *c, const char *all, size_t all_len, int base)
{
	const char *s = all;
	size_t len = all_len, i;
	int given = base;
	bool neg, digit = false;
	uint64_t limit, u = 0;

	strip_space(&s, &len);
	neg = len > 0 && *s == '-';
	if (len > 0 && (*s == '-' || *s == '+')) {
		s++;
		len--;
	}
	limit = (uint64_t)INT64_MAX + neg;
	i = take_prefix(s, len, &base);
	if (given == 0 && base == 10 && len > 1 && s[0] == '0')
		for (size_t k = 0; k < len; k++)
			if (s[k] != '0' && s[k] != '_')
				return bad_literal(c, all, all_len, 0);
	for (; i < len; i++) {
		int d = digit_value(s[i]);

		if (s[i] == '_' && digit && i + 1 < len) {
			digit = false;
			continue;
		}
		if (d >= base)
			return bad_literal(c, all, all_len, given);
		if (u > (limit - (uint64_t)d) / (uint64_t)base)
			return int_overflow(c);
		u = u * (uint64_t)base + (uint64_t)d;
		digit = true;
	}
	if (!digit)
		return bad_literal(c, all, all_len, given);
	return own_int(c, neg ? (int64_t)(0 - u) : (int64_t)u);
}

static struct value *
int_of_special(struct ctx *c, struct value *v)
{
	static const char *const names[] = { "__int__", "__index__",
		"__trunc__" };

	for (size_t i = 0; i < nitems(names); i++) {
		struct value *r = value_call_special(c, v, names[i], 0, NULL);

		if (err_is_set(c))
			return NULL;
		if (r == NULL)
			continue;
		if (!value_is_int(r))
			return err_raise(c, ERR_TYPE,
			    "%s returned non-int (type %s)", names[i],
			    value_type_name(c, r));
		return own_int(c, value_as_int(r));
	}
	return err_raise(c, ERR_TYPE, "int() argument must be a string, a "
	    "bytes-like object or a real number, not '%s'",
	    value_type_name(c, v));
}

static struct value *
int_make(struct ctx *c, struct class *cls UNUSED, struct value *const *args)
{
	struct value *v = value_unwrap(args[0]);
	int64_t base = 10;
	size_t len;

	if (args[1] != &value_none) {
		if (!value_to_int(c, args[1], NULL, &base))
			return NULL;
		if (base != 0 && (base < 2 || base > 36))
			return err_raise(c, ERR_VALUE,
			    "int() base must be >= 2 and <= 36, or 0");
		if (!value_is_str(v) && !value_is(v, &bytes_kind))
			return err_raise(c, ERR_TYPE, "int() can't convert "
			    "non-string with explicit base");
	}
	if (value_is_str(v))
		return int_parse(c, str_text(v), str_bytes(v), (int)base);
	if (value_is(v, &bytes_kind)) {
		const unsigned char *p = bytes_data(v, &len);

		return int_parse(c, (const char *)p, len, (int)base);
	}
	if (value_has_slots(args[0]) && class_find(c, value_class(c, args[0]),
	    atom(c, "__int__")) != NULL)
		return int_of_special(c, args[0]);
	if (value_is_int(v))
		return own_int(c, value_as_int(v));
	if (value_is(v, &float_kind))
		return int_of_float(c, value_as_float(v), "integer");
	return int_of_special(c, v);
}

static const struct param int_params[] = {
	{ "x", PARAM_ANY, "0", "A number, or text.", PARAM_POSITIONAL },
	{ "base", PARAM_ANY, "None", "Of text: 2 to 36, or 0 for prefixes.",
	  0 },
	{ 0 }
};

const struct kind int_kind = {
	.name = "int", .doc = "Integers of 64 bits.", .row = &int_row,
	.repr = int_repr, .truth = int_truth, .hash = int_hash,
	.compare = int_compare, .arith = int_kind_arith, .unary = int_unary,
};

const struct class_row int_row = {
	.name = "int", .module = "builtins",
	.doc = "An integer of 64 bits; a larger result is an OverflowError.",
	.kind = &int_kind, .methods = int_methods,
	.class_methods = int_class_methods, .getters = int_getters,
	.new_params = int_params, .make = int_make,
	.example = "int('0x1f', 16)",
};
