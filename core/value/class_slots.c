/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The special methods that the slots of a built-in kind stand for, as members
 * of its class: super().__setitem__(k, v), int.__add__(1, 2). native_call has
 * taken the value out of an instance of class D(dict) before they run.
 */
#include <stddef.h>

#include "core/value/builtin_types.h"
#include "core/value/class_create.h"
#include "core/value/dict.h"
#include "core/value/native.h"
#include "core/value/runtime.h"
#include "core/value/spread.h"

static struct value *
or_not_implemented(struct ctx *c, struct value *r)
{
	return r != NULL || err_is_set(c) ? r : &value_not_implemented;
}

static struct value *
slot_len(struct ctx *c, struct value *const *args)
{
	int64_t n;

	return value_len(c, args[0], &n) ? value_int(c, n) :
	    NULL;
}

static struct value *
slot_hash(struct ctx *c, struct value *const *args)
{
	int64_t h;

	return value_hash(c, args[0], &h) ? value_int(c, h) :
	    NULL;
}

static struct value *
slot_iter(struct ctx *c, struct value *const *args)
{
	return value_iter(c, args[0]);
}

static struct value *
slot_next(struct ctx *c, struct value *const *args)
{
	struct value *r = value_next(c, args[0]);

	return r != NULL ? r : err_raise(c, ERR_STOP_ITERATION, "%s", "");
}

static struct value *
slot_repr(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;

	if (value_repr(c, &b, args[0]))
		return str_of_buf(c, &b);
	buf_release(&b);
	return NULL;
}

static struct value *
slot_str(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;

	if (value_str(c, &b, args[0]))
		return str_of_buf(c, &b);
	buf_release(&b);
	return NULL;
}

static struct value *
slot_bool(struct ctx *c, struct value *const *args)
{
	bool truth;

	return value_truth(c, args[0], &truth) ? value_bool(truth) : NULL;
}

static struct value *
slot_call(struct ctx *c, struct value *const *args)
{
	return spread_call(c, args[0], 0, NULL, args[1], args[2]);
}

static struct value *
slot_get_item(struct ctx *c, struct value *const *args)
{
	return value_get_item(c, args[0], args[1]);
}

static struct value *
slot_set_item(struct ctx *c, struct value *const *args)
{
	return value_set_item(c, args[0], args[1], args[2]) ? &value_none :
	    NULL;
}

static struct value *
slot_del_item(struct ctx *c, struct value *const *args)
{
	return value_set_item(c, args[0], args[1], NULL) ? &value_none :
	    NULL;
}

static struct value *
slot_contains(struct ctx *c, struct value *const *args)
{
	bool in;

	return value_contains(c, args[0], args[1], &in) ? value_bool(in) :
	    NULL;
}

static struct value *
slot_neg(struct ctx *c, struct value *const *args)
{
	return value_unary(c, UN_NEG, args[0]);
}

static struct value *
slot_pos(struct ctx *c, struct value *const *args)
{
	return value_unary(c, UN_POS, args[0]);
}

static struct value *
slot_invert(struct ctx *c, struct value *const *args)
{
	return value_unary(c, UN_INVERT, args[0]);
}

static struct value *
slot_abs(struct ctx *c, struct value *const *args)
{
	return value_unary(c, UN_ABS, args[0]);
}

/* One function an operator, made from the lists. */
#define X(n, text, dunder)                                                \
	static struct value *                                             \
	arith_##n(struct ctx *c, struct value *const *args)               \
	{                                                                 \
		return or_not_implemented(c, value_kind(args[0])->arith(c,\
		    ARITH_##n, args[0], args[1], false));                 \
	}                                                                 \
	static struct value *                                             \
	rarith_##n(struct ctx *c, struct value *const *args)              \
	{                                                                 \
		return or_not_implemented(c, value_kind(args[0])->arith(c,\
		    ARITH_##n, args[0], args[1], true));                  \
	}
ARITH_LIST(X)
#undef X

#define COMPARE_LIST(X)                                                   \
	X(LT, "__lt__") X(LE, "__le__") X(EQ, "__eq__") X(NE, "__ne__")   \
	X(GT, "__gt__") X(GE, "__ge__")
#define X(n, name)                                                        \
	static struct value *                                             \
	compare_##n(struct ctx *c, struct value *const *args)             \
	{                                                                 \
		return or_not_implemented(c,                              \
		    value_kind(args[0])->compare(c, CMP_##n, args[0],     \
		    args[1]));                                            \
	}
COMPARE_LIST(X)
#undef X

#define SELF { "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }

static const struct param self_params[] = { SELF, { 0 } };
static const struct param key_params[] = {
	SELF, { "key", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }, { 0 }
};
static const struct param value_params[] = {
	SELF, { "value", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }, { 0 }
};
static const struct param set_params[] = {
	SELF, { "key", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL },
	{ "value", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }, { 0 }
};
static const struct param call_params[] = {
	SELF, { "args", PARAM_ANY, NULL, NULL, PARAM_VARARGS },
	{ "kwargs", PARAM_ANY, NULL, NULL, PARAM_KWARGS }, { 0 }
};

struct slot {
	size_t offset;		/* of the slot in struct kind */
	struct native row;
};

#define SLOT(field, ...) { offsetof(struct kind, field), { __VA_ARGS__ } }

static const struct slot slots[] = {
	SLOT(len, "__len__", self_params, slot_len, "Return len(self).",
	    NULL),
	SLOT(hash, "__hash__", self_params, slot_hash, "Return hash(self).",
	    NULL),
	SLOT(iter, "__iter__", self_params, slot_iter, "Implement iter(self).",
	    NULL),
	SLOT(next, "__next__", self_params, slot_next,
	    "Implement next(self).", NULL),
	SLOT(repr, "__repr__", self_params, slot_repr, "Return repr(self).",
	    NULL),
	SLOT(str, "__str__", self_params, slot_str, "Return str(self).",
	    NULL),
	SLOT(truth, "__bool__", self_params, slot_bool,
	    "True if self else False.", NULL),
	SLOT(call, "__call__", call_params, slot_call,
	    "Call self as a function.", NULL),
	SLOT(get_item, "__getitem__", key_params, slot_get_item,
	    "Return self[key].", NULL),
	SLOT(set_item, "__setitem__", set_params, slot_set_item,
	    "Set self[key] to value.", NULL),
	SLOT(set_item, "__delitem__", key_params, slot_del_item,
	    "Delete self[key].", NULL),
	SLOT(contains, "__contains__", key_params, slot_contains,
	    "Return key in self.", NULL),
	SLOT(unary, "__neg__", self_params, slot_neg, "-self", NULL),
	SLOT(unary, "__pos__", self_params, slot_pos, "+self", NULL),
	SLOT(unary, "__invert__", self_params, slot_invert, "~self", NULL),
	SLOT(unary, "__abs__", self_params, slot_abs, "abs(self)", NULL),
#define X(n, name) SLOT(compare, name, value_params, compare_##n,         \
	    "Compare self with value.", NULL),
	COMPARE_LIST(X)
#undef X
};

static const struct native ariths[][2] = {
#define X(n, text, dunder) {                                              \
	{ "__" dunder "__", value_params, arith_##n,                      \
	  "Return self " text " value.", NULL },                          \
	{ "__r" dunder "__", value_params, rarith_##n,                    \
	  "Return value " text " self.", NULL } },
	ARITH_LIST(X)
#undef X
};

static void
add(struct ctx *c, struct class *k, const struct native *row)
{
	dict_set_atom(c, k->members, atom(c, row->name),
	    native_method(c, row, k));
}

static bool
is_set(const struct kind *k, size_t offset)
{
	void *const *slot = (void *const *)(const void *)
	    ((const char *)k + offset);

	return *slot != NULL;
}

/* A kind has one slot for all operators; who has which is told by its name. */
static bool
has_arith(const struct kind *k, enum arith op)
{
	if (k == &str_kind || k == &bytes_kind)
		return op == ARITH_ADD || op == ARITH_MUL || op == ARITH_MOD;
	if (k == &list_kind || k == &tuple_kind)
		return op == ARITH_ADD || op == ARITH_MUL;
	if (k == &dict_kind || k == &class_kind)
		return op == ARITH_OR;
	if (k == &set_kind || k == &frozenset_kind || k == &dict_keys_kind ||
	    k == &dict_items_kind)
		return op == ARITH_OR || op == ARITH_AND || op == ARITH_XOR ||
		    op == ARITH_SUB;
	if (k == &float_kind)
		return op <= ARITH_POW ? op != ARITH_MATMUL :
		    op == ARITH_DIVMOD;
	if (k == &int_kind || k == &bool_kind)
		return op != ARITH_MATMUL;
	return true;
}

void
class_add_slots(struct ctx *c, struct class *k, const struct kind *kind,
    const struct kind *base)
{
	if (kind == &instance_kind || kind == &exc_kind ||
	    kind == &class_kind)
		return;
	for (size_t i = 0; i < nitems(slots); i++)
		if (is_set(kind, slots[i].offset))
			add(c, k, &slots[i].row);
	for (size_t i = 0; kind->arith != NULL && i < nitems(ariths); i++)
		if (has_arith(kind, (enum arith)i)) {
			add(c, k, &ariths[i][0]);
			add(c, k, &ariths[i][1]);
		}
	if (kind->unhashable)
		dict_set_atom(c, k->members, c->values->dunder[DUNDER_HASH],
		    &value_none);
	(void)base;
}
