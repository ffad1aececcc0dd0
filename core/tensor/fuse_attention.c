/* SPDX-License-Identifier: Apache-2.0 */
/*
 * einsum(softmax([where(mask, .., value)] [cap tanh(./cap)] einsum(q, k)), v)
 * in one pass, where nobody looks at the scores or the weights.
 */
#include "core/tensor/fuse.h"

#include "core/base/ctx.h"

struct parsed {
	struct tensor *out, *softmax, *scores;	/* einsum, softmax, einsum */
	struct tensor *where;			/* or null: no mask */
	struct tensor *cap, *cap_again;		/* scalars, or null */
	int weights_at;		/* which input of out is the softmax */
	struct inner inner;
};

static bool
is_scalar(const struct tensor *t)
{
	return t->dtype == DT_F32 && tensor_size(t) == 1;
}

/* mul(tanh(div(x, cap)), cap): x, or null. */
static struct tensor *
parse_cap(struct tensor *t, struct parsed *p)
{
	struct tensor *tanh, *div;

	for (int i = 0; i < 2; i++) {
		tanh = t->in[i];
		if (!is_scalar(t->in[1 - i]) || !inner_ok(tanh) ||
		    op_unary(tanh->op) != UNARY_tanh)
			continue;
		div = tanh->in[0];
		if (!inner_ok(div) || op_binary(div->op) != BINARY_div ||
		    !is_scalar(div->in[1]) || !inner_ok(div->in[0]))
			return NULL;
		/* One number, said twice: compared when it is known. */
		p->cap = t->in[1 - i];
		p->cap_again = div->in[1];
		if (!inner_add(&p->inner, tanh) ||
		    !inner_add(&p->inner, div) ||
		    !inner_add(&p->inner, div->in[0]))
			return NULL;
		return div->in[0];
	}
	return NULL;
}

/* Layers put names back in the order of their input: axes are told apart by
 * name here, so that this is passed by. Null: not one of the pattern. */
static struct tensor *
inner_unordered(struct inner *in, struct tensor *t)
{
	while (inner_ok(t) && fuse_is_order(t)) {
		if (!inner_add(in, t))
			return NULL;
		t = t->in[0];
	}
	return inner_ok(t) && t->dtype == DT_F32 && inner_add(in, t) ? t :
	    NULL;
}

static bool
parse_scores(struct tensor *t, struct parsed *p)
{
	t = inner_unordered(&p->inner, t);
	if (t == NULL)
		return false;
	if (t->op == &op_where && p->where == NULL) {
		p->where = t;
		if (t->in[0]->dtype != DT_BOOL || !is_scalar(t->in[2]) ||
		    !fuse_same_axes(t, t->in[1]))
			return false;
		t = inner_unordered(&p->inner, t->in[1]);
		if (t == NULL)
			return false;
	}
	if (op_binary(t->op) == BINARY_mul) {
		t = parse_cap(t, p);
		if (t == NULL)
			return false;
	}
	p->scores = t;
	return t->op == &op_einsum && t->dtype == DT_F32 &&
	    t->in[0]->dtype == DT_F32 && t->in[1]->dtype == DT_F32;
}

static bool
parse(struct tensor *root, struct parsed *p)
{
	if (root->op != &op_einsum || root->dtype != DT_F32)
		return false;
	for (int i = 0; i < 2; i++) {
		struct tensor *s = root->in[i];
		const struct along_attr *a = s->attr;

		if (!inner_ok(s) || s->op != &op_softmax ||
		    s->dtype != DT_F32 || (a->axes & (a->axes - 1)) != 0 ||
		    a->axes == 0 || root->in[1 - i]->dtype != DT_F32)
			continue;
		*p = (struct parsed){ .out = root, .softmax = s,
		    .weights_at = i };
		if (inner_add(&p->inner, s) && parse_scores(s->in[0], p))
			return true;
	}
	return false;
}

static bool
attention_match(struct backend *b, struct tensor *root, struct inner *in)
{
	struct parsed p;

	(void)b;
	if (!parse(root, &p))
		return false;
	*in = p.inner;
	return true;
}

/* ---- which index is what ---------------------------------------------------- */

enum { HEADS = 2, QUERIES = 2 };

/* Indices of one kind that are longer than 1, by axes of what they are in. */
struct role {
	int64_t size;
	int q, k, v, out, weights;	/* axes; -1: not there */
};

struct roles {
	int nheads, nqueries;
	struct role head[HEADS];	/* in q, k, v: batch, key head */
	struct role query[QUERIES];	/* in q only: group, position */
	struct role kv, dim, vdim;
};

static int
axis_of_letter(const uint8_t *letters, int n, uint8_t letter)
{
	for (int i = 0; i < n; i++)
		if (letters[i] == letter)
			return i;
	return -1;
}

static bool
role_set(struct role *r, int64_t size)
{
	if (r->size > 1)
		return false;
	r->size = size;
	return true;
}

/* q and k of the scores: whose letter of the softmax axis is the keys'. */
static bool
scores_sides(const struct parsed *p, int kv_axis, int *q, int *k)
{
	const struct einsum_attr *e = p->scores->attr;
	uint8_t kv = e->out[kv_axis];
	bool in_a = axis_of_letter(e->a, p->scores->in[0]->naxes, kv) >= 0;
	bool in_b = axis_of_letter(e->b, p->scores->in[1]->naxes, kv) >= 0;

	*k = in_b ? 1 : 0;
	*q = 1 - *k;
	return in_a != in_b;
}

/* One axis of the scores: heads, queries or keys. */
static bool
score_axis(const struct parsed *p, struct roles *r, int i, int q, int k,
    const int8_t *of_softmax, int kv_axis)
{
	const struct einsum_attr *s = p->scores->attr, *o = p->out->attr;
	const struct tensor *qt = p->scores->in[q], *kt = p->scores->in[k],
	    *vt = p->out->in[1 - p->weights_at];
	int w = of_softmax[i];
	uint8_t letter, inner = s->out[i];
	struct role x = { .size = p->scores->axis[i].size, .weights = w };

	if (w < 0)
		return false;
	letter = (p->weights_at == 0 ? o->a : o->b)[w];
	x.q = axis_of_letter(q == 0 ? s->a : s->b, qt->naxes, inner);
	x.k = axis_of_letter(k == 0 ? s->a : s->b, kt->naxes, inner);
	x.v = axis_of_letter(p->weights_at == 0 ? o->b : o->a, vt->naxes,
	    letter);
	x.out = axis_of_letter(o->out, p->out->naxes, letter);
	if (i == kv_axis) {
		r->kv = x;
		return x.q < 0 && x.k >= 0 && x.v >= 0 && x.out < 0;
	}
	if (x.out < 0 || x.q < 0)
		return false;
	if (x.size == 1)
		return true;
	if (x.k >= 0) {
		if (x.v < 0 || r->nheads == HEADS)
			return false;
		r->head[r->nheads++] = x;
		return true;
	}
	if (x.v >= 0 || r->nqueries == QUERIES)
		return false;
	r->query[r->nqueries++] = x;
	return true;
}

/* What q and k are summed over, and what v alone has. */
static bool
dim_axes(const struct parsed *p, struct roles *r, int q, int k)
{
	const struct einsum_attr *s = p->scores->attr, *o = p->out->attr;
	const struct tensor *qt = p->scores->in[q], *kt = p->scores->in[k],
	    *vt = p->out->in[1 - p->weights_at];
	const uint8_t *lq = q == 0 ? s->a : s->b, *lk = k == 0 ? s->a : s->b,
	    *lv = p->weights_at == 0 ? o->b : o->a,
	    *lw = p->weights_at == 0 ? o->a : o->b;

	for (int i = 0; i < qt->naxes; i++) {
		struct role x = { .size = qt->axis[i].size, .q = i };

		if (axis_of_letter(s->out, p->scores->naxes, lq[i]) >= 0)
			continue;
		x.k = axis_of_letter(lk, kt->naxes, lq[i]);
		if (x.k < 0 || kt->axis[x.k].size != x.size)
			return false;
		if (x.size > 1 || r->dim.size == 0) {
			if (!role_set(&r->dim, x.size))
				return false;
			r->dim = x;
		}
	}
	for (int i = 0; i < kt->naxes; i++)
		if (axis_of_letter(s->out, p->scores->naxes, lk[i]) < 0 &&
		    axis_of_letter(lq, qt->naxes, lk[i]) < 0)
			return false;
	for (int i = 0; i < vt->naxes; i++) {
		struct role x = { .size = vt->axis[i].size, .v = i };

		if (axis_of_letter(lw, p->softmax->naxes, lv[i]) >= 0)
			continue;
		x.out = axis_of_letter(o->out, p->out->naxes, lv[i]);
		if (x.out < 0)
			return false;
		if (x.size > 1 || r->vdim.size == 0) {
			if (!role_set(&r->vdim, x.size))
				return false;
			r->vdim = x;
		}
	}
	return r->dim.size > 0 && r->vdim.size == r->dim.size;
}

/* Letters that stand twice in one operand, or axes of 1 against n, are for
 * the plain way. */
static bool
letters_simple(const struct tensor *e)
{
	const struct einsum_attr *l = e->attr;

	for (int k = 0; k < 2; k++) {
		const uint8_t *a = k == 0 ? l->a : l->b;
		const uint8_t *b = k == 0 ? l->b : l->a;
		const struct tensor *t = e->in[k], *u = e->in[1 - k];

		for (int i = 0; i < t->naxes; i++) {
			int at = axis_of_letter(b, u->naxes, a[i]);

			if (axis_of_letter(a, i, a[i]) >= 0 || (at >= 0 &&
			    u->axis[at].size != t->axis[i].size))
				return false;
		}
	}
	return true;
}

static bool
roles_find(const struct parsed *p, struct roles *r)
{
	const struct along_attr *a = p->softmax->attr;
	int8_t of_softmax[TENSOR_MAX_AXES];
	int kv = -1, q, k;

	*r = (struct roles){ 0 };
	if (!letters_simple(p->scores) || !letters_simple(p->out))
		return false;
	fuse_align(p->scores, p->softmax, of_softmax);
	for (int i = 0; i < p->scores->naxes; i++)
		if (of_softmax[i] == __builtin_ctz(a->axes))
			kv = i;
	if (kv < 0 || !scores_sides(p, kv, &q, &k))
		return false;
	for (int i = 0; i < p->scores->naxes; i++)
		if (!score_axis(p, r, i, q, k, of_softmax, kv))
			return false;
	return dim_axes(p, r, q, k);
}

/* ---- running ------------------------------------------------------------------ */

static int64_t
stride_of(const struct tensor *t, int axis)
{
	return axis < 0 || t->axis[axis].size == 1 ? 0 : t->stride[axis];
}

/* The axes of out from the outermost: heads that are batch, positions, key
 * heads, group, dim, so that what reads it finds a row a position. */
static bool
out_alloc(struct ctx *c, struct tensor *out, const struct roles *r)
{
	int order[TENSOR_MAX_AXES], n = 0;
	uint32_t used = 0;
	int last[5], nlast = 0;

	if (r->nheads == 2)
		last[nlast++] = r->head[0].out;
	if (r->nqueries > 0)
		last[nlast++] = r->query[r->nqueries - 1].out;
	if (r->nheads > 0)
		last[nlast++] = r->head[r->nheads - 1].out;
	if (r->nqueries == 2)
		last[nlast++] = r->query[0].out;
	last[nlast++] = r->vdim.out;
	for (int i = 0; i < nlast; i++)
		used |= 1u << last[i];
	for (int i = 0; i < out->naxes; i++)
		if ((used >> i & 1) == 0)
			order[n++] = i;
	for (int i = 0; i < nlast; i++)
		order[n++] = last[i];
	return node_alloc_order(c, out, order);
}

/* The mask as wide as the scores; strides by the axes of where. */
static bool
mask_fill(const struct parsed *p, const struct roles *r,
    struct attention *a)
{
	const struct tensor *mask = p->where->in[0];
	int64_t s[TENSOR_MAX_AXES];
	int8_t of_where[TENSOR_MAX_AXES];

	if (mask->stored != DT_BOOL || p->where->in[2]->stored != DT_F32)
		return false;
	node_align(p->where, mask, s);
	fuse_align(p->softmax, p->where, of_where);
	a->mask = node_ptr(mask);
	a->masked_value = *(const float *)node_ptr(p->where->in[2]);
	for (int i = 0; i < r->nheads; i++)
		a->mask_stride[2 - r->nheads + i] =
		    s[of_where[r->head[i].weights]];
	for (int i = 0; i < r->nqueries; i++)
		a->mask_stride[4 - r->nqueries + i] =
		    s[of_where[r->query[i].weights]];
	a->mask_stride[4] = s[of_where[r->kv.weights]];
	return true;
}

/* Heads fill the places batch, key head from behind; queries the places
 * group, position. The last query axis is the one that is masked. */
static void
roles_order(const struct parsed *p, struct roles *r)
{
	int64_t s[TENSOR_MAX_AXES];
	int8_t of_where[TENSOR_MAX_AXES];

	if (r->nqueries != 2)
		return;
	if (p->where != NULL) {
		node_align(p->where, p->where->in[0], s);
		fuse_align(p->softmax, p->where, of_where);
		if (s[of_where[r->query[0].weights]] == 0 ||
		    s[of_where[r->query[1].weights]] != 0)
			return;
	} else if (r->query[0].size <= r->query[1].size) {
		return;
	}
	{
		struct role x = r->query[0];

		r->query[0] = r->query[1];
		r->query[1] = x;
	}
}

static void
attention_fill(const struct parsed *p, const struct roles *r,
    struct attention *a, const struct tensor *q, const struct tensor *k,
    const struct tensor *v)
{
	int64_t heads[2] = { 1, 1 }, queries[2] = { 1, 1 };

	for (int i = 0; i < r->nheads; i++) {
		const struct role *x = &r->head[i];
		int to = 2 - r->nheads + i;

		heads[to] = x->size;
		a->q_stride[to] = stride_of(q, x->q);
		a->k_stride[to] = stride_of(k, x->k);
		a->v_stride[to] = stride_of(v, x->v);
		a->out_stride[to] = p->out->stride[x->out];
	}
	for (int i = 0; i < r->nqueries; i++) {
		const struct role *x = &r->query[i];
		int to = 2 - r->nqueries + i;

		queries[to] = x->size;
		a->q_stride[2 + to] = stride_of(q, x->q);
		a->out_stride[2 + to] = p->out->stride[x->out];
	}
	a->batch = heads[0];
	a->kv_heads = heads[1];
	a->group = queries[0];
	a->q_len = queries[1];
	a->kv_len = r->kv.size;
	a->dim = r->dim.size;
	a->q_stride[4] = stride_of(q, r->dim.q);
	a->k_stride[2] = stride_of(k, r->kv.k);
	a->k_stride[3] = stride_of(k, r->dim.k);
	a->v_stride[2] = stride_of(v, r->kv.v);
	a->v_stride[3] = stride_of(v, r->vdim.v);
	a->out_stride[4] = p->out->stride[r->vdim.out];
	a->q = node_ptr(q);
	a->k = node_ptr(k);
	a->v = node_ptr(v);
	a->out = node_ptr(p->out);
	a->scale = 1;
}

static enum fused
attention_step(struct ctx *c, struct backend *b, struct tensor *root)
{
	struct attention a = { 0 };
	struct parsed p;
	struct roles r;
	const struct tensor *q, *k, *v;
	const struct along_attr *axes;
	int8_t of_softmax[TENSOR_MAX_AXES];
	int kv = 0, qi = 0, ki = 0;

	if (!parse(root, &p) || !roles_find(&p, &r) || tensor_size(root) == 0)
		return FUSED_DECLINED;
	axes = p.softmax->attr;
	fuse_align(p.scores, p.softmax, of_softmax);
	for (int i = 0; i < p.scores->naxes; i++)
		if (of_softmax[i] == __builtin_ctz(axes->axes))
			kv = i;
	scores_sides(&p, kv, &qi, &ki);
	q = p.scores->in[qi];
	k = p.scores->in[ki];
	v = root->in[1 - p.weights_at];
	if (q->stored != DT_F32 || k->stored != DT_F32 ||
	    v->stored != DT_F32)
		return FUSED_DECLINED;
	roles_order(&p, &r);
	if (p.cap != NULL) {
		if (p.cap->stored != DT_F32 || p.cap_again->stored != DT_F32)
			return FUSED_DECLINED;
		a.soft_cap = *(const float *)node_ptr(p.cap);
		if (!(a.soft_cap > 0) || a.soft_cap !=
		    *(const float *)node_ptr(p.cap_again))
			return FUSED_DECLINED;
	}
	if (p.where != NULL && !mask_fill(&p, &r, &a))
		return FUSED_DECLINED;
	if (!out_alloc(c, root, &r))
		return FUSED_FAILED;
	attention_fill(&p, &r, &a, q, k, v);
	if (b->attention(b, &a, c->stop))
		return FUSED_DONE;
	return fuse_declined(c);
}

const struct fusion fuse_attention = { "attention", attention_match,
	attention_step };
