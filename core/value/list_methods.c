/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of list. */
#include "core/value/list.h"
#include "core/value/seq.h"

#include <string.h>


static struct value *
append(struct ctx *c, struct value *const *args)
{
	return list_append(c, args[0], args[1]) ? &value_none : NULL;
}

static struct value *
clear(struct ctx *c UNUSED, struct value *const *args)
{
	list_clear(args[0]);
	return &value_none;
}

static struct value *
copy(struct ctx *c, struct value *const *args)
{
	return list_new(c, seq_len(args[0]), seq_items(args[0]));
}

static struct value *
extend(struct ctx *c, struct value *const *args)
{
	return list_extend(c, args[0], args[1]) ? &value_none : NULL;
}

static struct value *
iadd(struct ctx *c, struct value *const *args)
{
	if (!list_extend(c, args[0], args[1]))
		return NULL;
	return value_own(c, value_ref(args[0]));
}

static struct value *
imul(struct ctx *c, struct value *const *args)
{
	struct seq *s = seq_of(args[0]);
	size_t n = s->n, total;
	int64_t times;

	if (!seq_times(c, args[1], &times))
		return err_is_set(c) ? NULL : &value_not_implemented;
	if (times <= 0)
		list_clear(args[0]);
	else {
		if (!seq_check_repeat(c, s, times))
			return NULL;
		total = n * (size_t)times;
		if (!seq_reserve(c, s, total))
			return NULL;
		for (size_t i = n; i < total; i++)
			s->item[s->n++] = value_ref(s->item[i % n]);
	}
	return value_own(c, value_ref(args[0]));
}

static struct value *
insert(struct ctx *c, struct value *const *args)
{
	int64_t at;

	if (!value_to_int(c, args[1], NULL, &at))
		return NULL;
	return list_insert(c, args[0], at, args[2]) ? &value_none : NULL;
}

static struct value *
pop(struct ctx *c, struct value *const *args)
{
	struct seq *s = seq_of(args[0]);
	struct value *v;
	int64_t i;

	if (!value_to_int(c, args[1], NULL, &i))
		return NULL;
	if (s->n == 0)
		return err_raise(c, ERR_INDEX, "pop from empty list");
	if (i < 0)
		i += (int64_t)s->n;
	if (i < 0 || i >= (int64_t)s->n)
		return err_raise(c, ERR_INDEX, "pop index out of range");
	v = value_own(c, value_ref(s->item[i]));
	list_remove_at(s, (size_t)i, 1);
	return v;
}

static struct value *
remove_item(struct ctx *c, struct value *const *args)
{
	struct seq *s = seq_of(args[0]);
	bool eq;

	for (size_t i = 0; i < s->n; i++) {
		if (!item_equal(c, s->item[i], args[1], &eq))
			return NULL;
		if (eq && i < s->n) {
			list_remove_at(s, i, 1);
			return &value_none;
		}
	}
	return err_raise(c, ERR_VALUE, "list.remove(x): x not in list");
}

static struct value *
reverse(struct ctx *c UNUSED, struct value *const *args)
{
	struct seq *s = seq_of(args[0]);

	for (size_t i = 0; i < s->n / 2; i++) {
		struct value *v = s->item[i];

		s->item[i] = s->item[s->n - 1 - i];
		s->item[s->n - 1 - i] = v;
	}
	return &value_none;
}

static struct value *
sort(struct ctx *c, struct value *const *args)
{
	bool backwards;

	if (!value_truth(c, args[2], &backwards))
		return NULL;
	return list_sort(c, args[0], args[1] == &value_none ? NULL : args[1],
	    backwards) ? &value_none : NULL;
}

static struct value *
init(struct ctx *c, struct value *const *args)
{
	list_clear(args[0]);
	return list_extend(c, args[0], args[1]) ? &value_none : NULL;
}

#define SELF { "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }

static const struct param self_params[] = { SELF, { 0 } };

static const struct param item_params[] = {
	SELF,
	{ "object", PARAM_ANY, NULL, "The item.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct param iterable_params[] = {
	SELF,
	{ "iterable", PARAM_ANY, NULL, "Items.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct param init_params[] = {
	SELF,
	{ "iterable", PARAM_ANY, "()", "Items.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct param insert_params[] = {
	SELF,
	{ "index", PARAM_ANY, NULL, "Before which item.", PARAM_POSITIONAL },
	{ "object", PARAM_ANY, NULL, "The item.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct param pop_params[] = {
	SELF,
	{ "index", PARAM_ANY, "-1", "Which item.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct param index_params[] = {
	SELF,
	{ "value", PARAM_ANY, NULL, "What to look for.", PARAM_POSITIONAL },
	{ "start", PARAM_ANY, "0", "First place.", PARAM_POSITIONAL },
	{ "stop", PARAM_ANY, "9223372036854775807", "End.",
	  PARAM_POSITIONAL },
	{ 0 }
};

static const struct param sort_params[] = {
	SELF,
	{ "key", PARAM_ANY, "None", "Gives what is compared.",
	  PARAM_KEYWORD },
	{ "reverse", PARAM_ANY, "False", "Largest first.", PARAM_KEYWORD },
	{ 0 }
};

const struct native list_methods[] = {
	{ "append", item_params, append, "Adds an item at the end.", NULL },
	{ "clear", self_params, clear, "Removes all items.", NULL },
	{ "copy", self_params, copy, "A shallow copy.", "[1, 2].copy()" },
	{ "count", item_params, seq_count, "Number of equal items.",
	  "[1, 2, 1].count(1)" },
	{ "extend", iterable_params, extend, "Adds all items.", NULL },
	{ "index", index_params, seq_index, "Place of the first equal item.",
	  "[1, 2, 1].index(2)" },
	{ "insert", insert_params, insert, "Adds an item before another.",
	  NULL },
	{ "pop", pop_params, pop, "Removes an item and returns it.",
	  "[1, 2].pop()" },
	{ "remove", item_params, remove_item, "Removes the first equal item.",
	  NULL },
	{ "reverse", self_params, reverse, "Turns the order around.", NULL },
	{ "sort", sort_params, sort, "Sorts in place; equal items stay in "
	  "order.", NULL },
	{ "__init__", init_params, init, "Fills the list.", NULL },
	{ "__iadd__", item_params, iadd, "Implements self+=value.", NULL },
	{ "__imul__", item_params, imul, "Implements self*=value.", NULL },
	{ 0 }
};
