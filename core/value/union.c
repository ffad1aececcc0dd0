/* SPDX-License-Identifier: Apache-2.0 */
/* Unions of classes: int | None. */
#include "core/value/builtin_types.h"
#include "core/value/set.h"

struct union_value {
	struct value hdr;
	struct value *args;
};

struct value *
union_args(const struct value *v)
{
	return ((const struct union_value *)v)->args;
}

static bool
add_members(struct ctx *c, struct value *list, struct value *v)
{
	bool in;

	if (value_is(v, &union_kind)) {
		struct value *args = union_args(v);

		for (size_t i = 0; i < seq_len(args); i++)
			if (!add_members(c, list, seq_item(args, i)))
				return false;
		return true;
	}
	if (v == &value_none)
		v = &class_of_row(c, &none_row)->hdr;
	if (!value_contains(c, list, v, &in))
		return false;
	return in || list_append(c, list, v);
}

struct value *
union_new(struct ctx *c, struct value *a, struct value *b)
{
	struct value *list = list_new(c, 0, NULL);
	struct union_value *u;

	if (a == NULL || b == NULL || !add_members(c, list, a) ||
	    !add_members(c, list, b))
		return NULL;
	if (seq_len(list) == 1)
		return value_own(c, value_ref(seq_item(list, 0)));
	u = value_alloc(c, &union_kind, sizeof *u);
	u->args = value_ref(tuple_new(c, seq_len(list), seq_items(list)));
	return value_own(c, &u->hdr);
}

static void
union_free(struct value *v)
{
	value_unref(union_args(v));
}

static void
union_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	fn(union_args(v), arg);
}

static bool
union_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct value *args = union_args(v);

	for (size_t i = 0; i < seq_len(args); i++) {
		struct value *m = seq_item(args, i);

		buf_str(b, i > 0 ? " | " : "");
		if (!value_is(m, &class_kind)) {
			if (!value_repr(c, b, m))
				return false;
		} else if (((struct class *)m)->row == &none_row)
			buf_str(b, "None");
		else
			class_write_name(b, (struct class *)m);
	}
	return true;
}

static struct value *
union_compare(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	struct value *x, *y;

	if (!value_is(b, &union_kind) || (op != CMP_EQ && op != CMP_NE))
		return NULL;
	x = set_of_iterable(c, union_args(a), true);
	y = set_of_iterable(c, union_args(b), true);
	return value_compare(c, op, x, y);
}

static bool
union_hash(struct ctx *c, struct value *v, int64_t *out)
{
	return value_hash(c, set_of_iterable(c, union_args(v), true), out);
}

/* A | B, A | None: of classes and of unions. */
struct value *
union_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	if (op != ARITH_OR || !(value_is(other, &class_kind) ||
	    other == &value_none || value_is(other, &union_kind)))
		return NULL;
	return reflected ? union_new(c, other, self) :
	    union_new(c, self, other);
}

static struct value *
get_args(struct ctx *c, struct value *self)
{
	return value_own(c, value_ref(union_args(self)));
}

static const struct getter union_getters[] = {
	{ "__args__", get_args, "Its members.", NULL }, { 0 }
};

const struct kind union_kind = {
	.name = "UnionType", .row = &union_row, .free = union_free,
	.visit = union_visit, .repr = union_repr, .hash = union_hash,
	.compare = union_compare, .arith = union_arith,
};

const struct class_row union_row = {
	.name = "UnionType", .module = "types", .doc = "A | B",
	.kind = &union_kind, .getters = union_getters, .abstract = true,
	.final = true,
};
