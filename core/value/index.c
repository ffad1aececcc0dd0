/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Index expressions: NumPy's on positional axes, Penzai's dicts on named ones.
 * Basic indices become views at once; arrays of indices are collected and
 * gathered together at the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/array_ops.h"

/* One axis of the result of the basic part that an array will index. */
struct advanced {
	int n;
	int pos[TENSOR_MAX_AXES];	/* position, or axis for names */
	struct tensor *ids[TENSOR_MAX_AXES];
	bool split;		/* something stands between them */
	int last;		/* key item of the last one */
};

/* Negative ones count from the end; -1 and IndexError if out of bounds. pos:
 * which axis the user sees, -1 where others may be gone already. */
static int64_t
place_of(struct ctx *c, const struct tensor *t, int axis, int pos, int64_t i)
{
	int64_t size = tensor_axes(t)[axis].size;
	const struct atom *name = tensor_axes(t)[axis].name;
	char which[16] = "of the array";

	if (i >= -size && i < size)
		return i < 0 ? i + size : i;
	if (pos >= 0)
		snprintf(which, sizeof which, "%d", pos);
	err_raise(c, ERR_INDEX, "index %lld is out of bounds for axis "
	    "%s%s%s with size %lld", (long long)i, name != NULL ? "'" : "",
	    name != NULL ? name->text : which, name != NULL ? "'" : "",
	    (long long)size);
	return -1;
}

static struct tensor *
pick_int(struct ctx *c, struct tensor *t, int axis, int64_t i)
{
	int64_t at = place_of(c, t, axis, -1, i);

	return at < 0 ? NULL : tensor_pick(c, t, axis, at);
}

static struct tensor *
take_slice(struct ctx *c, struct tensor *t, int axis, struct value *s)
{
	int64_t start, count, step;

	if (!slice_resolve(c, s, tensor_axes(t)[axis].size, &start, &count,
	    &step))
		return NULL;
	return tensor_slice(c, t, axis, start, count, step);
}

/* A list or array of indices; masks of one axis become positions. */
static struct tensor *
index_array(struct ctx *c, struct value *v)
{
	struct tensor *t = value_tensor(c, v, "index", true);

	if (t == NULL)
		return NULL;
	if (dtype_is_float(tensor_dtype(t)))
		return err_raise(c, ERR_TYPE, "Indexer must have integer or "
		    "boolean type, got indexer with type %s",
		    dtypes[tensor_dtype(t)].name);
	return t;
}

/* The positions of the true elements, one tensor an axis of the mask. */
static bool
mask_positions(struct ctx *c, struct tensor *mask, struct tensor **out)
{
	int naxes = tensor_naxes(mask);
	int64_t size = tensor_size(mask), n = 0;
	const struct axis *axes = tensor_axes(mask);
	unsigned char *bits = try_alloc(c, (size_t)size, 1);
	int32_t *at = NULL;
	bool ok = false;

	if (bits == NULL || !tensor_read(c, mask, DT_BOOL, bits))
		goto out;
	for (int64_t i = 0; i < size; i++)
		n += bits[i];
	at = try_alloc(c, (size_t)n, sizeof *at);
	if (at == NULL)
		goto out;
	for (int64_t a = 0, inner = size; a < naxes; a++) {
		int64_t k = 0;

		inner /= axes[a].size > 0 ? axes[a].size : 1;
		for (int64_t i = 0; i < size; i++)
			if (bits[i])
				at[k++] = (int32_t)(i / inner % axes[a].size);
		out[a] = tensor_new(c, DT_I32, 1,
		    &(struct axis){ NULL, n }, at);
		if (out[a] == NULL)
			goto out;
	}
	ok = true;
out:
	free(bits);
	free(at);
	return ok;
}

static bool
advanced_add(struct ctx *c, struct advanced *adv, int pos, int item,
    struct tensor *ids)
{
	if (adv->n == TENSOR_MAX_AXES) {
		err_raise(c, ERR_INDEX, "too many index arrays");
		return false;
	}
	if (adv->n > 0 && adv->last != item && adv->last != item - 1)
		adv->split = true;
	adv->last = item;
	adv->pos[adv->n] = pos;
	adv->ids[adv->n++] = ids;
	return true;
}

/* An array index stands for one axis, a mask for as many as it has. */
static bool
add_array(struct ctx *c, struct advanced *adv, struct value *v, int *pos,
    int item)
{
	struct tensor *ids = index_array(c, v), *parts[TENSOR_MAX_AXES];
	int naxes;

	if (ids == NULL)
		return false;
	if (tensor_dtype(ids) != DT_BOOL)
		return advanced_add(c, adv, (*pos)++, item, ids);
	naxes = tensor_naxes(ids);
	if (!mask_positions(c, ids, parts))
		return false;
	for (int i = 0; i < naxes; i++)
		if (!advanced_add(c, adv, (*pos)++, item, parts[i]))
			return false;
	return true;
}

/* How many positional axes a key item uses up. */
static int
item_axes(const struct value *item)
{
	struct tensor *t;

	if (item == &value_none || item == &value_ellipsis)
		return 0;
	t = value_find_tensor(item);
	if (t != NULL && tensor_dtype(t) == DT_BOOL)
		return tensor_naxes(t);
	return 1;
}

static bool
is_basic_int(const struct value *v)
{
	return value_is_int(v) && !value_is(v, &bool_kind);
}

/* NumPy: beside arrays a number is an array too, one without axes. */
static bool
is_array_item(const struct value *v)
{
	return v != &value_none && v != &value_ellipsis && !is_basic_int(v) &&
	    !value_is(v, &slice_kind);
}

static struct tensor *
index_int(struct ctx *c, struct tensor *t, int pos, const struct value *item)
{
	int64_t at = place_of(c, t, tensor_pos_axis(t, pos), pos,
	    value_as_int(item));

	return at < 0 ? NULL : tensor_scalar_i(c, at, DT_I32, false);
}

static struct tensor *
gather(struct ctx *c, struct tensor *t, const struct advanced *adv,
    bool named)
{
	int axes[TENSOR_MAX_AXES] = { 0 }, order[TENSOR_MAX_AXES];
	int first = TENSOR_MAX_AXES, nids = 0, n = 0, before, naxes;
	struct tensor *out;

	if (adv->n == 0)
		return t;
	for (int i = 0; i < adv->n; i++) {
		axes[i] = named ? adv->pos[i] : tensor_pos_axis(t, adv->pos[i]);
		if (axes[i] < first)
			first = axes[i];
		if (tensor_npos(adv->ids[i]) > nids)
			nids = tensor_npos(adv->ids[i]);
	}
	out = tensor_gather(c, t, adv->n, axes, adv->ids);
	if (out == NULL || named || !adv->split || nids == 0)
		return out;
	/* NumPy: the axes of separated index arrays stand in front. */
	naxes = tensor_naxes(out);
	for (before = 0; before < naxes && before < first; before++)
		;
	for (int i = 0; i < nids; i++)
		order[n++] = before + i;
	for (int i = 0; i < naxes; i++)
		if (i < before || i >= before + nids)
			order[n++] = i;
	return tensor_order(c, out, order);
}

/* The axis index at which position pos stands, or where one would be put. */
static int
axis_at(struct tensor *t, int pos)
{
	int axis = pos < tensor_npos(t) ? tensor_pos_axis(t, pos) : -1;

	if (axis >= 0)
		return axis;
	return pos > 0 ? tensor_pos_axis(t, pos - 1) + 1 : 0;
}

static struct tensor *
index_positional(struct ctx *c, struct tensor *t, struct value *const *items,
    size_t n)
{
	struct advanced adv = { 0 };
	int used = 0, ellipses = 0, pos = 0;
	bool arrays = false;

	for (size_t i = 0; i < n; i++) {
		used += item_axes(items[i]);
		ellipses += items[i] == &value_ellipsis;
		arrays |= is_array_item(items[i]);
	}
	if (ellipses > 1)
		return err_raise(c, ERR_INDEX, "an index can only have a "
		    "single ellipsis ('...')");
	if (used > tensor_npos(t))
		return err_raise(c, ERR_INDEX, "too many indices: array has "
		    "%d positional axes, but %d were indexed", tensor_npos(t),
		    used);
	for (size_t i = 0; i < n && t != NULL; i++) {
		struct value *item = items[i];

		if (item == &value_ellipsis)
			pos = tensor_npos(t) - used;
		else if (item == &value_none)
			t = tensor_expand(c, t, axis_at(t, pos++), NULL);
		else if (value_is(item, &slice_kind)) {
			t = take_slice(c, t, tensor_pos_axis(t, pos++), item);
			used--;
		} else if (is_basic_int(item) && !arrays) {
			t = pick_int(c, t, tensor_pos_axis(t, pos),
			    value_as_int(item));
			used--;
		} else if (is_basic_int(item)) {
			struct tensor *id = index_int(c, t, pos, item);

			if (id == NULL || !advanced_add(c, &adv, pos++,
			    (int)i, id))
				return NULL;
			used--;
		} else {
			used -= item_axes(item);
			if (!add_array(c, &adv, item, &pos, (int)i))
				return NULL;
		}
	}
	return t == NULL ? NULL : gather(c, t, &adv, false);
}

/* ---- Penzai's dict of names --------------------------------------------- */

static struct tensor *
no_such_axis(struct ctx *c, struct tensor *t, const struct atom *name)
{
	struct buf b = BUF_INIT;

	tensor_describe(&b, t);
	err_raise(c, ERR_KEY, "axis '%s' is not an axis of %s", name->text,
	    b.data);
	buf_release(&b);
	return NULL;
}

static struct tensor *
index_name(struct ctx *c, struct tensor *t, const struct atom *name,
    struct value *item, struct advanced *adv, const struct atom **names)
{
	int axis = tensor_find_axis(t, name);

	if (item == &value_none) {
		if (axis >= 0)
			return err_raise(c, ERR_VALUE, "axis '%s' cannot be "
			    "added: the array has it already", name->text);
		return tensor_expand(c, t, tensor_naxes(t), name);
	}
	if (axis < 0)
		return no_such_axis(c, t, name);
	if (value_is(item, &slice_kind))
		return take_slice(c, t, axis, item);
	if (is_basic_int(item))
		return pick_int(c, t, axis, value_as_int(item));
	if (value_find_tensor(item) != NULL &&
	    tensor_dtype(value_find_tensor(item)) != DT_BOOL) {
		struct tensor *ids = index_array(c, item);

		if (ids == NULL)
			return NULL;
		names[adv->n] = name;
		return advanced_add(c, adv, 0, 0, ids) ? t : NULL;
	}
	return err_raise(c, ERR_TYPE, "Unsupported index for a named axis "
	    "using dict-style index: %s", value_type_name(c, item));
}

static struct tensor *
index_named(struct ctx *c, struct tensor *t, struct value *dict)
{
	const struct atom *names[TENSOR_MAX_AXES];
	struct advanced adv = { 0 };
	struct value *key, *item;
	size_t at = 0;

	while (t != NULL && dict_next(dict, &at, &key, &item)) {
		if (!value_is(key, &str_kind))
			return err_raise(c, ERR_TYPE,
			    "an axis name must be str here, not %s",
			    value_type_name(c, key));
		t = index_name(c, t, str_atom(c, key), item, &adv, names);
	}
	if (t == NULL)
		return NULL;
	for (int i = 0; i < adv.n; i++)
		adv.pos[i] = tensor_find_axis(t, names[i]);
	return gather(c, t, &adv, true);
}

struct tensor *
index_tensor(struct ctx *c, struct tensor *t, struct value *key)
{
	if (t == NULL || key == NULL)
		return NULL;
	if (value_is(key, &dict_kind))
		return index_named(c, t, key);
	if (value_is(key, &tuple_kind))
		return index_positional(c, t, seq_items(key), seq_len(key));
	return index_positional(c, t, &key, 1);
}

/* Reading one element says so where nmap hides an axis. */
struct value *
array_get_item(struct ctx *c, struct value *v, struct value *key)
{
	struct tensor *t = value_find_tensor(v);

	if (value_is(key, &dict_kind) && !value_is(v, &named_kind))
		return err_raise(c, ERR_TYPE, "an array without names cannot "
		    "be indexed with a dict; wrap it: pz.nx.wrap(x, ...)");
	return array_like(c, index_tensor(c, t, key), &v, 1);
}

/* ---- replacing elements ------------------------------------------------- */

/*
 * Every positional axis gets an array of positions, so that one scatter does
 * all. They broadcast to a box: slices become ranges, each with an axis of
 * its own; arrays share theirs, as NumPy's.
 */
struct box {
	int n;				/* indexed axes of t */
	int axes[TENSOR_MAX_AXES];
	struct tensor *ids[TENSOR_MAX_AXES];
	int end[TENSOR_MAX_AXES];	/* of its axes in the box; 0: none */
	int naxes;			/* of the box */
	int arrays_end, width;		/* of the arrays' axes */
};

/* How many axes the arrays share, and whether they stand in front. */
static void
box_arrays(struct box *b, struct value *const *items, size_t n)
{
	bool split = false, any = false;
	size_t last = 0, seen = 0;

	for (size_t i = 0; i < n; i++) {
		const struct tensor *t = value_find_tensor(items[i]);

		any |= is_array_item(items[i]);
		if (t != NULL && tensor_npos(t) > b->width)
			b->width = tensor_npos(t);
		if (t == NULL && value_is_seq(items[i]) && b->width == 0)
			b->width = 1;
	}
	for (size_t i = 0; i < n && any; i++) {
		if (!is_array_item(items[i]) && !is_basic_int(items[i]))
			continue;
		split |= seen++ > 0 && last + 1 != i;
		last = i;
	}
	if (split)
		b->arrays_end = b->naxes = b->width;
}

static bool
box_add(struct ctx *c, struct box *b, struct tensor *t, int pos,
    struct value *item)
{
	int axis = tensor_pos_axis(t, pos), i = b->n++;
	int64_t size = tensor_axes(t)[axis].size, start = 0, count = size;
	int64_t step = 1;

	b->axes[i] = axis;
	if (item == NULL || value_is(item, &slice_kind)) {
		if (item != NULL && !slice_resolve(c, item, size, &start,
		    &count, &step))
			return false;
		b->ids[i] = tensor_arange(c, DT_I32, (double)start,
		    (double)step, (struct axis){ NULL, count });
		b->end[i] = ++b->naxes;
		return b->ids[i] != NULL;
	}
	if (b->arrays_end == 0 && b->width > 0)
		b->arrays_end = b->naxes += b->width;
	if (is_basic_int(item)) {
		b->ids[i] = index_int(c, t, pos, item);
		return b->ids[i] != NULL;
	}
	b->ids[i] = index_array(c, item);
	if (b->ids[i] == NULL)
		return false;
	if (tensor_dtype(b->ids[i]) == DT_BOOL ||
	    tensor_npos(b->ids[i]) > b->width) {
		err_raise(c, ERR_INDEX, "where elements are set a mask must "
		    "be the only index, and nested lists must be arrays: "
		    "jnp.array(...)");
		return false;
	}
	b->end[i] = tensor_npos(b->ids[i]) > 0 ? b->arrays_end : 0;
	return true;
}

/* Axes of size 1 behind each array, so that all broadcast to the box. */
static bool
box_shape(struct ctx *c, struct box *b)
{
	for (int i = 0; i < b->n; i++) {
		struct tensor *t = b->ids[i];
		int behind = b->end[i] == 0 ? 0 : b->naxes - b->end[i];

		for (int k = 0; k < behind && t != NULL; k++)
			t = tensor_expand(c, t, tensor_naxes(t), NULL);
		b->ids[i] = t;
		if (t == NULL)
			return false;
	}
	return true;
}

static struct tensor *
where_mask(struct ctx *c, struct tensor *t, struct tensor *mask,
    struct tensor *v, bool add)
{
	while (mask != NULL && tensor_naxes(mask) < tensor_naxes(t))
		mask = tensor_expand(c, mask, tensor_naxes(mask), NULL);
	v = tensor_cast(c, v, tensor_dtype(t));
	return tensor_where(c, mask, add ?
	    tensor_binary(c, BINARY_add, t, v) : v, t);
}

struct tensor *
index_update(struct ctx *c, struct tensor *t, struct value *key,
    struct tensor *v, bool add)
{
	struct box b = { 0 };
	size_t n = value_is(key, &tuple_kind) ? seq_len(key) : 1;
	struct value *const *items = value_is(key, &tuple_kind) ?
	    seq_items(key) : &key;
	int used = 0, pos = 0;

	if (t == NULL || v == NULL)
		return NULL;
	if (n == 1 && item_axes(items[0]) != 0 &&
	    value_find_tensor(items[0]) != NULL &&
	    tensor_dtype(value_find_tensor(items[0])) == DT_BOOL)
		return where_mask(c, t, value_find_tensor(items[0]), v, add);
	if (value_is(key, &dict_kind))
		return err_raise(c, ERR_TYPE, "setting by axis names: untag "
		    "the axes, set by position and tag them again");
	for (size_t i = 0; i < n; i++)
		used += item_axes(items[i]);
	if (used > tensor_npos(t))
		return err_raise(c, ERR_INDEX, "too many indices: array has "
		    "%d positional axes, but %d were indexed", tensor_npos(t),
		    used);
	box_arrays(&b, items, n);
	for (size_t i = 0; i < n; i++) {
		if (items[i] == &value_none)
			return err_raise(c, ERR_INDEX,
			    "None cannot be used where elements are set");
		if (items[i] == &value_ellipsis) {
			for (int k = tensor_npos(t) - used; k > 0; k--)
				if (!box_add(c, &b, t, pos++, NULL))
					return NULL;
			continue;
		}
		if (!box_add(c, &b, t, pos++, items[i]))
			return NULL;
	}
	while (pos < tensor_npos(t))
		if (!box_add(c, &b, t, pos++, NULL))
			return NULL;
	if (!box_shape(c, &b))
		return NULL;
	return tensor_scatter(c, t, b.n, b.axes, b.ids,
	    tensor_cast(c, v, tensor_dtype(t)), add);
}
