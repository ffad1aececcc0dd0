/* SPDX-License-Identifier: Apache-2.0 */
/*
 * builtins that iterate: map, zip and their kin are one kind of iterator with
 * a row each; sum, sorted and their kin run to the end.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/mod_builtins.h"
#include "core/lang/vm.h"

/* ---- lazy iterators -------------------------------------------------------------- */

struct lazy {
	struct value hdr;
	/* The next item; null without error at the end. */
	struct value *(*step)(struct ctx *, struct lazy *);
	const char *name;
	struct value *fn;		/* or null */
	struct value *sources;		/* tuple of iterators */
	int64_t at;
	bool strict;
};

static void
lazy_free(struct value *v)
{
	value_unref(((struct lazy *)v)->fn);
	value_unref(((struct lazy *)v)->sources);
}

static void
lazy_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	struct lazy *l = (struct lazy *)v;

	if (l->fn != NULL)
		fn(l->fn, arg);
	fn(l->sources, arg);
}

static struct value *
lazy_self(struct ctx *c UNUSED, struct value *v)
{
	return v;
}

static struct value *
lazy_next(struct ctx *c, struct value *v)
{
	struct lazy *l = (struct lazy *)v;

	return l->step(c, l);
}

static bool
lazy_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	buf_printf(b, "<%s object>", ((struct lazy *)v)->name);
	return true;
}

static const struct class_row lazy_row;

static const struct kind lazy_kind = {
	.name = "iterator", .row = &lazy_row, .free = lazy_free,
	.visit = lazy_visit, .iter = lazy_self, .next = lazy_next,
	.repr = lazy_repr,
};

static const struct class_row lazy_row = {
	.name = "iterator", .module = "builtins", .kind = &lazy_kind,
	.final = true, .abstract = true,
};

static struct lazy *
lazy_new(struct ctx *c, const char *name,
    struct value *(*step)(struct ctx *, struct lazy *), struct value *fn,
    struct value *const *iterables, size_t n)
{
	struct value *list = list_new(c, 0, NULL);
	struct lazy *l;

	for (size_t i = 0; i < n; i++) {
		struct value *it = value_iter(c, iterables[i]);

		if (it == NULL || !list_append(c, list, it))
			return NULL;
	}
	l = value_alloc(c, &lazy_kind, sizeof *l);
	l->name = name;
	l->step = step;
	l->fn = value_ref(fn);
	l->sources = value_ref(tuple_new(c, n, seq_items(list)));
	value_own(c, &l->hdr);
	return l;
}

/* One item of every source; the number that had one. */
static size_t
take(struct ctx *c, struct lazy *l, struct value **out)
{
	size_t n = seq_len(l->sources);

	for (size_t i = 0; i < n; i++) {
		out[i] = value_next(c, seq_item(l->sources, i));
		if (out[i] == NULL)
			return i;
	}
	return n;
}

static void *
uneven(struct ctx *c, size_t short_one, bool longer)
{
	if (short_one == 0)
		return NULL;
	return err_raise(c, ERR_VALUE, "zip() argument %zu is %s than "
	    "argument%s%zu", short_one + 1, longer ? "longer" : "shorter",
	    short_one > 1 ? "s 1-" : " ", short_one);
}

static struct value *
zip_step(struct ctx *c, struct lazy *l)
{
	size_t n = seq_len(l->sources), got, mark = scope_mark(&c->scope);
	struct value **items, *v = NULL;

	if (n == 0)
		return NULL;
	items = xcalloc(n, sizeof *items);
	got = take(c, l, items);
	if (got == n)
		v = tuple_new(c, n, items);
	else if (l->strict && got > 0 && !err_is_set(c))
		uneven(c, got, false);
	else if (l->strict && !err_is_set(c))
		for (size_t i = 1; i < n && !err_is_set(c); i++)
			if (value_next(c, seq_item(l->sources, i)) != NULL)
				uneven(c, i, true);
	free(items);
	return value_leave(c, mark, v);
}

static struct value *
map_step(struct ctx *c, struct lazy *l)
{
	size_t n = seq_len(l->sources), mark = scope_mark(&c->scope);
	struct value *few[4], **items = few, *v = NULL;

	if (n > nitems(few))
		items = xcalloc(n, sizeof *items);
	if (take(c, l, items) == n)
		v = value_call_n(c, l->fn, n, items);
	if (items != few)
		free(items);
	return value_leave(c, mark, v);
}

static struct value *
filter_step(struct ctx *c, struct lazy *l)
{
	struct value *item, *got;
	bool keep;

	for (;;) {
		size_t mark = scope_mark(&c->scope);

		item = value_next(c, seq_item(l->sources, 0));
		if (item == NULL || !ctx_poll(c))
			return NULL;
		got = l->fn == NULL ? item : value_call_n(c, l->fn, 1, &item);
		if (got == NULL || !value_truth(c, got, &keep))
			return NULL;
		if (keep)
			return value_leave(c, mark, item);
		scope_drop(c, mark);
	}
}

static struct value *
enumerate_step(struct ctx *c, struct lazy *l)
{
	size_t mark = scope_mark(&c->scope);
	struct value *pair[2];

	pair[1] = value_next(c, seq_item(l->sources, 0));
	if (pair[1] == NULL)
		return NULL;
	pair[0] = value_int(c, l->at++);
	return value_leave(c, mark, tuple_new(c, 2, pair));
}

static struct value *
reversed_step(struct ctx *c, struct lazy *l)
{
	if (l->at <= 0)
		return NULL;
	return value_get_item(c, l->fn, value_int(c, --l->at));
}

/* iter(f, sentinel) */
static struct value *
call_step(struct ctx *c, struct lazy *l)
{
	struct value *v = value_call_n(c, l->fn, 0, NULL);
	bool end;

	if (v == NULL || !value_equal(c, v, seq_item(l->sources, 0), &end))
		return NULL;
	return end ? NULL : v;
}

static const struct param zip_params[] = {
	{ "iterables", PARAM_ANY, NULL, "Walked together.", PARAM_VARARGS },
	{ "strict", PARAM_BOOL, "False", "All must end together.",
	    PARAM_KEYWORD }, { 0 }
};

static struct value *
fn_zip(struct ctx *c, struct value *const *args)
{
	struct lazy *l = lazy_new(c, "zip", zip_step, NULL,
	    seq_items(args[0]), seq_len(args[0]));

	if (l != NULL)
		l->strict = args[1] == &value_true;
	return (struct value *)l;
}

static const struct param map_params[] = {
	{ "func", PARAM_CALLABLE, NULL, "Called with an item of each.",
	    PARAM_POSITIONAL },
	{ "iterables", PARAM_ANY, NULL, "Walked together.", PARAM_VARARGS },
	{ 0 }
};

static struct value *
fn_map(struct ctx *c, struct value *const *args)
{
	if (seq_len(args[1]) == 0)
		return err_raise(c, ERR_TYPE,
		    "map() must have at least two arguments.");
	return (struct value *)lazy_new(c, "map", map_step, args[0],
	    seq_items(args[1]), seq_len(args[1]));
}

static const struct param filter_params[] = {
	{ "function", PARAM_CALLABLE, NULL, "True for what to keep; None: what "
	    "is true.", PARAM_POSITIONAL | PARAM_OPTIONAL },
	{ "iterable", PARAM_ANY, NULL, "Walked.", PARAM_POSITIONAL }, { 0 }
};

static struct value *
fn_filter(struct ctx *c, struct value *const *args)
{
	return (struct value *)lazy_new(c, "filter", filter_step,
	    args[0] == &value_none ? NULL : args[0], &args[1], 1);
}

static const struct param enumerate_params[] = {
	{ "iterable", PARAM_ANY, NULL, "Walked.", 0 },
	{ "start", PARAM_INT, "0", "The first number.", 0 }, { 0 }
};

static struct value *
fn_enumerate(struct ctx *c, struct value *const *args)
{
	struct lazy *l = lazy_new(c, "enumerate", enumerate_step, NULL, args,
	    1);

	if (l != NULL)
		l->at = value_as_int(args[1]);
	return (struct value *)l;
}

static const struct param x_params[] = {
	{ "x", PARAM_ANY, NULL, "Walked.", PARAM_POSITIONAL }, { 0 }
};

static struct value *
fn_reversed(struct ctx *c, struct value *const *args)
{
	struct value *v = value_call_special(c, args[0], "__reversed__", 0,
	    NULL), *seq = args[0];
	struct lazy *l;

	if (v != NULL || err_is_set(c))
		return v;
	/* Dicts and views have an order but no index. */
	if (value_is(seq, &dict_kind))
		seq = value_to_list(c, seq);
	else if (value_kind(seq)->get_item == NULL || value_is(seq, &set_kind))
		return err_raise(c, ERR_TYPE, "'%s' object is not reversible",
		    value_type_name(c, seq));
	l = lazy_new(c, "reversed", reversed_step, seq, NULL, 0);
	if (l == NULL || !value_len(c, seq, &l->at))
		return NULL;
	return (struct value *)l;
}

static const struct param any_params[] = {
	{ "args", PARAM_ANY, NULL, "", PARAM_VARARGS }, { 0 }
};

static struct value *
fn_iter(struct ctx *c, struct value *const *args)
{
	struct lazy *l;

	if (!builtin_count(c, "iter", args[0], 1, 2))
		return NULL;
	if (seq_len(args[0]) == 1)
		return value_iter(c, seq_item(args[0], 0));
	l = lazy_new(c, "callable_iterator", call_step, seq_item(args[0], 0),
	    NULL, 0);
	value_unref(l->sources);
	l->sources = value_ref(tuple_new(c, 1, seq_items(args[0]) + 1));
	return (struct value *)l;
}

static struct value *
fn_next(struct ctx *c, struct value *const *args)
{
	struct value *it, *v;

	if (!builtin_count(c, "next", args[0], 1, 2))
		return NULL;
	it = seq_item(args[0], 0);
	v = generator_step(c, it);
	if (v != NULL)
		return v;
	if (seq_len(args[0]) == 2 && (!err_is_set(c) || err_is(c,
	    ERR_STOP_ITERATION))) {
		err_clear(c);
		return seq_item(args[0], 1);
	}
	return err_is_set(c) ? NULL : generator_stop(c, it);
}

/* ---- to the end --------------------------------------------------------------------- */

static const struct param sum_params[] = {
	{ "iterable", PARAM_ANY, NULL, "Numbers.", PARAM_POSITIONAL },
	{ "start", PARAM_ANY, "0", "What they are added to.", 0 }, { 0 }
};

static struct value *
fn_sum(struct ctx *c, struct value *const *args)
{
	struct value *it = value_iter(c, args[0]), *sum = value_ref(args[1]);
	size_t mark = scope_mark(&c->scope);
	struct value *item, *next;

	if (value_is(args[1], &str_kind)) {
		value_unref(sum);
		return err_raise(c, ERR_TYPE, "sum() can't sum strings "
		    "[use ''.join(seq) instead]");
	}
	while (it != NULL && (item = value_next(c, it)) != NULL) {
		next = value_ref(value_arith(c, ARITH_ADD, sum, item));
		value_unref(sum);
		sum = next;
		scope_drop(c, mark);
		if (sum == NULL || !ctx_poll(c))
			break;
	}
	value_own(c, sum);
	return err_is_set(c) ? NULL : sum;
}

/* Is there an item whose truth is the wanted one? */
static struct value *
find_truth(struct ctx *c, struct value *iterable, bool wanted)
{
	struct value *it = value_iter(c, iterable), *item;
	size_t mark = scope_mark(&c->scope);
	bool truth;

	while (it != NULL && (item = value_next(c, it)) != NULL) {
		if (!ctx_poll(c) || !value_truth(c, item, &truth))
			return NULL;
		scope_drop(c, mark);
		if (truth == wanted)
			return value_bool(wanted);
	}
	return err_is_set(c) ? NULL : value_bool(!wanted);
}

static struct value *
fn_any(struct ctx *c, struct value *const *args)
{
	return find_truth(c, args[0], true);
}

static struct value *
fn_all(struct ctx *c, struct value *const *args)
{
	return find_truth(c, args[0], false);
}

static const struct param extreme_params[] = {
	{ "args", PARAM_ANY, NULL, "One iterable, or several values.",
	    PARAM_VARARGS },
	{ "key", PARAM_CALLABLE, "None", "What is compared.",
	    PARAM_KEYWORD | PARAM_OPTIONAL },
	{ "default", PARAM_ANY, "...", "For an empty iterable.",
	    PARAM_KEYWORD }, { 0 }
};

static struct value *
extreme(struct ctx *c, const char *name, enum compare op,
    struct value *const *args)
{
	struct value *list, *best = NULL, *best_key = NULL;
	size_t n = seq_len(args[0]);

	if (n == 0)
		return err_raise(c, ERR_TYPE,
		    "%s expected at least 1 argument, got 0", name);
	list = n == 1 ? value_to_list(c, seq_item(args[0], 0)) : args[0];
	for (size_t i = 0; list != NULL && i < seq_len(list); i++) {
		struct value *item = seq_item(list, i), *key = item, *got;
		bool better = best == NULL;

		if (args[1] != &value_none)
			key = value_call_n(c, args[1], 1, &item);
		if (key == NULL)
			return NULL;
		if (!better) {
			got = value_compare(c, op, key, best_key);
			if (got == NULL || !value_truth(c, got, &better))
				return NULL;
		}
		if (better) {
			best = item;
			best_key = key;
		}
	}
	if (best != NULL || list == NULL)
		return best;
	if (n == 1 && args[2] != &value_ellipsis)
		return args[2];
	return err_raise(c, ERR_VALUE, "%s() arg is an empty sequence", name);
}

static struct value *
fn_max(struct ctx *c, struct value *const *args)
{
	return extreme(c, "max", CMP_GT, args);
}

static struct value *
fn_min(struct ctx *c, struct value *const *args)
{
	return extreme(c, "min", CMP_LT, args);
}

static const struct param sorted_params[] = {
	{ "iterable", PARAM_ANY, NULL, "Sorted into a new list.",
	    PARAM_POSITIONAL },
	{ "key", PARAM_CALLABLE, "None", "What is compared.",
	    PARAM_KEYWORD | PARAM_OPTIONAL },
	{ "reverse", PARAM_ANY, "False", "From the largest.", PARAM_KEYWORD },
	{ 0 }
};

static struct value *
fn_sorted(struct ctx *c, struct value *const *args)
{
	struct value *list = value_to_list(c, args[0]);
	bool reverse;

	if (list == NULL || !value_truth(c, args[2], &reverse))
		return NULL;
	/* value_to_list gives a list of ours, but for a list itself. */
	if (list == args[0])
		list = list_new(c, seq_len(list), seq_items(list));
	return list_sort(c, list, args[1] == &value_none ? NULL : args[1],
	    reverse) ? list : NULL;
}

static struct value *
fn_len(struct ctx *c, struct value *const *args)
{
	int64_t n;

	return value_len(c, args[0], &n) ? value_int(c, n) : NULL;
}

const struct native builtin_iter_functions[] = {
	{ "zip", zip_params, fn_zip, "Items of several at once.", NULL },
	{ "map", map_params, fn_map, "func of each item.", NULL },
	{ "filter", filter_params, fn_filter, "Items for which it is true.",
	    NULL },
	{ "enumerate", enumerate_params, fn_enumerate, "(number, item)",
	    NULL },
	{ "reversed", x_params, fn_reversed, "From the end.", NULL },
	{ "iter", any_params, fn_iter, "An iterator.", NULL },
	{ "next", any_params, fn_next, "The next item of an iterator.",
	    NULL },
	{ "sum", sum_params, fn_sum, "Start plus all items.", NULL },
	{ "any", x_params, fn_any, "Is one true?", NULL },
	{ "all", x_params, fn_all, "Are all true?", NULL },
	{ "max", extreme_params, fn_max, "The largest.", NULL },
	{ "min", extreme_params, fn_min, "The smallest.", NULL },
	{ "sorted", sorted_params, fn_sorted, "A new sorted list.", NULL },
	{ "len", x_params, fn_len, "The number of items.", NULL },
	{ 0 }
};
