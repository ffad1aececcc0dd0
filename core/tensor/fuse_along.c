/* SPDX-License-Identifier: Apache-2.0 */
/* Normalisation and softmax over one axis, times a weight of that axis. */
#include "core/tensor/fuse.h"

struct parsed {
	struct tensor *along;	/* the standardize or softmax node */
	struct tensor *weight;	/* or null */
	int axis;		/* of the input of along */
	enum along_kind kind;
	double epsilon;
};

static const struct {
	const struct op *op;
	enum along_kind kind;
} kinds[] = {
	{ &op_rms_standardize, ALONG_RMS },
	{ &op_standardize, ALONG_STANDARDIZE },
	{ &op_softmax, ALONG_SOFTMAX },
	{ &op_log_softmax, ALONG_LOG_SOFTMAX },
};

static bool
parse_along(struct tensor *t, struct parsed *p)
{
	const struct along_attr *a = t->attr;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (t->op != kinds[i].op)
			continue;
		if (t->dtype != DT_F32 || t->in[0]->dtype != DT_F32 ||
		    a->axes == 0 || (a->axes & (a->axes - 1)) != 0)
			return false;
		p->along = t;
		p->kind = kinds[i].kind;
		p->axis = __builtin_ctz(a->axes);
		p->epsilon = a->epsilon;
		return true;
	}
	return false;
}

/* Does w have entries along that axis of x and no other? */
static bool
weight_ok(const struct tensor *out, const struct tensor *w,
    const struct tensor *x, int axis)
{
	int8_t of_w[TENSOR_MAX_AXES], of_x[TENSOR_MAX_AXES];

	if (w->dtype != DT_F32 || tensor_size(w) != x->axis[axis].size)
		return false;
	fuse_align(out, w, of_w);
	fuse_align(out, x, of_x);
	for (int i = 0; i < out->naxes; i++)
		if (of_w[i] >= 0 && w->axis[of_w[i]].size > 1 &&
		    of_x[i] != axis)
			return false;
	return true;
}

static bool
parse(struct tensor *root, struct parsed *p)
{
	p->weight = NULL;
	if (parse_along(root, p))
		return true;
	if (op_binary(root->op) != BINARY_mul || root->dtype != DT_F32)
		return false;
	for (int i = 0; i < 2; i++)
		if (inner_ok(root->in[i]) && parse_along(root->in[i], p) &&
		    fuse_same_axes(root, p->along) &&
		    weight_ok(root, root->in[1 - i], p->along->in[0],
		    p->axis)) {
			p->weight = root->in[1 - i];
			return true;
		}
	return false;
}

static bool
along_match(struct backend *b, struct tensor *root, struct inner *in)
{
	struct parsed p;

	(void)b;
	return parse(root, &p) && (p.along == root || inner_add(in,
	    p.along));
}

/* Axes of x from the outermost in memory to the innermost, axis last. */
static void
axes_by_memory(const struct tensor *x, int axis, int *order)
{
	int n = 0;

	for (int i = 0; i < x->naxes; i++)
		if (i != axis)
			order[n++] = i;
	for (int i = 1; i < n; i++)
		for (int j = i; j > 0 && x->stride[order[j]] >
		    x->stride[order[j - 1]]; j--) {
			int t = order[j];

			order[j] = order[j - 1];
			order[j - 1] = t;
		}
	order[n] = axis;
}

static enum fused
along_step(struct ctx *c, struct backend *b, struct tensor *root)
{
	struct parsed p;
	struct tensor *x;
	struct along a = { 0 };
	int order[TENSOR_MAX_AXES], of_root[TENSOR_MAX_AXES], n = 0;
	int8_t map[TENSOR_MAX_AXES];

	if (!parse(root, &p))
		return FUSED_DECLINED;
	x = p.along->in[0];
	if (x->stored != DT_F32 || (x->stride[p.axis] != 1 &&
	    x->axis[p.axis].size != 1))
		return FUSED_DECLINED;
	a.kind = p.kind;
	a.epsilon = p.epsilon;
	a.n = x->axis[p.axis].size;
	if (p.weight != NULL) {
		for (int i = 0; i < p.weight->naxes; i++)
			if (p.weight->axis[i].size > 1 &&
			    p.weight->stride[i] != 1)
				return FUSED_DECLINED;
		if (p.weight->stored != DT_F32)
			return FUSED_DECLINED;
		a.mul = node_ptr(p.weight);
	}
	fuse_align(root, x, map);
	axes_by_memory(x, p.axis, order);
	for (int i = 0; i < x->naxes; i++)
		for (int j = 0; j < root->naxes; j++)
			if (map[j] == order[i])
				of_root[n++] = j;
	if (n != root->naxes)
		return FUSED_DECLINED;
	if (!node_alloc_order(c, root, of_root))
		return FUSED_FAILED;
	a.naxes = n - 1;
	for (int i = 0; i < n - 1; i++) {
		a.size[i] = root->axis[of_root[i]].size;
		a.x_stride[i] = x->stride[order[i]];
		a.out_stride[i] = root->stride[of_root[i]];
	}
	a.x = node_ptr(x);
	a.out = node_ptr(root);
	if (tensor_size(root) == 0 || b->along(b, &a, c->stop))
		return FUSED_DONE;
	return fuse_declined(c);
}

const struct fusion fuse_along = { "along", along_match, along_step };
