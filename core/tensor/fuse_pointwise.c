/* SPDX-License-Identifier: Apache-2.0 */
/* Chains (in truth graphs) of pointwise operations as one program. */
#include "core/tensor/fuse.h"

#include <string.h>

#define MAX_NODES POINTWISE_MAX_STEPS

/* A register: a node inside the pattern or an input, seen from the root. */
struct reg {
	struct tensor *t;
	int8_t map[TENSOR_MAX_AXES];	/* root's axis -> axis of t, or -1 */
};

struct program {
	struct tensor *root;
	/* Nodes inside, root first; each after all that use it. */
	int nnodes;
	struct reg node[MAX_NODES];
	int uses[MAX_NODES];	/* how often nodes inside use it */
	int nin;
	struct reg in[POINTWISE_MAX_IN];
};

static bool
input_type_ok(enum dtype d)
{
	return d == DT_F32 || d == DT_F16 || d == DT_BF16 || d == DT_BOOL;
}

static bool
is_truth(const struct op *op)
{
	int u = op_unary(op), b = op_binary(op);

	return u == UNARY_logical_not || u == UNARY_isnan ||
	    u == UNARY_isinf || u == UNARY_isfinite ||
	    (b >= BINARY_eq && b <= BINARY_ge) ||
	    b == BINARY_logical_and || b == BINARY_logical_or ||
	    b == BINARY_logical_xor;
}

/* An operation that a program can hold, with the right dtypes. */
static bool
node_ok(struct backend *b, const struct tensor *t)
{
	bool floats = t->dtype == DT_F32;

	if (t->op == NULL || (!floats && t->dtype != DT_BOOL))
		return false;
	for (int i = 0; i < t->nin; i++) {
		enum dtype d = t->in[i]->dtype;

		/* Arithmetic is on float32; truth also on truth. */
		if (t->op == &op_where && i == 0 ? d != DT_BOOL :
		    d != DT_F32 && (d != DT_BOOL || floats))
			return false;
	}
	if (t->op == &op_where)
		return floats;
	if (is_truth(t->op) == floats)
		return false;
	if (op_unary(t->op) >= 0)
		return b->can_point(b, POINT_UNARY, op_unary(t->op));
	return op_binary(t->op) >= 0 &&
	    b->can_point(b, POINT_BINARY, op_binary(t->op));
}

/* Does it have all axes of the root in full? */
static bool
is_whole(const struct tensor *root, const struct reg *r)
{
	for (int i = 0; i < root->naxes; i++)
		if (root->axis[i].size > 1 && (r->map[i] < 0 ||
		    r->t->axis[r->map[i]].size != root->axis[i].size))
			return false;
	return true;
}

/* An input of a node, seen from the root: through the node's own axes. */
static struct reg
reg_of_input(const struct tensor *root, const struct reg *user,
    struct tensor *in)
{
	struct reg r = { .t = in };
	int8_t map[TENSOR_MAX_AXES];

	fuse_align(user->t, in, map);
	for (int i = 0; i < root->naxes; i++)
		r.map[i] = user->map[i] < 0 ? -1 : map[user->map[i]];
	return r;
}

static int
find_node(const struct program *p, const struct tensor *t)
{
	for (int i = 0; i < p->nnodes; i++)
		if (p->node[i].t == t)
			return i;
	return -1;
}

/* The register of an input; -1 when there is no more room. The same array
 * seen in two ways is two inputs. */
static int
find_input(const struct program *p, const struct reg *r)
{
	for (int i = 0; i < p->nin; i++)
		if (p->in[i].t == r->t && memcmp(p->in[i].map, r->map,
		    (size_t)p->root->naxes) == 0)
			return i;
	return -1;
}

/*
 * Grows the pattern from the root: an input of a node inside joins when all
 * that use it are inside and see it the same way. Nodes are made before
 * those that use them, so the newest candidate is looked at first.
 */
static void
program_grow(struct backend *b, struct program *p)
{
	bool grown = true;

	while (grown && p->nnodes < MAX_NODES) {
		grown = false;
		for (int i = 0; i < p->nnodes && !grown; i++) {
			struct tensor *user = p->node[i].t;

			for (int k = 0; k < user->nin && !grown; k++) {
				struct tensor *t = user->in[k];
				struct reg r;
				uint32_t uses = 0;
				bool same = true;

				if (t->op == NULL || t->refs != t->uses ||
				    t->uses > 4 || find_node(p, t) >= 0 ||
				    !node_ok(b, t))
					continue;
				r = reg_of_input(p->root, &p->node[i], t);
				for (int j = 0; j < p->nnodes; j++)
					for (int l = 0; l < p->node[j].t->nin;
					    l++) {
						struct reg o;

						if (p->node[j].t->in[l] != t)
							continue;
						uses++;
						o = reg_of_input(p->root,
						    &p->node[j], t);
						same = same && memcmp(o.map,
						    r.map, (size_t)
						    p->root->naxes) == 0;
					}
				if (uses != t->uses || !same ||
				    !is_whole(p->root, &r))
					continue;
				p->node[p->nnodes++] = r;
				grown = true;
			}
		}
	}
}

/* Fills in the inputs; false: too many. */
static bool
program_inputs(struct program *p)
{
	p->nin = 0;
	for (int i = 0; i < p->nnodes; i++)
		for (int k = 0; k < p->node[i].t->nin; k++) {
			struct tensor *t = p->node[i].t->in[k];
			struct reg r;

			if (find_node(p, t) >= 0)
				continue;
			r = reg_of_input(p->root, &p->node[i], t);
			if (find_input(p, &r) >= 0)
				continue;
			if (p->nin == POINTWISE_MAX_IN ||
			    !input_type_ok(t->dtype))
				return false;
			p->in[p->nin++] = r;
		}
	return true;
}

static bool
program_parse(struct backend *b, struct tensor *root, struct program *p)
{
	if (!node_ok(b, root))
		return false;
	p->root = root;
	p->nnodes = 1;
	p->node[0].t = root;
	for (int i = 0; i < root->naxes; i++)
		p->node[0].map[i] = (int8_t)i;
	program_grow(b, p);
	while (!program_inputs(p)) {
		/* The newest is nearest to the leaves. */
		if (p->nnodes == 1)
			return false;
		p->nnodes--;
	}
	return true;
}

static bool
pointwise_match(struct backend *b, struct tensor *root, struct inner *in)
{
	struct program p;

	/* Small things are not worth it alone. */
	if (!program_parse(b, root, &p) ||
	    (p.nnodes == 1 && tensor_size(root) < 1024))
		return false;
	for (int i = 1; i < p.nnodes; i++)
		if (!inner_add(in, p.node[i].t))
			return false;
	return true;
}

static void
step_fill(const struct program *p, int i, const int *step_of,
    struct point_step *s)
{
	const struct tensor *t = p->node[i].t;
	uint8_t arg[3] = { 0 };

	for (int k = 0; k < t->nin; k++) {
		int at = find_node(p, t->in[k]);
		struct reg r;

		if (at >= 0) {
			arg[k] = (uint8_t)(p->nin + step_of[at]);
			continue;
		}
		r = reg_of_input(p->root, &p->node[i], t->in[k]);
		arg[k] = (uint8_t)find_input(p, &r);
	}
	s->x = arg[0];
	s->y = arg[1];
	s->z = arg[2];
	if (t->op == &op_where) {
		s->kind = POINT_WHERE;
	} else if (op_unary(t->op) >= 0) {
		s->kind = POINT_UNARY;
		s->op = (uint8_t)op_unary(t->op);
	} else {
		s->kind = POINT_BINARY;
		s->op = (uint8_t)op_binary(t->op);
	}
}

/* Each node after those that it uses. */
static void
steps_fill(const struct program *p, struct pointwise *w)
{
	int step_of[MAX_NODES];

	for (int i = 0; i < p->nnodes; i++)
		step_of[i] = -1;
	while (w->nsteps < p->nnodes)
		for (int i = p->nnodes - 1; i >= 0; i--) {
			const struct tensor *t = p->node[i].t;
			bool ready = step_of[i] < 0;

			for (int k = 0; k < t->nin && ready; k++) {
				int at = find_node(p, t->in[k]);

				ready = at < 0 || step_of[at] >= 0;
			}
			if (!ready)
				continue;
			step_fill(p, i, step_of, &w->step[w->nsteps]);
			step_of[i] = w->nsteps++;
		}
}

/* The root's axes in the order of memory of the first whole input. */
static void
result_order(const struct program *p, int *order)
{
	const struct reg *r = NULL;

	for (int i = 0; i < p->root->naxes; i++)
		order[i] = i;
	for (int i = 0; i < p->nin && r == NULL; i++)
		if (is_whole(p->root, &p->in[i]))
			r = &p->in[i];
	if (r == NULL)
		return;
	for (int i = 1; i < p->root->naxes; i++)
		for (int j = i; j > 0; j--) {
			int x = order[j - 1], y = order[j];

			if (p->root->axis[x].size == 1 ||
			    p->root->axis[y].size == 1 ||
			    r->t->stride[r->map[x]] >=
			    r->t->stride[r->map[y]])
				break;
			order[j - 1] = y;
			order[j] = x;
		}
}

static enum fused
pointwise_step(struct ctx *c, struct backend *b, struct tensor *root)
{
	struct program p;
	struct pointwise w;
	int order[TENSOR_MAX_AXES];

	if (!program_parse(b, root, &p))
		return FUSED_DECLINED;
	for (int i = 0; i < p.nin; i++)
		if (!input_type_ok(p.in[i].t->stored))
			return FUSED_DECLINED;
	memset(&w, 0, sizeof(w));
	result_order(&p, order);
	if (!node_alloc_order(c, root, order))
		return FUSED_FAILED;
	w.nin = p.nin;
	w.nout = 1;
	steps_fill(&p, &w);
	for (int i = 0; i < p.nin; i++) {
		w.in[i].data = node_ptr(p.in[i].t);
		w.in[i].stored = p.in[i].t->stored;
	}
	w.out[0].data = node_ptr(root);
	w.out[0].stored = root->dtype;
	w.out[0].reg = (uint8_t)(p.nin + p.nnodes - 1);
	for (int i = 0; i < root->naxes; i++) {
		int a = order[i];

		if (root->axis[a].size == 1)
			continue;
		w.size[w.naxes] = root->axis[a].size;
		w.out[0].stride[w.naxes] = root->stride[a];
		for (int k = 0; k < p.nin; k++) {
			int at = p.in[k].map[a];

			w.in[k].stride[w.naxes] = at < 0 ||
			    p.in[k].t->axis[at].size == 1 ? 0 :
			    p.in[k].t->stride[at];
		}
		w.naxes++;
	}
	if (tensor_size(root) == 0 || b->pointwise(b, &w, c->stop))
		return FUSED_DONE;
	return fuse_declined(c);
}

const struct fusion fuse_pointwise = { "pointwise", pointwise_match,
	pointwise_step };
