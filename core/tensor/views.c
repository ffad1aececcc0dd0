/* SPDX-License-Identifier: Apache-2.0 */
/* Axes renamed, reordered, cut, split and merged: three rows do all of it. */
#include <inttypes.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/base/suggest.h"
#include "core/tensor/axes.h"
#include "core/tensor/op.h"
#include "core/tensor/strided.h"

/* ---- running -------------------------------------------------------------- */

/* A view of blocks must keep them whole; see node.h. */
static bool
blocks_whole(const struct tensor *t)
{
	int64_t block = dtypes[t->stored].block;
	int i, rows = 0;

	if (block == 1)
		return true;
	if (t->offset % block != 0)
		return false;
	for (i = 0; i < t->naxes; i++) {
		if (t->axis[i].size <= 1)
			continue;
		if (t->stride[i] == 1 && t->axis[i].size % block == 0)
			rows++;
		else if (t->stride[i] % block != 0 || t->stride[i] == 1)
			return false;
	}
	return rows == 1 || tensor_size(t) == 0;
}

/*
 * What the strides of the input cannot express, works on a copy in C order;
 * in blocks where that keeps them whole, else decoded.
 */
static struct tensor *
view_copy(struct ctx *c, struct tensor *in, bool blocks)
{
	struct tensor *t = node_create(c, in->dtype, in->naxes, in->axis);
	int order[TENSOR_MAX_AXES], at = strided_block_axis(in), i, n = 0;
	struct strided to, from;
	int64_t size[TENSOR_MAX_AXES], rows = 1;
	const struct dtype_row *d = &dtypes[in->stored];

	if (!blocks || at < 0)
		return node_alloc(c, t) && strided_copy_tensor(c, t, in) ? t :
		    NULL;
	for (i = 0; i < in->naxes; i++)
		if (i != at)
			order[n++] = i;
	order[n] = at;
	for (i = in->naxes; i-- > 0; rows *= in->axis[order[i]].size)
		t->stride[order[i]] = rows;
	t->storage = storage_create(c, (size_t)rows / d->block * d->bytes);
	if (t->storage == NULL)
		return NULL;
	t->stored = in->stored;
	/* Bytes are copied as they are: a row of them for a row of blocks. */
	to.data = node_ptr(t);
	from.data = node_ptr(in);
	to.stored = from.stored = DT_U8;
	for (i = 0; i < in->naxes; i++) {
		size[i] = in->axis[i].size;
		to.stride[i] = t->stride[i] / d->block * d->bytes;
		from.stride[i] = in->stride[i] / d->block * d->bytes;
	}
	size[at] = size[at] / d->block * d->bytes;
	to.stride[at] = from.stride[at] = 1;
	return strided_copy(c, in->naxes, size, &to, &from) ? t : NULL;
}

static bool
view_run(struct ctx *c, struct tensor *out)
{
	struct tensor *in = out->in[0], *copy;
	bool ok, blocks;

	if (out->op->view(out))
		return true;
	for (blocks = dtype_is_block(in->stored);; blocks = false) {
		copy = view_copy(c, in, blocks);
		if (copy == NULL)
			return false;
		out->in[0] = copy;
		ok = out->op->view(out);
		out->in[0] = in;
		if (ok)
			return true;
		if (!blocks)
			BUG("a contiguous array has no such view");
	}
}

/* ---- axes: places, new axes, broadcasting ----------------------------------- */

static bool
axes_view(struct tensor *out)
{
	const struct axes_attr *a = out->attr;
	const struct tensor *in = out->in[0];
	int i;

	for (i = 0; i < out->naxes; i++)
		out->stride[i] = a->from[i] < 0 ||
		    (in->axis[a->from[i]].size == 1) ? 0 :
		    in->stride[a->from[i]];
	out->offset = in->offset;
	node_share(out, out->in[0]);
	return true;
}

const struct op op_axes = { "axes", OP_VIEW, view_run, axes_view };

static struct tensor *
axes_record(struct ctx *c, const char *who, struct tensor *t,
    const struct axes *l, const struct axes_attr *a)
{
	struct tensor *out;

	if (!axes_check(c, who, t->dtype, l->n, l->axis))
		return NULL;
	out = node_record(c, &op_axes, t->dtype, l->n, l->axis, &t, 1, a,
	    sizeof *a);
	out->weak = t->weak;
	return out;
}

struct tensor *
views_axes(struct ctx *c, struct tensor *t, int n, const struct axis *axes,
    const int8_t *from)
{
	struct axes_attr a = { { 0 } };
	struct axes l = { .n = n };

	if (t == NULL)
		return NULL;
	if (n > 0) {
		memcpy(l.axis, axes, (size_t)n * sizeof *axes);
		memcpy(a.from, from, (size_t)n);
	}
	return axes_record(c, "axes", t, &l, &a);
}

struct tensor *
views_stretch(struct ctx *c, struct tensor *t, const struct tensor *like)
{
	int8_t from[TENSOR_MAX_AXES];
	int i;

	for (i = 0; i < like->naxes; i++)
		from[i] = (int8_t)i;
	return views_axes(c, t, like->naxes, like->axis, from);
}

static void
axes_take(struct axes *l, struct axes_attr *a, struct axis axis, int from)
{
	a->from[l->n] = (int8_t)from;
	l->axis[l->n++] = axis;
}

struct tensor *
tensor_tag(struct ctx *c, struct tensor *t, const struct atom *const *names,
    int n)
{
	if (t == NULL)
		return NULL;
	if (n != tensor_npos(t))
		return err_raise(c, ERR_VALUE, "There must be exactly as many "
		    "names given to `tag` as there are positional axes in "
		    "the array, but got %d names for %d positional axes", n,
		    tensor_npos(t));
	return tensor_tag_prefix(c, t, names, n);
}

static void *
repeated_raise(struct ctx *c, const char *who, const struct atom *name)
{
	return err_raise(c, ERR_VALUE, "Repeated axis names are not allowed; "
	    "`%s` got '%s' twice or the array has it already", who,
	    name->hidden ? "?" : name->text);
}

struct tensor *
tensor_tag_prefix(struct ctx *c, struct tensor *t,
    const struct atom *const *names, int n)
{
	struct axes_attr a = { { 0 } };
	struct axes l = { 0 };
	int i, j, k = 0;

	if (t == NULL)
		return NULL;
	if (n > tensor_npos(t))
		return err_raise(c, ERR_VALUE, "`tag_prefix` got %d names for "
		    "an array with %d positional axes", n, tensor_npos(t));
	for (i = 0; i < n; i++) {
		if (tensor_find_axis(t, names[i]) >= 0)
			return repeated_raise(c, "tag", names[i]);
		for (j = 0; j < i; j++)
			if (names[j] == names[i])
				return repeated_raise(c, "tag", names[i]);
	}
	for (i = 0; i < t->naxes; i++) {
		struct axis axis = t->axis[i];

		if (axis.name == NULL && k < n)
			axis.name = names[k++];
		axes_take(&l, &a, axis, i);
	}
	return n == 0 ? t : axes_record(c, "tag", t, &l, &a);
}

static void *
missing_raise(struct ctx *c, const char *who, const struct tensor *t,
    const struct atom *name)
{
	struct buf b = BUF_INIT;
	struct suggest s;
	int i;

	suggest_init(&s, name->text);
	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].name != NULL && !t->axis[i].name->hidden)
			suggest_offer(&s, t->axis[i].name->text);
	tensor_describe(&b, t);
	err_raise(c, ERR_VALUE, "%s: requested axis names {'%s'} are not "
	    "present in the array %s%s%s%s", who, name->text, b.data,
	    s.best != NULL ? "; did you mean '" : "",
	    s.best != NULL ? s.best : "", s.best != NULL ? "'?" : "");
	buf_release(&b);
	return NULL;
}

struct tensor *
tensor_untag_prefix(struct ctx *c, struct tensor *t,
    const struct atom *const *names, int n)
{
	struct axes_attr a = { { 0 } };
	struct axes l = { 0 };
	uint32_t used = 0;
	int i, at;

	if (t == NULL)
		return NULL;
	for (i = 0; i < n; i++) {
		at = tensor_find_axis(t, names[i]);
		if (at < 0)
			return missing_raise(c, "untag", t, names[i]);
		if (used >> at & 1)
			return err_raise(c, ERR_VALUE, "Repeats in "
			    "`axis_order` are not allowed.");
		used |= 1u << at;
		axes_take(&l, &a, (struct axis){ NULL, t->axis[at].size },
		    at);
	}
	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].name == NULL)
			axes_take(&l, &a, t->axis[i], i);
	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].name != NULL && (used >> i & 1) == 0)
			axes_take(&l, &a, t->axis[i], i);
	return n == 0 ? t : axes_record(c, "untag", t, &l, &a);
}

struct tensor *
tensor_untag(struct ctx *c, struct tensor *t, const struct atom *const *names,
    int n)
{
	if (t != NULL && tensor_npos(t) > 0)
		return err_raise(c, ERR_VALUE, "`untag` cannot be used to "
		    "introduce positional axes for an array that already has "
		    "positional axes (it has %d). Use `untag_prefix` instead",
		    tensor_npos(t));
	return tensor_untag_prefix(c, t, names, n);
}

struct tensor *
tensor_rename(struct ctx *c, struct tensor *t, const struct atom *old,
    const struct atom *new_name)
{
	struct axes_attr a = { { 0 } };
	struct axes l = { 0 };
	int i, at;

	if (t == NULL)
		return NULL;
	at = tensor_find_axis(t, old);
	if (at < 0)
		return missing_raise(c, "rename", t, old);
	if (old == new_name)
		return t;
	if (new_name != NULL && tensor_find_axis(t, new_name) >= 0)
		return repeated_raise(c, "rename", new_name);
	for (i = 0; i < t->naxes; i++)
		axes_take(&l, &a, i == at ? (struct axis){ new_name,
		    t->axis[i].size } : t->axis[i], i);
	return axes_record(c, "rename", t, &l, &a);
}

struct tensor *
tensor_order(struct ctx *c, struct tensor *t, const int *order)
{
	struct axes_attr a = { { 0 } };
	struct axes l = { 0 };
	uint32_t used = 0;
	bool same = true;
	int i;

	if (t == NULL)
		return NULL;
	for (i = 0; i < t->naxes; i++) {
		if (!axes_index_ok(c, "transpose", t, order[i]))
			return NULL;
		if (used >> order[i] & 1)
			return err_raise(c, ERR_VALUE, "transpose: axis %d is "
			    "there twice", order[i]);
		used |= 1u << order[i];
		same = same && order[i] == i;
		axes_take(&l, &a, t->axis[order[i]], order[i]);
	}
	return same ? t : axes_record(c, "transpose", t, &l, &a);
}

struct tensor *
tensor_expand(struct ctx *c, struct tensor *t, int at, const struct atom *name)
{
	struct axes_attr a = { { 0 } };
	struct axes l = { 0 };
	int i;

	if (t == NULL)
		return NULL;
	if (at < 0 || at > t->naxes || t->naxes == TENSOR_MAX_AXES)
		return err_raise(c, ERR_INDEX, "expand_dims: place %d among "
		    "%d axes", at, t->naxes);
	if (name != NULL && tensor_find_axis(t, name) >= 0)
		return repeated_raise(c, "expand_dims", name);
	for (i = 0; i <= t->naxes; i++) {
		if (i == at)
			axes_take(&l, &a, (struct axis){ name, 1 }, -1);
		if (i < t->naxes)
			axes_take(&l, &a, t->axis[i], i);
	}
	return axes_record(c, "expand_dims", t, &l, &a);
}

struct tensor *
tensor_squeeze(struct ctx *c, struct tensor *t, int axis)
{
	struct axes_attr a = { { 0 } };
	struct axes l = { 0 };
	int i;

	if (t == NULL || !axes_index_ok(c, "squeeze", t, axis))
		return NULL;
	if (t->axis[axis].size != 1)
		return err_raise(c, ERR_VALUE, "cannot select an axis to "
		    "squeeze out which has size not equal to one: axis %d has "
		    "size %" PRId64, axis, t->axis[axis].size);
	for (i = 0; i < t->naxes; i++)
		if (i != axis)
			axes_take(&l, &a, t->axis[i], i);
	return axes_record(c, "squeeze", t, &l, &a);
}

static void *
broadcast_raise(struct ctx *c, const struct tensor *t, int naxes,
    const struct axis *axes)
{
	struct buf b = BUF_INIT;
	int i;

	for (i = 0; i < naxes; i++) {
		int at = axes[i].name == NULL ? -1 :
		    tensor_find_axis(t, axes[i].name);

		if (at < 0 || t->axis[at].size == axes[i].size)
			continue;
		return err_raise(c, ERR_VALUE, "broadcast_to: axis '%s' has "
		    "size %" PRId64 ", not %" PRId64, axes[i].name->text,
		    t->axis[at].size, axes[i].size);
	}
	axes_write_shape(&b, t->naxes, t->axis);
	buf_str(&b, " and requested shape ");
	axes_write_shape(&b, naxes, axes);
	err_raise(c, ERR_VALUE, "Incompatible shapes for broadcasting: %s",
	    b.data);
	buf_release(&b);
	return NULL;
}

/* Where each axis of the target comes from, and the names it lacks. */
struct tensor *
tensor_broadcast(struct ctx *c, struct tensor *t, int naxes,
    const struct axis *axes)
{
	struct axes_attr a = { { 0 } };
	struct axes l = { 0 };
	int i, at, npos = 0, pos = 0;

	if (t == NULL || !axes_check(c, "broadcast_to", t->dtype, naxes,
	    axes))
		return NULL;
	for (i = 0; i < naxes; i++)
		npos += axes[i].name == NULL;
	if (npos < tensor_npos(t))
		return broadcast_raise(c, t, naxes, axes);
	for (i = 0; i < naxes; i++) {
		if (axes[i].name != NULL)
			at = tensor_find_axis(t, axes[i].name);
		else
			at = pos - npos < -tensor_npos(t) ? -1 :
			    tensor_pos_axis(t, pos - npos);
		pos += axes[i].name == NULL;
		if (at >= 0 && t->axis[at].size != axes[i].size &&
		    (t->axis[at].size != 1 || axes[i].name != NULL))
			return broadcast_raise(c, t, naxes, axes);
		axes_take(&l, &a, axes[i], at);
	}
	for (i = 0; i < t->naxes; i++) {
		if (t->axis[i].name == NULL || axes_find(&l,
		    t->axis[i].name) >= 0)
			continue;
		if (!axes_add(c, "broadcast_to", &l, t->axis[i]))
			return NULL;
		a.from[l.n - 1] = (int8_t)i;
	}
	return axes_record(c, "broadcast_to", t, &l, &a);
}

struct tensor *
views_strengthen(struct ctx *c, struct tensor *t)
{
	struct axes_attr a = { { 0 } };
	struct axes l = { 0 };
	int i;

	for (i = 0; i < t->naxes; i++)
		axes_take(&l, &a, t->axis[i], i);
	t = axes_record(c, "cast", t, &l, &a);
	if (t != NULL)
		t->weak = false;
	return t;
}

struct tensor *
views_order_as(struct ctx *c, struct tensor *t, const struct tensor *like)
{
	int order[TENSOR_MAX_AXES], i, pos = 0;

	if (t == NULL)
		return NULL;
	for (i = 0; i < like->naxes; i++)
		order[i] = like->axis[i].name != NULL ?
		    tensor_find_axis(t, like->axis[i].name) :
		    tensor_pos_axis(t, pos++);
	return tensor_order(c, t, order);
}

/* ---- slices -------------------------------------------------------------------- */

static bool
slice_view(struct tensor *out)
{
	const struct slice_attr *a = out->attr;
	const struct tensor *in = out->in[0];

	memcpy(out->stride, in->stride, (size_t)in->naxes *
	    sizeof *in->stride);
	out->offset = in->offset;
	if (out->axis[a->axis].size > 0)
		out->offset += a->start * in->stride[a->axis];
	out->stride[a->axis] *= a->step;
	node_share(out, out->in[0]);
	if (blocks_whole(out))
		return true;
	storage_unref(out->storage);
	out->storage = NULL;
	return false;
}

const struct op op_slice = { "slice", OP_VIEW, view_run, slice_view };

struct tensor *
tensor_slice(struct ctx *c, struct tensor *t, int axis, int64_t start,
    int64_t count, int64_t step)
{
	struct slice_attr a;
	struct axis axes[TENSOR_MAX_AXES];
	struct tensor *out;
	int64_t size;

	if (t == NULL || !axes_index_ok(c, "slice", t, axis))
		return NULL;
	size = t->axis[axis].size;
	if (count < 0 || step == 0 || (count > 0 && (start < 0 ||
	    start >= size || (step > 0 ? (size - 1 - start) / step :
	    start / -step) < count - 1)))
		return err_raise(c, ERR_INDEX, "slice: %" PRId64 " elements "
		    "from %" PRId64 " with step %" PRId64 " of an axis of "
		    "size %" PRId64, count, start, step, size);
	if (start == 0 && count == size && (step == 1 || size <= 1))
		return t;
	memset(&a, 0, sizeof a);
	a.start = count > 0 ? start : 0;
	a.step = count > 1 ? step : 1;
	a.axis = axis;
	memcpy(axes, t->axis, (size_t)t->naxes * sizeof *axes);
	axes[axis].size = count;
	out = node_record(c, &op_slice, t->dtype, t->naxes, axes, &t, 1, &a,
	    sizeof a);
	out->weak = t->weak;
	return out;
}

struct tensor *
tensor_pick(struct ctx *c, struct tensor *t, int axis, int64_t i)
{
	if (t == NULL || !axes_index_ok(c, "index", t, axis))
		return NULL;
	if (i < 0 || i >= t->axis[axis].size)
		return err_raise(c, ERR_INDEX, "index %" PRId64 " is out of "
		    "bounds for axis %d with size %" PRId64, i, axis,
		    t->axis[axis].size);
	return tensor_squeeze(c, tensor_slice(c, t, axis, i, 1, 1), axis);
}

/* ---- diagonal ---------------------------------------------------------------- */

struct diagonal_attr {
	int32_t a, b;
};

static bool
diagonal_view(struct tensor *out)
{
	const struct diagonal_attr *d = out->attr;
	const struct tensor *in = out->in[0];
	int i, n = 0;

	if (dtype_is_block(in->stored))
		return false;
	for (i = 0; i < in->naxes; i++)
		if (i != d->b)
			out->stride[n++] = in->stride[i] +
			    (i == d->a ? in->stride[d->b] : 0);
	out->offset = in->offset;
	node_share(out, out->in[0]);
	return true;
}

const struct op op_diagonal = { "diagonal", OP_VIEW, view_run,
    diagonal_view };

struct tensor *
views_diagonal(struct ctx *c, struct tensor *t, int a, int b)
{
	struct diagonal_attr d = { a, b };
	struct axis axes[TENSOR_MAX_AXES];
	struct tensor *out;
	int i, n = 0;

	if (t->axis[a].size != t->axis[b].size)
		return err_raise(c, ERR_VALUE, "einsum: axes of sizes %" PRId64
		    " and %" PRId64 " have no common diagonal",
		    t->axis[a].size, t->axis[b].size);
	for (i = 0; i < t->naxes; i++)
		if (i != b)
			axes[n++] = t->axis[i];
	out = node_record(c, &op_diagonal, t->dtype, n, axes, &t, 1, &d,
	    sizeof d);
	out->weak = t->weak;
	return out;
}

/* ---- reshape -------------------------------------------------------------------- */

/*
 * Axes of both sides are taken in groups of equal product; inside a group the
 * input's must follow each other in memory.
 */
static bool
reshape_strides(const struct tensor *in, struct tensor *out)
{
	int i = 0, o = 0, i1, o1, k;

	while (i < in->naxes || o < out->naxes) {
		int64_t pi = 1, po = 1, stride = 0;

		for (i1 = i, o1 = o;;) {
			if (i1 < in->naxes && (i1 == i || pi < po ||
			    in->axis[i1].size == 1))
				pi *= in->axis[i1++].size;
			else if (o1 < out->naxes && (po < pi ||
			    out->axis[o1].size == 1))
				po *= out->axis[o1++].size;
			else
				break;
		}
		/* Backwards: each must step over all inside of it. */
		for (k = i1, pi = 1; k-- > i;) {
			if (in->axis[k].size == 1)
				continue;
			if (pi == 1)
				stride = in->stride[k];
			else if (in->stride[k] != stride * pi)
				return false;
			pi *= in->axis[k].size;
		}
		for (k = o1; k-- > o;) {
			out->stride[k] = stride;
			stride *= out->axis[k].size;
		}
		if (i == i1 && o == o1)
			BUG("reshape: products differ");
		i = i1;
		o = o1;
	}
	return true;
}

static bool
reshape_view(struct tensor *out)
{
	struct tensor *in = out->in[0];
	int i;

	if (tensor_size(in) == 0) {
		for (i = 0; i < out->naxes; i++)
			out->stride[i] = 0;
	} else if (!reshape_strides(in, out)) {
		return false;
	}
	out->offset = in->offset;
	node_share(out, in);
	if (blocks_whole(out))
		return true;
	storage_unref(out->storage);
	out->storage = NULL;
	return false;
}

const struct op op_reshape = { "reshape", OP_VIEW, view_run, reshape_view };

static struct tensor *
reshape_record(struct ctx *c, const char *who, struct tensor *t,
    const struct axes *l)
{
	struct tensor *out;

	if (t == NULL || !axes_check(c, who, t->dtype, l->n, l->axis))
		return NULL;
	out = node_record(c, &op_reshape, t->dtype, l->n, l->axis, &t, 1,
	    NULL, 0);
	out->weak = t->weak;
	return out;
}

struct tensor *
views_reshape(struct ctx *c, struct tensor *t, int n,
    const struct axis *axes)
{
	struct axes l = { .n = n };

	if (n > 0)
		memcpy(l.axis, axes, (size_t)n * sizeof *axes);
	return reshape_record(c, "reshape", t, &l);
}

struct tensor *
tensor_split(struct ctx *c, struct tensor *t, int axis,
    const struct axis *parts, int n)
{
	struct axes l = { 0 };
	int i, j;

	if (t == NULL || !axes_index_ok(c, "split", t, axis) ||
	    !axes_check(c, "split", t->dtype, n, parts))
		return NULL;
	if (axes_count(n, parts) != t->axis[axis].size)
		return err_raise(c, ERR_VALUE, "split: an axis of size %"
		    PRId64 " cannot become axes of %" PRId64 " elements",
		    t->axis[axis].size, axes_count(n, parts));
	for (i = 0; i < t->naxes; i++) {
		if (i != axis) {
			if (!axes_add(c, "split", &l, t->axis[i]))
				return NULL;
			continue;
		}
		for (j = 0; j < n; j++)
			if (!axes_add(c, "split", &l, parts[j]))
				return NULL;
	}
	return reshape_record(c, "split", t, &l);
}

struct tensor *
tensor_merge(struct ctx *c, struct tensor *t, const int *axes, int n,
    const struct atom *name)
{
	struct axes l = { 0 };
	int order[TENSOR_MAX_AXES], i, j, k = 0;
	uint32_t mask = 0;
	int64_t size = 1;

	if (t == NULL)
		return NULL;
	if (n < 1)
		return err_raise(c, ERR_VALUE, "merge: no axes are given");
	for (i = 0; i < n; i++) {
		if (!axes_index_ok(c, "merge", t, axes[i]))
			return NULL;
		if (mask >> axes[i] & 1)
			return err_raise(c, ERR_VALUE, "merge: axis %d is "
			    "there twice", axes[i]);
		mask |= 1u << axes[i];
		size *= t->axis[axes[i]].size;
	}
	for (i = 0; i < t->naxes; i++) {
		if (i == axes[0]) {
			for (j = 0; j < n; j++)
				order[k++] = axes[j];
			if (!axes_add(c, "merge", &l, (struct axis){ name,
			    size }))
				return NULL;
		} else if ((mask >> i & 1) == 0) {
			order[k++] = i;
			if (!axes_add(c, "merge", &l, t->axis[i]))
				return NULL;
		}
	}
	return reshape_record(c, "merge", tensor_order(c, t, order), &l);
}

static void *
reshape_raise(struct ctx *c, const struct tensor *t, const int64_t *sizes,
    int n)
{
	struct buf b = BUF_INIT;
	int i;

	axes_write_shape(&b, t->naxes, t->axis);
	buf_str(&b, " (size ");
	buf_printf(&b, "%" PRId64 ") to shape (", tensor_size(t));
	for (i = 0; i < n; i++)
		buf_printf(&b, "%s%" PRId64, i > 0 ? ", " : "", sizes[i]);
	buf_str(&b, n == 1 ? ",)" : ")");
	err_raise(c, ERR_TYPE, "cannot reshape array of shape %s", b.data);
	buf_release(&b);
	return NULL;
}

struct tensor *
tensor_reshape(struct ctx *c, struct tensor *t, const int64_t *sizes, int n)
{
	struct axes l = { 0 };
	int order[TENSOR_MAX_AXES], i, k = 0, free_at = -1;
	int64_t left = 1, have = 1;

	if (t == NULL)
		return NULL;
	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].name == NULL) {
			order[k++] = i;
			have *= t->axis[i].size;
		}
	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].name != NULL)
			order[k++] = i;
	for (i = 0; i < n; i++) {
		if (sizes[i] == -1 && free_at < 0)
			free_at = i;
		else if (sizes[i] < 0 || __builtin_mul_overflow(left,
		    sizes[i], &left))
			return reshape_raise(c, t, sizes, n);
		if (!axes_add(c, "reshape", &l, (struct axis){ NULL,
		    sizes[i] }))
			return NULL;
	}
	if (free_at >= 0 && left > 0 && have % left == 0) {
		l.axis[free_at].size = have / left;
		left = have;
	}
	if (left != have || (free_at >= 0 && l.axis[free_at].size < 0))
		return reshape_raise(c, t, sizes, n);
	if (!axes_add_names(c, "reshape", &l, t))
		return NULL;
	t = tensor_order(c, t, order);
	if (t != NULL && t->naxes == l.n && memcmp(t->axis, l.axis,
	    (size_t)l.n * sizeof *l.axis) == 0)
		return t;
	return reshape_record(c, "reshape", t, &l);
}
