/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of set and frozenset. */
#include "core/value/set.h"


static bool
is_frozen(const struct value *v)
{
	return value_is(value_unwrap(v), &frozenset_kind);
}

static struct value *
add(struct ctx *c, struct value *const *args)
{
	return set_add(c, args[0], args[1]) ? &value_none : NULL;
}

static struct value *
clear(struct ctx *c UNUSED, struct value *const *args)
{
	set_clear(set_of(args[0]));
	return &value_none;
}

static struct value *
copy(struct ctx *c, struct value *const *args)
{
	return set_of_iterable(c, value_unwrap(args[0]), is_frozen(args[0]));
}

static struct value *
discard(struct ctx *c, struct value *const *args)
{
	bool found;

	return set_remove(c, set_of(args[0]), args[1], &found) ?
	    &value_none : NULL;
}

static struct value *
remove_key(struct ctx *c, struct value *const *args)
{
	bool found;

	if (!set_remove(c, set_of(args[0]), args[1], &found))
		return NULL;
	return found ? &value_none : value_raise_key(c, args[1]);
}

static struct value *
pop(struct ctx *c, struct value *const *args)
{
	struct value *key;
	size_t at = 0;
	bool found;

	if (!set_next(args[0], &at, &key))
		return value_raise_key(c,
		    str_new(c, "pop from an empty set"));
	value_own(c, value_ref(key));
	return set_remove(c, set_of(args[0]), key, &found) ? key : NULL;
}

/* The others as sets, one after another. */
static struct value *
as_set(struct ctx *c, struct value *v)
{
	return value_is_set(v) ? v : set_of_iterable(c, v, false);
}

static struct value *
fold(struct ctx *c, struct value *const *args, enum arith op)
{
	struct value *r = copy(c, args);

	for (size_t i = 0; i < seq_len(args[1]); i++)
		r = value_arith(c, op, r, as_set(c, seq_item(args[1], i)));
	return r;
}

static struct value *
in_place(struct ctx *c, struct value *self, struct value *r)
{
	if (r == NULL)
		return NULL;
	if (r != self) {
		value_own(c, value_ref(r));
		set_clear(set_of(self));
		if (!set_update(c, self, r))
			return NULL;
	}
	return &value_none;
}

static struct value *
difference(struct ctx *c, struct value *const *args)
{
	return fold(c, args, ARITH_SUB);
}

static struct value *
difference_update(struct ctx *c, struct value *const *args)
{
	return in_place(c, args[0], fold(c, args, ARITH_SUB));
}

static struct value *
intersection(struct ctx *c, struct value *const *args)
{
	return fold(c, args, ARITH_AND);
}

static struct value *
intersection_update(struct ctx *c, struct value *const *args)
{
	return in_place(c, args[0], fold(c, args, ARITH_AND));
}

static struct value *
set_union(struct ctx *c, struct value *const *args)
{
	return fold(c, args, ARITH_OR);
}

static struct value *
update(struct ctx *c, struct value *const *args)
{
	for (size_t i = 0; i < seq_len(args[1]); i++)
		if (!set_update(c, args[0], seq_item(args[1], i)))
			return NULL;
	return &value_none;
}

static struct value *
symmetric_difference(struct ctx *c, struct value *const *args)
{
	return value_arith(c, ARITH_XOR, value_unwrap(args[0]),
	    as_set(c, args[1]));
}

static struct value *
symmetric_update(struct ctx *c, struct value *const *args)
{
	return in_place(c, args[0], symmetric_difference(c, args));
}

static struct value *
isdisjoint(struct ctx *c, struct value *const *args)
{
	struct value *other = as_set(c, args[1]), *r;

	if (other == NULL)
		return NULL;
	r = set_keep(c, set_of(args[0]), set_of(other), true, false);
	return r == NULL ? NULL : value_bool(set_of(r)->n == 0);
}

static struct value *
issubset(struct ctx *c, struct value *const *args)
{
	struct value *other = as_set(c, args[1]);
	bool r;

	if (other == NULL ||
	    !set_is_subset(c, set_of(args[0]), set_of(other), &r))
		return NULL;
	return value_bool(r);
}

static struct value *
issuperset(struct ctx *c, struct value *const *args)
{
	struct value *other = as_set(c, args[1]);
	bool r;

	if (other == NULL ||
	    !set_is_subset(c, set_of(other), set_of(args[0]), &r))
		return NULL;
	return value_bool(r);
}

static struct value *
init(struct ctx *c, struct value *const *args)
{
	set_clear(set_of(args[0]));
	return set_update(c, args[0], args[1]) ? &value_none : NULL;
}

static struct value *
iop(struct ctx *c, struct value *const *args, enum arith op)
{
	if (!value_is_set(args[1]))
		return &value_not_implemented;
	if (in_place(c, args[0], value_arith(c, op, value_unwrap(args[0]),
	    value_unwrap(args[1]))) == NULL)
		return NULL;
	return value_own(c, value_ref(args[0]));
}

static struct value *
ior(struct ctx *c, struct value *const *args)
{
	if (!value_is_set(args[1]))
		return &value_not_implemented;
	if (!set_update(c, args[0], args[1]))
		return NULL;
	return value_own(c, value_ref(args[0]));
}

static struct value *
iand(struct ctx *c, struct value *const *args)
{
	return iop(c, args, ARITH_AND);
}

static struct value *
isub(struct ctx *c, struct value *const *args)
{
	return iop(c, args, ARITH_SUB);
}

static struct value *
ixor(struct ctx *c, struct value *const *args)
{
	return iop(c, args, ARITH_XOR);
}

#define SELF { "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }

static const struct param self_params[] = { SELF, { 0 } };

static const struct param one_params[] = {
	SELF,
	{ "object", PARAM_ANY, NULL, "The item, or other items.",
	  PARAM_POSITIONAL },
	{ 0 }
};

static const struct param others_params[] = {
	SELF,
	{ "others", PARAM_ANY, NULL, "Iterables.", PARAM_VARARGS },
	{ 0 }
};

static const struct param init_params[] = {
	SELF,
	{ "iterable", PARAM_ANY, "()", "Items.", PARAM_POSITIONAL },
	{ 0 }
};

#define BOTH                                                              \
	{ "copy", self_params, copy, "A shallow copy.", NULL },           \
	{ "difference", others_params, difference,                        \
	  "What is in no other.", "{1, 2}.difference([1])" },             \
	{ "intersection", others_params, intersection,                    \
	  "What is in all.", "{1, 2}.intersection([1])" },                \
	{ "isdisjoint", one_params, isdisjoint,                           \
	  "Is nothing in both?", "{1}.isdisjoint({2})" },                 \
	{ "issubset", one_params, issubset,                               \
	  "Is all of it in the other?", "{1}.issubset({1, 2})" },         \
	{ "issuperset", one_params, issuperset,                           \
	  "Is all of the other in it?", "{1, 2}.issuperset({1})" },       \
	{ "symmetric_difference", one_params, symmetric_difference,       \
	  "What is in only one.", "{1}.symmetric_difference({2})" },      \
	{ "union", others_params, set_union, "What is in any.",           \
	  "{1}.union([2])" }

const struct native frozenset_methods[] = { BOTH, { 0 } };

const struct native set_methods[] = {
	BOTH,
	{ "add", one_params, add, "Adds an item.", NULL },
	{ "clear", self_params, clear, "Removes all items.", NULL },
	{ "difference_update", others_params, difference_update,
	  "Removes what is in others.", NULL },
	{ "discard", one_params, discard, "Removes an item that may be "
	  "missing.", NULL },
	{ "intersection_update", others_params, intersection_update,
	  "Keeps what is in all.", NULL },
	{ "pop", self_params, pop, "Removes any item and returns it.", NULL },
	{ "remove", one_params, remove_key, "Removes an item.", NULL },
	{ "symmetric_difference_update", one_params, symmetric_update,
	  "Keeps what is in only one.", NULL },
	{ "update", others_params, update, "Adds all items.", NULL },
	{ "__init__", init_params, init, "Fills the set.", NULL },
	{ "__ior__", one_params, ior, "Implements self|=value.", NULL },
	{ "__iand__", one_params, iand, "Implements self&=value.", NULL },
	{ "__isub__", one_params, isub, "Implements self-=value.", NULL },
	{ "__ixor__", one_params, ixor, "Implements self^=value.", NULL },
	{ 0 }
};
