/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to the planner: one row a kind of fusion. A pattern ends in a root
 * node; the nodes inside it are swallowed, that is never computed by
 * themselves. The planner checks that nobody else looks at those.
 */
#ifndef CORE_TENSOR_FUSE_H
#define CORE_TENSOR_FUSE_H

#include "core/tensor/backend.h"
#include "core/tensor/op.h"

#define FUSE_MAX_INNER 32

/* The nodes of a pattern without its root, in any order, each once. */
struct inner {
	int n;
	struct tensor *node[FUSE_MAX_INNER];
};

enum fused {
	FUSED_DONE,		/* the root is computed */
	FUSED_DECLINED,		/* do it the plain way; nothing was raised */
	FUSED_FAILED		/* raised */
};

struct fusion {
	const char *name;
	/*
	 * Is root the end of such a pattern? Looks at operations, dtypes and
	 * axes only, never at strides: inputs are not computed yet. Fills
	 * inner with what would be swallowed (none: only a faster way).
	 */
	bool (*match)(struct backend *, struct tensor *root, struct inner *);
	/* Computes root; what stands outside of the pattern is computed. */
	enum fused (*run)(struct ctx *, struct backend *,
	    struct tensor *root);
};

extern const struct fusion fuse_attention, fuse_matmul, fuse_along,
    fuse_pointwise;

/* May a pattern reach into t: pending, and used by one node only? (That
 * nobody else holds it is checked at the end.) */
static inline bool
inner_ok(const struct tensor *t)
{
	return t->op != NULL && t->uses == 1 && t->refs == 1;
}

static inline bool
inner_add(struct inner *in, struct tensor *t)
{
	if (in->n == FUSE_MAX_INNER)
		return false;
	in->node[in->n++] = t;
	return true;
}

/* Which axis of t lines up with each axis of out (as node_align); -1: none. */
void fuse_align(const struct tensor *out, const struct tensor *t,
    int8_t map[TENSOR_MAX_AXES]);
/* Is it a view that only has its input's axes in another order of names? */
bool fuse_is_order(const struct tensor *);
/* Do both have the same axes with the same sizes, in any order? */
bool fuse_same_axes(const struct tensor *, const struct tensor *);
/* After a kernel said no: was it an interrupt? */
enum fused fuse_declined(struct ctx *);

#endif
