/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of dict. */
#include "core/value/dict.h"
#include "core/value/str.h"


/* Is it a mapping: a dict, or does it have keys()? */
static bool
has_keys(struct ctx *c, struct value *v)
{
	return value_is_dict(v) || (!value_is_seq(v) && !value_is_str(v) &&
	    value_find_attr(c, v, atom(c, "keys")) != NULL);
}

static bool
update_from_mapping(struct ctx *c, struct value *dict, struct value *other)
{
	struct value *keys = value_call_method(c, other, "keys", 0, NULL);
	struct value *it = value_iter(c, keys), *key;
	size_t mark = scope_mark(&c->scope);

	while (it != NULL && (key = value_next(c, it)) != NULL) {
		if (!dict_set(c, dict, key, value_get_item(c, other, key)))
			return false;
		scope_drop(c, mark);
	}
	return !err_is_set(c);
}

static bool
update_from_pair(struct ctx *c, struct value *dict, struct value *pair,
    size_t i)
{
	struct value *list = value_to_list(c, pair);

	if (list == NULL) {
		if (err_is(c, ERR_TYPE)) {
			err_clear(c);
			err_raise(c, ERR_TYPE, "cannot convert dictionary "
			    "update sequence element #%zu to a sequence", i);
		}
		return false;
	}
	if (seq_len(list) != 2) {
		err_raise(c, ERR_VALUE, "dictionary update sequence element "
		    "#%zu has length %zu; 2 is required", i, seq_len(list));
		return false;
	}
	return dict_set(c, dict, seq_item(list, 0), seq_item(list, 1));
}

bool
dict_update(struct ctx *c, struct value *dict, struct value *other)
{
	struct value *key, *v, *it;
	size_t at = 0, mark;

	if (dict == NULL || other == NULL)
		return false;
	if (value_is(other, &dict_kind)) {
		size_t n = dict_len(other);

		while (dict_next(other, &at, &key, &v)) {
			mark = scope_mark(&c->scope);
			if (!dict_set(c, dict, value_own(c, value_ref(key)),
			    value_own(c, value_ref(v))))
				return false;
			scope_drop(c, mark);
			if (dict_len(other) != n && dict != other) {
				err_raise(c, ERR_RUNTIME,
				    "dict mutated during update");
				return false;
			}
		}
		return true;
	}
	if (has_keys(c, other))
		return update_from_mapping(c, dict, other);
	it = value_iter(c, other);
	mark = scope_mark(&c->scope);
	for (size_t i = 0; it != NULL; i++) {
		v = value_next(c, it);
		if (v == NULL)
			break;
		if (!update_from_pair(c, dict, v, i))
			return false;
		scope_drop(c, mark);
	}
	return !err_is_set(c);
}

static struct value *
clear(struct ctx *c UNUSED, struct value *const *args)
{
	dict_clear(dict_of(args[0]));
	return &value_none;
}

static struct value *
copy(struct ctx *c, struct value *const *args)
{
	return dict_copy(c, args[0]);
}

static struct value *
get(struct ctx *c, struct value *const *args)
{
	struct value *v = dict_find(c, args[0], args[1]);

	if (v == NULL && err_is_set(c))
		return NULL;
	return value_own(c, value_ref(v != NULL ? v : args[2]));
}

static struct value *
items(struct ctx *c, struct value *const *args)
{
	return dict_view_new(c, args[0], DICT_ITEMS);
}

static struct value *
keys(struct ctx *c, struct value *const *args)
{
	return dict_view_new(c, args[0], DICT_KEYS);
}

static struct value *
values(struct ctx *c, struct value *const *args)
{
	return dict_view_new(c, args[0], DICT_VALUES);
}

static struct value *
pop(struct ctx *c, struct value *const *args)
{
	struct value *v = dict_find(c, args[0], args[1]), *more = args[2];

	if (v == NULL) {
		if (err_is_set(c))
			return NULL;
		if (seq_len(more) > 0)
			return value_own(c, value_ref(seq_item(more, 0)));
		return value_raise_key(c, args[1]);
	}
	value_own(c, value_ref(v));
	return dict_del(c, args[0], args[1], NULL) ? v : NULL;
}

static struct value *
popitem(struct ctx *c, struct value *const *args)
{
	struct dict *d = dict_of(args[0]);
	struct value *pair[2], *r;

	if (d->n == 0) {
		struct value *text = str_new(c,
		    "popitem(): dictionary is empty");

		return value_raise_key(c, text);
	}
	pair[0] = d->entry[d->used - 1].key;
	pair[1] = d->entry[d->used - 1].v;
	r = tuple_new(c, 2, pair);
	return dict_del(c, args[0], pair[0], NULL) ? r : NULL;
}

static struct value *
setdefault(struct ctx *c, struct value *const *args)
{
	struct value *v = dict_find(c, args[0], args[1]);

	if (v != NULL)
		return value_own(c, value_ref(v));
	if (err_is_set(c) || !dict_set(c, args[0], args[1], args[2]))
		return NULL;
	return value_own(c, value_ref(args[2]));
}

static bool
update_all(struct ctx *c, struct value *const *args)
{
	if (seq_len(args[1]) > 1) {
		err_raise(c, ERR_TYPE, "update expected at most 1 argument, "
		    "got %zu", seq_len(args[1]));
		return false;
	}
	if (seq_len(args[1]) == 1 &&
	    !dict_update(c, args[0], seq_item(args[1], 0)))
		return false;
	return dict_update(c, args[0], args[2]);
}

static struct value *
update(struct ctx *c, struct value *const *args)
{
	return update_all(c, args) ? &value_none : NULL;
}

static struct value *
ior(struct ctx *c, struct value *const *args)
{
	if (!dict_update(c, args[0], args[1]))
		return NULL;
	return value_own(c, value_ref(args[0]));
}

static struct value *
reversed(struct ctx *c, struct value *const *args)
{
	struct value *list = value_to_list(c, value_unwrap(args[0]));

	value_call_method(c, list, "reverse", 0, NULL);
	return value_iter(c, list);
}

static struct value *
fromkeys(struct ctx *c, struct value *const *args)
{
	struct value *d = value_call_n(c, args[0], 0, NULL);
	struct value *it = value_iter(c, args[1]), *key;
	size_t mark = scope_mark(&c->scope);

	while (d != NULL && it != NULL && (key = value_next(c, it)) != NULL) {
		if (!value_set_item(c, d, key, args[2]))
			return NULL;
		scope_drop(c, mark);
	}
	return err_is_set(c) ? NULL : d;
}

#define SELF { "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }

static const struct param self_params[] = { SELF, { 0 } };

static const struct param get_params[] = {
	SELF,
	{ "key", PARAM_ANY, NULL, "The key.", PARAM_POSITIONAL },
	{ "default", PARAM_ANY, "None", "When there is none.",
	  PARAM_POSITIONAL },
	{ 0 }
};

static const struct param pop_params[] = {
	SELF,
	{ "key", PARAM_ANY, NULL, "The key.", PARAM_POSITIONAL },
	{ "default", PARAM_ANY, NULL, "When there is none.",
	  PARAM_VARARGS },
	{ 0 }
};

static const struct param update_params[] = {
	SELF,
	{ "other", PARAM_ANY, NULL, "A mapping, or pairs.", PARAM_VARARGS },
	{ "kwargs", PARAM_ANY, NULL, "More entries.", PARAM_KWARGS },
	{ 0 }
};

static const struct param other_params[] = {
	SELF,
	{ "other", PARAM_ANY, NULL, "A mapping, or pairs.",
	  PARAM_POSITIONAL },
	{ 0 }
};

static const struct param fromkeys_params[] = {
	{ "cls", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL },
	{ "iterable", PARAM_ANY, NULL, "The keys.", PARAM_POSITIONAL },
	{ "value", PARAM_ANY, "None", "The value of all.",
	  PARAM_POSITIONAL },
	{ 0 }
};

const struct native dict_methods[] = {
	{ "clear", self_params, clear, "Removes all entries.", NULL },
	{ "copy", self_params, copy, "A shallow copy.", NULL },
	{ "get", get_params, get, "The value of a key, or a default.",
	  "{'a': 1}.get('b', 2)" },
	{ "items", self_params, items, "Pairs of key and value.",
	  "{'a': 1}.items()" },
	{ "keys", self_params, keys, "The keys.", "{'a': 1}.keys()" },
	{ "pop", pop_params, pop, "Removes a key and returns its value.",
	  "{'a': 1}.pop('a')" },
	{ "popitem", self_params, popitem,
	  "Removes the newest entry and returns it.", NULL },
	{ "setdefault", get_params, setdefault,
	  "The value of a key, set first when there is none.", NULL },
	{ "update", update_params, update, "Takes over other entries.",
	  NULL },
	{ "values", self_params, values, "The values.", "{'a': 1}.values()" },
	{ "__init__", update_params, update, "Fills the dict.", NULL },
	{ "__ior__", other_params, ior, "Implements self|=value.", NULL },
	{ "__reversed__", self_params, reversed, "Keys from the end.", NULL },
	{ 0 }
};

const struct native dict_class_methods[] = {
	{ "fromkeys", fromkeys_params, fromkeys, "A dict with these keys.",
	  "dict.fromkeys('ab', 0)" },
	{ 0 }
};
