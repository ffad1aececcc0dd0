/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of reductions: one number for the elements along some axes. */
#include <math.h>

#include "core/base/ctx.h"
#include "core/tensor/axes.h"
#include "core/tensor/engine.h"
#include "core/tensor/op.h"
#include "core/tensor/rows.h"
#include "core/tensor/strided.h"

#define LANES 16
#define RUN 512

union total {
	double d;
	int64_t i;
	uint64_t u;
};

/* Takes n elements of a run into one total, or each into its own. */
typedef void fold_fn(union total *, const void *x, int64_t n);

#define ADD(a, b) ((a) + (b))
#define MUL(a, b) ((a) * (b))
#define TOP(a, b) ((b) > (a) || (b) != (b) ? (b) : (a))
#define LOW(a, b) ((b) < (a) || (b) != (b) ? (b) : (a))

/* T: of elements; L: of lanes, which overflow as T would; m: of the total. */
#define FOLD(name, T, L, m, start, OP)                                   \
	static void                                                      \
	fold_##name##_##T(union total *t, const void *from, int64_t n)   \
	{                                                                \
		const T *x = from;                                       \
		L lane[LANES];                                           \
		int64_t i, j;                                            \
									 \
		for (j = 0; j < LANES; j++)                              \
			lane[j] = (L)(start);                            \
		for (i = 0; i + LANES <= n; i += LANES)                  \
			for (j = 0; j < LANES; j++)                      \
				lane[j] = OP(lane[j], (L)x[i + j]);      \
		for (; i < n; i++)                                       \
			t->m = OP(t->m, x[i]);                           \
		for (j = 0; j < LANES && n >= LANES; j++)                \
			t->m = OP(t->m, lane[j]);                        \
	}                                                                \
	static void                                                      \
	each_##name##_##T(union total *t, const void *from, int64_t n)   \
	{                                                                \
		const T *x = from;                                       \
		int64_t i;                                               \
									 \
		for (i = 0; i < n; i++)                                  \
			t[i].m = OP(t[i].m, x[i]);                       \
	}
#define FOLDS(name, of_f, of_i, of_u, OP)                                \
	FOLD(name, float, float, d, of_f, OP)                            \
	FOLD(name, double, double, d, of_f, OP)                          \
	FOLD(name, int64_t, int64_t, i, of_i, OP)                        \
	FOLD(name, uint64_t, uint64_t, u, of_u, OP)
/* Sums and products of integers wrap, so they are made unsigned. */
#define WRAPS(name, start, OP)                                           \
	FOLD(name, float, float, d, start, OP)                           \
	FOLD(name, double, double, d, start, OP)                         \
	FOLD(name, uint64_t, uint64_t, u, start, OP)
WRAPS(sum, 0, ADD)
WRAPS(prod, 1, MUL)
FOLDS(max, -INFINITY, INT64_MIN, 0, TOP)
FOLDS(min, INFINITY, INT64_MAX, UINT64_MAX, LOW)

#define WRAP_ROW(p, name) { p##_##name##_float, p##_##name##_double,     \
	    p##_##name##_uint64_t, p##_##name##_uint64_t }
#define FOLD_ROW(p, name) { p##_##name##_float, p##_##name##_double,     \
	    p##_##name##_int64_t, p##_##name##_uint64_t }
/* any and all are max and min of what was made 0 or 1. */
#define ROWS(p) {                                                        \
	[REDUCE_sum] = WRAP_ROW(p, sum), [REDUCE_mean] = WRAP_ROW(p, sum), \
	[REDUCE_prod] = WRAP_ROW(p, prod),                               \
	[REDUCE_max] = FOLD_ROW(p, max), [REDUCE_min] = FOLD_ROW(p, min), \
	[REDUCE_any] = FOLD_ROW(p, max), [REDUCE_all] = FOLD_ROW(p, min) }
static fold_fn *const folds[REDUCE_COUNT][WIDE_COUNT] = ROWS(fold);
static fold_fn *const eaches[REDUCE_COUNT][WIDE_COUNT] = ROWS(each);

static union total
total_start(enum reduce r, enum wide w)
{
	bool is_float = w == WIDE_F32 || w == WIDE_F64;
	union total t = { .u = 0 };

	switch (r) {
	case REDUCE_prod:
		if (is_float)
			t.d = 1;
		else
			t.u = 1;
		break;
	case REDUCE_max:
		if (is_float)
			t.d = -INFINITY;
		else if (w == WIDE_I64)
			t.i = INT64_MIN;
		break;
	case REDUCE_min:
		if (is_float)
			t.d = INFINITY;
		else if (w == WIDE_I64)
			t.i = INT64_MAX;
		else
			t.u = UINT64_MAX;
		break;
	case REDUCE_all:
		t.i = 1;
		break;
	default:
		break;
	}
	return t;
}

/* ---- walking ------------------------------------------------------------------- */

struct job {
	struct loop kept;	/* result, input */
	struct loop gone;	/* input: what is reduced */
	enum reduce reduce;
	enum wide wide;
	enum dtype from_type, to_type;
	const char *from;
	char *to;
	size_t size;
	double count;
	/* of the walk inside one total */
	union total *total;
	int64_t base, each;
};

/* A run of the input in the wide type; truths become 0 and 1. */
static const void *
job_load(const struct job *j, int64_t off, int64_t stride, int64_t n,
    void *room)
{
	const char *from = j->from + off * (int64_t)j->size;
	bool truth = j->reduce == REDUCE_any || j->reduce == REDUCE_all;
	uint8_t bits[RUN];

	if (truth && j->from_type != DT_BOOL) {
		enum wide w = wide_of(j->from_type);

		wide_load(w, room, from, j->from_type, stride, n);
		wide_store(w, bits, DT_BOOL, 1, room, n);
		wide_load(WIDE_I64, room, bits, DT_BOOL, 1, n);
		return room;
	}
	if (stride == 1 && wide_is(j->wide, j->from_type))
		return from;
	wide_load(j->wide, room, from, j->from_type, stride, n);
	return room;
}

/* Elements of one total. */
static void
gone_fold(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct job *j = arg;
	int64_t s = j->gone.stride[0][j->gone.ndim - 1], i, m;
	uint64_t room[RUN];

	for (i = 0; i < n; i += m) {
		m = n - i < RUN ? n - i : RUN;
		folds[j->reduce][j->wide](j->total, job_load(j, j->base +
		    off[0] + i * s, s, m, room), m);
	}
}

/* Elements of many totals that lie side by side. */
static void
gone_each(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct job *j = arg;
	int64_t s = j->gone.stride[0][j->gone.ndim - 1], i;
	uint64_t room[RUN];

	for (i = 0; i < n; i++)
		eaches[j->reduce][j->wide](j->total, job_load(j, j->base +
		    off[0] + i * s, 1, j->each, room), j->each);
}

static void
total_store(const struct job *j, int64_t off, union total t)
{
	char *to = j->to + off * (int64_t)dtype_size(j->to_type);
	bool is_float = j->wide == WIDE_F32 || j->wide == WIDE_F64;

	if (j->reduce == REDUCE_mean)
		t.d /= j->count;
	wide_store(is_float ? WIDE_F64 : j->wide, to, j->to_type, 1, &t, 1);
}

static void
kept_run(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	struct job j = *(struct job *)arg;
	int last = j.kept.ndim - 1;
	int64_t ts = j.kept.stride[0][last], fs = j.kept.stride[1][last];
	int64_t gone = loop_count(&j.gone), i, k, m;
	bool side = fs == 1 && j.gone.stride[0][j.gone.ndim - 1] != 1;
	union total total[RUN];

	for (i = 0; i < n; i += m) {
		m = !side ? 1 : n - i < RUN ? n - i : RUN;
		for (k = 0; k < m; k++)
			total[k] = total_start(j.reduce, j.wide);
		j.total = total;
		j.base = off[1] + i * fs;
		j.each = m;
		if (gone > 0)
			loop_range(&j.gone, 0, gone, side ? gone_each :
			    gone_fold, &j);
		for (k = 0; k < m; k++)
			total_store(&j, off[0] + (i + k) * ts, total[k]);
	}
}

/*
 * Splits the input's axes into those that stay, aligned with the result, and
 * those that go. The result's axes are the input's without the latter, in
 * the same order (with keep: of size 1).
 */
static void
job_loops(struct job *j, const struct tensor *out, const struct tensor *in,
    uint32_t axes, bool keep)
{
	int i, o = 0;

	j->kept.nop = 2;
	j->gone.nop = 1;
	j->kept.ndim = j->gone.ndim = 0;
	j->count = 1;
	for (i = 0; i < in->naxes; i++) {
		struct loop *l = axes >> i & 1 ? &j->gone : &j->kept;
		int d = l->ndim++;

		l->size[d] = in->axis[i].size;
		l->stride[axes >> i & 1 ? 0 : 1][d] = in->stride[i];
		if (axes >> i & 1) {
			j->count *= (double)in->axis[i].size;
			o += keep;
		} else {
			l->stride[0][d] = out->stride[o++];
		}
	}
	if (loop_count(&j->gone) > 0)
		loop_simplify(&j->gone);
	if (loop_count(&j->kept) > 0)
		loop_simplify(&j->kept);
}

static bool
reduce_run(struct ctx *c, struct tensor *out)
{
	const struct along_attr *a = out->attr;
	struct tensor *in = out->in[0];
	struct job j = { .reduce = (enum reduce)(out->op - reduce_ops) };
	int64_t n;

	if (dtype_is_block(in->stored))
		in = node_contiguous(c, in);
	if (in == NULL || !node_alloc(c, out))
		return false;
	j.from_type = in->stored;
	j.to_type = out->dtype;
	j.size = dtype_size(in->stored);
	j.from = node_ptr(in);
	j.to = node_ptr(out);
	j.wide = wide_of(in->stored);
	if (j.reduce == REDUCE_mean && j.wide >= WIDE_I64)
		j.wide = WIDE_F64;
	if (j.reduce == REDUCE_any || j.reduce == REDUCE_all)
		j.wide = WIDE_I64;
	job_loops(&j, out, in, a->axes, a->keep);
	if (tensor_size(out) == 0)
		return true;
	n = loop_count(&j.gone);
	return loop_run(c, &j.kept, 1 + 32768 / (n > 0 ? n : 1), kept_run,
	    &j);
}

/* ---- argmax, argmin: rows into one index ------------------------------------------ */

/* The first NaN wins, else the first of the extremes. */
#define ARG(name, T, BETTER)                                             \
	static int64_t                                                   \
	name##_##T(const void *from, int64_t n)                          \
	{                                                                \
		const T *x = from;                                       \
		int64_t i, at = 0;                                       \
									 \
		for (i = 1; i < n && x[at] == x[at]; i++)                \
			if (x[i] BETTER x[at] || x[i] != x[i])           \
				at = i;                                  \
		return at;                                               \
	}
#define ARGS(name, BETTER) ARG(name, float, BETTER)                      \
	ARG(name, double, BETTER) ARG(name, int64_t, BETTER)             \
	ARG(name, uint64_t, BETTER)
ARGS(argmax, >)
ARGS(argmin, <)

typedef int64_t arg_fn(const void *, int64_t);
static arg_fn *const argmaxes[WIDE_COUNT] = {
	argmax_float, argmax_double, argmax_int64_t, argmax_uint64_t,
};
static arg_fn *const argmins[WIDE_COUNT] = {
	argmin_float, argmin_double, argmin_int64_t, argmin_uint64_t,
};

/* The kept loop over rows that lie in one piece. */
static void
arg_run(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct job *j = arg;
	arg_fn *fn = (j->reduce == REDUCE_argmax ? argmaxes :
	    argmins)[j->wide];
	int last = j->kept.ndim - 1;
	int64_t i;

	for (i = 0; i < n; i++)
		((int32_t *)(void *)j->to)[off[0] + i *
		    j->kept.stride[0][last]] = (int32_t)fn(j->from +
		    (off[1] + i * j->kept.stride[1][last]) *
		    (int64_t)j->size, j->each);
}

static bool
arg_reduce_run(struct ctx *c, struct tensor *out)
{
	const struct along_attr *a = out->attr;
	struct tensor *in = out->in[0], *x;
	struct job j = { .reduce = (enum reduce)(out->op - reduce_ops) };
	int order[TENSOR_MAX_AXES], i, n = 0, axis = __builtin_ctz(a->axes);

	j.wide = wide_of(in->dtype);
	x = in;
	if (!wide_is(j.wide, in->stored) || in->stride[axis] != 1) {
		for (i = 0; i < in->naxes; i++)
			if (i != axis)
				order[n++] = i;
		order[n] = axis;
		x = node_create(c, rows_dtype(j.wide), in->naxes, in->axis);
		if (!node_alloc_order(c, x, order) ||
		    !strided_copy_tensor(c, x, in))
			return false;
	}
	if (!node_alloc(c, out))
		return false;
	j.from = node_ptr(x);
	j.to = node_ptr(out);
	j.size = dtype_size(x->stored);
	j.each = in->axis[axis].size;
	job_loops(&j, out, x, a->axes, a->keep);
	return tensor_size(out) == 0 || loop_run(c, &j.kept, 1 + 32768 /
	    j.each, arg_run, &j);
}

#define REDUCE(n) [REDUCE_##n] = { #n, 0, reduce_run, NULL }
const struct op reduce_ops[REDUCE_COUNT] = {
	REDUCE(sum), REDUCE(mean), REDUCE(prod), REDUCE(max), REDUCE(min),
	REDUCE(any), REDUCE(all),
	[REDUCE_argmax] = { "argmax", 0, arg_reduce_run, NULL },
	[REDUCE_argmin] = { "argmin", 0, arg_reduce_run, NULL },
};

/* ---- fronts ---------------------------------------------------------------------------- */

static enum dtype
reduce_dtype(enum reduce r, enum dtype d)
{
	switch (r) {
	case REDUCE_sum:
	case REDUCE_prod:
		return reduce_sum_dtype(d);
	case REDUCE_mean:
		return dtype_is_float(d) ? d : DT_F32;
	case REDUCE_any:
	case REDUCE_all:
		return DT_BOOL;
	case REDUCE_argmax:
	case REDUCE_argmin:
		return DT_I32;
	default:
		return d;
	}
}

static bool
reduce_check(struct ctx *c, enum reduce r, const struct tensor *t,
    uint32_t axes)
{
	bool arg = r == REDUCE_argmax || r == REDUCE_argmin;
	int64_t n = 1;
	int i;

	if (!axes_mask_ok(c, reduce_ops[r].name, t, axes))
		return false;
	if (arg && __builtin_popcount(axes) != 1) {
		err_raise(c, ERR_VALUE, "%s goes along one axis, not %d",
		    reduce_ops[r].name, __builtin_popcount(axes));
		return false;
	}
	for (i = 0; i < t->naxes; i++)
		if (axes >> i & 1)
			n *= t->axis[i].size;
	if (n == 0 && (arg || r == REDUCE_max || r == REDUCE_min)) {
		err_raise(c, ERR_VALUE, "zero-size array to reduction "
		    "operation %s which has no identity",
		    reduce_ops[r].name);
		return false;
	}
	if (arg && n > INT32_MAX) {
		err_raise(c, ERR_OVERFLOW, "%s: the index does not fit into "
		    "int32", reduce_ops[r].name);
		return false;
	}
	return true;
}

static void
reduce_axes(struct axes *l, const struct tensor *t, uint32_t axes, bool keep)
{
	int i;

	l->n = 0;
	for (i = 0; i < t->naxes; i++) {
		if ((axes >> i & 1) == 0)
			l->axis[l->n++] = t->axis[i];
		else if (keep)
			l->axis[l->n++] = (struct axis){ t->axis[i].name, 1 };
	}
}

struct tensor *
tensor_reduce(struct ctx *c, enum reduce r, struct tensor *t, uint32_t axes,
    bool keep)
{
	struct along_attr a = { .axes = axes, .keep = keep };
	struct axes l;
	struct tensor *out;

	if (t == NULL || !reduce_check(c, r, t, axes))
		return NULL;
	reduce_axes(&l, t, axes, keep);
	out = node_record(c, &reduce_ops[r], reduce_dtype(r, t->dtype), l.n,
	    l.axis, &t, 1, &a, sizeof a);
	out->weak = t->weak && dtypes[out->dtype].cls != DTC_BOOL;
	return out;
}

struct tensor *
tensor_var(struct ctx *c, struct tensor *t, uint32_t axes, bool keep)
{
	struct tensor *mean, *centered;

	/* The middle is done in float32 at least. */
	if (t != NULL && (!dtype_is_float(t->dtype) ||
	    dtype_size(t->dtype) == 2)) {
		enum dtype d = dtype_is_float(t->dtype) ? t->dtype : DT_F32;

		return tensor_cast(c, tensor_var(c, tensor_cast(c, t, DT_F32),
		    axes, keep), d);
	}
	mean = tensor_reduce(c, REDUCE_mean, t, axes, true);
	if (mean == NULL)
		return NULL;
	mean = views_stretch(c, mean, t);
	centered = tensor_binary(c, BINARY_sub, t, mean);
	return tensor_reduce(c, REDUCE_mean, views_order_as(c,
	    tensor_unary(c, UNARY_square, centered), t), axes, keep);
}
