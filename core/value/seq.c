/* SPDX-License-Identifier: Apache-2.0 */
/* What lists and tuples share. */
#include "core/value/seq.h"

#include <string.h>

#include "core/value/number.h"
#include "core/value/repr.h"
#include "core/value/runtime.h"

bool
value_is_list(const struct value *v)
{
	return value_is(v, &list_kind) || (value_is(v, &instance_kind) &&
	    value_is(value_unwrap(v), &list_kind));
}

bool
value_is_tuple(const struct value *v)
{
	return value_is(v, &tuple_kind) || (value_is(v, &instance_kind) &&
	    value_is(value_unwrap(v), &tuple_kind));
}

bool
value_is_seq(const struct value *v)
{
	return value_is_list(v) || value_is_tuple(v);
}

size_t
seq_len(const struct value *v)
{
	return v == NULL ? 0 : seq_of(v)->n;
}

struct value *
seq_item(const struct value *v, size_t i)
{
	return v == NULL ? NULL : seq_of(v)->item[i];
}

struct value *const *
seq_items(const struct value *v)
{
	return v == NULL ? NULL : seq_of(v)->item;
}

bool
item_equal(struct ctx *c, struct value *item, struct value *v, bool *out)
{
	size_t mark = scope_mark(&c->scope);
	bool ok = ctx_poll(c) &&
	    value_equal(c, value_own(c, value_ref(item)), v, out);

	scope_drop(c, mark);
	return ok;
}

bool
index_of_key(struct ctx *c, struct value *key, const char *what, size_t n,
    size_t *at)
{
	int64_t i;

	if (value_is_small(key))
		i = value_small(key);
	else if (!value_is_int(key) && !(value_has_slots(key) ||
	    value_kind(key)->unary != NULL)) {
		err_raise(c, ERR_TYPE, "%s indices must be integers%s, not %s",
		    what, strcmp(what, "string") == 0 ? "" : " or slices",
		    value_type_name(c, key));
		return false;
	} else if (!value_to_int(c, key, NULL, &i)) {
		if (!err_is(c, ERR_TYPE) ||
		    strstr(c->err.text, "interpreted") == NULL)
			return false;
		err_clear(c);
		err_raise(c, ERR_TYPE, "%s indices must be integers%s, not %s",
		    what, strcmp(what, "string") == 0 ? "" : " or slices",
		    value_type_name(c, key));
		return false;
	}
	if (i < 0)
		i += (int64_t)n;
	if (i < 0 || i >= (int64_t)n) {
		err_raise(c, ERR_INDEX, "%s index out of range", what);
		return false;
	}
	*at = (size_t)i;
	return true;
}

/* Element by element; a list may change while its elements are asked. */
struct value *
seq_compare(struct ctx *c, enum compare op, const struct seq *a,
    const struct seq *b)
{
	size_t mark = scope_mark(&c->scope);
	bool eq = true;
	size_t i;

	if ((op == CMP_EQ || op == CMP_NE) && a->n != b->n)
		return value_bool(op == CMP_NE);
	for (i = 0; i < a->n && i < b->n; i++) {
		struct value *x = a->item[i], *y = b->item[i];

		if (x == y)
			continue;
		/* Small ints that are equal are the same. */
		if (value_is_small(x) && value_is_small(y))
			return value_bool(compare_ints(op, value_small(x),
			    value_small(y)));
		if (!ctx_poll(c))
			return NULL;
		value_own(c, value_ref(x));
		value_own(c, value_ref(y));
		if (!value_equal(c, x, y, &eq))
			return NULL;
		if (!eq) {
			if (op == CMP_EQ || op == CMP_NE)
				return value_bool(op == CMP_NE);
			return value_leave(c, mark,
			    value_compare(c, op, x, y));
		}
		scope_drop(c, mark);
	}
	return value_bool(compare_ints(op, (int64_t)a->n,
	    (int64_t)b->n));
}

bool
seq_repr(struct ctx *c, struct buf *b, struct value *v, const char *open,
    const char *close)
{
	struct seq *s = seq_of(v);
	bool ok = true;

	if (!repr_enter(c, v)) {
		if (!err_is_set(c))
			buf_printf(b, "%s...%s", open, close);
		return !err_is_set(c);
	}
	buf_str(b, open);
	for (size_t i = 0; ok && i < s->n; i++) {
		size_t mark = scope_mark(&c->scope);

		if (i > 0)
			buf_str(b, ", ");
		ok = ctx_poll(c) &&
		    value_repr(c, b, value_own(c, value_ref(s->item[i])));
		scope_drop(c, mark);
	}
	buf_str(b, close);
	repr_leave(c);
	return ok;
}

bool
seq_contains(struct ctx *c, struct value *v, struct value *item, bool *out)
{
	struct seq *s = seq_of(v);

	*out = false;
	for (size_t i = 0; i < s->n && !*out; i++)
		if (!item_equal(c, s->item[i], item, out))
			return false;
	return true;
}

struct value *
seq_count(struct ctx *c, struct value *const *args)
{
	struct seq *s = seq_of(args[0]);
	int64_t n = 0;
	bool eq;

	for (size_t i = 0; i < s->n; i++) {
		if (!item_equal(c, s->item[i], args[1], &eq))
			return NULL;
		n += eq;
	}
	return value_int(c, n);
}

static bool
clamp_index(struct ctx *c, struct value *v, size_t n, int64_t *out)
{
	if (!value_to_int(c, v, NULL, out))
		return false;
	if (*out < 0)
		*out += (int64_t)n;
	if (*out < 0)
		*out = 0;
	return true;
}

struct value *
seq_index(struct ctx *c, struct value *const *args)
{
	struct seq *s = seq_of(args[0]);
	int64_t begin, end;
	struct buf b = BUF_INIT;
	bool eq;

	if (!clamp_index(c, args[2], s->n, &begin) ||
	    !clamp_index(c, args[3], s->n, &end))
		return NULL;
	for (int64_t i = begin; i < end && i < (int64_t)s->n; i++) {
		if (!item_equal(c, s->item[i], args[1], &eq))
			return NULL;
		if (eq)
			return value_int(c, i);
	}
	if (value_is_tuple(args[0]))
		return err_raise(c, ERR_VALUE,
		    "tuple.index(x): x not in tuple");
	if (value_repr(c, &b, args[1]))
		err_raise(c, ERR_VALUE, "%s is not in list", b.data);
	buf_release(&b);
	return NULL;
}

/* A shallow copy of one part, as a new sequence of the same type. */
static void
fill_part(struct seq *to, const struct seq *from, int64_t start,
    int64_t step)
{
	for (size_t i = 0; i < to->n; i++)
		to->item[i] = value_ref(from->item[start +
		    (int64_t)i * step]);
}

struct value *
seq_slice(struct ctx *c, struct value *v, struct value *key)
{
	struct seq *s = seq_of(v), *r;
	int64_t start, count, step;

	if (!slice_resolve(c, key, (int64_t)s->n, &start, &count, &step))
		return NULL;
	if (value_is_tuple(v)) {
		if (step == 1 && count == (int64_t)s->n)
			return value_own(c, value_ref(&s->hdr));
		if (count == 0)
			return c->values->empty_tuple;
		r = tuple_alloc(c, (size_t)count);
	} else
		r = list_alloc(c, (size_t)count);
	if (r == NULL)
		return NULL;
	fill_part(r, s, start, step);
	return value_own(c, &r->hdr);
}

bool
seq_check_repeat(struct ctx *c, const struct seq *s, int64_t n)
{
	if (n > 0 && s->n > 0 && (uint64_t)n > (SIZE_MAX >> 4) / s->n) {
		err_raise(c, ERR_MEMORY, "%s", "");
		return false;
	}
	return true;
}

/* Of an int, or of what has __index__; false without error for others. */
bool
seq_times(struct ctx *c, struct value *other, int64_t *n)
{
	if (value_is_int(other)) {
		*n = value_as_int(other);
		return true;
	}
	return value_has_slots(other) && class_find_dunder(c,
	    value_class(c, other), DUNDER_INDEX) != NULL &&
	    value_to_int(c, other, NULL, n);
}

void
seq_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	struct seq *s = (struct seq *)v;

	for (size_t i = 0; i < s->n; i++)
		fn(s->item[i], arg);
}

/* ---- trees -------------------------------------------------------------- */

size_t
seq_nchild(const struct value *v)
{
	return seq_of(v)->n;
}

struct child
seq_child(const struct value *v, size_t i)
{
	struct child k = { .step = { .kind = STEP_ITEM, .index = (int64_t)i } };

	k.value = seq_of(v)->item[i];
	return k;
}

struct value *
seq_iter_next(struct ctx *c, struct value *over, size_t *at,
    int64_t *state UNUSED)
{
	struct seq *s = seq_of(over);

	if (*at >= s->n)
		return NULL;
	return value_own(c, value_ref(s->item[(*at)++]));
}
