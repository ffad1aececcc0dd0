/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that read or write where an array of indices says. */
#include <inttypes.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/tensor/axes.h"
#include "core/tensor/engine.h"
#include "core/tensor/point_kernel.h"
#include "core/tensor/op.h"
#include "core/tensor/strided.h"

/* ---- what t[ids] looks like -------------------------------------------------- */

static void
look_add(struct axes *l, struct index_attr *a, struct axis axis, int of_t,
    int of_ids)
{
	a->of_t[l->n] = (int8_t)of_t;
	a->of_ids[l->n] = (int8_t)of_ids;
	l->axis[l->n++] = axis;
}

/* Positional axes: those of t, the indices' ones where the indexed stood
 * when these stand side by side, else in front. */
static bool
look_positional(struct ctx *c, const char *who, const struct tensor *t,
    uint32_t gone, const struct axes *ids, struct axes *l,
    struct index_attr *a)
{
	int i, p, at = -1, state = 0, nids = 0;
	bool front = false, placed = false;

	for (i = 0; i < ids->n; i++)
		nids += ids->axis[i].name == NULL;
	for (i = 0; i < t->naxes; i++) {
		bool out = gone >> i & 1;

		if (out && t->axis[i].name != NULL)
			front = true;
		if (t->axis[i].name != NULL)
			continue;
		if (out && at < 0)
			at = i;
		/* 0 before, 1 inside, 2 after the indexed ones */
		if (out && state == 2)
			front = true;
		state = out ? 1 : state == 1 ? 2 : state;
	}
	if (tensor_npos(t) + nids > TENSOR_MAX_AXES) {
		err_raise(c, ERR_VALUE, "%s: an array has at most %d axes",
		    who, TENSOR_MAX_AXES);
		return false;
	}
	for (i = -1; i < t->naxes; i++) {
		if (!placed && (front || at < 0 ? i == -1 : i == at)) {
			for (p = 0; p < nids; p++)
				look_add(l, a, ids->axis[p], -1,
				    nids - 1 - p);
			placed = true;
		}
		if (i >= 0 && t->axis[i].name == NULL &&
		    (gone >> i & 1) == 0)
			look_add(l, a, t->axis[i], i, -1);
	}
	return true;
}

/* The axes of t[ids], checked. */
static bool
look(struct ctx *c, const char *who, struct tensor *t, int n,
    const int *axes, struct tensor *const *ids, struct axes *l,
    struct index_attr *a)
{
	struct axes all;
	uint32_t gone = 0;
	int i, j, before;

	memset(a, 0, sizeof *a);
	l->n = 0;
	for (i = 0; i < n; i++) {
		if (!axes_index_ok(c, who, t, axes[i]))
			return false;
		if (dtypes[ids[i]->dtype].cls == DTC_FLOAT ||
		    ids[i]->dtype == DT_BOOL) {
			err_raise(c, ERR_TYPE, "%s: Indexer must have integer "
			    "or boolean type, got indexer with type %s", who,
			    dtypes[ids[i]->dtype].name);
			return false;
		}
		if (gone >> axes[i] & 1) {
			err_raise(c, ERR_VALUE, "%s: axis %d is indexed "
			    "twice", who, axes[i]);
			return false;
		}
		if (t->axis[axes[i]].size == 0 && tensor_size(ids[i]) > 0) {
			err_raise(c, ERR_INDEX, "%s: axis %d has no elements "
			    "to take", who, axes[i]);
			return false;
		}
		gone |= 1u << axes[i];
		a->axis[i] = (int8_t)axes[i];
	}
	if (!axes_union(c, who, &all, ids, n) ||
	    !look_positional(c, who, t, gone, &all, l, a))
		return false;
	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].name != NULL && (gone >> i & 1) == 0) {
			if (!axes_add(c, who, l, t->axis[i]))
				return false;
			a->of_t[l->n - 1] = (int8_t)i;
			a->of_ids[l->n - 1] = -1;
		}
	for (j = 0; j < n; j++) {
		before = l->n;
		if (!axes_add_names(c, who, l, ids[j]))
			return false;
		for (; before < l->n; before++)
			a->of_t[before] = a->of_ids[before] = -1;
	}
	a->n = (uint8_t)l->n;
	return axes_check(c, who, t->dtype, l->n, l->axis);
}

/* ---- where each tuple of indices points --------------------------------------- */

struct places {
	int nout;		/* axes of t[ids] */
	uint32_t outer;		/* of them: on which the indices depend */
	int64_t n;		/* tuples */
	int64_t *at;		/* offset in t of each; NOWHERE: outside */
	struct storage *room;
	int64_t t_stride[TENSOR_MAX_AXES];	/* of t along each axis */
};

#define NOWHERE INT64_MIN

/* The stride of an index array along axis i of t[ids]. */
static int64_t
ids_stride(const struct tensor *ids, const struct index_attr *a,
    const struct axis *axis, int i)
{
	int j;

	if (axis->name != NULL)
		j = tensor_find_axis(ids, axis->name);
	else if (a->of_ids[i] >= 0 && a->of_ids[i] < tensor_npos(ids))
		j = tensor_pos_axis(ids, -1 - a->of_ids[i]);
	else
		j = -1;
	return j < 0 || ids->axis[j].size == 1 ? 0 : ids->stride[j];
}

struct point_at {
	int64_t *at;
	const struct tensor *ids;
	int64_t size, stride, id_stride;
	bool clamp;
};

/* Operand 0 is the list of places, 1 the index array. */
static void
places_add(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct point_at *p = arg;
	int64_t i, id;
	size_t size = dtype_size(p->ids->dtype);

	for (i = 0; i < n; i++) {
		int64_t *at = &p->at[off[0] + i];

		wide_load(WIDE_I64, &id, (char *)node_ptr(p->ids) + (off[1] +
		    i * p->id_stride) * (int64_t)size, p->ids->dtype, 1, 1);
		if (id < 0)
			id += p->size;
		if (id < 0 || id >= p->size) {
			if (!p->clamp)
				*at = NOWHERE;
			id = id < 0 ? 0 : p->size - 1;
		}
		if (*at != NOWHERE)
			*at += id * p->stride;
	}
}

static void
places_loop(const struct places *p, const struct axis *axes, struct loop *l,
    const int64_t *stride)
{
	int64_t n = 1;
	int i;

	l->nop = 2;
	l->ndim = 0;
	for (i = 0; i < p->nout; i++)
		if (p->outer >> i & 1) {
			l->size[l->ndim] = axes[i].size;
			l->stride[1][l->ndim++] = stride[i];
		}
	for (i = l->ndim; i-- > 0; n *= l->size[i])
		l->stride[0][i] = n;
	if (l->ndim == 0) {
		l->ndim = 1;
		l->size[0] = 1;
		l->stride[0][0] = l->stride[1][0] = 0;
	}
}

/* Where an axis of t lines up with the tuples, its own stride counts. */
static void
places_own(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct point_at *p = arg;
	int64_t i;

	for (i = 0; i < n; i++)
		p->at[off[0] + i] = off[1] + i * p->id_stride;
}

static bool
places_find(struct ctx *c, const struct tensor *t,
    struct tensor *const *ids, int nids, const struct axis *axes, int naxes,
    const struct index_attr *a, bool clamp, struct places *p)
{
	int64_t stride[TENSOR_MAX_AXES];
	struct point_at at;
	struct loop l;
	int i, k;

	p->nout = naxes;
	p->outer = 0;
	p->n = 1;
	for (i = 0; i < naxes; i++) {
		p->t_stride[i] = a->of_t[i] < 0 ? 0 : t->stride[a->of_t[i]];
		for (k = 0; k < nids; k++)
			if (ids_stride(ids[k], a, &axes[i], i) != 0)
				p->outer |= 1u << i;
		if (p->outer >> i & 1)
			p->n *= axes[i].size;
	}
	p->room = storage_create(c, (size_t)p->n * sizeof *p->at);
	if (p->room == NULL)
		return false;
	p->at = (int64_t *)(void *)p->room->data;
	places_loop(p, axes, &l, p->t_stride);
	at = (struct point_at){ .at = p->at, .clamp = clamp,
		.id_stride = l.stride[1][l.ndim - 1] };
	loop_range(&l, 0, p->n, places_own, &at);
	for (k = 0; k < nids; k++) {
		for (i = 0; i < naxes; i++)
			stride[i] = ids_stride(ids[k], a, &axes[i], i);
		places_loop(p, axes, &l, stride);
		at.ids = ids[k];
		at.size = t->axis[a->axis[k]].size;
		at.stride = t->stride[a->axis[k]];
		at.id_stride = l.stride[1][l.ndim - 1];
		loop_range(&l, 0, p->n, places_add, &at);
	}
	return true;
}

/* ---- gather ------------------------------------------------------------------------ */

/* Tuples outermost, then the rest as it lies in t. */
static bool
gather_alloc(struct ctx *c, struct tensor *out, const struct places *p)
{
	int order[TENSOR_MAX_AXES], i, j, first, n = 0;

	for (i = 0; i < out->naxes; i++)
		if (p->outer >> i & 1)
			order[n++] = i;
	first = n;
	for (i = 0; i < out->naxes; i++) {
		int64_t s = p->t_stride[i] < 0 ? -p->t_stride[i] :
		    p->t_stride[i];

		if (p->outer >> i & 1)
			continue;
		for (j = n++; j > first; j--) {
			int64_t o = p->t_stride[order[j - 1]];

			if ((o < 0 ? -o : o) >= s)
				break;
			order[j] = order[j - 1];
		}
		order[j] = i;
	}
	return node_alloc_order(c, out, order);
}

/* Single elements, by far the most of them. */
static void
gather_elements(char *to, const char *from, const struct places *p,
    size_t size)
{
	int64_t e;

	switch (size) {
	case 4:
		for (e = 0; e < p->n; e++)
			((uint32_t *)(void *)to)[e] = ((const uint32_t *)
			    (const void *)from)[p->at[e]];
		break;
	default:
		for (e = 0; e < p->n; e++)
			memcpy(to + (size_t)e * size, from + p->at[e] *
			    (int64_t)size, size);
	}
}

/* One box for each tuple: the axes that the indices do not touch. */
static bool
gather_boxes(struct ctx *c, struct tensor *out, const struct tensor *t,
    const struct places *p)
{
	const struct dtype_row *d = &dtypes[t->stored];
	struct strided to = { .stored = out->dtype };
	struct strided from = { .stored = t->stored };
	int64_t size[TENSOR_MAX_AXES], box = 1, e;
	size_t bytes = dtype_size(out->dtype);
	bool whole = t->stored == out->dtype;
	char *start = node_ptr(out);
	const char *base = (char *)t->storage->data + t->base;
	int i, n = 0;

	for (i = out->naxes; i-- > 0;) {
		if (p->outer >> i & 1)
			continue;
		size[n] = out->axis[i].size;
		to.stride[n] = out->stride[i];
		from.stride[n] = p->t_stride[i];
		whole = whole && (size[n] == 1 ||
		    to.stride[n] == from.stride[n]);
		box *= size[n++];
	}
	if (box == 1 && whole) {
		gather_elements(start, node_ptr(t), p, bytes);
		return true;
	}
	/* Equal strides throughout, and those of out are without gaps. */
	for (e = 0; e < p->n; e++) {
		int64_t at = t->offset + p->at[e];

		to.data = start + e * box * (int64_t)bytes;
		from.data = (char *)(uintptr_t)(base + at / d->block *
		    d->bytes);
		if (whole)
			memcpy(to.data, from.data, (size_t)box * bytes);
		else if (!strided_copy(c, n, size, &to, &from))
			return false;
	}
	return true;
}

static bool
gather_run(struct ctx *c, struct tensor *out)
{
	const struct index_attr *a = out->attr;
	struct tensor *t = out->in[0];
	struct places p;
	bool ok;
	int i, block = strided_block_axis(t);

	/* Rows of blocks are decoded where they are taken, but an index
	 * inside of blocks needs all of them. */
	for (i = 0; i < out->nin - 1; i++)
		if (block == a->axis[i])
			break;
	if (block >= 0 && i < out->nin - 1)
		t = node_contiguous(c, t);
	if (t == NULL)
		return false;
	if (!places_find(c, t, out->in + 1, out->nin - 1, out->axis,
	    out->naxes, a, true, &p))
		return false;
	if (block >= 0 && t == out->in[0])
		for (i = 0; i < out->naxes; i++)
			if ((p.outer >> i & 1) && a->of_t[i] == block) {
				storage_unref(p.room);
				t = node_contiguous(c, t);
				if (t == NULL || !places_find(c, t,
				    out->in + 1, out->nin - 1, out->axis,
				    out->naxes, a, true, &p))
					return false;
				break;
			}
	ok = gather_alloc(c, out, &p) && (tensor_size(out) == 0 ||
	    gather_boxes(c, out, t, &p));
	storage_unref(p.room);
	return ok;
}

const struct op op_gather = { "gather", 0, gather_run, NULL };

static struct tensor *
gather_record(struct ctx *c, const char *who, struct tensor *t, int n,
    const int *axes, struct tensor *const *ids)
{
	struct tensor *in[TENSOR_MAX_AXES + 1], *out;
	struct index_attr a;
	struct axes l;

	in[0] = t;
	memcpy(in + 1, ids, (size_t)n * sizeof(struct tensor *));
	if (!look(c, who, t, n, axes, ids, &l, &a))
		return NULL;
	out = node_record(c, &op_gather, t->dtype, l.n, l.axis, in, n + 1, &a,
	    sizeof a);
	out->weak = t->weak;
	return out;
}

static bool
all_given(struct ctx *c, const char *who, struct tensor *t, int n,
    struct tensor *const *ids)
{
	int i;

	for (i = 0; i < n; i++)
		if (ids[i] == NULL)
			return false;
	if (t != NULL && (n < 1 || n > TENSOR_MAX_AXES))
		err_raise(c, ERR_VALUE, "%s: %d index arrays", who, n);
	return t != NULL && n >= 1 && n <= TENSOR_MAX_AXES;
}

struct tensor *
tensor_gather(struct ctx *c, struct tensor *t, int n, const int *axes,
    struct tensor *const *ids)
{
	return all_given(c, "gather", t, n, ids) ? gather_record(c, "gather",
	    t, n, axes, ids) : NULL;
}

struct tensor *
tensor_take(struct ctx *c, struct tensor *t, int axis, struct tensor *ids)
{
	return t != NULL && ids != NULL ? gather_record(c, "take", t, 1,
	    &axis, &ids) : NULL;
}

/* ---- scatter ------------------------------------------------------------------------ */

struct summed {
	enum dtype dtype;
	char *to;
	const char *from;
	int64_t to_stride, from_stride;
};

static void
scatter_add(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct summed *k = arg;
	enum wide w = wide_of(k->dtype);
	int64_t size = (int64_t)dtype_size(k->dtype), i, m;
	uint64_t x[256], y[256], sum[256];

	for (i = 0; i < n; i += m) {
		char *to = k->to + (off[0] + i * k->to_stride) * size;

		m = n - i < 256 ? n - i : 256;
		wide_load(w, x, to, k->dtype, k->to_stride, m);
		wide_load(w, y, k->from + (off[1] + i * k->from_stride) *
		    size, k->dtype, k->from_stride, m);
		binary_kernels[BINARY_add][w](sum, x, 1, y, 1, m);
		wide_store(w, to, k->dtype, k->to_stride, sum, m);
	}
}

/* values lie along the axes of t[ids] with these strides. */
static bool
scatter_boxes(struct ctx *c, struct tensor *out, const struct tensor *values,
    const struct axis *axes, const int64_t *v_stride,
    const struct index_attr *a, const struct places *p)
{
	struct strided to = { .stored = out->dtype };
	struct strided from = { .stored = out->dtype };
	struct loop l = { .nop = 2 }, tuples;
	int64_t size[TENSOR_MAX_AXES], e, bytes = dtypes[out->dtype].bytes;
	int i, n = 0;

	for (i = 0; i < p->nout; i++) {
		if (p->outer >> i & 1)
			continue;
		l.size[n] = size[n] = axes[i].size;
		l.stride[0][n] = to.stride[n] = p->t_stride[i];
		l.stride[1][n] = from.stride[n] = v_stride[i];
		n++;
	}
	l.ndim = n;
	if (loop_count(&l) == 0)
		return true;
	loop_simplify(&l);
	places_loop(p, axes, &tuples, v_stride);
	for (e = 0; e < p->n; e++) {
		int64_t rest = e, off = 0;

		if (p->at[e] == NOWHERE)
			continue;
		for (i = tuples.ndim; i-- > 0; rest /= tuples.size[i])
			off += rest % tuples.size[i] * tuples.stride[1][i];
		to.data = (char *)node_ptr(out) + p->at[e] * bytes;
		from.data = (char *)node_ptr(values) + off * bytes;
		if (a->add) {
			struct summed k = { out->dtype, to.data, from.data,
				l.stride[0][l.ndim - 1],
				l.stride[1][l.ndim - 1] };

			loop_range(&l, 0, loop_count(&l), scatter_add, &k);
		} else if (!strided_copy(c, n, size, &to, &from)) {
			return false;
		}
	}
	return true;
}

/* The axes of t[ids] again, from what was kept of them. */
static void
scatter_axes(const struct tensor *t, struct tensor *const *ids, int nids,
    const struct index_attr *a, struct axes *l)
{
	int i, k;

	for (i = 0; i < l->n; i++) {
		if (a->of_t[i] >= 0) {
			l->axis[i] = t->axis[a->of_t[i]];
			continue;
		}
		l->axis[i] = (struct axis){ NULL, 1 };
		for (k = 0; k < nids; k++) {
			int j = a->of_ids[i] < tensor_npos(ids[k]) ?
			    tensor_pos_axis(ids[k], -1 - a->of_ids[i]) : -1;

			if (j >= 0 && ids[k]->axis[j].size != 1)
				l->axis[i].size = ids[k]->axis[j].size;
		}
	}
}

static bool
scatter_run(struct ctx *c, struct tensor *out)
{
	const struct index_attr *a = out->attr;
	struct tensor *t = out->in[0], *values = out->in[1], *box;
	struct tensor **ids = out->in + 2;
	int nids = out->nin - 2;
	int64_t v_stride[TENSOR_MAX_AXES];
	struct axes l = { 0 };
	struct places p;
	bool ok;

	/* The loops read plain elements only. */
	if (dtype_is_block(values->stored))
		values = node_contiguous(c, values);
	if (values == NULL || !arrange_take_over(c, out, t))
		return false;
	l.n = a->n;
	scatter_axes(out, ids, nids, a, &l);
	box = node_create(c, out->dtype, l.n, l.axis);
	node_align(box, values, v_stride);
	if (!places_find(c, out, ids, nids, l.axis, l.n, a, false, &p))
		return false;
	ok = scatter_boxes(c, out, values, l.axis, v_stride, a, &p);
	storage_unref(p.room);
	return ok;
}

const struct op op_scatter = { "scatter", 0, scatter_run, NULL };

/* t with the names that only the indices or the values have. */
static struct tensor *
scatter_target(struct ctx *c, struct tensor *t, int n,
    struct tensor *const *ids, const struct tensor *values)
{
	struct axes l = { 0 };
	int i;

	for (i = 0; i < t->naxes; i++)
		l.axis[l.n++] = t->axis[i];
	for (i = 0; i < n; i++)
		if (!axes_add_names(c, "scatter", &l, ids[i]))
			return NULL;
	if (!axes_add_names(c, "scatter", &l, values))
		return NULL;
	return l.n == t->naxes ? t : tensor_broadcast(c, t, l.n, l.axis);
}

static bool
values_fit(struct ctx *c, const struct axes *l, const struct tensor *values)
{
	struct buf b = BUF_INIT;
	int i, npos = 0, mine = tensor_npos(values);
	bool ok = true;

	for (i = 0; i < l->n; i++)
		npos += l->axis[i].name == NULL;
	ok = mine <= npos;
	for (i = 0; i < mine && ok; i++) {
		int64_t size = values->axis[tensor_pos_axis(values,
		    i - mine)].size;

		ok = size == 1 || size == l->axis[npos - mine + i].size;
	}
	if (ok)
		return true;
	axes_write_shape(&b, values->naxes, values->axis);
	buf_str(&b, " for a result of ");
	axes_write_shape(&b, l->n, l->axis);
	err_raise(c, ERR_VALUE, "Cannot provide updates with positional "
	    "shape %s", b.data);
	buf_release(&b);
	return false;
}

struct tensor *
tensor_scatter(struct ctx *c, struct tensor *t, int n, const int *axes,
    struct tensor *const *ids, struct tensor *values, bool add)
{
	struct tensor *in[TENSOR_MAX_AXES + 2], *out;
	struct index_attr a;
	struct axes l;

	if (values == NULL || !all_given(c, "scatter", t, n, ids))
		return NULL;
	t = scatter_target(c, t, n, ids, values);
	if (t == NULL || !look(c, "scatter", t, n, axes, ids, &l, &a) ||
	    !values_fit(c, &l, values))
		return NULL;
	a.add = add;
	in[0] = t;
	in[1] = values->dtype == t->dtype ? values :
	    tensor_cast(c, values, t->dtype);
	memcpy(in + 2, ids, (size_t)n * sizeof(struct tensor *));
	out = node_record(c, &op_scatter, t->dtype, t->naxes, t->axis, in,
	    n + 2, &a, sizeof a);
	out->weak = t->weak;
	return out;
}
