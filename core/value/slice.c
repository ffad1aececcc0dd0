/* SPDX-License-Identifier: Apache-2.0 */
/* Slices: three values of any kind, resolved as Python does. */
#include "core/value/builtin_types.h"
#include "core/value/class.h"

struct slice {
	struct value hdr;
	struct value *part[3];
};

static void
slice_free(struct value *v)
{
	for (int i = 0; i < 3; i++)
		value_unref(((struct slice *)v)->part[i]);
}

static void
slice_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	for (int i = 0; i < 3; i++)
		fn(((struct slice *)v)->part[i], arg);
}

struct value *
slice_new(struct ctx *c, struct value *start, struct value *stop,
    struct value *step)
{
	struct slice *s;

	if (start == NULL || stop == NULL || step == NULL)
		return NULL;
	s = value_alloc(c, &slice_kind, sizeof *s);
	s->part[0] = value_ref(start);
	s->part[1] = value_ref(stop);
	s->part[2] = value_ref(step);
	return value_own(c, &s->hdr);
}

bool
slice_int(struct ctx *c, struct value *v, int64_t dflt, int64_t *out)
{
	if (v == &value_none) {
		*out = dflt;
		return true;
	}
	if (value_to_int(c, v, NULL, out))
		return true;
	if (err_is(c, ERR_TYPE)) {
		err_clear(c);
		err_raise(c, ERR_TYPE, "slice indices must be integers or "
		    "None or have an __index__ method");
	}
	return false;
}

static int64_t
clamp(int64_t i, int64_t len, int64_t least, int64_t most)
{
	if (i < 0)
		i += len;
	return i < least ? least : i > most ? most : i;
}

bool
slice_resolve(struct ctx *c, const struct value *v, int64_t len,
    int64_t *start, int64_t *count, int64_t *step)
{
	const struct slice *s = (const struct slice *)v;
	int64_t stop, least, most;

	if (!slice_int(c, s->part[2], 1, step))
		return false;
	if (*step == 0) {
		err_raise(c, ERR_VALUE, "slice step cannot be zero");
		return false;
	}
	if (*step == INT64_MIN)
		*step = -INT64_MAX;
	if (!slice_int(c, s->part[0], *step > 0 ? 0 : INT64_MAX, start) ||
	    !slice_int(c, s->part[1], *step > 0 ? INT64_MAX : INT64_MIN,
	    &stop))
		return false;
	least = *step > 0 ? 0 : -1;
	most = *step > 0 ? len : len - 1;
	*start = clamp(*start, len, least, most);
	if (stop == INT64_MIN)
		stop = -1;
	else
		stop = clamp(stop, len, least, most);
	if (*step > 0)
		*count = stop > *start ? (stop - *start - 1) / *step + 1 : 0;
	else
		*count = stop < *start ? (*start - stop - 1) / -*step + 1 : 0;
	return true;
}

static bool
slice_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct slice *s = (struct slice *)v;

	buf_str(b, "slice(");
	for (int i = 0; i < 3; i++) {
		if (i > 0)
			buf_str(b, ", ");
		if (!value_repr(c, b, s->part[i]))
			return false;
	}
	buf_char(b, ')');
	return true;
}

static struct value *
slice_compare(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	struct slice *x = (struct slice *)a, *y = (struct slice *)b;

	if (!value_is(b, &slice_kind))
		return NULL;
	return value_compare(c, op, tuple_new(c, 3, x->part),
	    tuple_new(c, 3, y->part));
}

static struct value *
get_start(struct ctx *c, struct value *self)
{
	return value_own(c, value_ref(((struct slice *)self)->part[0]));
}

static struct value *
get_stop(struct ctx *c, struct value *self)
{
	return value_own(c, value_ref(((struct slice *)self)->part[1]));
}

static struct value *
get_step(struct ctx *c, struct value *self)
{
	return value_own(c, value_ref(((struct slice *)self)->part[2]));
}

static struct value *
indices(struct ctx *c, struct value *const *args)
{
	int64_t len, start, count, step, stop;
	struct value *part[3];

	if (!value_to_int(c, args[1], NULL, &len))
		return NULL;
	if (len < 0)
		return err_raise(c, ERR_VALUE,
		    "length should not be negative");
	if (!slice_resolve(c, args[0], len, &start, &count, &step))
		return NULL;
	if (!slice_int(c, ((struct slice *)args[0])->part[1],
	    step > 0 ? INT64_MAX : INT64_MIN, &stop))
		return NULL;
	stop = stop == INT64_MIN ? -1 : clamp(stop, len, step > 0 ? 0 : -1,
	    step > 0 ? len : len - 1);
	part[0] = value_int(c, start);
	part[1] = value_int(c, stop);
	part[2] = value_int(c, step);
	return tuple_new(c, 3, part);
}

static struct value *
slice_make(struct ctx *c, struct class *cls UNUSED,
    struct value *const *args)
{
	if (seq_len(args[1]) == 0)
		return slice_new(c, &value_none, args[0], &value_none);
	if (seq_len(args[1]) > 2)
		return err_raise(c, ERR_TYPE,
		    "slice expected at most 3 arguments, got %zu",
		    seq_len(args[1]) + 1);
	return slice_new(c, args[0], seq_item(args[1], 0),
	    seq_len(args[1]) > 1 ? seq_item(args[1], 1) : &value_none);
}

static const struct param slice_params[] = {
	{ "start", PARAM_ANY, NULL, "First, or stop when alone.",
	  PARAM_POSITIONAL },
	{ "stop_and_step", PARAM_ANY, NULL, "The rest.", PARAM_VARARGS },
	{ 0 }
};

static const struct param indices_params[] = {
	{ "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL },
	{ "len", PARAM_ANY, NULL, "Of a sequence.", PARAM_POSITIONAL },
	{ 0 }
};

static const struct native slice_methods[] = {
	{ "indices", indices_params, indices,
	  "Start, stop and step for a length.", "slice(1, 9).indices(5)" },
	{ 0 }
};

static const struct getter slice_getters[] = {
	{ "start", get_start, "First.", NULL },
	{ "stop", get_stop, "End.", NULL },
	{ "step", get_step, "Distance.", NULL },
	{ 0 }
};

const struct kind slice_kind = {
	.name = "slice", .row = &slice_row, .free = slice_free,
	.visit = slice_visit, .repr = slice_repr, .unhashable = true,
	.compare = slice_compare,
};

const struct class_row slice_row = {
	.name = "slice", .module = "builtins",
	.doc = "What stands in brackets with colons.", .kind = &slice_kind,
	.methods = slice_methods, .getters = slice_getters,
	.new_params = slice_params, .make = slice_make, .final = true,
	.example = "slice(1, 2)",
};
