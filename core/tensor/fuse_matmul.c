/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A product and what follows it: add(mul(act(add(einsum, bias)), m), a), any
 * of the four steps left out: biases, activations, gate products, residuals.
 */
#include "core/tensor/contract.h"
#include "core/tensor/fuse.h"

struct parsed {
	struct tensor *einsum;
	struct tensor *bias, *mul, *add;	/* or null */
	int act;				/* or -1 */
	struct inner inner;
};

/* From the root inwards. */
enum stage { STAGE_ADD, STAGE_MUL, STAGE_ACT, STAGE_BIAS, STAGE_EINSUM };

/* What stands on the other side of a binary node, if t is one side that a
 * product may come from. */
static struct tensor *
other_side(const struct tensor *t, int i)
{
	return inner_ok(t->in[i]) && t->in[i]->dtype == DT_F32 &&
	    fuse_same_axes(t, t->in[i]) && t->in[1 - i]->dtype == DT_F32 ?
	    t->in[1 - i] : NULL;
}

/* Is it as large as the product (a residual), or a row of it (a bias)? */
static bool
is_full(const struct tensor *t, const struct tensor *other)
{
	return fuse_same_axes(t, other);
}

static bool parse_stage(struct backend *, struct tensor *, enum stage,
    struct parsed *);

/* t is a binary node: either side may lead to the product. */
static bool
parse_binary(struct backend *b, struct tensor *t, enum stage stage,
    struct parsed *p)
{
	for (int i = 0; i < 2; i++) {
		struct tensor *other = other_side(t, i);
		struct parsed saved = *p;
		bool full;

		if (other == NULL)
			continue;
		full = is_full(t, other);
		if (op_binary(t->op) == BINARY_mul) {
			if (!full || stage > STAGE_MUL)
				return false;
			p->mul = other;
			if (inner_add(&p->inner, t->in[i]) &&
			    parse_stage(b, t->in[i], STAGE_ACT, p))
				return true;
		} else if (full && stage <= STAGE_ADD) {
			p->add = other;
			if (inner_add(&p->inner, t->in[i]) &&
			    parse_stage(b, t->in[i], STAGE_MUL, p))
				return true;
		} else if (!full && stage <= STAGE_BIAS) {
			p->bias = other;
			if (inner_add(&p->inner, t->in[i]) &&
			    parse_stage(b, t->in[i], STAGE_EINSUM, p))
				return true;
		}
		*p = saved;
	}
	return false;
}

/* The recursion is as deep as there are stages. */
static bool
parse_stage(struct backend *b, struct tensor *t, enum stage stage,
    struct parsed *p)
{
	int u = t->op != NULL ? op_unary(t->op) : -1;

	if (t->op == NULL || t->dtype != DT_F32)
		return false;
	if (t->op == &op_einsum) {
		p->einsum = t;
		return true;
	}
	if (stage <= STAGE_ACT && u >= 0) {
		if (!b->can_point(b, POINT_UNARY, u) || !inner_ok(t->in[0]) ||
		    t->in[0]->dtype != DT_F32)
			return false;
		p->act = u;
		return inner_add(&p->inner, t->in[0]) &&
		    parse_stage(b, t->in[0], STAGE_BIAS, p);
	}
	if (op_binary(t->op) == BINARY_add || op_binary(t->op) == BINARY_mul)
		return parse_binary(b, t, stage, p);
	return false;
}

static bool
parse(struct backend *b, struct tensor *root, struct parsed *p)
{
	*p = (struct parsed){ .act = -1 };
	return root->op != &op_einsum && parse_stage(b, root, STAGE_ADD, p);
}

static bool
matmul_match(struct backend *b, struct tensor *root, struct inner *in)
{
	struct parsed p;

	if (!parse(b, root, &p))
		return false;
	*in = p.inner;
	return true;
}

/* Does t lie in memory as c does? */
static bool
lies_as(const struct tensor *c, const struct tensor *t)
{
	int64_t s[TENSOR_MAX_AXES];

	if (t->stored != DT_F32)
		return false;
	node_align(c, t, s);
	for (int i = 0; i < c->naxes; i++)
		if (c->axis[i].size > 1 && s[i] != c->stride[i])
			return false;
	return true;
}

/* Is t one entry for each of the n columns, which lie side by side? */
static bool
lies_as_row(const struct tensor *c, const struct tensor *t, int64_t n)
{
	int64_t s[TENSOR_MAX_AXES];

	if (t->stored != DT_F32)
		return false;
	node_align(c, t, s);
	for (int i = 0; i < c->naxes; i++)
		if (c->axis[i].size > 1 &&
		    s[i] != (c->stride[i] < n ? c->stride[i] : 0))
			return false;
	return true;
}

/* Gives the memory of the product to the root, whose axes may stand in
 * another order. */
static void
root_take(struct tensor *root, struct tensor *einsum)
{
	int8_t map[TENSOR_MAX_AXES];

	fuse_align(root, einsum, map);
	for (int i = 0; i < root->naxes; i++)
		root->stride[i] = einsum->stride[map[i]];
	root->offset = einsum->offset;
	node_share(root, einsum);
}

static enum fused
matmul_step(struct ctx *c, struct backend *b, struct tensor *root)
{
	struct contraction x;
	struct parsed p;
	struct matmul *m = &x.mm;

	if (!parse(b, root, &p))
		return FUSED_DECLINED;
	if (!contract_canonical(c, p.einsum, &x))
		return FUSED_FAILED;
	root_take(root, p.einsum);
	if (x.nouter > 0 || x.made != x.result || m->k == 0 ||
	    tensor_size(root) == 0 || (m->c.col != 1 && m->n > 1))
		return FUSED_DECLINED;
	m->post.act = p.act;
	if ((p.bias != NULL && !lies_as_row(root, p.bias, m->n)) ||
	    (p.mul != NULL && !lies_as(root, p.mul)) ||
	    (p.add != NULL && !lies_as(root, p.add)))
		return FUSED_DECLINED;
	m->post.bias = p.bias != NULL ? node_ptr(p.bias) : NULL;
	m->post.mul = p.mul != NULL ? node_ptr(p.mul) : NULL;
	m->post.add = p.add != NULL ? node_ptr(p.add) : NULL;
	if (b->matmul(b, m, c->stop))
		return FUSED_DONE;
	return fuse_declined(c);
}

const struct fusion fuse_matmul = { "matmul", matmul_match, matmul_step };
