/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that put elements in order. NaN counts as largest, as in JAX. */
#include <inttypes.h>
#include <string.h>

#include "core/base/ctx.h"
#include "core/tensor/axes.h"
#include "core/tensor/op.h"
#include "core/tensor/rows.h"
#include "core/tensor/strided.h"

struct sort_attr {
	int64_t k;		/* how many of them are wanted */
	int32_t axis;
	bool descending;
};

#define BEFORE_FLOAT(a, b) ((a) < (b) || ((b) != (b) && (a) == (a)))
#define BEFORE_INT(a, b) ((a) < (b))

/* Merged between two polls. */
#define POLL ((int64_t)1 << 16)

/*
 * Merge sort of numbers with their places: equal ones keep their order, also
 * descending. v and at hold n elements, then room for n more.
 */
#define SORT(T, BEFORE)                                                  \
	/* The k first of n > k, in order: each goes to its place among \
	 * those that are the best so far, if it has one. */             \
	static void                                                      \
	best_##T(void *values, int32_t *at, int64_t n, int64_t k,        \
	    bool down)                                                   \
	{                                                                \
		T *v = values, *best = v + n;                            \
		int32_t *best_at = at + n;                               \
		int64_t i, j, have = 0;                                  \
									 \
		for (i = 0; i < n; i++) {                                \
			if (have == k && !(down ? BEFORE(best[k - 1],    \
			    v[i]) : BEFORE(v[i], best[k - 1])))          \
				continue;                                \
			have += have < k;                                \
			for (j = have - 1; j > 0 && (down ?              \
			    BEFORE(best[j - 1], v[i]) :                  \
			    BEFORE(v[i], best[j - 1])); j--) {           \
				best[j] = best[j - 1];                   \
				best_at[j] = best_at[j - 1];             \
			}                                                \
			best[j] = v[i];                                  \
			best_at[j] = (int32_t)i;                         \
		}                                                        \
	}                                                                \
	static void                                                      \
	merge_##T(struct ctx *c, T *restrict to, int32_t *restrict to_at, \
	    const T *v, const int32_t *at, int64_t i, int64_t mid,       \
	    int64_t end, bool down)                                      \
	{                                                                \
		int64_t j = mid, k;                                      \
									 \
		for (k = i; k < end; k++) {                              \
			bool second = i >= mid || (j < end && (down ?    \
			    BEFORE(v[i], v[j]) : BEFORE(v[j], v[i])));   \
			int64_t from = second ? j++ : i++;               \
									 \
			if (k % POLL == 0 && !ctx_poll(c))               \
				return;                                  \
			to[k] = v[from];                                 \
			to_at[k] = at[from];                             \
		}                                                        \
	}                                                                \
	static bool                                                      \
	sort_##T(struct ctx *c, void *values, int32_t *at, int64_t n,    \
	    bool down)                                                   \
	{                                                                \
		T *v = values, *w = v + n;                               \
		int32_t *b = at + n, *tb;                                \
		int64_t width, i, mid, end;                              \
		bool swapped = false;                                    \
		T *tv;                                                   \
									 \
		for (width = 1; width < n && !err_is_set(c); width *= 2) { \
			for (i = 0; i < n; i = end) {                    \
				mid = i + width < n ? i + width : n;     \
				end = mid + width < n ? mid + width : n; \
				merge_##T(c, w, b, v, at, i, mid, end,   \
				    down);                               \
			}                                                \
			tv = v;                                          \
			v = w;                                           \
			w = tv;                                          \
			tb = at;                                         \
			at = b;                                          \
			b = tb;                                          \
			swapped = !swapped;                              \
		}                                                        \
		return swapped;                                          \
	}
SORT(float, BEFORE_FLOAT)
SORT(double, BEFORE_FLOAT)
SORT(int64_t, BEFORE_INT)
SORT(uint64_t, BEFORE_INT)

/* Says if the result lies in the second half of the room. */
typedef bool sort_fn(struct ctx *, void *, int32_t *, int64_t, bool);
static sort_fn *const sorts[WIDE_COUNT] = {
	sort_float, sort_double, sort_int64_t, sort_uint64_t,
};

typedef void best_fn(void *, int32_t *, int64_t, int64_t, bool);
static best_fn *const bests[WIDE_COUNT] = {
	best_float, best_double, best_int64_t, best_uint64_t,
};
/* Up to so many, inserting beats sorting. */
#define FEW 128

/* A row into room, sorted, and what is wanted of it out again. */
static void
sort_row(struct ctx *c, const struct tensor *x, int64_t off, struct tensor *y,
    int64_t to, const struct sort_attr *a, char *room)
{
	enum wide w = wide_of(x->dtype);
	size_t size = wide_sizes[w];
	int64_t n = x->axis[a->axis].size, i;
	int32_t *at = (int32_t *)(void *)(room + (size_t)n * 2 * size);
	char *out = (char *)node_ptr(y) + to * (int64_t)dtype_size(y->dtype);
	bool second;

	wide_load(w, room, (char *)node_ptr(x) + off *
	    (int64_t)dtype_size(x->dtype), x->dtype, x->stride[a->axis], n);
	if (a->k < n && a->k <= FEW) {
		bests[w](room, at, n, a->k, a->descending);
		second = true;
	} else {
		for (i = 0; i < n; i++)
			at[i] = (int32_t)i;
		second = sorts[w](c, room, at, n, a->descending);
	}
	if (y->op == &op_argsort) {
		for (i = 0; i < a->k; i++)
			((int32_t *)(void *)out)[i * y->stride[a->axis]] =
			    at[i + (second ? n : 0)];
		return;
	}
	wide_store(w, out, y->dtype, y->stride[a->axis], room +
	    (second ? (size_t)n * size : 0), a->k);
}

static bool
sort_run(struct ctx *c, struct tensor *out)
{
	const struct sort_attr *a = out->attr;
	struct tensor *x = out->in[0];
	int64_t n = x->axis[a->axis].size, rows, r, rest, off, to;
	struct storage *room;
	bool ok = true;
	int i;

	if (dtype_is_block(x->stored))
		x = node_contiguous(c, x);
	if (x == NULL || !elementwise_alloc_like(c, out, x))
		return false;
	if (tensor_size(out) == 0)
		return true;
	room = storage_create(c, (size_t)n * 2 * (8 + sizeof(int32_t)));
	if (room == NULL)
		return false;
	rows = tensor_size(out) / a->k;
	for (r = 0; r < rows && ok; r++) {
		off = to = 0;
		for (i = out->naxes, rest = r; i-- > 0;) {
			if (i == a->axis)
				continue;
			off += rest % out->axis[i].size * x->stride[i];
			to += rest % out->axis[i].size * out->stride[i];
			rest /= out->axis[i].size;
		}
		ok = ctx_poll(c);
		if (ok)
			sort_row(c, x, off, out, to, a, (char *)room->data);
		ok = !err_is_set(c);
	}
	storage_unref(room);
	return ok;
}

const struct op op_sort = { "sort", 0, sort_run, NULL };
const struct op op_argsort = { "argsort", 0, sort_run, NULL };

static struct tensor *
sort_record(struct ctx *c, const struct op *op, struct tensor *t, int axis,
    int64_t k, bool descending)
{
	struct axis axes[TENSOR_MAX_AXES];
	struct sort_attr a;
	struct tensor *out;

	if (t == NULL || !axes_index_ok(c, op->name, t, axis))
		return NULL;
	if (t->axis[axis].size > INT32_MAX)
		return err_raise(c, ERR_OVERFLOW, "%s: an axis of %" PRId64
		    " elements is too long", op->name, t->axis[axis].size);
	memset(&a, 0, sizeof a);
	a.axis = axis;
	a.k = k < 0 ? t->axis[axis].size : k;
	a.descending = descending;
	memcpy(axes, t->axis, (size_t)t->naxes * sizeof *axes);
	axes[axis].size = a.k;
	out = node_record(c, op, op == &op_argsort ? DT_I32 : t->dtype,
	    t->naxes, axes, &t, 1, &a, sizeof a);
	out->weak = t->weak && op == &op_sort;
	return out;
}

struct tensor *
tensor_sort(struct ctx *c, struct tensor *t, int axis, bool descending)
{
	return sort_record(c, &op_sort, t, axis, -1, descending);
}

struct tensor *
tensor_argsort(struct ctx *c, struct tensor *t, int axis, bool descending)
{
	return sort_record(c, &op_argsort, t, axis, -1, descending);
}

bool
tensor_top_k(struct ctx *c, struct tensor *t, int axis, int64_t k,
    struct tensor **values, struct tensor **indices)
{
	if (t == NULL || !axes_index_ok(c, "top_k", t, axis))
		return false;
	if (k < 0 || k > t->axis[axis].size) {
		err_raise(c, ERR_VALUE, "k argument to top_k must be no "
		    "larger than size along axis; got k=%" PRId64
		    " with an axis of size %" PRId64, k, t->axis[axis].size);
		return false;
	}
	*values = sort_record(c, &op_sort, t, axis, k, true);
	*indices = sort_record(c, &op_argsort, t, axis, k, true);
	return *values != NULL && *indices != NULL;
}
