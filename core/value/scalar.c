/* SPDX-License-Identifier: Apache-2.0 */
/* None, Ellipsis, NotImplemented, the bools. */
#include "core/value/builtin_types.h"
#include "core/value/class.h"
#include "core/value/number.h"

struct value value_none = { &none_kind, 1, VALUE_IMMORTAL };
struct value value_ellipsis = { &ellipsis_kind, 1, VALUE_IMMORTAL };
struct value value_not_implemented = { &not_implemented_kind, 1,
	VALUE_IMMORTAL };
struct value value_true = { &bool_kind, 1, VALUE_IMMORTAL };
struct value value_false = { &bool_kind, 1, VALUE_IMMORTAL };

static bool
none_repr(struct ctx *c UNUSED, struct buf *b, struct value *v UNUSED)
{
	buf_str(b, "None");
	return true;
}

static bool
none_truth(struct ctx *c UNUSED, struct value *v UNUSED, bool *out)
{
	*out = false;
	return true;
}

/* A node of a tree, without children: never given to functions over leaves,
 * as in JAX. */
static size_t
none_nchild(const struct value *v UNUSED)
{
	return 0;
}

static bool
ellipsis_repr(struct ctx *c UNUSED, struct buf *b, struct value *v UNUSED)
{
	buf_str(b, "Ellipsis");
	return true;
}

static bool
not_implemented_repr(struct ctx *c UNUSED, struct buf *b,
    struct value *v UNUSED)
{
	buf_str(b, "NotImplemented");
	return true;
}

static bool
bool_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	buf_str(b, v == &value_true ? "True" : "False");
	return true;
}

static bool
bool_truth(struct ctx *c UNUSED, struct value *v, bool *out)
{
	*out = v == &value_true;
	return true;
}

static bool
bool_hash(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = v == &value_true;
	return true;
}

static struct value *
bool_compare(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	return int_kind.compare(c, op, a, b);
}

/* &, | and ^ of two bools are bools; all else is int's. */
static struct value *
bool_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	bool a = self == &value_true, b = other == &value_true;

	if (value_is(other, &bool_kind)) {
		if (op == ARITH_AND)
			return value_bool(a & b);
		if (op == ARITH_OR)
			return value_bool(a | b);
		if (op == ARITH_XOR)
			return value_bool(a ^ b);
	}
	return int_kind.arith(c, op, self, other, reflected);
}

static struct value *
bool_unary(struct ctx *c, enum unary_arith op, struct value *v)
{
	return int_kind.unary(c, op, v);
}

static struct value *
bool_make(struct ctx *c, struct class *cls UNUSED, struct value *const *args)
{
	bool truth;

	return value_truth(c, args[0], &truth) ? value_bool(truth) : NULL;
}

static const struct param bool_params[] = {
	{ "x", PARAM_ANY, "False", "Tested for truth.", PARAM_POSITIONAL },
	{ 0 }
};

static struct value *
none_make(struct ctx *c UNUSED, struct class *cls UNUSED,
    struct value *const *args UNUSED)
{
	return &value_none;
}

static struct value *
ellipsis_make(struct ctx *c UNUSED, struct class *cls UNUSED,
    struct value *const *args UNUSED)
{
	return &value_ellipsis;
}

static struct value *
not_implemented_make(struct ctx *c UNUSED, struct class *cls UNUSED,
    struct value *const *args UNUSED)
{
	return &value_not_implemented;
}

static const struct param no_params[] = { { 0 } };

const struct kind none_kind = {
	.name = "NoneType", .row = &none_row, .nchild = none_nchild,
	.repr = none_repr, .truth = none_truth,
};
const struct kind ellipsis_kind = {
	.name = "ellipsis", .row = &ellipsis_row, .repr = ellipsis_repr,
};
const struct kind not_implemented_kind = {
	.name = "NotImplementedType", .row = &not_implemented_row,
	.repr = not_implemented_repr,
};
const struct kind bool_kind = {
	.name = "bool", .row = &bool_row,
	.repr = bool_repr, .truth = bool_truth, .hash = bool_hash,
	.compare = bool_compare, .arith = bool_arith, .unary = bool_unary,
};

const struct class_row none_row = {
	.name = "NoneType", .module = "builtins", .kind = &none_kind,
	.new_params = no_params, .make = none_make, .final = true,
};
const struct class_row ellipsis_row = {
	.name = "ellipsis", .module = "builtins", .kind = &ellipsis_kind,
	.new_params = no_params, .make = ellipsis_make, .final = true,
};
const struct class_row not_implemented_row = {
	.name = "NotImplementedType", .module = "builtins",
	.kind = &not_implemented_kind, .new_params = no_params,
	.make = not_implemented_make, .final = true,
};
const struct class_row bool_row = {
	.name = "bool", .module = "builtins",
	.doc = "True or False, by the truth of a value.",
	.base = &int_row, .kind = &bool_kind,
	.new_params = bool_params, .make = bool_make, .final = true,
};
