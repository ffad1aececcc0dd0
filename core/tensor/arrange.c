/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that put arrays together, or one into another. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "core/tensor/axes.h"
#include "core/tensor/engine.h"
#include "core/tensor/op.h"
#include "core/tensor/strided.h"
#include "core/tensor/wide.h"

/* ---- writing into an array that nobody else sees --------------------------------- */

/* Do two elements share a place? Broadcast axes do. */
static bool
overlaps(const struct tensor *t)
{
	int i;

	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].size > 1 && t->stride[i] == 0)
			return true;
	return false;
}

bool
arrange_take_over(struct ctx *c, struct tensor *out, struct tensor *t)
{
	if (t->refs == 1 && t->storage->refs == 1 &&
	    t->storage->kind == STORAGE_HEAP && t->stored == t->dtype &&
	    !overlaps(t)) {
		memcpy(out->stride, t->stride, (size_t)t->naxes *
		    sizeof *t->stride);
		out->offset = t->offset;
		node_share(out, t);
		storage_touch(out->storage);
		return true;
	}
	return (overlaps(t) ? node_alloc(c, out) : elementwise_alloc_like(c,
	    out, t)) && strided_copy_tensor(c, out, t);
}

/* ---- update_slice -------------------------------------------------------------------- */

/* Copies part into the box of out that starts at `start` along an axis. */
static bool
box_write(struct ctx *c, struct tensor *out, int axis, int64_t start,
    int64_t count, const struct tensor *part)
{
	struct strided to = { .stored = out->stored };
	struct strided from = { .data = node_ptr(part),
		.stored = part->stored };
	int64_t size[TENSOR_MAX_AXES];
	int i;

	to.data = (char *)node_ptr(out) + start * out->stride[axis] *
	    (int64_t)dtype_size(out->stored);
	for (i = 0; i < out->naxes; i++) {
		size[i] = i == axis ? count : out->axis[i].size;
		to.stride[i] = out->stride[i];
	}
	/* node_align goes by names and places; sizes do not matter to it. */
	node_align(out, part, from.stride);
	return strided_copy(c, out->naxes, size, &to, &from);
}

/* The axis of part that lines up with this one of t; -1: it lacks it. */
static int
axis_in_part(const struct tensor *t, int axis, const struct tensor *part)
{
	int i, after = 0;

	if (t->axis[axis].name != NULL)
		return tensor_find_axis(part, t->axis[axis].name);
	for (i = axis; i < t->naxes; i++)
		after += t->axis[i].name == NULL;
	return after > tensor_npos(part) ? -1 :
	    tensor_pos_axis(part, -after);
}

static bool
update_run(struct ctx *c, struct tensor *out)
{
	const struct update_attr *a = out->attr;
	struct tensor *part = out->in[2];
	int at = axis_in_part(out, a->axis, part);
	int64_t count = at < 0 ? 1 : part->axis[at].size;
	int64_t start, room = out->axis[a->axis].size - count;

	wide_load(WIDE_I64, &start, node_ptr(out->in[1]),
	    out->in[1]->stored, 1, 1);
	if (start < 0)
		start += out->axis[a->axis].size;
	start = start < 0 ? 0 : start > room ? room : start;
	return arrange_take_over(c, out, out->in[0]) &&
	    box_write(c, out, a->axis, start, count, part);
}

const struct op op_update_slice = { "update_slice", 0, update_run, NULL };

static bool
update_fits(struct ctx *c, const struct tensor *t, int axis,
    const struct tensor *part)
{
	struct buf b = BUF_INIT;
	bool ok = tensor_npos(part) <= tensor_npos(t);
	int i, j, used = 0;

	for (i = 0; i < t->naxes && ok; i++) {
		j = axis_in_part(t, i, part);
		used += j >= 0;
		if (j < 0)
			continue;
		if (i == axis)
			ok = part->axis[j].size <= t->axis[i].size;
		else
			ok = part->axis[j].size == t->axis[i].size ||
			    (part->axis[j].size == 1 &&
			    t->axis[i].name == NULL);
	}
	if (ok && used == part->naxes)
		return true;
	tensor_describe(&b, part);
	buf_str(&b, " does not fit into ");
	tensor_describe(&b, t);
	err_raise(c, ERR_VALUE, "dynamic_update_slice: %s along axis %d",
	    b.data, axis);
	buf_release(&b);
	return false;
}

struct tensor *
tensor_update_slice(struct ctx *c, struct tensor *t, int axis,
    struct tensor *start, struct tensor *part)
{
	struct update_attr a = { axis };
	struct tensor *in[3] = { t, start, part }, *out;

	if (t == NULL || start == NULL || part == NULL ||
	    !axes_index_ok(c, "dynamic_update_slice", t, axis) ||
	    !update_fits(c, t, axis, part))
		return NULL;
	if (tensor_size(start) != 1 || dtype_is_float(start->dtype))
		return err_raise(c, ERR_TYPE, "dynamic_update_slice: the "
		    "start is one integer, not %s with %" PRId64 " elements",
		    dtypes[start->dtype].name, tensor_size(start));
	if (part->dtype != t->dtype)
		in[2] = tensor_cast(c, part, t->dtype);
	out = node_record(c, &op_update_slice, t->dtype, t->naxes, t->axis,
	    in, 3, &a, sizeof a);
	out->weak = t->weak;
	return out;
}

/* ---- concatenate ------------------------------------------------------------------------ */

static bool
concat_run(struct ctx *c, struct tensor *out)
{
	const struct update_attr *a = out->attr;
	int64_t start = 0;
	int i;

	if (!node_alloc(c, out))
		return false;
	for (i = 0; i < out->nin; i++) {
		int at = axis_in_part(out, a->axis, out->in[i]);
		int64_t count = out->in[i]->axis[at].size;

		if (!box_write(c, out, a->axis, start, count, out->in[i]))
			return false;
		start += count;
	}
	return true;
}

const struct op op_concat = { "concatenate", 0, concat_run, NULL };

/* The result's axes but for the size along the one that grows. */
static bool
concat_axes(struct ctx *c, struct tensor *const *in, int n,
    const struct axis *along, int position, struct axes *l)
{
	struct buf b = BUF_INIT;
	int i, p;
	bool ok = true;

	if (!axes_add_positional(c, "concatenate", l, in[0]))
		return false;
	for (i = 1; i < n && ok; i++) {
		ok = tensor_npos(in[i]) == l->n;
		for (p = 0; p < l->n && ok; p++)
			ok = (along->name == NULL && p == position) ||
			    in[i]->axis[tensor_pos_axis(in[i], p)].size ==
			    l->axis[p].size;
	}
	if (!ok) {
		for (i = 0; i < n; i++) {
			buf_str(&b, i > 0 ? ", " : "");
			axes_write_shape(&b, in[i]->naxes, in[i]->axis);
		}
		err_raise(c, ERR_TYPE, "Cannot concatenate arrays with shapes "
		    "that differ in dimensions other than the one being "
		    "concatenated: concatenating along dimension %d for "
		    "shapes %s.", position, b.data);
		buf_release(&b);
	}
	return ok;
}

struct tensor *
tensor_concat(struct ctx *c, struct tensor *const *in, int n,
    int axis_of_first)
{
	struct update_attr a = { 0 };
	struct axes l = { 0 };
	struct tensor **cast, *out;
	struct axis along;
	enum dtype d;
	bool weak;
	int i, at, position = 0;

	if (n < 1)
		return err_raise(c, ERR_VALUE,
		    "Need at least one array to concatenate.");
	for (i = 0; i < n; i++)
		if (in[i] == NULL)
			return NULL;
	if (!axes_index_ok(c, "concatenate", in[0], axis_of_first))
		return NULL;
	along = in[0]->axis[axis_of_first];
	for (i = 0; i < axis_of_first; i++)
		position += in[0]->axis[i].name == NULL;
	d = in[0]->dtype;
	weak = in[0]->weak;
	if (!concat_axes(c, in, n, &along, position, &l))
		return NULL;
	along.size = 0;
	for (i = 0; i < n; i++) {
		at = along.name != NULL ? tensor_find_axis(in[i], along.name) :
		    tensor_pos_axis(in[i], position);
		if (at < 0)
			return err_raise(c, ERR_VALUE, "concatenate: array %d "
			    "has no axis '%s'", i, along.name->text);
		along.size += in[i]->axis[at].size;
		d = dtype_promote(d, weak, in[i]->dtype, in[i]->weak, &weak);
	}
	for (i = 0; i < n; i++) {
		/* Sizes along the one that grows may differ. */
		struct tensor head = *in[i];

		at = along.name != NULL ? tensor_find_axis(in[i], along.name) :
		    -1;
		if (at >= 0)
			head.axis[at].size = along.size;
		if (!axes_add_names(c, "concatenate", &l, &head))
			return NULL;
	}
	a.axis = along.name != NULL ? axes_find(&l, along.name) : position;
	l.axis[a.axis].size = along.size;
	if (!axes_check(c, "concatenate", d, l.n, l.axis))
		return NULL;
	cast = xrealloc(NULL, (size_t)n, sizeof(struct tensor *));
	for (i = 0; i < n; i++)
		cast[i] = in[i]->dtype == d ? in[i] : tensor_cast(c, in[i], d);
	out = node_record(c, &op_concat, d, l.n, l.axis, cast, n, &a,
	    sizeof a);
	out->weak = weak;
	free(cast);
	return out;
}

struct tensor *
tensor_stack(struct ctx *c, struct tensor *const *in, int n,
    struct axis name_only)
{
	struct tensor **wide, *out;
	int i;

	if (n < 1)
		return err_raise(c, ERR_VALUE,
		    "Need at least one array to stack.");
	wide = xrealloc(NULL, (size_t)n, sizeof(struct tensor *));
	for (i = 0; i < n; i++)
		wide[i] = tensor_expand(c, in[i], 0, name_only.name);
	out = tensor_concat(c, wide, n, 0);
	free(wide);
	return out;
}
