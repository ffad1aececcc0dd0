/* SPDX-License-Identifier: Apache-2.0 */
/* The module math: numbers of one kind, so C's functions and their limits. */
#include <errno.h>
#include <math.h>

#include "core/lang/mod_std.h"

static bool
number(struct ctx *c, struct value *v, double *x)
{
	if (value_to_float(c, v, "argument", x))
		return true;
	if (err_is(c, ERR_TYPE)) {
		err_clear(c);
		err_raise(c, ERR_TYPE, "must be real number, not %s",
		    value_type_name(c, v));
	}
	return false;
}

static struct value *
domain_error(struct ctx *c)
{
	return err_raise(c, ERR_VALUE, "math domain error");
}

static struct value *
range_error(struct ctx *c)
{
	return err_raise(c, ERR_OVERFLOW, "math range error");
}

/*
 * What CPython makes of C's results: a NaN that no argument was is a domain
 * error; so is an infinity of a finite argument where the function has a pole
 * (x is then at its edge), else the range was left.
 */
static struct value *
checked(struct ctx *c, double x, double r, bool pole)
{
	if (isnan(r) && !isnan(x))
		return domain_error(c);
	if (isinf(r) && isfinite(x))
		return pole ? domain_error(c) : range_error(c);
	return value_float(c, r);
}

static const struct param x_params[] = {
	{ "x", PARAM_ANY, NULL, "A number.", PARAM_POSITIONAL }, { 0 }
};

/* name, C function, an infinite result is a pole, doc */
#define UNARY_LIST(X)                                                     \
	X(sqrt, sqrt, true, "The square root.")                           \
	X(cbrt, cbrt, true, "The cube root.")                             \
	X(exp, exp, false, "e raised to x.")                              \
	X(exp2, exp2, false, "2 raised to x.")                            \
	X(expm1, expm1, false, "exp(x) - 1, precise near 0.")             \
	X(log1p, log1p, true, "log(1 + x), precise near 0.")              \
	X(sin, sin, true, "The sine of x radians.")                       \
	X(cos, cos, true, "The cosine of x radians.")                     \
	X(tan, tan, true, "The tangent of x radians.")                    \
	X(asin, asin, true, "The arc sine in radians.")                   \
	X(acos, acos, true, "The arc cosine in radians.")                 \
	X(atan, atan, true, "The arc tangent in radians.")                \
	X(sinh, sinh, false, "The hyperbolic sine.")                      \
	X(cosh, cosh, false, "The hyperbolic cosine.")                    \
	X(tanh, tanh, true, "The hyperbolic tangent.")                    \
	X(asinh, asinh, true, "The inverse hyperbolic sine.")             \
	X(acosh, acosh, true, "The inverse hyperbolic cosine.")           \
	X(atanh, atanh, true, "The inverse hyperbolic tangent.")          \
	X(fabs, fabs, true, "The absolute value as a float.")             \
	X(erf, erf, true, "The error function.")                          \
	X(erfc, erfc, true, "1 - erf(x).")                                \
	X(degrees, to_degrees, true, "Radians to degrees.")               \
	X(radians, to_radians, true, "Degrees to radians.")

static double
to_degrees(double x)
{
	return x * (180.0 / M_PI);
}

static double
to_radians(double x)
{
	return x * (M_PI / 180.0);
}

#define X(name, fn, pole, doc)                                            \
	static struct value *math_##name(struct ctx *c,                   \
	    struct value *const *args)                                    \
	{                                                                 \
		double x;                                                 \
                                                                          \
		if (!number(c, args[0], &x))                              \
			return NULL;                                      \
		return checked(c, x, fn(x), pole);                        \
	}
UNARY_LIST(X)
#undef X

static struct value *
math_gamma(struct ctx *c, struct value *const *args)
{
	double x;

	if (!number(c, args[0], &x))
		return NULL;
	if (x == 0 || (x < 0 && x == floor(x)))
		return domain_error(c);
	return checked(c, x, tgamma(x), false);
}

static struct value *
math_lgamma(struct ctx *c, struct value *const *args)
{
	double x;

	if (!number(c, args[0], &x))
		return NULL;
	if (isfinite(x) && x <= 0 && x == floor(x))
		return domain_error(c);
	return checked(c, x, lgamma(x), false);
}

/* ---- logarithms ------------------------------------------------------------------ */

static bool
logarithm(struct ctx *c, struct value *v, double (*fn)(double), double *r)
{
	double x;

	if (!number(c, v, &x))
		return false;
	if (x <= 0) {
		domain_error(c);
		return false;
	}
	*r = fn(x);
	return true;
}

static const struct param log_params[] = {
	{ "x", PARAM_ANY, NULL, "A positive number.", PARAM_POSITIONAL },
	{ "base", PARAM_ANY, "None", "e when left out.",
	    PARAM_POSITIONAL | PARAM_OPTIONAL }, { 0 }
};

static struct value *
math_log(struct ctx *c, struct value *const *args)
{
	double x, base;

	if (!logarithm(c, args[0], log, &x))
		return NULL;
	if (args[1] == &value_none)
		return value_float(c, x);
	if (!logarithm(c, args[1], log, &base))
		return NULL;
	if (base == 0)
		return err_raise(c, ERR_ZERO_DIVISION,
		    "float division by zero");
	return value_float(c, x / base);
}

static struct value *
math_log2(struct ctx *c, struct value *const *args)
{
	double x;

	return logarithm(c, args[0], log2, &x) ? value_float(c, x) : NULL;
}

static struct value *
math_log10(struct ctx *c, struct value *const *args)
{
	double x;

	return logarithm(c, args[0], log10, &x) ? value_float(c, x) : NULL;
}

/* ---- two arguments --------------------------------------------------------------- */

static const struct param xy_params[] = {
	{ "x", PARAM_ANY, NULL, "A number.", PARAM_POSITIONAL },
	{ "y", PARAM_ANY, NULL, "A number.", PARAM_POSITIONAL }, { 0 }
};

static bool
numbers(struct ctx *c, struct value *const *args, double *x, double *y)
{
	return number(c, args[0], x) && number(c, args[1], y);
}

static struct value *
math_atan2(struct ctx *c, struct value *const *args)
{
	double x, y;

	return numbers(c, args, &y, &x) ? value_float(c, atan2(y, x)) : NULL;
}

static struct value *
math_copysign(struct ctx *c, struct value *const *args)
{
	double x, y;

	return numbers(c, args, &x, &y) ? value_float(c, copysign(x, y)) :
	    NULL;
}

static struct value *
math_fmod(struct ctx *c, struct value *const *args)
{
	double x, y, r;

	if (!numbers(c, args, &x, &y))
		return NULL;
	r = fmod(x, y);
	return isnan(r) && !isnan(x) && !isnan(y) ? domain_error(c) :
	    value_float(c, r);
}

static struct value *
math_remainder(struct ctx *c, struct value *const *args)
{
	double x, y, r;

	if (!numbers(c, args, &x, &y))
		return NULL;
	r = remainder(x, y);
	return isnan(r) && !isnan(x) && !isnan(y) ? domain_error(c) :
	    value_float(c, r);
}

static struct value *
math_nextafter(struct ctx *c, struct value *const *args)
{
	double x, y;

	return numbers(c, args, &x, &y) ? value_float(c, nextafter(x, y)) :
	    NULL;
}

static struct value *
math_pow(struct ctx *c, struct value *const *args)
{
	double x, y, r;

	if (!numbers(c, args, &x, &y))
		return NULL;
	r = pow(x, y);
	if (isnan(r) && !isnan(x) && !isnan(y))
		return domain_error(c);
	if (isinf(r) && isfinite(x) && isfinite(y))
		return x == 0 ? domain_error(c) : range_error(c);
	return value_float(c, r);
}

static struct value *
math_ldexp(struct ctx *c, struct value *const *args)
{
	double x, r;
	int64_t e;

	if (!number(c, args[0], &x) ||
	    !value_to_int(c, args[1], "ldexp() argument 2", &e))
		return NULL;
	r = ldexp(x, e > 5000 ? 5000 : e < -5000 ? -5000 : (int)e);
	return isinf(r) && isfinite(x) ? range_error(c) : value_float(c, r);
}

/* ---- to whole numbers ------------------------------------------------------------ */

static struct value *
whole(struct ctx *c, struct value *v, const char *special,
    double (*fn)(double))
{
	struct value *r;
	double x;

	if (value_is_int(v))
		return value_int(c, value_as_int(v));
	if (!value_is(v, &float_kind)) {
		r = value_call_special(c, v, special, 0, NULL);
		if (r != NULL || err_is_set(c))
			return r;
	}
	if (!number(c, v, &x))
		return NULL;
	if (isnan(x))
		return err_raise(c, ERR_VALUE,
		    "cannot convert float NaN to integer");
	if (isinf(x))
		return err_raise(c, ERR_OVERFLOW,
		    "cannot convert float infinity to integer");
	x = fn(x);
	if (x < -0x1p63 || x >= 0x1p63)
		return err_raise(c, ERR_OVERFLOW,
		    "the integer does not fit into 64 bits");
	return value_int(c, (int64_t)x);
}

static struct value *
math_ceil(struct ctx *c, struct value *const *args)
{
	return whole(c, args[0], "__ceil__", ceil);
}

static struct value *
math_floor(struct ctx *c, struct value *const *args)
{
	return whole(c, args[0], "__floor__", floor);
}

static struct value *
math_trunc(struct ctx *c, struct value *const *args)
{
	return whole(c, args[0], "__trunc__", trunc);
}

/* ---- integers -------------------------------------------------------------------- */

static struct value *
int_overflow(struct ctx *c)
{
	return err_raise(c, ERR_OVERFLOW,
	    "the integer does not fit into 64 bits");
}

static const struct param ints_params[] = {
	{ "integers", PARAM_ANY, NULL, "Integers.", PARAM_VARARGS }, { 0 }
};

static bool
gcd_of(int64_t a, int64_t b, int64_t *r)
{
	uint64_t x = a < 0 ? -(uint64_t)a : (uint64_t)a;
	uint64_t y = b < 0 ? -(uint64_t)b : (uint64_t)b;

	while (y != 0) {
		uint64_t t = x % y;

		x = y;
		y = t;
	}
	*r = (int64_t)x;
	return x <= INT64_MAX;
}

static struct value *
math_gcd(struct ctx *c, struct value *const *args)
{
	int64_t r = 0, x;

	for (size_t i = 0; i < seq_len(args[0]); i++)
		if (!value_to_int(c, seq_item(args[0], i), "argument", &x))
			return NULL;
		else if (!gcd_of(r, x, &r))
			return int_overflow(c);
	return value_int(c, r);
}

static struct value *
math_lcm(struct ctx *c, struct value *const *args)
{
	int64_t r = 1, x, g;

	for (size_t i = 0; i < seq_len(args[0]); i++) {
		if (!value_to_int(c, seq_item(args[0], i), "argument", &x))
			return NULL;
		if (x == 0)
			return value_int(c, 0);
		if (!gcd_of(r, x, &g) ||
		    __builtin_mul_overflow(r / g, x, &r) || r == INT64_MIN)
			return int_overflow(c);
		r = r < 0 ? -r : r;
	}
	return value_int(c, r);
}

static bool
natural(struct ctx *c, struct value *v, const char *what, int64_t *n)
{
	if (!value_to_int(c, v, what, n))
		return false;
	if (*n >= 0)
		return true;
	err_raise(c, ERR_VALUE, "%s must be a non-negative integer", what);
	return false;
}

static struct value *
math_factorial(struct ctx *c, struct value *const *args)
{
	int64_t n, r = 1;

	if (!value_to_int(c, args[0], "argument", &n))
		return NULL;
	if (n < 0)
		return err_raise(c, ERR_VALUE,
		    "factorial() not defined for negative values");
	for (int64_t i = 2; i <= n; i++)
		if (__builtin_mul_overflow(r, i, &r))
			return int_overflow(c);
	return value_int(c, r);
}

static const struct param nk_params[] = {
	{ "n", PARAM_ANY, NULL, "Of how many.", PARAM_POSITIONAL },
	{ "k", PARAM_ANY, NULL, "How many.", PARAM_POSITIONAL }, { 0 }
};
static const struct param nk_default_params[] = {
	{ "n", PARAM_ANY, NULL, "Of how many.", PARAM_POSITIONAL },
	{ "k", PARAM_ANY, "None", "How many; all when left out.",
	    PARAM_POSITIONAL | PARAM_OPTIONAL }, { 0 }
};

static struct value *
math_comb(struct ctx *c, struct value *const *args)
{
	unsigned __int128 r = 1;
	int64_t n, k;

	if (!natural(c, args[0], "n", &n) || !natural(c, args[1], "k", &k))
		return NULL;
	if (k > n)
		return value_int(c, 0);
	k = k > n - k ? n - k : k;
	for (int64_t i = 1; i <= k; i++) {
		r = r * (unsigned __int128)(n - k + i) / (unsigned)i;
		if (r > INT64_MAX)
			return int_overflow(c);
	}
	return value_int(c, (int64_t)r);
}

static struct value *
math_perm(struct ctx *c, struct value *const *args)
{
	int64_t n, k, r = 1;

	if (args[1] == &value_none)
		return math_factorial(c, args);
	if (!natural(c, args[0], "n", &n) || !natural(c, args[1], "k", &k))
		return NULL;
	if (k > n)
		return value_int(c, 0);
	for (int64_t i = 0; i < k; i++)
		if (__builtin_mul_overflow(r, n - i, &r))
			return int_overflow(c);
	return value_int(c, r);
}

static struct value *
math_isqrt(struct ctx *c, struct value *const *args)
{
	int64_t n, r;

	if (!value_to_int(c, args[0], "argument", &n))
		return NULL;
	if (n < 0)
		return err_raise(c, ERR_VALUE,
		    "isqrt() argument must be nonnegative");
	/* The double is at most one off, up or down. */
	r = (int64_t)sqrt((double)n);
	while (r > 3037000499 || r * r > n)
		r--;
	while (r < 3037000499 && (r + 1) * (r + 1) <= n)
		r++;
	return value_int(c, r);
}

/* ---- questions ------------------------------------------------------------------- */

static struct value *
math_isnan(struct ctx *c, struct value *const *args)
{
	double x;

	return number(c, args[0], &x) ? value_bool(isnan(x)) : NULL;
}

static struct value *
math_isinf(struct ctx *c, struct value *const *args)
{
	double x;

	return number(c, args[0], &x) ? value_bool(isinf(x)) : NULL;
}

static struct value *
math_isfinite(struct ctx *c, struct value *const *args)
{
	double x;

	return number(c, args[0], &x) ? value_bool(isfinite(x)) : NULL;
}

static const struct param isclose_params[] = {
	{ "a", PARAM_ANY, NULL, "A number.", 0 },
	{ "b", PARAM_ANY, NULL, "A number.", 0 },
	{ "rel_tol", PARAM_FLOAT, "1e-09", "Relative to the larger.",
	    PARAM_KEYWORD },
	{ "abs_tol", PARAM_FLOAT, "0.0", "Absolute.", PARAM_KEYWORD }, { 0 }
};

static struct value *
math_isclose(struct ctx *c, struct value *const *args)
{
	double a, b, rel, abs_tol, diff;

	if (!numbers(c, args, &a, &b) || !numbers(c, args + 2, &rel, &abs_tol))
		return NULL;
	if (rel < 0 || abs_tol < 0)
		return err_raise(c, ERR_VALUE,
		    "tolerances must be non-negative");
	if (a == b)
		return &value_true;
	if (isinf(a) || isinf(b))
		return &value_false;
	diff = fabs(b - a);
	return value_bool(diff <= fabs(rel * b) || diff <= fabs(rel * a) ||
	    diff <= abs_tol);
}

/* ---- of many --------------------------------------------------------------------- */

static const struct param many_params[] = {
	{ "seq", PARAM_ANY, NULL, "Numbers.", PARAM_POSITIONAL }, { 0 }
};
static const struct param prod_params[] = {
	{ "iterable", PARAM_ANY, NULL, "Numbers.", PARAM_POSITIONAL },
	{ "start", PARAM_ANY, "1", "The first factor.", PARAM_KEYWORD },
	{ 0 }
};
static const struct param coordinates_params[] = {
	{ "coordinates", PARAM_ANY, NULL, "Numbers.", PARAM_VARARGS }, { 0 }
};
static const struct param dist_params[] = {
	{ "p", PARAM_ITERABLE, NULL, "A point.", PARAM_POSITIONAL },
	{ "q", PARAM_ITERABLE, NULL, "Another.", PARAM_POSITIONAL }, { 0 }
};

static struct value *
math_prod(struct ctx *c, struct value *const *args)
{
	struct value *list = value_to_list(c, args[0]), *r = args[1];

	if (list == NULL)
		return NULL;
	for (size_t i = 0; r != NULL && i < seq_len(list); i++)
		r = value_arith(c, ARITH_MUL, r, seq_item(list, i));
	return r;
}

/*
 * The sum without the error of rounding: partial sums that do not overlap,
 * by Shewchuk's method; 64 of them are more than doubles can need.
 */
static struct value *
math_fsum(struct ctx *c, struct value *const *args)
{
	struct value *list = value_to_list(c, args[0]);
	double part[64], special = 0, x, y, hi, lo;
	size_t n = 0, kept;

	if (list == NULL)
		return NULL;
	for (size_t i = 0; i < seq_len(list); i++) {
		if (!number(c, seq_item(list, i), &x))
			return NULL;
		if (!isfinite(x)) {
			special += x;
			continue;
		}
		kept = 0;
		for (size_t j = 0; j < n; j++) {
			y = part[j];
			hi = x + y;
			lo = fabs(x) < fabs(y) ? x - (hi - y) : y - (hi - x);
			if (lo != 0)
				part[kept++] = lo;
			x = hi;
		}
		if (!isfinite(x))
			return err_raise(c, ERR_OVERFLOW,
			    "intermediate overflow in fsum");
		n = kept;
		if (n < nitems(part))
			part[n++] = x;
	}
	if (special != 0)
		return isnan(special) ? err_raise(c, ERR_VALUE,
		    "-inf + inf in fsum") : value_float(c, special);
	hi = 0;
	lo = 0;
	while (n > 0) {
		x = hi;
		y = part[--n];
		hi = x + y;
		lo = y - (hi - x);
		if (lo != 0)
			break;
	}
	/* Half-way cases round to even, looking at what is left. */
	if (n > 0 && ((lo < 0 && part[n - 1] < 0) ||
	    (lo > 0 && part[n - 1] > 0))) {
		y = lo * 2;
		x = hi + y;
		if (y == x - hi)
			hi = x;
	}
	return value_float(c, hi);
}

static struct value *
math_hypot(struct ctx *c, struct value *const *args)
{
	double r = 0, x;

	for (size_t i = 0; i < seq_len(args[0]); i++) {
		if (!number(c, seq_item(args[0], i), &x))
			return NULL;
		r = hypot(r, x);
	}
	return value_float(c, r);
}

static struct value *
math_dist(struct ctx *c, struct value *const *args)
{
	struct value *p = value_to_list(c, args[0]);
	struct value *q = value_to_list(c, args[1]);
	double r = 0, x, y;

	if (p == NULL || q == NULL)
		return NULL;
	if (seq_len(p) != seq_len(q))
		return err_raise(c, ERR_VALUE, "both points must have the same "
		    "number of dimensions");
	for (size_t i = 0; i < seq_len(p); i++) {
		if (!number(c, seq_item(p, i), &x) ||
		    !number(c, seq_item(q, i), &y))
			return NULL;
		r = hypot(r, x - y);
	}
	return value_float(c, r);
}

static struct value *
math_frexp(struct ctx *c, struct value *const *args)
{
	struct value *pair[2];
	double x;
	int e = 0;

	if (!number(c, args[0], &x))
		return NULL;
	pair[0] = value_float(c, isfinite(x) ? frexp(x, &e) : x);
	pair[1] = value_int(c, e);
	return tuple_new(c, 2, pair);
}

static struct value *
math_modf(struct ctx *c, struct value *const *args)
{
	struct value *pair[2];
	double x, i;

	if (!number(c, args[0], &x))
		return NULL;
	pair[0] = value_float(c, modf(x, &i));
	pair[1] = value_float(c, i);
	return tuple_new(c, 2, pair);
}

static struct value *
math_ulp(struct ctx *c, struct value *const *args)
{
	double x;

	if (!number(c, args[0], &x))
		return NULL;
	x = fabs(x);
	if (!isfinite(x))
		return value_float(c, x);
	return value_float(c, isinf(nextafter(x, INFINITY)) ?
	    x - nextafter(x, -INFINITY) : nextafter(x, INFINITY) - x);
}

/* ---- the rows -------------------------------------------------------------------- */

static const struct native functions[] = {
#define X(name, fn, pole, doc) { #name, x_params, math_##name, doc, NULL },
	UNARY_LIST(X)
#undef X
	{ "gamma", x_params, math_gamma, "The gamma function.", NULL },
	{ "lgamma", x_params, math_lgamma, "log(abs(gamma(x))).", NULL },
	{ "log", log_params, math_log, "The logarithm.", NULL },
	{ "log2", x_params, math_log2, "The logarithm to base 2.", NULL },
	{ "log10", x_params, math_log10, "The logarithm to base 10.", NULL },
	{ "atan2", xy_params, math_atan2, "The angle of y / x.", NULL },
	{ "copysign", xy_params, math_copysign, "x with the sign of y.",
	    NULL },
	{ "fmod", xy_params, math_fmod, "C's fmod.", NULL },
	{ "remainder", xy_params, math_remainder, "x - n * y for the nearest "
	    "whole n.", NULL },
	{ "nextafter", xy_params, math_nextafter, "The float after x towards "
	    "y.", NULL },
	{ "pow", xy_params, math_pow, "x raised to y.", NULL },
	{ "ldexp", xy_params, math_ldexp, "x * 2 ** y.", NULL },
	{ "ceil", x_params, math_ceil, "The least integer not below.", NULL },
	{ "floor", x_params, math_floor, "The greatest integer not above.",
	    NULL },
	{ "trunc", x_params, math_trunc, "The integer towards 0.", NULL },
	{ "gcd", ints_params, math_gcd, "The greatest common divisor.",
	    NULL },
	{ "lcm", ints_params, math_lcm, "The least common multiple.", NULL },
	{ "factorial", x_params, math_factorial, "1 * 2 * ... * x.", NULL },
	{ "comb", nk_params, math_comb, "Ways to choose k of n.", NULL },
	{ "perm", nk_default_params, math_perm, "Ways to choose k of n in an "
	    "order.", NULL },
	{ "isqrt", x_params, math_isqrt, "The whole square root.", NULL },
	{ "isnan", x_params, math_isnan, "Is it not a number?", NULL },
	{ "isinf", x_params, math_isinf, "Is it infinite?", NULL },
	{ "isfinite", x_params, math_isfinite, "Is it a finite number?",
	    NULL },
	{ "isclose", isclose_params, math_isclose, "Are they nearly alike?",
	    NULL },
	{ "prod", prod_params, math_prod, "The product.", NULL },
	{ "fsum", many_params, math_fsum, "The sum, rounded once.", NULL },
	{ "hypot", coordinates_params, math_hypot, "The length.", NULL },
	{ "dist", dist_params, math_dist, "The distance of two points.",
	    NULL },
	{ "frexp", x_params, math_frexp, "(m, e) with x == m * 2 ** e.",
	    NULL },
	{ "modf", x_params, math_modf, "The fraction and the whole part.",
	    NULL },
	{ "ulp", x_params, math_ulp, "The value of the last bit.", NULL },
	{ 0 }
};

static bool
fill(struct ctx *c, struct value *module)
{
	return module_set(c, module, "pi", value_float(c, M_PI)) &&
	    module_set(c, module, "e", value_float(c, M_E)) &&
	    module_set(c, module, "tau", value_float(c, 2 * M_PI)) &&
	    module_set(c, module, "inf", value_float(c, INFINITY)) &&
	    module_set(c, module, "nan", value_float(c, NAN));
}

const struct module_row mod_math = {
	.name = "math", .doc = "Functions of numbers.",
	.functions = functions, .fill = fill,
};
