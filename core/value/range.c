/* SPDX-License-Identifier: Apache-2.0 */
/* range(start, stop, step) */
#include "core/value/range.h"

#include <inttypes.h>

#include "core/value/builtin_types.h"
#include "core/value/seq.h"

struct range_iter {
	struct value hdr;
	int64_t at, step, left;
};

static const struct kind range_iter_kind;

static struct range *
range_of(const struct value *v)
{
	return (struct range *)v;
}

/* Unsigned: the distance of two int64 does not fit into one. */
static int64_t
count(int64_t start, int64_t stop, int64_t step)
{
	uint64_t n;

	if (step > 0 ? start >= stop : start <= stop)
		return 0;
	if (step > 0)
		n = ((uint64_t)stop - (uint64_t)start - 1) / (uint64_t)step;
	else
		n = ((uint64_t)start - (uint64_t)stop - 1) /
		    (0 - (uint64_t)step);
	return n >= INT64_MAX ? INT64_MAX : (int64_t)n + 1;
}

struct value *
range_new(struct ctx *c, int64_t start, int64_t stop, int64_t step)
{
	struct range *r;

	if (step == 0)
		return err_raise(c, ERR_VALUE,
		    "range() arg 3 must not be zero");
	r = value_alloc(c, &range_kind, sizeof *r);
	r->start = start;
	r->stop = stop;
	r->step = step;
	r->n = count(start, stop, step);
	return value_own(c, &r->hdr);
}

static bool
range_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	struct range *r = range_of(v);

	buf_printf(b, "range(%" PRId64 ", %" PRId64, r->start, r->stop);
	if (r->step != 1)
		buf_printf(b, ", %" PRId64, r->step);
	buf_char(b, ')');
	return true;
}

static bool
range_len(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = range_of(v)->n;
	return true;
}

static struct value *
range_compare(struct ctx *c UNUSED, enum compare op, struct value *a,
    struct value *b)
{
	struct range *x = range_of(a), *y = range_of(b);
	bool eq;

	if (!value_is(b, &range_kind) || (op != CMP_EQ && op != CMP_NE))
		return NULL;
	eq = x->n == y->n && (x->n == 0 || (x->start == y->start &&
	    (x->n == 1 || x->step == y->step)));
	return value_bool(eq == (op == CMP_EQ));
}

static bool
range_hash(struct ctx *c, struct value *v, int64_t *out)
{
	struct range *r = range_of(v);
	struct value *key[3] = { value_int(c, r->n),
		&value_none, &value_none };

	if (r->n > 0)
		key[1] = value_int(c, r->start);
	if (r->n > 1)
		key[2] = value_int(c, r->step);
	return value_hash(c, tuple_new(c, 3, key), out);
}

static struct value *
range_get_item(struct ctx *c, struct value *v, struct value *key)
{
	struct range *r = range_of(v);
	int64_t start, n, step;
	size_t i;

	if (value_is(key, &slice_kind)) {
		if (!slice_resolve(c, key, r->n, &start, &n, &step))
			return NULL;
		start = r->start + start * r->step;
		step *= r->step;
		return range_new(c, start, start + n * step, step);
	}
	if (!index_of_key(c, key, "range", (size_t)r->n, &i)) {
		if (err_is(c, ERR_INDEX)) {
			err_clear(c);
			err_raise(c, ERR_INDEX,
			    "range object index out of range");
		}
		return NULL;
	}
	return value_int(c, r->start + (int64_t)i * r->step);
}

static bool
place_of(struct range *r, int64_t i, int64_t *at)
{
	uint64_t distance;

	if (r->step > 0 ? i < r->start || i >= r->stop :
	    i > r->start || i <= r->stop)
		return false;
	distance = r->step > 0 ? (uint64_t)i - (uint64_t)r->start :
	    (uint64_t)r->start - (uint64_t)i;
	if (distance % (uint64_t)(r->step > 0 ? r->step : -r->step) != 0)
		return false;
	*at = (int64_t)(distance /
	    (uint64_t)(r->step > 0 ? r->step : -r->step));
	return true;
}

static bool
range_contains(struct ctx *c UNUSED, struct value *v, struct value *item,
    bool *out)
{
	double d;
	int64_t at;

	*out = false;
	if (value_is_int(item))
		*out = place_of(range_of(v), value_as_int(item), &at);
	else if (value_number(item, &d) && d >= -0x1p62 && d <= 0x1p62 &&
	    (double)(int64_t)d == d)
		*out = place_of(range_of(v), (int64_t)d, &at);
	return true;
}

static struct value *
iter_from(struct ctx *c, int64_t at, int64_t step, int64_t n)
{
	struct range_iter *it = value_alloc(c, &range_iter_kind, sizeof *it);

	it->at = at;
	it->step = step;
	it->left = n;
	return value_own(c, &it->hdr);
}

static struct value *
range_iter(struct ctx *c, struct value *v)
{
	struct range *r = range_of(v);

	return iter_from(c, r->start, r->step, r->n);
}

static struct value *
range_iter_next(struct ctx *c, struct value *v)
{
	struct range_iter *it = (struct range_iter *)v;
	int64_t i = it->at;

	if (it->left == 0)
		return NULL;
	/* The step after the last one may be beyond 64 bits. */
	if (--it->left > 0)
		it->at += it->step;
	return value_int(c, i);
}

static const struct kind range_iter_kind = {
	.name = "range_iterator", .row = &iterator_row,
	.next = range_iter_next,
};

static struct value *
reversed(struct ctx *c, struct value *const *args)
{
	struct range *r = range_of(args[0]);

	if (r->n == 0)
		return iter_from(c, 0, 1, 0);
	return iter_from(c, r->start + (r->n - 1) * r->step, -r->step, r->n);
}

static struct value *
range_count(struct ctx *c, struct value *const *args)
{
	bool in;

	if (!range_contains(c, args[0], args[1], &in))
		return NULL;
	return value_int(c, in);
}

static struct value *
range_index(struct ctx *c, struct value *const *args)
{
	struct buf b = BUF_INIT;
	int64_t at;

	if (value_is_int(args[1]) &&
	    place_of(range_of(args[0]), value_as_int(args[1]), &at))
		return value_int(c, at);
	if (value_repr(c, &b, args[1]))
		err_raise(c, ERR_VALUE, "%s is not in range", b.data);
	buf_release(&b);
	return NULL;
}

static struct value *
get_start(struct ctx *c, struct value *self)
{
	return value_int(c, range_of(self)->start);
}

static struct value *
get_stop(struct ctx *c, struct value *self)
{
	return value_int(c, range_of(self)->stop);
}

static struct value *
get_step(struct ctx *c, struct value *self)
{
	return value_int(c, range_of(self)->step);
}

static struct value *
range_make(struct ctx *c, struct class *cls UNUSED,
    struct value *const *args)
{
	int64_t part[3] = { 0, 0, 1 };

	for (int i = 0; i < 3; i++)
		if (args[i] != &value_none &&
		    !value_to_int(c, args[i], NULL, &part[i]))
			return NULL;
	if (args[1] == &value_none)
		return range_new(c, 0, part[0], 1);
	return range_new(c, part[0], part[1], part[2]);
}

static const struct param range_params[] = {
	{ "start", PARAM_ANY, NULL, "First, or stop when alone.",
	  PARAM_POSITIONAL },
	{ "stop", PARAM_ANY, "None", "End.", PARAM_POSITIONAL },
	{ "step", PARAM_ANY, "None", "Distance.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct param self_params[] = {
	{ "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }, { 0 }
};

static const struct param value_params[] = {
	{ "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL },
	{ "value", PARAM_ANY, NULL, "What to look for.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct native range_methods[] = {
	{ "count", value_params, range_count, "1 if it is in it.", NULL },
	{ "index", value_params, range_index, "Its place.", NULL },
	{ "__reversed__", self_params, reversed, "From the end.", NULL },
	{ 0 }
};

static const struct getter range_getters[] = {
	{ "start", get_start, "First.", NULL },
	{ "stop", get_stop, "End.", NULL },
	{ "step", get_step, "Distance.", NULL },
	{ 0 }
};

const struct kind range_kind = {
	.name = "range", .row = &range_row, .repr = range_repr,
	.len = range_len, .hash = range_hash, .compare = range_compare,
	.get_item = range_get_item, .contains = range_contains,
	.iter = range_iter,
};

const struct class_row range_row = {
	.name = "range", .module = "builtins", .doc = "Ints in equal steps.",
	.kind = &range_kind, .methods = range_methods,
	.getters = range_getters, .new_params = range_params,
	.make = range_make, .final = true, .example = "list(range(1, 9, 3))",
};
