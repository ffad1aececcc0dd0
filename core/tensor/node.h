/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: what a tensor is inside. Either computed (storage
 * is set: a strided view) or pending (op is set: what will compute it).
 */
#ifndef CORE_TENSOR_NODE_H
#define CORE_TENSOR_NODE_H

#include "core/tensor/storage.h"
#include "core/tensor/tensor.h"

struct op;

struct tensor {
	uint32_t refs;
	uint32_t uses;		/* how many of refs are inputs of pending nodes:
				 * refs > uses means that somebody looks */
	enum dtype dtype;
	enum dtype stored;	/* dtype, or a block type where dtype is f32 */
	bool weak;
	bool failed;		/* the last try to compute it failed */
	int8_t naxes;
	struct axis axis[TENSOR_MAX_AXES];

	/* computed */
	struct storage *storage;
	/*
	 * In elements. For block types: one axis, anywhere in the order, has
	 * stride 1 and a size that is a multiple of the block; the others'
	 * strides are multiples of the block, the offset too; strides of
	 * axes of size 1 are free.
	 */
	int64_t stride[TENSOR_MAX_AXES];
	int64_t offset;
	size_t base;		/* bytes in front of element 0: blocks lie at
				 * any place in a file */

	/* pending */
	const struct op *op;
	struct tensor **in;	/* counted; released once computed */
	int nin;
	void *attr;		/* plain bytes, hashed; of op->name's struct */
	size_t attr_len;
	uint64_t seq;		/* order of making */
	uint64_t hash;		/* op, attributes, dtypes, shapes, inputs' hashes */
	struct origin origin;

	/* the engine's list of pending nodes, oldest first */
	struct tensor *prev, *next;
	/* scratch of the planner while it runs */
	int64_t mark;
	struct engine *engine;
	uint32_t taped;		/* bit i: depends on what tape i looks at */
	/* what in and attr point to when that is enough */
	struct tensor *in_few[4];
	uint64_t attr_few[10];
};

/* One row an operation. */
struct op {
	const char *name;
	unsigned flags;
	/*
	 * Computes out, whose dtype and axes are set: allocates storage
	 * (node_alloc) or shares an input's, sets stride and offset. All
	 * inputs are computed. This is the plain way, always right; the
	 * planner may know a faster one. False: raised.
	 */
	bool (*run)(struct ctx *, struct tensor *out);
	/*
	 * Of OP_VIEW: sets storage, strides and offset of out over those of
	 * its input, without moving anything. False: strides do not suffice
	 * (nothing is raised), run copies.
	 */
	bool (*view)(struct tensor *out);
};

enum {
	OP_VIEW = 1,		/* moves nothing where strides allow */
	OP_POINTWISE = 2,	/* element i of out needs element i of inputs */
	OP_CAST = 4,		/* with OP_VIEW: stays lazy over mapped weights */
	OP_MANY = 8,		/* makes siblings at once */
};

/*
 * A pending node with these inputs; dtype and axes of the result are filled
 * in by the caller (the infer part of the operation, which checked its
 * arguments). attr is copied. A view of computed inputs is run at once. The
 * result belongs to the scope.
 */
struct tensor *node_record(struct ctx *, const struct op *, enum dtype,
    int naxes, const struct axis *, struct tensor *const *in, int nin,
    const void *attr, size_t attr_len);
/* A node without storage yet: for what makes data directly. It belongs to
 * the scope. */
struct tensor *node_create(struct ctx *, enum dtype, int naxes,
    const struct axis *);
/* Fresh C-order storage for the axes of t. False: MemoryError. */
bool node_alloc(struct ctx *, struct tensor *t);
/* The same with the axes laid out in this order, outermost first. */
bool node_alloc_order(struct ctx *, struct tensor *t, const int *order);
/* t shares the storage of in (not its strides and offset). */
void node_share(struct tensor *t, struct tensor *in);
/* Marks t computed: lets go of its inputs, leaves the pending list. */
void node_done(struct tensor *t);
/* A computed plain tensor that equals t and has C-order contiguous storage:
 * t itself, or a copy (blocks decoded). Belongs to the scope. */
struct tensor *node_contiguous(struct ctx *, struct tensor *t);

/*
 * Strides of t against the axes of out: named ones by name, positional ones
 * from the right as NumPy broadcasts; 0 where t has no such axis or size 1.
 */
void node_align(const struct tensor *out, const struct tensor *t,
    int64_t stride[TENSOR_MAX_AXES]);

static inline void *
node_ptr(const struct tensor *t)
{
	const struct dtype_row *d = &dtypes[t->stored];

	return t->storage->data + t->base + t->offset / d->block * d->bytes;
}

#endif
