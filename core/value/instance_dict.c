/* SPDX-License-Identifier: Apache-2.0 */
#include "core/value/instance_dict.h"

#include "core/value/builtin_types.h"
#include "core/value/dict.h"
#include "core/value/instance.h"
#include "core/value/str.h"

struct instance_dict {
	struct value hdr;
	struct value *of;
};

static struct instance *
instance_of(const struct value *v)
{
	return (struct instance *)((const struct instance_dict *)v)->of;
}

struct value *
instance_dict_new(struct ctx *c, struct value *of)
{
	struct instance_dict *d = value_alloc(c, &instance_dict_kind,
	    sizeof *d);

	d->of = value_ref(of);
	return value_own(c, &d->hdr);
}

static struct value *
instance_dict_copy(struct ctx *c, struct value *of)
{
	struct instance *o = (struct instance *)of;
	struct value *d = dict_new(c);

	for (uint32_t i = 0; i < o->nslots; i++)
		if (o->slot[i] != NULL && !dict_set_atom(c, d,
		    o->class->shape->name[i], o->slot[i]))
			return NULL;
	return d;
}

static struct value *
as_dict(struct ctx *c, struct value *v)
{
	return instance_dict_copy(c, ((struct instance_dict *)v)->of);
}

static void
free_slot(struct value *v)
{
	value_unref(((struct instance_dict *)v)->of);
}

static void
visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	fn(((struct instance_dict *)v)->of, arg);
}

static bool
repr(struct ctx *c, struct buf *b, struct value *v)
{
	return value_repr(c, b, as_dict(c, v));
}

static bool
len(struct ctx *c, struct value *v, int64_t *out)
{
	*out = (int64_t)dict_len(as_dict(c, v));
	return true;
}

static struct value *
compare(struct ctx *c, enum compare op, struct value *a, struct value *b)
{
	if (value_is(b, &instance_dict_kind))
		b = as_dict(c, b);
	return value_is_dict(b) ? value_compare(c, op, as_dict(c, a), b) :
	    NULL;
}

static struct value *
get_item(struct ctx *c, struct value *v, struct value *key)
{
	return value_get_item(c, as_dict(c, v), key);
}

static bool
set_item(struct ctx *c, struct value *v, struct value *key, struct value *to)
{
	struct value *of = ((struct instance_dict *)v)->of;
	uint32_t i;
	int at;

	if (!value_is_str(key)) {
		err_raise(c, ERR_TYPE, "attribute names must be strings");
		return false;
	}
	if (to != NULL)
		return instance_set(c, of, str_atom(c, key), to);
	at = shape_find(instance_of(v)->class->shape, str_atom(c, key));
	i = (uint32_t)at;
	if (at < 0 || i >= instance_of(v)->nslots ||
	    instance_of(v)->slot[i] == NULL) {
		value_raise_key(c, key);
		return false;
	}
	value_unref(instance_of(v)->slot[i]);
	instance_of(v)->slot[i] = NULL;
	return true;
}

static bool
contains(struct ctx *c, struct value *v, struct value *key, bool *out)
{
	return value_contains(c, as_dict(c, v), key, out);
}

static struct value *
iter(struct ctx *c, struct value *v)
{
	return value_iter(c, as_dict(c, v));
}

const struct kind instance_dict_kind;

/* Methods that only read are a dict's. */
static struct value *
get_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	static const char *const reading[] = { "keys", "values", "items",
		"get", "copy" };

	for (size_t i = 0; i < nitems(reading); i++)
		if (name == atom(c, reading[i]))
			return value_get_attr(c, as_dict(c, v), name);
	return NULL;
}

static struct value *
update(struct ctx *c, struct value *const *args)
{
	struct value *d = dict_new(c), *key, *v;
	size_t at = 0;

	if (args[1] != &value_none && !dict_update(c, d, args[1]))
		return NULL;
	if (!dict_update(c, d, args[2]))
		return NULL;
	while (dict_next(d, &at, &key, &v))
		if (!set_item(c, args[0], key, v))
			return NULL;
	return &value_none;
}

static struct value *
pop(struct ctx *c, struct value *const *args)
{
	struct value *v = dict_find(c, as_dict(c, args[0]), args[1]);

	if (v == NULL && !err_is_set(c) && seq_len(args[2]) > 0)
		return value_own(c, value_ref(seq_item(args[2], 0)));
	if (v == NULL)
		return err_is_set(c) ? NULL : value_raise_key(c, args[1]);
	return set_item(c, args[0], args[1], NULL) ? v : NULL;
}

static struct value *
setdefault(struct ctx *c, struct value *const *args)
{
	struct value *v = dict_find(c, as_dict(c, args[0]), args[1]);

	if (v != NULL || err_is_set(c))
		return value_own(c, value_ref(v));
	return set_item(c, args[0], args[1], args[2]) ?
	    value_own(c, value_ref(args[2])) : NULL;
}

static struct value *
clear(struct ctx *c UNUSED, struct value *const *args)
{
	instance_clear(((struct instance_dict *)args[0])->of);
	return &value_none;
}

#define SELF { "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }

static const struct param self_params[] = { SELF, { 0 } };
static const struct param update_params[] = {
	SELF, { "other", PARAM_ANY, "None", "A mapping.", PARAM_POSITIONAL },
	{ "kwargs", PARAM_ANY, NULL, "More.", PARAM_KWARGS }, { 0 }
};
static const struct param pop_params[] = {
	SELF, { "key", PARAM_ANY, NULL, "A name.", PARAM_POSITIONAL },
	{ "default", PARAM_ANY, NULL, "When absent.", PARAM_VARARGS }, { 0 }
};
static const struct param default_params[] = {
	SELF, { "key", PARAM_ANY, NULL, "A name.", PARAM_POSITIONAL },
	{ "default", PARAM_ANY, "None", "When absent.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct native methods[] = {
	{ "update", update_params, update, "Sets attributes.", NULL },
	{ "pop", pop_params, pop, "Removes an attribute.", NULL },
	{ "setdefault", default_params, setdefault, "Sets it when absent.",
	  NULL },
	{ "clear", self_params, clear, "Removes all attributes.", NULL },
	{ 0 }
};

static const struct class_row instance_dict_row = {
	.name = "dict", .module = "builtins", .kind = &instance_dict_kind,
	.methods = methods, .abstract = true, .final = true,
};

const struct kind instance_dict_kind = {
	.name = "dict", .row = &instance_dict_row, .free = free_slot,
	.visit = visit, .repr = repr, .len = len, .unhashable = true,
	.compare = compare, .get_attr = get_attr, .get_item = get_item,
	.set_item = set_item, .contains = contains, .iter = iter,
};
