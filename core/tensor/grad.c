/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The transposed derivative of each row, in operations. Rows of whose result
 * nothing flows back (comparisons, indices, random bits) have none.
 */
#include <math.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/tensor/axes.h"
#include "core/tensor/op.h"
#include "core/tensor/tape.h"

#define U(name, x) tensor_unary(c, UNARY_##name, x)
#define B(name, x, y) tensor_binary(c, BINARY_##name, x, y)

/* A Python number: it gives way to the dtype beside it. */
static struct tensor *
num(struct ctx *c, double x)
{
	return tensor_scalar_f(c, x, DT_F32, true);
}

/* Sums away what broadcasting added, so that g has the axes of t. */
static struct tensor *
unbroadcast(struct ctx *c, struct tensor *g, const struct tensor *t)
{
	uint32_t gone = 0, kept = 0;
	int i, pos = 0, npos, at;

	if (g == NULL)
		return NULL;
	npos = tensor_npos(g) - tensor_npos(t);
	for (i = 0; i < g->naxes; i++) {
		const struct atom *name = g->axis[i].name;

		if (name != NULL)
			at = tensor_find_axis(t, name);
		else
			at = pos < npos ? -1 : tensor_pos_axis(t, pos - npos);
		pos += name == NULL;
		if (at < 0)
			gone |= 1u << i;
		else if (t->axis[at].size == 1 && g->axis[i].size != 1)
			kept |= 1u << i;
	}
	if (kept != 0)
		g = tensor_reduce(c, REDUCE_sum, g, kept, true);
	if (gone != 0)
		g = tensor_reduce(c, REDUCE_sum, g, gone, false);
	return g == NULL ? NULL : tensor_cast(c, views_order_as(c, g, t),
	    t->dtype);
}

static struct tensor *
zeros(struct ctx *c, const struct tensor *t)
{
	return tensor_fill(c, 0, t->dtype, t->naxes, t->axis);
}

/* ---- pointwise ---------------------------------------------------------------------- */

/* The derivative at x where the result is y; null without an error: 0. */
static struct tensor *
unary_slope(struct ctx *c, enum unary u, struct tensor *x, struct tensor *y)
{
	struct tensor *s, *k;

	switch (u) {
	case UNARY_neg:
		return num(c, -1);
	case UNARY_abs:
		return U(sign, x);
	case UNARY_exp:
		return y;
	case UNARY_exp2:
		return B(mul, y, num(c, M_LN2));
	case UNARY_expm1:
		return B(add, y, num(c, 1));
	case UNARY_log:
		return U(reciprocal, x);
	case UNARY_log2:
		return B(div, num(c, 1 / M_LN2), x);
	case UNARY_log1p:
		return U(reciprocal, B(add, x, num(c, 1)));
	case UNARY_sqrt:
		return B(div, num(c, 0.5), y);
	case UNARY_rsqrt:
		return B(mul, num(c, -0.5), B(div, y, x));
	case UNARY_square:
		return B(mul, num(c, 2), x);
	case UNARY_reciprocal:
		return U(neg, U(square, y));
	case UNARY_sin:
		return U(cos, x);
	case UNARY_cos:
		return U(neg, U(sin, x));
	case UNARY_tan:
		return B(add, U(square, y), num(c, 1));
	case UNARY_tanh:
		return B(sub, num(c, 1), U(square, y));
	case UNARY_sinh:
		return U(cosh, x);
	case UNARY_cosh:
		return U(sinh, x);
	case UNARY_asin:
		return U(rsqrt, B(sub, num(c, 1), U(square, x)));
	case UNARY_acos:
		return U(neg, U(rsqrt, B(sub, num(c, 1), U(square, x))));
	case UNARY_atan:
		return U(reciprocal, B(add, num(c, 1), U(square, x)));
	case UNARY_logistic:
		return B(mul, y, B(sub, num(c, 1), y));
	case UNARY_silu:
		s = U(logistic, x);
		return B(add, s, B(mul, y, B(sub, num(c, 1), s)));
	case UNARY_relu:
		return tensor_cast(c, B(gt, x, num(c, 0)), x->dtype);
	case UNARY_gelu_tanh:
		/* x/2 (1 + t), t = tanh(r (x + k x^3)) */
		k = U(square, x);
		s = U(tanh, B(mul, num(c, sqrt(M_2_PI)), B(mul, x, B(add,
		    num(c, 1), B(mul, num(c, 0.044715), k)))));
		k = B(mul, num(c, sqrt(M_2_PI)), B(add, num(c, 1), B(mul,
		    num(c, 3 * 0.044715), k)));
		return B(mul, num(c, 0.5), B(add, B(add, num(c, 1), s),
		    B(mul, B(mul, x, k), B(sub, num(c, 1), U(square, s)))));
	case UNARY_gelu_erf:
		s = B(mul, num(c, 0.5), B(add, num(c, 1), U(erf, B(mul, x,
		    num(c, M_SQRT1_2)))));
		k = B(mul, num(c, 1 / sqrt(2 * M_PI)), U(exp, B(mul,
		    num(c, -0.5), U(square, x))));
		return B(add, s, B(mul, x, k));
	case UNARY_erf:
		return B(mul, num(c, M_2_SQRTPI), U(exp, U(neg, U(square,
		    x))));
	case UNARY_softplus:
		return U(logistic, x);
	/* Flat. No default: a new operation must say what it is. */
	case UNARY_sign:
	case UNARY_floor:
	case UNARY_ceil:
	case UNARY_round:
	case UNARY_trunc:
	case UNARY_isnan:
	case UNARY_isinf:
	case UNARY_isfinite:
	case UNARY_logical_not:
	case UNARY_bit_not:
		return NULL;
	case UNARY_COUNT:
		break;
	}
	BUG("grad: no such operation");
}

static bool
unary_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	struct tensor *s = unary_slope(c, (enum unary)op_unary(n->op),
	    n->in[0], n->out);

	if (s == NULL)
		return !err_is_set(c);
	in[0] = unbroadcast(c, B(mul, ct, s), n->in[0]);
	return in[0] != NULL;
}

/* Of max and min: to the one that won, halves where both did. */
static struct tensor *
share(struct ctx *c, struct tensor *ct, struct tensor *y, struct tensor *mine,
    struct tensor *other)
{
	struct tensor *won = tensor_cast(c, B(eq, y, mine), ct->dtype);
	struct tensor *lost = tensor_cast(c, B(eq, y, other), ct->dtype);

	return B(mul, ct, B(div, won, B(add, won, lost)));
}

static bool
binary_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	struct tensor *x = n->in[0], *y = n->in[1], *r = n->out;
	struct tensor *gx = NULL, *gy = NULL, *s;

	switch ((enum binary)op_binary(n->op)) {
	case BINARY_add:
		gx = gy = ct;
		break;
	case BINARY_sub:
		gx = ct;
		gy = U(neg, ct);
		break;
	case BINARY_mul:
		gx = B(mul, ct, y);
		gy = B(mul, ct, x);
		break;
	case BINARY_div:
		gx = B(div, ct, y);
		gy = U(neg, B(mul, gx, r));
		break;
	case BINARY_mod:
		gx = ct;
		gy = U(neg, B(mul, ct, U(floor, B(div, x, y))));
		break;
	case BINARY_pow:
		gx = B(mul, ct, B(mul, y, B(pow, x, B(sub, y, num(c, 1)))));
		/* 0^y has no slope along y that anybody could use. */
		s = B(gt, x, num(c, 0));
		gy = B(mul, ct, tensor_where(c, s, B(mul, r, U(log,
		    tensor_where(c, s, x, num(c, 1)))), num(c, 0)));
		break;
	case BINARY_max:
	case BINARY_min:
		gx = share(c, ct, r, x, y);
		gy = share(c, ct, r, y, x);
		break;
	case BINARY_atan2:
		s = B(div, ct, B(add, U(square, x), U(square, y)));
		gx = B(mul, s, y);
		gy = U(neg, B(mul, s, x));
		break;
	/* Flat, or of integers. */
	case BINARY_floor_div:
	case BINARY_eq:
	case BINARY_ne:
	case BINARY_lt:
	case BINARY_le:
	case BINARY_gt:
	case BINARY_ge:
	case BINARY_logical_and:
	case BINARY_logical_or:
	case BINARY_logical_xor:
	case BINARY_bit_and:
	case BINARY_bit_or:
	case BINARY_bit_xor:
	case BINARY_shl:
	case BINARY_shr:
		return true;
	case BINARY_COUNT:
		BUG("grad: no such operation");
	}
	if (dtype_is_float(x->dtype))
		in[0] = unbroadcast(c, gx, x);
	if (dtype_is_float(y->dtype))
		in[1] = unbroadcast(c, gy, y);
	return !err_is_set(c);
}

static bool
where_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	in[1] = unbroadcast(c, tensor_where(c, n->in[0], ct, num(c, 0)),
	    n->in[1]);
	in[2] = unbroadcast(c, tensor_where(c, n->in[0], num(c, 0), ct),
	    n->in[2]);
	return in[1] != NULL && in[2] != NULL;
}

static bool
cast_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	if (dtype_is_float(n->in[0]->dtype))
		in[0] = tensor_cast(c, ct, n->in[0]->dtype);
	return !err_is_set(c);
}

/* ---- views --------------------------------------------------------------------------- */

static bool
axes_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	const struct axes_attr *a = n->attr;
	const struct tensor *t = n->in[0];
	int8_t from[TENSOR_MAX_AXES];
	uint32_t gone = 0;
	int i, k = 0;

	memset(from, -1, sizeof from);
	for (i = 0; i < ct->naxes; i++) {
		if (a->from[i] < 0 || (t->axis[a->from[i]].size == 1 &&
		    ct->axis[i].size != 1))
			gone |= 1u << i;
		else
			from[a->from[i]] = (int8_t)k++;
	}
	if (gone != 0)
		ct = tensor_reduce(c, REDUCE_sum, ct, gone, false);
	in[0] = views_axes(c, ct, t->naxes, t->axis, from);
	return in[0] != NULL;
}

static bool
slice_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	const struct slice_attr *a = n->attr;
	struct tensor *t = n->in[0], *z = zeros(c, t), *ids;
	const struct atom *name = t->axis[a->axis].name;
	int axis = a->axis;

	if (a->step == 1) {
		in[0] = tensor_update_slice(c, z, axis, tensor_scalar_i(c,
		    a->start, DT_I64, false), ct);
		return in[0] != NULL;
	}
	/* As a positional axis, it takes a list of indices. */
	ids = tensor_arange(c, DT_I64, (double)a->start, (double)a->step,
	    (struct axis){ NULL, ct->axis[axis].size });
	if (name == NULL) {
		in[0] = tensor_scatter(c, z, 1, &axis, &ids, ct, true);
		return in[0] != NULL;
	}
	z = tensor_untag_prefix(c, z, &name, 1);
	ct = tensor_untag_prefix(c, ct, &name, 1);
	axis = 0;
	z = tensor_scatter(c, z, 1, &axis, &ids, ct, true);
	in[0] = views_order_as(c, tensor_tag_prefix(c, z, &name, 1), t);
	return in[0] != NULL;
}

static bool
reshape_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	in[0] = views_reshape(c, ct, n->in[0]->naxes, n->in[0]->axis);
	return in[0] != NULL;
}

/* ---- along axes ------------------------------------------------------------------------- */

/* A reduction's result (or cotangent) with its axes back, of size 1. */
static struct tensor *
axes_back(struct ctx *c, struct tensor *g, const struct tensor *t,
    const struct along_attr *a)
{
	struct axis axes[TENSOR_MAX_AXES];
	int8_t from[TENSOR_MAX_AXES];
	int i, k = 0;

	if (a->keep || g == NULL)
		return g;
	for (i = 0; i < t->naxes; i++) {
		bool gone = a->axes >> i & 1;

		axes[i] = t->axis[i];
		if (gone)
			axes[i].size = 1;
		from[i] = gone ? -1 : (int8_t)k++;
	}
	return views_axes(c, g, t->naxes, axes, from);
}

static bool
reduce_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	const struct along_attr *a = n->attr;
	enum reduce r = (enum reduce)(n->op - reduce_ops);
	struct tensor *t = n->in[0], *y, *won;
	struct tensor *g = views_stretch(c, axes_back(c, ct, t, a), t);
	double count = 1;
	int i;

	for (i = 0; i < t->naxes; i++)
		count *= a->axes >> i & 1 ? (double)t->axis[i].size : 1;
	if (r == REDUCE_mean)
		g = B(mul, g, num(c, 1 / count));
	if (r == REDUCE_prod || r == REDUCE_max || r == REDUCE_min) {
		y = views_stretch(c, axes_back(c, n->out, t, a), t);
		if (r == REDUCE_prod) {
			g = B(mul, g, B(div, y, t));
		} else {
			won = views_order_as(c, tensor_cast(c, B(eq, t, y),
			    ct->dtype), t);
			g = B(mul, g, B(div, won, views_stretch(c, tensor_reduce(c,
			    REDUCE_sum, won, a->axes, true), t)));
		}
	} else if (r != REDUCE_sum && r != REDUCE_mean) {
		return true;
	}
	in[0] = g == NULL ? NULL : tensor_cast(c, views_order_as(c, g, t),
	    t->dtype);
	return in[0] != NULL;
}

/* The mean (or sum) along the axes of a, stretched again. */
static struct tensor *
spread(struct ctx *c, enum reduce r, struct tensor *x,
    const struct along_attr *a, const struct tensor *t)
{
	x = views_order_as(c, x, t);
	return views_stretch(c, tensor_reduce(c, r, x, a->axes, true), t);
}

static bool
along_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	const struct along_attr *a = n->attr;
	struct tensor *x = n->in[0], *y = n->out, *g, *r, *mean;
	uint32_t axes = a->axes;

	if (n->op == &op_softmax) {
		g = B(mul, y, B(sub, ct, spread(c, REDUCE_sum, B(mul, ct, y),
		    a, x)));
	} else if (n->op == &op_log_softmax) {
		g = B(sub, ct, B(mul, U(exp, y), spread(c, REDUCE_sum, ct, a,
		    x)));
	} else if (n->op == &op_cumsum) {
		int axis = __builtin_ctz(axes);
		int64_t size = x->axis[axis].size;

		g = tensor_slice(c, ct, axis, size - 1, size, -1);
		g = tensor_cumsum(c, g, axis);
		g = tensor_slice(c, g, axis, size - 1, size, -1);
	} else {
		/* y = (x - mean) r: both of them move with x. */
		g = B(sub, ct, B(mul, y, spread(c, REDUCE_mean, B(mul, ct, y),
		    a, x)));
		mean = U(square, x);
		if (n->op == &op_standardize) {
			g = B(sub, g, spread(c, REDUCE_mean, ct, a, x));
			mean = U(square, B(sub, x, spread(c, REDUCE_mean, x,
			    a, x)));
		}
		r = U(rsqrt, B(add, spread(c, REDUCE_mean, mean, a, x),
		    num(c, a->epsilon)));
		g = B(mul, g, r);
	}
	in[0] = g == NULL ? NULL : tensor_cast(c, views_order_as(c, g, x),
	    x->dtype);
	return in[0] != NULL;
}

/* ---- contraction --------------------------------------------------------------------------- */

/* Of operand t with letters lt, the other one being u. */
static struct tensor *
einsum_side(struct ctx *c, const struct tensor *t, const uint8_t *lt,
    struct tensor *u, const uint8_t *lu, struct tensor *ct,
    const uint8_t *lct)
{
	struct axis axes[TENSOR_MAX_AXES];
	int8_t from[TENSOR_MAX_AXES];
	uint8_t letters[TENSOR_MAX_AXES];
	struct tensor *g;
	int i, n = 0;

	for (i = 0; i < t->naxes; i++) {
		/* An axis of size 1 was stretched: it is summed over. */
		from[i] = -1;
		if (t->axis[i].size == 1)
			continue;
		letters[n] = lt[i];
		axes[n] = (struct axis){ NULL, t->axis[i].size };
		from[i] = (int8_t)n++;
	}
	g = tensor_einsum(c, ct, lct, u, lu, n, letters, axes);
	return g == NULL ? NULL : tensor_cast(c, views_axes(c, g, t->naxes,
	    t->axis, from), t->dtype);
}

static bool
einsum_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	const struct einsum_attr *e = n->attr;

	if (dtype_is_float(n->in[0]->dtype))
		in[0] = einsum_side(c, n->in[0], e->a, n->in[1], e->b, ct,
		    e->out);
	if (dtype_is_float(n->in[1]->dtype))
		in[1] = einsum_side(c, n->in[1], e->b, n->in[0], e->a, ct,
		    e->out);
	return !err_is_set(c);
}

/* ---- moving elements -------------------------------------------------------------------------- */

/*
 * Everything that t keeps gets a name, everything that the indices bring
 * becomes positional: then writing ct back adds up what went to one place,
 * without a copy of t for each new name.
 */
static bool
gather_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	const struct index_attr *a = n->attr;
	const struct tensor *t = n->in[0];
	struct tensor *z, *ids[TENSOR_MAX_AXES];
	const struct atom *own[TENSOR_MAX_AXES] = { 0 };
	struct axis axes[TENSOR_MAX_AXES], ca[TENSOR_MAX_AXES];
	int8_t from[TENSOR_MAX_AXES], cf[TENSOR_MAX_AXES];
	int idx[TENSOR_MAX_AXES], i, j, k, m = 0, front = 0, nids = n->nin - 1;
	const struct atom *brought[TENSOR_MAX_AXES];
	int nbrought = 0;

	/* z: the indexed axes first, positional; the rest by name. */
	for (k = 0; k < nids; k++) {
		idx[k] = k;
		axes[m] = (struct axis){ NULL, t->axis[a->axis[k]].size };
		from[m++] = a->axis[k];
	}
	for (i = 0; i < t->naxes; i++) {
		for (k = 0; k < nids && a->axis[k] != i; k++)
			;
		if (k < nids)
			continue;
		own[i] = t->axis[i].name != NULL ? t->axis[i].name :
		    atom_fresh(c);
		axes[m] = (struct axis){ own[i], t->axis[i].size };
		from[m++] = (int8_t)i;
	}
	z = views_axes(c, zeros(c, t), m, axes, from);
	/* ct: brought names, then the indices' positional axes, then rest. */
	for (i = 0; i < ct->naxes; i++)
		if (a->of_t[i] < 0 && ct->axis[i].name != NULL) {
			brought[nbrought++] = ct->axis[i].name;
			ca[front] = (struct axis){ NULL, ct->axis[i].size };
			cf[front++] = (int8_t)i;
		}
	for (i = 0; i < ct->naxes; i++)
		if (a->of_ids[i] >= 0) {
			ca[front] = (struct axis){ NULL, ct->axis[i].size };
			cf[front++] = (int8_t)i;
		}
	for (i = 0; i < ct->naxes; i++)
		if (a->of_t[i] >= 0) {
			ca[front] = (struct axis){ own[a->of_t[i]],
				ct->axis[i].size };
			cf[front++] = (int8_t)i;
		}
	ct = views_axes(c, ct, front, ca, cf);
	for (k = 0; k < nids; k++) {
		struct tensor *x = n->in[k + 1];
		struct axis xa[TENSOR_MAX_AXES];
		int8_t xf[TENSOR_MAX_AXES];
		int top = 0, p;

		/* Brought names in their common order, then positional ones
		 * padded to the widest, then names that line up. */
		for (j = 0; j < nbrought; j++) {
			int at = tensor_find_axis(x, brought[j]);

			xa[top] = (struct axis){ NULL, at < 0 ? 1 :
			    x->axis[at].size };
			xf[top++] = (int8_t)at;
		}
		for (i = 0, p = 0; i < nids; i++)
			if (tensor_npos(n->in[i + 1]) > p)
				p = tensor_npos(n->in[i + 1]);
		for (; p > 0; p--) {
			int at = p > tensor_npos(x) ? -1 :
			    tensor_pos_axis(x, -p);

			xa[top] = (struct axis){ NULL, at < 0 ? 1 :
			    x->axis[at].size };
			xf[top++] = (int8_t)at;
		}
		for (i = 0; i < x->naxes; i++) {
			for (j = 0; j < nbrought; j++)
				if (brought[j] == x->axis[i].name)
					break;
			if (x->axis[i].name == NULL || j < nbrought)
				continue;
			xa[top] = x->axis[i];
			xf[top++] = (int8_t)i;
		}
		ids[k] = views_axes(c, x, top, xa, xf);
	}
	z = tensor_scatter(c, z, nids, idx, ids, ct, true);
	if (z == NULL)
		return false;
	/* Back to the axes of t: scatter keeps those of z in order. */
	for (i = 0; i < t->naxes; i++) {
		for (j = 0; j < m && from[j] != i; j++)
			;
		cf[i] = (int8_t)j;
	}
	in[0] = views_axes(c, z, t->naxes, t->axis, cf);
	return in[0] != NULL;
}

/* Where an axis of out is in a part of it, see arrange.c. */
static struct tensor *
part_of(struct ctx *c, struct tensor *ct, int axis, int64_t start,
    const struct tensor *part)
{
	const struct atom *name = ct->axis[axis].name;
	int i, after = 0, at;

	for (i = axis; i < ct->naxes; i++)
		after += ct->axis[i].name == NULL;
	at = name != NULL ? tensor_find_axis(part, name) :
	    after > tensor_npos(part) ? -1 : tensor_pos_axis(part, -after);
	return unbroadcast(c, tensor_slice(c, ct, axis, start, at < 0 ? 1 :
	    part->axis[at].size, 1), part);
}

static bool
update_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	const struct update_attr *a = n->attr;
	struct tensor *part = n->in[2];
	int64_t start, size = ct->axis[a->axis].size, count = 1;
	int i, at = -1, after = 0;

	if (!tensor_item_i(c, n->in[1], &start))
		return false;
	for (i = a->axis; i < ct->naxes; i++)
		after += ct->axis[i].name == NULL;
	if (ct->axis[a->axis].name != NULL)
		at = tensor_find_axis(part, ct->axis[a->axis].name);
	else if (after <= tensor_npos(part))
		at = tensor_pos_axis(part, -after);
	if (at >= 0)
		count = part->axis[at].size;
	start += start < 0 ? size : 0;
	start = start < 0 ? 0 : start > size - count ? size - count : start;
	in[0] = tensor_update_slice(c, ct, a->axis, n->in[1], zeros(c, part));
	in[2] = part_of(c, ct, a->axis, start, part);
	return in[0] != NULL && in[2] != NULL;
}

static bool
concat_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	const struct update_attr *a = n->attr;
	const struct atom *name = ct->axis[a->axis].name;
	int64_t start = 0;
	int i, k, at, position = 0;

	for (i = 0; i < a->axis; i++)
		position += ct->axis[i].name == NULL;
	for (k = 0; k < n->nin; k++) {
		at = name != NULL ? tensor_find_axis(n->in[k], name) :
		    tensor_pos_axis(n->in[k], position);
		in[k] = part_of(c, ct, a->axis, start, n->in[k]);
		if (in[k] == NULL)
			return false;
		start += n->in[k]->axis[at].size;
	}
	return true;
}

static bool
scatter_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	const struct index_attr *a = n->attr;
	struct tensor *const *ids = n->in + 2;
	int nids = n->nin - 2, axes[TENSOR_MAX_AXES], k;

	for (k = 0; k < nids; k++)
		axes[k] = a->axis[k];
	in[1] = unbroadcast(c, tensor_gather(c, ct, nids, axes, ids),
	    n->in[1]);
	in[0] = a->add ? ct : tensor_scatter(c, ct, nids, axes, ids,
	    num(c, 0), false);
	return in[0] != NULL && in[1] != NULL;
}

/* A turn is undone by the turn back. */
static bool
rope_grad(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in)
{
	const struct rope_attr *a = n->attr;
	struct tensor *back = tensor_cast(c, n->in[1],
	    dtype_is_float(n->in[1]->dtype) ? n->in[1]->dtype : DT_F64);
	struct rope r = { .wavelength = a->wavelength, .scale = a->scale,
		.subset = a->subset, .ndivisors = a->ndivisors,
		.divisors = a->divisors };

	in[0] = unbroadcast(c, tensor_rope(c, ct, a->axis, U(neg, back), &r),
	    n->in[0]);
	return in[0] != NULL;
}

/* ---- which row has which ------------------------------------------------------------------------ */

typedef bool grad_fn(struct ctx *, const struct note *, struct tensor *,
    struct tensor **);

static const struct {
	const struct op *op;
	grad_fn *grad;
} rows[] = {
	{ &op_axes, axes_grad }, { &op_slice, slice_grad },
	{ &op_reshape, reshape_grad }, { &op_where, where_grad },
	{ &op_cast, cast_grad }, { &op_softmax, along_grad },
	{ &op_log_softmax, along_grad }, { &op_rms_standardize, along_grad },
	{ &op_standardize, along_grad }, { &op_cumsum, along_grad },
	{ &op_einsum, einsum_grad }, { &op_gather, gather_grad },
	{ &op_update_slice, update_grad }, { &op_concat, concat_grad },
	{ &op_scatter, scatter_grad }, { &op_rope, rope_grad },
};

bool
grad_note(struct ctx *c, const struct note *n, struct tensor *ct,
    struct tensor **in_ct)
{
	size_t i;

	/* Nothing flows back through integers and truths. */
	if (!dtype_is_float(n->out->dtype))
		return true;
	if (op_unary(n->op) >= 0)
		return unary_grad(c, n, ct, in_ct);
	if (op_binary(n->op) >= 0)
		return binary_grad(c, n, ct, in_ct);
	if (n->op >= reduce_ops && n->op < reduce_ops + REDUCE_COUNT)
		return reduce_grad(c, n, ct, in_ct);
	for (i = 0; i < nitems(rows); i++)
		if (rows[i].op == n->op)
			return rows[i].grad(c, n, ct, in_ct);
	err_raise(c, ERR_NOT_IMPLEMENTED, "the derivative of %s is not there "
	    "yet", n->op->name);
	return false;
}
