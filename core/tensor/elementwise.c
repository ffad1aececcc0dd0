/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of what computes each element by itself. */
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/tensor/axes.h"
#include "core/tensor/engine.h"
#include "core/tensor/point_kernel.h"
#include "core/tensor/op.h"
#include "core/tensor/strided.h"

/* ---- what a row promises ------------------------------------------------------ */

enum result {
	AS_UNSAID,	/* a new operation must say what it gives */
	AS_INPUT,	/* the operands' promoted dtype */
	AS_FLOAT,	/* the same, integers become float32 */
	AS_TRUTH,	/* bool */
	AS_NUMBER,	/* as AS_INPUT; bool is an error */
	AS_BITS,	/* integers and bool only */
};

static const uint8_t unary_results[UNARY_COUNT] = {
	[UNARY_neg] = AS_NUMBER, [UNARY_abs] = AS_INPUT,
	[UNARY_sign] = AS_NUMBER, [UNARY_square] = AS_NUMBER,
	[UNARY_relu] = AS_INPUT, [UNARY_round] = AS_INPUT,
	[UNARY_trunc] = AS_INPUT,
	[UNARY_exp] = AS_FLOAT, [UNARY_exp2] = AS_FLOAT,
	[UNARY_expm1] = AS_FLOAT, [UNARY_log] = AS_FLOAT,
	[UNARY_log2] = AS_FLOAT, [UNARY_log1p] = AS_FLOAT,
	[UNARY_sqrt] = AS_FLOAT, [UNARY_rsqrt] = AS_FLOAT,
	[UNARY_reciprocal] = AS_FLOAT, [UNARY_sin] = AS_FLOAT,
	[UNARY_cos] = AS_FLOAT, [UNARY_tan] = AS_FLOAT,
	[UNARY_tanh] = AS_FLOAT, [UNARY_sinh] = AS_FLOAT,
	[UNARY_cosh] = AS_FLOAT, [UNARY_asin] = AS_FLOAT,
	[UNARY_acos] = AS_FLOAT, [UNARY_atan] = AS_FLOAT,
	[UNARY_logistic] = AS_FLOAT, [UNARY_silu] = AS_FLOAT,
	[UNARY_gelu_tanh] = AS_FLOAT, [UNARY_gelu_erf] = AS_FLOAT,
	[UNARY_erf] = AS_FLOAT, [UNARY_softplus] = AS_FLOAT,
	[UNARY_floor] = AS_FLOAT, [UNARY_ceil] = AS_FLOAT,
	[UNARY_isnan] = AS_TRUTH, [UNARY_isinf] = AS_TRUTH,
	[UNARY_isfinite] = AS_TRUTH, [UNARY_logical_not] = AS_TRUTH,
	[UNARY_bit_not] = AS_BITS,
};

static const uint8_t binary_results[BINARY_COUNT] = {
	[BINARY_add] = AS_INPUT, [BINARY_sub] = AS_NUMBER,
	[BINARY_mul] = AS_INPUT, [BINARY_div] = AS_FLOAT,
	[BINARY_floor_div] = AS_INPUT, [BINARY_mod] = AS_INPUT,
	[BINARY_pow] = AS_INPUT, [BINARY_max] = AS_INPUT,
	[BINARY_min] = AS_INPUT, [BINARY_atan2] = AS_FLOAT,
	[BINARY_eq] = AS_TRUTH, [BINARY_ne] = AS_TRUTH,
	[BINARY_lt] = AS_TRUTH, [BINARY_le] = AS_TRUTH,
	[BINARY_gt] = AS_TRUTH, [BINARY_ge] = AS_TRUTH,
	[BINARY_logical_and] = AS_TRUTH, [BINARY_logical_or] = AS_TRUTH,
	[BINARY_logical_xor] = AS_TRUTH,
	[BINARY_bit_and] = AS_BITS, [BINARY_bit_or] = AS_BITS,
	[BINARY_bit_xor] = AS_BITS, [BINARY_shl] = AS_BITS,
	[BINARY_shr] = AS_BITS,
};

static bool
result_dtype(struct ctx *c, const char *who, enum result r, enum dtype *d,
    bool *weak)
{
	bool is_float = dtypes[*d].cls == DTC_FLOAT;

	if (r == AS_UNSAID)
		BUG("an operation without a dtype of results");
	if ((r == AS_NUMBER && *d == DT_BOOL) || (r == AS_BITS && is_float)) {
		err_raise(c, ERR_TYPE, "%s does not accept dtype %s.", who,
		    dtypes[*d].name);
		return false;
	}
	if (r == AS_FLOAT && !is_float)
		*d = DT_F32;
	if (r == AS_TRUTH) {
		*d = DT_BOOL;
		*weak = false;
	}
	return true;
}

/* ---- running ---------------------------------------------------------------------- */

bool
elementwise_alloc_like(struct ctx *c, struct tensor *out,
    const struct tensor *like)
{
	int order[TENSOR_MAX_AXES], i, j;
	int64_t stride[TENSOR_MAX_AXES];

	node_align(out, like, stride);
	for (i = 0; i < out->naxes; i++) {
		if (stride[i] < 0)
			stride[i] = -stride[i];
		/* Axes of size 1 go anywhere; outermost, here. */
		if (out->axis[i].size == 1)
			stride[i] = INT64_MAX;
		for (j = i; j > 0 && stride[order[j - 1]] < stride[i]; j--)
			order[j] = order[j - 1];
		order[j] = i;
	}
	return node_alloc_order(c, out, order);
}

bool
elementwise_alloc(struct ctx *c, struct tensor *out)
{
	int64_t n = tensor_size(out);
	int k;

	for (k = 0; k < out->nin; k++)
		if (tensor_size(out->in[k]) == n)
			return elementwise_alloc_like(c, out, out->in[k]);
	return node_alloc(c, out);
}

#define RUN 512

struct point {
	const struct tensor *out, *in[3];
	char *to;
	const char *from[3];
	int64_t stride[4];
	enum wide wide;
	unary_kernel *unary;
	binary_kernel *binary;
	enum dtype unit;	/* what a kernel writes */
};

/*
 * n elements of an operand as the kernel wants them: where they lie, or in
 * room. *stride becomes 0 for one element, else 1.
 */
static const void *
point_load(const struct point *p, int k, int64_t off, int64_t n, void *room,
    int64_t *stride)
{
	enum dtype d = p->in[k]->stored;
	int64_t s = p->stride[k + 1];
	const char *from = p->from[k] + off * (int64_t)dtype_size(d);

	*stride = s != 0;
	if (wide_is(p->wide, d) && (s == 1 || s == 0))
		return from;
	wide_load(p->wide, room, from, d, s, s != 0 ? n : 1);
	return room;
}

static void
point_store(const struct point *p, int64_t off, const void *from, int64_t n)
{
	char *to = p->to + off * (int64_t)dtype_size(p->out->dtype);
	int64_t i, s = p->stride[0];

	if (p->unit == DT_BOOL)
		for (i = 0; i < n; i++)
			((uint8_t *)to)[i * s] = ((const uint8_t *)from)[i];
	else
		wide_store(p->wide, to, p->out->dtype, s, from, n);
}

/* May the kernel write into the result itself? */
static bool
point_direct(const struct point *p)
{
	return p->stride[0] == 1 && (p->unit == DT_BOOL ||
	    wide_is(p->wide, p->out->dtype));
}

static void
point_run(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct point *p = arg;
	bool direct = point_direct(p);
	size_t size = dtype_size(p->out->dtype);
	uint64_t room[3][RUN];
	int64_t i, m;

	for (i = 0; i < n; i += m) {
		int64_t o = off[0] + i * p->stride[0], xs, ys = 0;
		void *to = direct ? p->to + o * (int64_t)size :
		    (void *)room[0];
		const void *x, *y = NULL;

		m = n - i < RUN ? n - i : RUN;
		x = point_load(p, 0, off[1] + i * p->stride[1], m, room[1],
		    &xs);
		if (p->binary != NULL)
			y = point_load(p, 1, off[2] + i * p->stride[2], m,
			    room[2], &ys);
		if (p->binary != NULL) {
			p->binary(to, x, xs, y, ys, m);
		} else if (xs != 0) {
			p->unary(to, x, m);
		} else {
			int64_t j;

			for (j = 0; j < m; j++)
				p->unary((char *)to + (size_t)j *
				    (p->unit == DT_BOOL ? 1 :
				    wide_sizes[p->wide]), x, 1);
		}
		if (!direct)
			point_store(p, o, to, m);
	}
}

/* Operands of blocks are decoded first; the rest is read where it lies. */
static bool
point_prepare(struct ctx *c, struct tensor *out, struct point *p,
    struct loop *l)
{
	struct tensor *in[3];
	int k, last;

	for (k = 0; k < out->nin; k++) {
		in[k] = out->in[k];
		if (dtype_is_block(in[k]->stored))
			in[k] = node_contiguous(c, in[k]);
		if (in[k] == NULL)
			return false;
	}
	if (!elementwise_alloc(c, out))
		return false;
	loop_init(l, out, in, out->nin);
	p->out = out;
	p->to = node_ptr(out);
	for (k = 0; k < out->nin; k++) {
		p->in[k] = in[k];
		p->from[k] = node_ptr(in[k]);
	}
	if (tensor_size(out) == 0)
		return true;
	loop_simplify(l);
	last = l->ndim - 1;
	for (k = 0; k <= out->nin; k++)
		p->stride[k] = l->stride[k][last];
	return true;
}

#define GRAIN 32768

static bool
unary_run(struct ctx *c, struct tensor *out)
{
	struct point p = { 0 };
	struct loop l;
	int code = op_unary(out->op);

	if (!point_prepare(c, out, &p, &l))
		return false;
	/* The truth of an input needs its own type, a result its own. */
	p.wide = wide_of(out->dtype == DT_BOOL ? p.in[0]->dtype : out->dtype);
	p.unary = unary_kernels[code][p.wide];
	p.unit = unary_results[code] == AS_TRUTH ? DT_BOOL : DT_I64;
	return loop_run(c, &l, GRAIN, point_run, &p);
}

/* Comparisons are made in what the operands promote to. */
static enum dtype
compared_in(const struct tensor *x, const struct tensor *y)
{
	bool weak;

	return dtype_promote(x->dtype, x->weak, y->dtype, y->weak, &weak);
}

static bool
binary_run(struct ctx *c, struct tensor *out)
{
	struct point p = { 0 };
	struct loop l;
	int code = op_binary(out->op);
	bool truth = binary_results[code] == AS_TRUTH;

	if (!point_prepare(c, out, &p, &l))
		return false;
	p.wide = wide_of(truth ? compared_in(out->in[0], out->in[1]) :
	    out->dtype);
	p.binary = binary_kernels[code][p.wide];
	p.unit = truth ? DT_BOOL : DT_I64;
	return loop_run(c, &l, GRAIN, point_run, &p);
}

#define X(n) [UNARY_##n] = { #n, OP_POINTWISE, unary_run, NULL },
const struct op unary_ops[UNARY_COUNT] = { TENSOR_UNARY(X) };
#undef X
#define X(n) [BINARY_##n] = { #n, OP_POINTWISE, binary_run, NULL },
const struct op binary_ops[BINARY_COUNT] = { TENSOR_BINARY(X) };
#undef X

/* ---- where -------------------------------------------------------------------------- */

#define WHERE_RUN(type)                                                  \
	static void                                                      \
	where_##type(type *to, int64_t ts, const uint8_t *cond,          \
	    int64_t cs, const type *x, int64_t xs, const type *y,        \
	    int64_t ys, int64_t n)                                       \
	{                                                                \
		int64_t i;                                               \
									 \
		for (i = 0; i < n; i++)                                  \
			to[i * ts] = cond[i * cs] ? x[i * xs] : y[i * ys]; \
	}
WHERE_RUN(uint8_t)
WHERE_RUN(uint16_t)
WHERE_RUN(uint32_t)
WHERE_RUN(uint64_t)

#define WHERE_CASE(type)                                                 \
	where_##type((type *)(void *)p->to + off[0], p->stride[0], cond, \
	    p->stride[1], (const type *)(const void *)p->from[1] +       \
	    off[2], p->stride[2], (const type *)(const void *)p->from[2] + \
	    off[3], p->stride[3], n)

static void
where_part(void *arg, int64_t n, const int64_t off[LOOP_OPS])
{
	const struct point *p = arg;
	const uint8_t *cond = (const uint8_t *)p->from[0] + off[1];

	switch (dtype_size(p->out->dtype)) {
	case 1:
		WHERE_CASE(uint8_t);
		break;
	case 2:
		WHERE_CASE(uint16_t);
		break;
	case 4:
		WHERE_CASE(uint32_t);
		break;
	default:
		WHERE_CASE(uint64_t);
	}
}

static bool
where_run(struct ctx *c, struct tensor *out)
{
	struct point p = { 0 };
	struct loop l;

	return point_prepare(c, out, &p, &l) &&
	    loop_run(c, &l, GRAIN, where_part, &p);
}

const struct op op_where = { "where", OP_POINTWISE, where_run, NULL };

/* ---- cast ------------------------------------------------------------------------------ */

static bool
cast_run(struct ctx *c, struct tensor *out)
{
	return elementwise_alloc(c, out) && strided_copy_tensor(c, out,
	    out->in[0]);
}

const struct op op_cast = { "cast", OP_POINTWISE | OP_CAST, cast_run, NULL };

struct tensor *
tensor_cast(struct ctx *c, struct tensor *t, enum dtype d)
{
	if (t == NULL)
		return NULL;
	if (dtype_is_block(d))
		return err_raise(c, ERR_TYPE, "an array cannot be cast to %s",
		    dtypes[d].name);
	if (t->dtype == d && !t->weak)
		return t;
	if (t->dtype == d)
		return views_strengthen(c, t);
	return node_record(c, &op_cast, d, t->naxes, t->axis, &t, 1, NULL, 0);
}

/* ---- fronts ------------------------------------------------------------------------------ */

struct tensor *
tensor_unary(struct ctx *c, enum unary u, struct tensor *t)
{
	struct axes l;
	enum dtype d;
	bool weak;
	struct tensor *out;

	if (t == NULL)
		return NULL;
	d = t->dtype;
	weak = t->weak;
	if (!result_dtype(c, unary_ops[u].name, unary_results[u], &d, &weak) ||
	    !axes_union(c, unary_ops[u].name, &l, &t, 1))
		return NULL;
	out = node_record(c, &unary_ops[u], d, l.n, l.axis, &t, 1, NULL, 0);
	out->weak = weak;
	return out;
}

struct tensor *
tensor_binary(struct ctx *c, enum binary b, struct tensor *x,
    struct tensor *y)
{
	const char *who = binary_ops[b].name;
	struct tensor *in[2] = { x, y }, *out;
	struct axes l;
	enum dtype d;
	bool weak;

	if (x == NULL || y == NULL)
		return NULL;
	d = dtype_promote(x->dtype, x->weak, y->dtype, y->weak, &weak);
	if (!result_dtype(c, who, binary_results[b], &d, &weak) ||
	    !axes_union(c, who, &l, in, 2) ||
	    !axes_check(c, who, d, l.n, l.axis))
		return NULL;
	out = node_record(c, &binary_ops[b], d, l.n, l.axis, in, 2, NULL, 0);
	out->weak = weak;
	return out;
}

struct tensor *
tensor_where(struct ctx *c, struct tensor *cond, struct tensor *x,
    struct tensor *y)
{
	struct tensor *in[3] = { cond, x, y }, *out;
	struct tensor *zero;
	struct axes l;
	enum dtype d;
	bool weak;

	if (cond == NULL || x == NULL || y == NULL)
		return NULL;
	d = dtype_promote(x->dtype, x->weak, y->dtype, y->weak, &weak);
	if (cond->dtype != DT_BOOL) {
		zero = tensor_scalar_i(c, 0, cond->dtype, false);
		in[0] = tensor_binary(c, BINARY_ne, cond, zero);
	}
	if (x->dtype != d)
		in[1] = tensor_cast(c, x, d);
	if (y->dtype != d)
		in[2] = tensor_cast(c, y, d);
	if (in[0] == NULL || in[1] == NULL || in[2] == NULL ||
	    !axes_union(c, "where", &l, in, 3) ||
	    !axes_check(c, "where", d, l.n, l.axis))
		return NULL;
	out = node_record(c, &op_where, d, l.n, l.axis, in, 3, NULL, 0);
	out->weak = weak;
	return out;
}
