/* SPDX-License-Identifier: Apache-2.0 */
/* Operators: who is asked first, and what is said when nobody knows. */
#include <math.h>
#include <string.h>

#include "core/value/number.h"
#include "core/value/runtime.h"
#include "core/value/str.h"

const char *const arith_text[ARITH_COUNT] = {
#define X(n, text, dunder) text,
	ARITH_LIST(X)
#undef X
};

const char *const arith_dunder[ARITH_COUNT] = {
#define X(n, text, dunder) dunder,
	ARITH_LIST(X)
#undef X
};

static void *
raise_operands(struct ctx *c, enum arith op, struct value *a,
    struct value *b, const char *suffix)
{
	const char *ta = value_type_name(c, a), *tb = value_type_name(c, b);
	bool seq_a = value_is_str(a) || value_is_seq(a) ||
	    value_is(a, &bytes_kind);
	bool seq_b = value_is_str(b) || value_is_seq(b) ||
	    value_is(b, &bytes_kind);

	if (err_is_set(c))
		return NULL;
	if (op == ARITH_ADD && value_is(a, &bytes_kind))
		return err_raise(c, ERR_TYPE, "can't concat %s to bytes", tb);
	if (op == ARITH_ADD && seq_a)
		return err_raise(c, ERR_TYPE,
		    "can only concatenate %s (not \"%s\") to %s", ta, tb, ta);
	if (op == ARITH_MUL && (seq_a || seq_b))
		return err_raise(c, ERR_TYPE,
		    "can't multiply sequence by non-int of type '%s'",
		    seq_a ? tb : ta);
	if (op == ARITH_POW && *suffix == '\0')
		return err_raise(c, ERR_TYPE, "unsupported operand type(s) "
		    "for ** or pow(): '%s' and '%s'", ta, tb);
	return err_raise(c, ERR_TYPE,
	    "unsupported operand type(s) for %s%s: '%s' and '%s'",
	    arith_text[op], suffix, ta, tb);
}

/* Does b come first: is its class derived from a's? */
static bool
right_first(struct ctx *c, struct value *a, struct value *b)
{
	struct class *ca, *cb;

	if (!value_has_slots(b))
		return false;
	ca = value_class(c, a);
	cb = value_class(c, b);
	return ca != cb && class_is_subclass(cb, ca);
}

/* Null without error: nobody knows. */
static struct value *
arith_ask(struct ctx *c, enum arith op, struct value *a, struct value *b)
{
	const struct kind *ka = value_kind(a), *kb = value_kind(b);
	struct value *r = NULL;
	bool b_first = right_first(c, a, b);

	if (b_first && kb->arith != NULL)
		r = kb->arith(c, op, b, a, true);
	if (r == NULL && !err_is_set(c) && ka->arith != NULL)
		r = ka->arith(c, op, a, b, false);
	if (r == NULL && !err_is_set(c) && !b_first && kb->arith != NULL &&
	    (ka != kb || value_has_slots(b)))
		r = kb->arith(c, op, b, a, true);
	return r;
}

static struct value *
arith_slow(struct ctx *c, enum arith op, struct value *a, struct value *b,
    const char *suffix)
{
	struct value *r;

	if (a == NULL || b == NULL || err_is_set(c))
		return NULL;
	if (!ctx_enter(c))
		return NULL;
	r = arith_ask(c, op, a, b);
	ctx_leave(c);
	return r != NULL ? r : raise_operands(c, op, a, b, suffix);
}

struct value *
value_arith(struct ctx *c, enum arith op, struct value *a, struct value *b)
{
	if (value_is_small(a) && value_is_small(b)) {
		/* 62 bits each: sums fit into 64. */
		if (op == ARITH_ADD)
			return value_int(c,
			    value_small(a) + value_small(b));
		if (op == ARITH_SUB)
			return value_int(c,
			    value_small(a) - value_small(b));
		return int_arith(c, op, value_small(a), value_small(b));
	}
	if (a == NULL || b == NULL)
		return NULL;
	if (op > ARITH_POW || op == ARITH_MATMUL)
		return arith_slow(c, op, a, b, "");
	if (value_is(a, &float_kind) && (value_is(b, &float_kind) ||
	    value_is_small(b)))
		return float_arith(c, op, value_as_float(a),
		    value_is_small(b) ? (double)value_small(b) :
		    value_as_float(b));
	if (value_is_small(a) && value_is(b, &float_kind))
		return float_arith(c, op, (double)value_small(a),
		    value_as_float(b));
	return arith_slow(c, op, a, b, "");
}

static struct value *
iarith_instance(struct ctx *c, enum arith op, struct value *a,
    struct value *b)
{
	struct class *cls = value_class(c, a);
	struct value *m, *r;

	m = class_find(c, cls, c->values->iarith[op]);
	if (m == NULL)
		return NULL;
	r = value_call_n(c, class_bind(c, m, a, cls), 1, &b);
	return r == &value_not_implemented ? NULL : r;
}

struct value *
value_arith_inplace(struct ctx *c, enum arith op, struct value *a,
    struct value *b)
{
	struct value *r;

	if (value_is_small(a) || value_is(a, &float_kind) ||
	    value_is(a, &str_kind)) {
		if (value_is_small(b) || value_is(b, &float_kind))
			if (!value_is(a, &str_kind))
				return value_arith(c, op, a, b);
		return arith_slow(c, op, a, b, "=");
	}
	if (a == NULL || b == NULL)
		return NULL;
	r = iarith_instance(c, op, a, b);
	if (r != NULL || err_is_set(c))
		return r;
	return arith_slow(c, op, a, b, "=");
}

struct value *
value_unary(struct ctx *c, enum unary_arith op, struct value *v)
{
	static const char *const text[] = { "unary -", "unary +", "unary ~",
		"abs()" };
	const struct kind *k;
	struct value *r = NULL;

	if (v == NULL)
		return NULL;
	k = value_kind(v);
	if (k->unary != NULL)
		r = k->unary(c, op, v);
	if (r != NULL || err_is_set(c))
		return r;
	return err_raise(c, ERR_TYPE, "bad operand type for %s: '%s'",
	    text[op], value_type_name(c, v));
}

/* ---- comparison --------------------------------------------------------- */

static const enum compare swapped[] = {
	[CMP_LT] = CMP_GT, [CMP_LE] = CMP_GE, [CMP_EQ] = CMP_EQ,
	[CMP_NE] = CMP_NE, [CMP_GT] = CMP_LT, [CMP_GE] = CMP_LE,
};

static const char *const compare_text[] = {
	[CMP_LT] = "<", [CMP_LE] = "<=", [CMP_EQ] = "==",
	[CMP_NE] = "!=", [CMP_GT] = ">", [CMP_GE] = ">=",
};

static struct value *
compare_ask(struct ctx *c, enum compare op, struct value *a, struct value *b)
{
	const struct kind *ka = value_kind(a), *kb = value_kind(b);
	struct value *r = NULL;
	bool b_first = right_first(c, a, b);

	if (b_first && kb->compare != NULL)
		r = kb->compare(c, swapped[op], b, a);
	if (r == NULL && !err_is_set(c) && ka->compare != NULL)
		r = ka->compare(c, op, a, b);
	if (r == NULL && !err_is_set(c) && !b_first && kb->compare != NULL)
		r = kb->compare(c, swapped[op], b, a);
	return r;
}

struct value *
value_compare(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	struct value *r;

	if (value_is_small(a) && value_is_small(b))
		return value_bool(compare_ints(op, value_small(a),
		    value_small(b)));
	if (a == NULL || b == NULL || err_is_set(c))
		return NULL;
	if ((value_is(a, &float_kind) && value_is(b, &float_kind)) ||
	    (value_is(a, &str_kind) && value_is(b, &str_kind)))
		return a->kind->compare(c, op, a, b);
	if (!ctx_enter(c))
		return NULL;
	r = compare_ask(c, op, a, b);
	ctx_leave(c);
	if (r != NULL || err_is_set(c))
		return r;
	if (op == CMP_EQ || op == CMP_NE)
		return value_bool((a == b) == (op == CMP_EQ));
	return err_raise(c, ERR_TYPE,
	    "'%s' not supported between instances of '%s' and '%s'",
	    compare_text[op], value_type_name(c, a), value_type_name(c, b));
}
