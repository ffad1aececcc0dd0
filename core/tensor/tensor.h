/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arrays whose axes have a position or a name, never both. A library by
 * itself: it knows no values, no language.
 *
 * A tensor is immutable and lazy: an operation checks its arguments at once
 * and makes a node; a node is computed when somebody needs its numbers
 * (tensor_force and what reads). All functions here follow ctx.h: results
 * belong to the running scope, null passes through, errors are raised once.
 *
 * The order of axes in a tensor is logical; where elements lie in memory is
 * the engine's business. "Axis i" counts all axes, named ones too; "position
 * p" counts the axes without a name only, and may be negative.
 *
 * Operations act on positional axes and are lifted over named ones: names are
 * united in order of first appearance, equal names line up (sizes must be
 * equal, else ValueError), positional axes broadcast as in NumPy, and a
 * result's axes are first its positional
 * axes, then its named ones.
 */
#ifndef CORE_TENSOR_TENSOR_H
#define CORE_TENSOR_TENSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/atom.h"
#include "core/base/attr.h"
#include "core/base/ctx.h"
#include "core/tensor/dtype.h"

#define TENSOR_MAX_AXES 16

struct storage;
struct tensor;

struct axis {
	const struct atom *name;	/* null: positional */
	int64_t size;
};

/* ---- the engine --------------------------------------------------------- */

struct engine_options {
	const char *backend;	/* path of the loadable backend; null: none */
	size_t memory_limit;	/* bytes of heap storage; 0: ask the machine */
	int threads;		/* 0: all cores */
};

/* Fills c->engine. */
void engine_init(struct ctx *, const struct engine_options *);
void engine_release(struct ctx *);
/* Computes all pending nodes that somebody still holds, in the order of
 * their making; casts and views of mapped storage stay lazy. */
bool engine_flush(struct ctx *);
/*
 * Leaves what is pending to whoever asks for it: an interrupted cell's work
 * must not come back with the next cell.
 */
void engine_leave(struct ctx *);
/* What an error of a node recorded from now on says of its origin; called
 * with the evaluator's position. Copied by value. */
struct origin {
	const void *unit;
	uint32_t begin, end;
};
void engine_origin(struct ctx *, struct origin);

/* ---- counting ------------------------------------------------------------ */

struct tensor *tensor_ref(struct tensor *);
void tensor_unref(struct tensor *);

/* ---- what it is (never computes) ------------------------------------------ */

enum dtype tensor_dtype(const struct tensor *);
/* How the elements are stored: a block type, or the dtype itself. */
enum dtype tensor_stored(const struct tensor *);
bool tensor_is_weak(const struct tensor *);
int tensor_naxes(const struct tensor *);
int tensor_npos(const struct tensor *);
const struct axis *tensor_axes(const struct tensor *);
/* The axis of this name or position; -1 when there is none. */
int tensor_find_axis(const struct tensor *, const struct atom *name);
int tensor_pos_axis(const struct tensor *, int position);
int64_t tensor_size(const struct tensor *);
bool tensor_is_pending(const struct tensor *);
bool tensor_is_mapped(const struct tensor *);
/* Is some axis hidden by nmap? Then items must not be read. */
bool tensor_has_hidden(const struct tensor *);
/* Bytes that its elements take in storage. */
size_t tensor_nbytes(const struct tensor *);
/* "float32[3,4|batch:2,seq:5]" */
struct buf;
void tensor_describe(struct buf *, const struct tensor *);
/* "(3, 4)": the positional axes, as Python writes a shape. */
void tensor_write_shape(struct buf *, const struct tensor *);

/* ---- making ---------------------------------------------------------------- */

/* Copies C-order elements. */
struct tensor *tensor_new(struct ctx *, enum dtype, int naxes,
    const struct axis *, const void *data);
/* A view of counted storage, offset in bytes, C order; checks that it lies
 * inside. For block types the last axis is a multiple of the block. */
struct tensor *tensor_of_storage(struct ctx *, enum dtype stored, int naxes,
    const struct axis *, struct storage *, size_t offset);
struct tensor *tensor_scalar_f(struct ctx *, double, enum dtype, bool weak);
struct tensor *tensor_scalar_i(struct ctx *, int64_t, enum dtype, bool weak);
struct tensor *tensor_fill(struct ctx *, double, enum dtype, int naxes,
    const struct axis *);
/* start, start+step, ... along one axis. */
struct tensor *tensor_arange(struct ctx *, enum dtype, double start,
    double step, struct axis);

/* ---- reading (computes) ------------------------------------------------------ */

bool tensor_force(struct ctx *, struct tensor *);
bool tensor_force_all(struct ctx *, struct tensor *const *, size_t n);
/* Elements of the box start..start+count (per axis, null: all) with step
 * (null: 1), converted, in C order of the axes. */
bool tensor_read(struct ctx *, struct tensor *, enum dtype, void *out);
bool tensor_read_box(struct ctx *, struct tensor *, enum dtype,
    const int64_t *start, const int64_t *count, void *out);
/* Of a tensor with one element. */
bool tensor_item_f(struct ctx *, struct tensor *, double *);
bool tensor_item_i(struct ctx *, struct tensor *, int64_t *);
/* All elements in one pass over the storage, decoding blocks. */
struct tensor_stats {
	int64_t n, nan, pos_inf, neg_inf, zero, true_count;
	double min, max, mean, std;	/* of the finite ones */
};
bool tensor_stats(struct ctx *, struct tensor *, struct tensor_stats *);
/* Address and byte strides of a computed plain tensor; null when pending
 * or stored in blocks. For the few who must look directly. */
const void *tensor_data(const struct tensor *, int64_t *byte_strides);
uint64_t tensor_storage_serial(const struct tensor *);

/* ---- axes: no arithmetic; a view where strides allow ------------------------- */

/* Names for all positional axes, in order. ValueError as Penzai's. */
struct tensor *tensor_tag(struct ctx *, struct tensor *,
    const struct atom *const *names, int n);
struct tensor *tensor_tag_prefix(struct ctx *, struct tensor *,
    const struct atom *const *names, int n);
/* Makes these names positional, in this order, in front. */
struct tensor *tensor_untag_prefix(struct ctx *, struct tensor *,
    const struct atom *const *names, int n);
/* The same, but only for an array without positional axes. */
struct tensor *tensor_untag(struct ctx *, struct tensor *,
    const struct atom *const *names, int n);
struct tensor *tensor_rename(struct ctx *, struct tensor *,
    const struct atom *old, const struct atom *new_name);
/* order[i]: which axis of t stands i-th. */
struct tensor *tensor_order(struct ctx *, struct tensor *, const int *order);
/* Axis i becomes several axes, whose sizes multiply to its size. */
struct tensor *tensor_split(struct ctx *, struct tensor *, int axis,
    const struct axis *parts, int n);
/* Several axes (in this order) become one, at the place of the first. */
struct tensor *tensor_merge(struct ctx *, struct tensor *, const int *axes,
    int n, const struct atom *name);
/* Positional axes only; one size may be -1. Names stay. */
struct tensor *tensor_reshape(struct ctx *, struct tensor *,
    const int64_t *sizes, int n);
/* A new axis of size 1 that stands `at`-th. */
struct tensor *tensor_expand(struct ctx *, struct tensor *, int at,
    const struct atom *name);
struct tensor *tensor_squeeze(struct ctx *, struct tensor *, int axis);
/* To at least these axes: positional as NumPy, names added. */
struct tensor *tensor_broadcast(struct ctx *, struct tensor *, int naxes,
    const struct axis *);
/* Python's slice, resolved: count elements from start, step may be < 0. */
struct tensor *tensor_slice(struct ctx *, struct tensor *, int axis,
    int64_t start, int64_t count, int64_t step);
/* One element of an axis, which goes. i must be inside. */
struct tensor *tensor_pick(struct ctx *, struct tensor *, int axis, int64_t i);

/* ---- pointwise ---------------------------------------------------------------- */

#define TENSOR_UNARY(X) X(neg) X(abs) X(sign) X(exp) X(exp2) X(expm1) X(log) \
	X(log2) X(log1p) X(sqrt) X(rsqrt) X(square) X(reciprocal) X(sin)    \
	X(cos) X(tan) X(tanh) X(sinh) X(cosh) X(asin) X(acos) X(atan)       \
	X(logistic) X(silu) X(relu) X(gelu_tanh) X(gelu_erf) X(erf)         \
	X(softplus) X(floor) X(ceil) X(round) X(trunc) X(isnan) X(isinf)    \
	X(isfinite) X(logical_not) X(bit_not)
#define TENSOR_BINARY(X) X(add) X(sub) X(mul) X(div) X(floor_div) X(mod)    \
	X(pow) X(max) X(min) X(atan2) X(eq) X(ne) X(lt) X(le) X(gt) X(ge)   \
	X(logical_and) X(logical_or) X(logical_xor) X(bit_and) X(bit_or)    \
	X(bit_xor) X(shl) X(shr)

enum unary {
#define X(n) UNARY_##n,
	TENSOR_UNARY(X)
#undef X
	UNARY_COUNT
};
enum binary {
#define X(n) BINARY_##n,
	TENSOR_BINARY(X)
#undef X
	BINARY_COUNT
};

/* Result dtypes as jax.numpy's (div of ints is float32, comparisons bool). */
struct tensor *tensor_unary(struct ctx *, enum unary, struct tensor *);
struct tensor *tensor_binary(struct ctx *, enum binary, struct tensor *,
    struct tensor *);
struct tensor *tensor_where(struct ctx *, struct tensor *cond,
    struct tensor *, struct tensor *);
struct tensor *tensor_cast(struct ctx *, struct tensor *, enum dtype);

/* ---- along axes: bit i of a mask stands for axis i ---------------------------- */

#define TENSOR_REDUCE(X) X(sum) X(mean) X(prod) X(max) X(min) X(any) X(all) \
	X(argmax) X(argmin)
enum reduce {
#define X(n) REDUCE_##n,
	TENSOR_REDUCE(X)
#undef X
	REDUCE_COUNT
};
/* keep: the axes stay with size 1. argmax takes one axis. */
struct tensor *tensor_reduce(struct ctx *, enum reduce, struct tensor *,
    uint32_t axes, bool keep);
/* Population variance: the mean of (x - mean)^2, as jax.numpy.var. */
struct tensor *tensor_var(struct ctx *, struct tensor *, uint32_t axes,
    bool keep);
struct tensor *tensor_softmax(struct ctx *, struct tensor *, uint32_t axes);
struct tensor *tensor_log_softmax(struct ctx *, struct tensor *,
    uint32_t axes);
/* x * rsqrt(mean(x^2) + epsilon) */
struct tensor *tensor_rms_standardize(struct ctx *, struct tensor *,
    uint32_t axes, double epsilon);
/* (x - mean) * rsqrt(var + epsilon) */
struct tensor *tensor_standardize(struct ctx *, struct tensor *,
    uint32_t axes, double epsilon);
struct tensor *tensor_cumsum(struct ctx *, struct tensor *, int axis);
struct tensor *tensor_sort(struct ctx *, struct tensor *, int axis,
    bool descending);
struct tensor *tensor_argsort(struct ctx *, struct tensor *, int axis,
    bool descending);
/* The k largest along an axis, descending; equal ones by index. */
bool tensor_top_k(struct ctx *, struct tensor *, int axis, int64_t k,
    struct tensor **values, struct tensor **indices);

/* ---- contraction --------------------------------------------------------------- */

/*
 * Einstein summation of two tensors over all their axes: la[i] is the letter
 * (a small number) of axis i of a. Equal letters are one index; letters not
 * in the result are summed over. out_axes gives the result's axes.
 */
struct tensor *tensor_einsum(struct ctx *, struct tensor *a,
    const uint8_t *la, struct tensor *b, const uint8_t *lb, int nout,
    const uint8_t *lout, const struct axis *out_axes);
/* Sums over these names; all other names broadcast together (a name in both
 * is lined up). As Penzai's pz.nx contract. */
struct tensor *tensor_contract(struct ctx *, struct tensor *a,
    struct tensor *b, const struct atom *const *names, int n);
/* NumPy's matmul on positional axes, lifted over names. */
struct tensor *tensor_matmul(struct ctx *, struct tensor *, struct tensor *);

/* ---- moving elements ------------------------------------------------------------- */

/* t[..., ids, ...]: axis goes, the axes of ids come (names line up; the
 * positional ones of ids stand where the axis stood). Out of range clamps, negative counts from
 * the end, as JAX. */
struct tensor *tensor_take(struct ctx *, struct tensor *t, int axis,
    struct tensor *ids);
/* Several indexed axes at once; ids broadcast together. */
struct tensor *tensor_gather(struct ctx *, struct tensor *t, int n,
    const int *axes, struct tensor *const *ids);
struct tensor *tensor_concat(struct ctx *, struct tensor *const *, int n,
    int axis_of_first);
struct tensor *tensor_stack(struct ctx *, struct tensor *const *, int n,
    struct axis name_only);
/* t with the box at start (integer scalars, clamped) replaced by part; axes
 * that part lacks are broadcast. In place where nobody else holds t. */
struct tensor *tensor_update_slice(struct ctx *, struct tensor *t, int axis,
    struct tensor *start, struct tensor *part);
/* t with t[ids...] replaced (or added to) by values, as t.at[...].set. */
struct tensor *tensor_scatter(struct ctx *, struct tensor *t, int n,
    const int *axes, struct tensor *const *ids, struct tensor *values,
    bool add);
/* Rotary embedding over an axis (half-split). The angle of pair j is
 * position / wavelength^(2j/d) / scale / divisors[j]. */
struct rope {
	double wavelength, scale;
	int64_t subset;		/* only its first entries; 0: all */
	int ndivisors;		/* one a pair, or 0: they are 1 */
	const double *divisors;
};
struct tensor *tensor_rope(struct ctx *, struct tensor *x, int axis,
    struct tensor *positions, const struct rope *);

/* ---- random numbers (JAX's threefry, bit for bit) -------------------------------- */

/* keys: uint32, last positional axis of size 2. */
struct tensor *tensor_threefry_bits(struct ctx *, struct tensor *keys,
    int naxes, const struct axis *, bool partitionable);
struct tensor *tensor_threefry_split(struct ctx *, struct tensor *key,
    int64_t n, bool partitionable);
struct tensor *tensor_threefry_fold_in(struct ctx *, struct tensor *key,
    uint32_t data);

#endif
