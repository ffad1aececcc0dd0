/* SPDX-License-Identifier: Apache-2.0 */
/* Floats: IEEE doubles with Python's division, rounding and hashing. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/value/builtin_types.h"
#include "core/value/number.h"
#include "core/value/number_methods.h"
#include "core/value/repr.h"
#include "core/value/runtime.h"
#include "core/value/str.h"

struct boxed_float {
	struct value hdr;
	double d;
};

struct value *
value_float(struct ctx *c, double d)
{
	struct boxed_float *f = value_alloc_float(c);

	f->d = d;
	return value_own(c, &f->hdr);
}

double
value_as_float(const struct value *v)
{
	if (LIKELY(value_is(v, &float_kind)))
		return ((const struct boxed_float *)v)->d;
	return ((const struct boxed_float *)value_unwrap(v))->d;
}

bool
value_number(const struct value *v, double *d)
{
	if (v == NULL)
		return false;
	if (value_is_small(v)) {
		*d = (double)value_small(v);
		return true;
	}
	if (v->kind == &float_kind) {
		*d = ((const struct boxed_float *)v)->d;
		return true;
	}
	if (v->kind == &instance_kind) {
		const struct value *base = value_unwrap(v);

		return base != v && value_number(base, d);
	}
	if (!value_is_int(v))
		return false;
	*d = (double)value_as_int(v);
	return true;
}

bool
value_to_float(struct ctx *c, struct value *v, const char *what, double *d)
{
	struct value *r;

	if (v == NULL)
		return false;
	if (value_number(v, d))
		return true;
	r = value_call_special(c, v, "__float__", 0, NULL);
	if (r == NULL && !err_is_set(c))
		r = value_call_special(c, v, "__index__", 0, NULL);
	if (r != NULL && value_number(r, d))
		return true;
	if (what == NULL)
		err_raise(c, ERR_TYPE, "must be real number, not %s",
		    value_type_name(c, v));
	else
		err_raise(c, ERR_TYPE, "%s must be a real number, not %s",
		    what, value_type_name(c, v));
	return false;
}

/* The remainder has the sign of b; *div, when wanted, is the quotient. */
static double
float_floor_mod(double a, double b, double *div)
{
	double mod = fmod(a, b), q = (a - mod) / b;

	if (mod != 0) {
		if ((b < 0) != (mod < 0)) {
			mod += b;
			q -= 1.0;
		}
	} else
		mod = copysign(0.0, b);
	if (div != NULL) {
		if (q != 0) {
			*div = floor(q);
			if (q - *div > 0.5)
				*div += 1.0;
		} else
			*div = copysign(0.0, a / b);
	}
	return mod;
}

static struct value *
float_power(struct ctx *c, double a, double b)
{
	double r;

	if (a == 0 && b < 0)
		return err_raise(c, ERR_ZERO_DIVISION,
		    "0.0 cannot be raised to a negative power");
	if (a < 0 && isfinite(a) && isfinite(b) && b != floor(b))
		return err_raise(c, ERR_VALUE, "a negative number cannot be "
		    "raised to a fractional power: complex numbers are not "
		    "supported");
	r = pow(a, b);
	if (isinf(r) && isfinite(a) && isfinite(b))
		return err_raise(c, ERR_OVERFLOW,
		    "(34, 'Numerical result out of range')");
	return value_float(c, r);
}

static struct value *
float_divide(struct ctx *c, enum arith op, double a, double b)
{
	struct value *pair[2];
	double div, mod;

	if (b == 0)
		return err_raise(c, ERR_ZERO_DIVISION, "%s",
		    op == ARITH_DIV ? "float division by zero" :
		    op == ARITH_MOD ? "float modulo" :
		    op == ARITH_DIVMOD ? "float divmod()" :
		    "float floor division by zero");
	if (op == ARITH_DIV)
		return value_float(c, a / b);
	mod = float_floor_mod(a, b, &div);
	if (op == ARITH_MOD)
		return value_float(c, mod);
	if (op == ARITH_FLOOR_DIV)
		return value_float(c, div);
	pair[0] = value_float(c, div);
	pair[1] = value_float(c, mod);
	return tuple_new(c, 2, pair);
}

struct value *
float_arith(struct ctx *c, enum arith op, double a, double b)
{
	switch (op) {
	case ARITH_ADD:
		return value_float(c, a + b);
	case ARITH_SUB:
		return value_float(c, a - b);
	case ARITH_MUL:
		return value_float(c, a * b);
	case ARITH_DIV:
	case ARITH_FLOOR_DIV:
	case ARITH_MOD:
	case ARITH_DIVMOD:
		return float_divide(c, op, a, b);
	case ARITH_POW:
		return float_power(c, a, b);
	default:
		return NULL;
	}
}

static struct value *
float_kind_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	double a = value_as_float(self), b;

	if (!value_number(other, &b) || (op > ARITH_POW &&
	    op != ARITH_DIVMOD) || op == ARITH_MATMUL)
		return NULL;
	return reflected ? float_arith(c, op, b, a) :
	    float_arith(c, op, a, b);
}

static struct value *
float_unary(struct ctx *c, enum unary_arith op, struct value *v)
{
	double d = value_as_float(v);

	switch (op) {
	case UN_NEG:
		return value_float(c, -d);
	case UN_POS:
		return value_float(c, d);
	case UN_ABS:
		return value_float(c, fabs(d));
	default:
		return NULL;
	}
}

static struct value *
float_compare(struct ctx *c UNUSED, enum compare op, struct value *a,
    struct value *b)
{
	double x = value_as_float(a), y;
	int order;

	if (value_is_int(b)) {
		if (isnan(x))
			return value_bool(op == CMP_NE);
		order = -compare_int_float(value_as_int(b), x);
		return value_bool(compare_ints(op, order, 0));
	}
	if (!value_number(b, &y))
		return NULL;
	switch (op) {
	case CMP_LT:
		return value_bool(x < y);
	case CMP_LE:
		return value_bool(x <= y);
	case CMP_EQ:
		return value_bool(x == y);
	case CMP_NE:
		return value_bool(x != y);
	case CMP_GT:
		return value_bool(x > y);
	default:
		return value_bool(x >= y);
	}
}

static bool
float_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	repr_float(b, value_as_float(v));
	return true;
}

static bool
float_truth(struct ctx *c UNUSED, struct value *v, bool *out)
{
	*out = value_as_float(v) != 0;
	return true;
}

/* The number modulo 2**61 - 1, so that equal ints hash alike. */
static int64_t
float_hash(double d)
{
	const uint64_t prime = (UINT64_C(1) << 61) - 1;
	uint64_t x = 0, y;
	bool neg;
	int e;

	if (isinf(d))
		return d > 0 ? 314159 : -314159;
	if (isnan(d))
		return 0;
	d = frexp(d, &e);
	neg = d < 0;
	d = fabs(d);
	while (d != 0) {
		x = ((x << 28) & prime) | x >> 33;
		d *= 268435456.0;	/* 2**28 */
		e -= 28;
		y = (uint64_t)d;
		d -= (double)y;
		x += y;
		if (x >= prime)
			x -= prime;
	}
	e = e >= 0 ? e % 61 : 60 - (-1 - e) % 61;
	x = ((x << e) & prime) | x >> (61 - e);
	if (neg)
		x = 0 - x;
	return (int64_t)x == -1 ? -2 : (int64_t)x;
}

static bool
float_hash_slot(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	double d = value_as_float(v);

	*out = isnan(d) ? (int64_t)((uintptr_t)v >> 4) : float_hash(d);
	return true;
}

static void *
bad_float(struct ctx *c, const char *s, size_t len)
{
	struct buf b = BUF_INIT;

	repr_text(&b, s, len);
	err_raise(c, ERR_VALUE, "could not convert string to float: %s",
	    b.data);
	buf_release(&b);
	return NULL;
}

/* Is it [+-] digits . digits e digits, or one of Python's words? */
static bool
is_float_text(const char *s)
{
	static const char *const words[] = { "inf", "infinity", "nan" };
	bool digits = false;

	if (*s == '+' || *s == '-')
		s++;
	for (size_t i = 0; i < nitems(words); i++)
		if (strcasecmp(s, words[i]) == 0)
			return true;
	for (; isdigit((unsigned char)*s); s++)
		digits = true;
	if (*s == '.')
		for (s++; isdigit((unsigned char)*s); s++)
			digits = true;
	if (!digits)
		return false;
	if (*s == 'e' || *s == 'E') {
		s++;
		if (*s == '+' || *s == '-')
			s++;
		if (!isdigit((unsigned char)*s))
			return false;
		while (isdigit((unsigned char)*s))
			s++;
	}
	return *s == '\0';
}

/* Copies without surrounding space and without _ between digits. */
static bool
clean_float_text(struct buf *b, const char *s, size_t len)
{
	while (len > 0 && isspace((unsigned char)*s)) {
		s++;
		len--;
	}
	while (len > 0 && isspace((unsigned char)s[len - 1]))
		len--;
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '\0')
			return false;
		if (s[i] != '_')
			buf_char(b, s[i]);
		else if (i == 0 || i + 1 == len ||
		    !isdigit((unsigned char)s[i - 1]) ||
		    !isdigit((unsigned char)s[i + 1]))
			return false;
	}
	return true;
}

struct value *
float_parse(struct ctx *c, const char *s, size_t len)
{
	struct buf b = BUF_INIT;
	struct value *r = NULL;

	if (clean_float_text(&b, s, len) && is_float_text(b.data))
		r = value_float(c, strtod(b.data, NULL));
	else
		bad_float(c, s, len);
	buf_release(&b);
	return r;
}

static struct value *
float_make(struct ctx *c, struct class *cls UNUSED,
    struct value *const *args)
{
	struct value *v = value_unwrap(args[0]);
	size_t len;
	double d;

	if (value_is(v, &float_kind) && v == args[0])
		return value_own(c, value_ref(v));
	if (value_is_str(v))
		return float_parse(c, str_text(v), str_bytes(v));
	if (value_is(v, &bytes_kind)) {
		const unsigned char *p = bytes_data(v, &len);

		return float_parse(c, (const char *)p, len);
	}
	if (value_to_float(c, args[0], NULL, &d))
		return value_float(c, d);
	if (err_is(c, ERR_TYPE) && strncmp(c->err.text, "must be real", 12) ==
	    0) {
		err_clear(c);
		err_raise(c, ERR_TYPE, "float() argument must be a string or "
		    "a real number, not '%s'", value_type_name(c, args[0]));
	}
	return NULL;
}

static const struct param float_params[] = {
	{ "x", PARAM_ANY, "0.0", "A number, or text.", PARAM_POSITIONAL },
	{ 0 }
};

const struct kind float_kind = {
	.name = "float", .doc = "Floating-point numbers of 64 bits.",
	.row = &float_row,
	.repr = float_repr, .truth = float_truth, .hash = float_hash_slot,
	.compare = float_compare, .arith = float_kind_arith,
	.unary = float_unary,
};

const struct class_row float_row = {
	.name = "float", .module = "builtins",
	.doc = "A floating-point number of 64 bits.",
	.kind = &float_kind, .methods = float_methods,
	.class_methods = float_class_methods, .getters = float_getters,
	.new_params = float_params, .make = float_make,
	.example = "float('1e3')",
};
