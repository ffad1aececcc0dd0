/* SPDX-License-Identifier: Apache-2.0 */
/* What moves elements, and arrays stored in blocks, against naive loops. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/tensor/op.h"
#include "core/tensor/tensor.h"
#include "tests/ref_ops.h"
#include "tests/samples.h"

/* table[ids]: names line up, join, or are new. */
START_TEST(take)
{
	int tries;

	for (tries = 0; tries < 300; tries++) {
		enum dtype d = kinds[below(5)];
		struct axis axes[5], ia[5];
		int n = some_axes(axes, 6), ni = 0, axis, i;
		struct tensor *t, *ids, *y;
		struct ref *x, *k, *r;
		int64_t at[16] = { 0 };
		size_t mark = scope_mark(&c->scope);

		if (n == 0)
			continue;
		axis = (int)below(n);
		for (i = 0; i < n; i++)
			if (axes[i].name != NULL && i != axis && below(3) == 0)
				ia[ni++] = axes[i];
		if (below(2))
			ia[ni++] = (struct axis){ atom(c, "new"), 4 };
		if (below(2) && axes[axis].name == NULL)
			ia[ni++] = (struct axis){ NULL, 3 };
		t = shuffled(filled(d, n, axes));
		ids = shuffled(filled(DT_I32, ni, ia));
		y = tensor_take(c, t, axis, ids);
		ck_assert_msg(y != NULL, "%s", c->err.text);
		x = ref_read(c, t);
		k = ref_read(c, ids);
		r = ref_read(c, y);
		do {
			int64_t idx = 0, kidx = 0, id, got = 0;
			int p = 0, place = 0, before = 0;
			bool pos_ids = ni > 0 && ia[ni - 1].name == NULL;

			for (i = 0; i < r->naxes; i++)
				got = got * r->axis[i].size + at[i];
			for (i = 0; i < axis; i++)
				before += axes[i].name == NULL;
			place = before;
			for (i = 0; i < ni; i++) {
				int64_t v = 0;
				int j;

				if (ia[i].name == NULL)
					v = at[place];
				for (j = 0; j < r->naxes; j++)
					if (ia[i].name != NULL &&
					    r->axis[j].name == ia[i].name)
						v = at[j];
				kidx = kidx * ia[i].size + v;
			}
			id = (int64_t)k->data[kidx];
			id += id < 0 ? axes[axis].size : 0;
			id = id < 0 ? 0 : id >= axes[axis].size ?
			    axes[axis].size - 1 : id;
			for (i = 0; i < n; i++) {
				int64_t v = 0;
				int j;

				if (i == axis) {
					v = id;
					p += axes[i].name == NULL && pos_ids;
				} else if (axes[i].name == NULL) {
					v = at[p++];
				} else {
					for (j = 0; j < r->naxes; j++)
						if (r->axis[j].name ==
						    axes[i].name)
							v = at[j];
				}
				idx = idx * axes[i].size + v;
			}
			ck_assert_double_eq(r->data[got], x->data[idx]);
		} while (ref_next(r->naxes, r->axis, at));
		ref_free(x);
		ref_free(k);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

/* The same numbers, to the last bit where they were only moved. */
static void
assert_same(struct tensor *x, struct tensor *y, double tol, const char *what)
{
	struct ref *a, *b;
	int64_t i;

	ck_assert_msg(x != NULL && y != NULL, "%s: %s", what,
	    c->err.text != NULL ? c->err.text : "null");
	a = ref_read(c, x);
	b = ref_read(c, y);
	ck_assert_int_eq(a->naxes, b->naxes);
	for (i = 0; i < a->naxes; i++)
		ck_assert(a->axis[i].name == b->axis[i].name &&
		    a->axis[i].size == b->axis[i].size);
	for (i = 0; i < ref_size(a); i++)
		ck_assert_msg(fabs(a->data[i] - b->data[i]) <= tol *
		    (1 + fabs(b->data[i])), "%s: %g, not %g", what,
		    a->data[i], b->data[i]);
	ref_free(a);
	ref_free(b);
}

/* An array stored in blocks of random bytes, and the same decoded. */
static struct tensor *
blocks(enum dtype stored, int n, const struct axis *axes,
    struct tensor **plain)
{
	const struct dtype_row *d = &dtypes[stored];
	size_t size = 1, i;
	struct storage *s;
	struct tensor *t;
	struct ref *r;

	for (i = 0; i < (size_t)n; i++)
		size *= (size_t)axes[i].size;
	size = size / d->block * d->bytes;
	/* Not at a multiple of the block's bytes. */
	s = storage_create(c, size + 6);
	for (i = 0; i < size; i++)
		s->data[i + 6] = (unsigned char)below(256);
	/* Scales of moderate size. */
	for (i = 0; i < size; i += d->bytes)
		s->data[i + 7] = 0x2c;
	if (stored == DT_Q4_1)
		for (i = 0; i < size; i += d->bytes)
			s->data[i + 9] = 0x28;
	t = tensor_of_storage(c, stored, n, axes, s, 6);
	storage_unref(s);
	ck_assert_ptr_nonnull(t);
	r = ref_read(c, t);
	*plain = tensor_cast(c, tensor_new(c, DT_F64, n, axes, r->data),
	    DT_F32);
	ref_free(r);
	return t;
}

/* Heads whose halves are interleaved, as in GGUF's query weights. */
static struct tensor *
swap_halves(struct tensor *t)
{
	struct axis parts[3] = { { atom(c, "heads"), 3 },
		{ atom(c, "half"), 4 }, { atom(c, "two"), 2 } };
	int turn[4] = { 0, 2, 1, 3 }, both[2] = { 1, 2 };

	return tensor_merge(c, tensor_order(c, tensor_split(c, t, 0, parts,
	    3), turn), both, 2, atom(c, "projection"));
}

START_TEST(quantised)
{
	static const enum dtype types[] = { DT_Q8_0, DT_Q4_0, DT_Q4_1 };
	enum dtype d = types[_i];
	struct axis axes[2] = { { NULL, 24 }, { atom(c, "embedding"), 64 } };
	struct axis xa[2] = { { atom(c, "seq"), 5 },
		{ atom(c, "embedding"), 64 } };
	struct axis ia[1] = { { atom(c, "seq"), 5 } };
	const struct atom *sum[1] = { axes[1].name };
	struct tensor *p, *t = blocks(d, 2, axes, &p), *s, *u, *x, *ids;
	static const int turn[2] = { 1, 0 };

	ck_assert_int_eq(tensor_dtype(t), DT_F32);
	ck_assert_int_eq(tensor_stored(t), d);
	ck_assert_uint_eq(tensor_nbytes(t), 24 * 64 / 32 * dtypes[d].bytes);
	s = tensor_order(c, t, turn);
	ck_assert_int_eq(tensor_stored(s), d);
	assert_same(s, tensor_order(c, p, turn), 0, "order");
	s = swap_halves(t);
	ck_assert(tensor_force(c, s));
	ck_assert_int_eq(tensor_stored(s), d);
	u = swap_halves(p);
	assert_same(s, u, 0, "swapped halves");
	x = filled(DT_F32, 2, xa);
	assert_same(tensor_contract(c, x, s, sum, 1), tensor_contract(c, x,
	    u, sum, 1), 1e-5, "contract");
	assert_same(tensor_contract(c, t, x, sum, 1), tensor_contract(c, p,
	    x, sum, 1), 1e-5, "contract, weight first");
	ids = filled(DT_I32, 1, ia);
	assert_same(tensor_take(c, t, 0, ids), tensor_take(c, p, 0, ids), 0,
	    "take");
	assert_same(tensor_take(c, t, 1, ids), tensor_take(c, p, 1, ids), 0,
	    "take inside of blocks");
	s = tensor_slice(c, t, 0, 20, 7, -3);
	ck_assert_int_eq(tensor_stored(s), d);
	assert_same(s, tensor_slice(c, p, 0, 20, 7, -3), 0, "rows");
	s = tensor_slice(c, t, 1, 32, 32, 1);
	ck_assert_int_eq(tensor_stored(s), d);
	assert_same(s, tensor_slice(c, p, 1, 32, 32, 1), 0, "blocks");
	assert_same(tensor_slice(c, t, 1, 3, 30, 2), tensor_slice(c, p, 1, 3,
	    30, 2), 0, "inside of blocks");
	assert_same(tensor_binary(c, BINARY_mul, t, t),
	    tensor_binary(c, BINARY_mul, p, p), 1e-6, "square");
	assert_same(tensor_reduce(c, REDUCE_sum, t, 1, false),
	    tensor_reduce(c, REDUCE_sum, p, 1, false), 1e-6, "sum");
	assert_same(tensor_softmax(c, t, 2), tensor_softmax(c, p, 2), 1e-6,
	    "softmax");
	assert_same(tensor_cast(c, t, DT_F16), tensor_cast(c, p, DT_F16), 0,
	    "cast");
	assert_same(tensor_sort(c, t, 0, false), tensor_sort(c, p, 0, false),
	    0, "sort");
	{
		struct tensor *tt[2] = { t, s }, *pp[2] = { p, NULL };

		tt[1] = tensor_slice(c, t, 0, 0, 3, 1);
		pp[1] = tensor_slice(c, p, 0, 0, 3, 1);
		assert_same(tensor_concat(c, tt, 2, 0), tensor_concat(c, pp,
		    2, 0), 0, "concatenate");
		assert_same(tensor_update_slice(c, t, 0, tensor_scalar_i(c, 4,
		    DT_I32, false), tt[1]), tensor_update_slice(c, p, 0,
		    tensor_scalar_i(c, 4, DT_I32, false), pp[1]), 0,
		    "update_slice");
	}
}
END_TEST

/* The k largest are the first of all in order; equal ones by index. */
START_TEST(top_k)
{
	static const int64_t ks[] = { 0, 1, 5, 40, 200, 300 };
	struct axis axes[2] = { { NULL, 3 }, { NULL, 300 } };
	size_t i;

	for (i = 0; i < sizeof ks / sizeof *ks; i++) {
		struct tensor *t = shuffled(filled(kinds[i], 2, axes)), *v;
		struct tensor *at;

		ck_assert(tensor_top_k(c, t, 1, ks[i], &v, &at));
		assert_same(v, tensor_slice(c, tensor_sort(c, t, 1, true), 1,
		    0, ks[i], 1), 0, "values");
		assert_same(at, tensor_slice(c, tensor_argsort(c, t, 1, true),
		    1, 0, ks[i], 1), 0, "indices");
	}
}
END_TEST

/* Nothing breaks where there is nothing. */
START_TEST(empty)
{
	struct axis axes[3] = { { NULL, 3 }, { NULL, 0 }, { atom(c, "a"), 2 } };
	struct tensor *t = tensor_fill(c, 0, DT_F32, 3, axes), *y[40], *v, *at;
	struct tensor *two[2] = { t, t }, *ids, *p;
	struct axis none[1] = { { NULL, 0 } }, some[1] = { { NULL, 3 } };
	int n = 0, i, zero = 0, one = 1;
	int64_t size[2] = { 0, 5 };
	const struct atom *a[1] = { axes[2].name };
	char out[8];

	ids = tensor_fill(c, 0, DT_I32, 1, none);
	p = tensor_fill(c, 0, DT_I32, 1, some);
	y[n++] = tensor_unary(c, UNARY_exp, t);
	y[n++] = tensor_binary(c, BINARY_add, t, t);
	y[n++] = tensor_where(c, t, t, t);
	y[n++] = tensor_cast(c, t, DT_BF16);
	y[n++] = tensor_softmax(c, t, 2);
	y[n++] = tensor_rms_standardize(c, t, 4, 1e-6);
	y[n++] = tensor_cumsum(c, t, 1);
	y[n++] = tensor_sort(c, t, 1, false);
	y[n++] = tensor_argsort(c, t, 0, false);
	y[n++] = tensor_reduce(c, REDUCE_sum, t, 2, false);
	y[n++] = tensor_reduce(c, REDUCE_mean, t, 7, false);
	y[n++] = tensor_reduce(c, REDUCE_argmax, t, 1, false);
	y[n++] = tensor_contract(c, t, t, a, 1);
	y[n++] = tensor_matmul(c, t, tensor_fill(c, 0, DT_F32, 2,
	    (struct axis[]){ { NULL, 0 }, { NULL, 4 } }));
	y[n++] = tensor_take(c, t, 0, ids);
	y[n++] = tensor_take(c, t, 0, p);
	y[n++] = tensor_take(c, t, 1, ids);
	y[n++] = tensor_scatter(c, t, 1, &zero, &p, t, true);
	y[n++] = tensor_scatter(c, t, 1, &one, &ids, t, false);
	y[n++] = tensor_concat(c, two, 2, 1);
	y[n++] = tensor_stack(c, two, 2, (struct axis){ NULL, 0 });
	y[n++] = tensor_update_slice(c, t, 0, tensor_scalar_i(c, 0, DT_I32,
	    false), t);
	y[n++] = tensor_rope(c, t, 2, tensor_fill(c, 0, DT_I32, 0, NULL),
	    &(struct rope){ .wavelength = 10, .scale = 1 });
	y[n++] = tensor_reshape(c, t, size, 2);
	y[n++] = tensor_slice(c, t, 0, 0, 0, 1);
	y[n++] = tensor_slice(c, t, 1, 0, 0, -1);
	y[n++] = tensor_var(c, t, 2, false);
	for (i = 0; i < n; i++) {
		ck_assert_msg(y[i] != NULL, "%d: %s", i, c->err.text);
		ck_assert(tensor_force(c, y[i]));
		if (tensor_size(y[i]) == 0)
			ck_assert(tensor_read(c, y[i], DT_F32, out));
	}
	ck_assert(tensor_top_k(c, t, 1, 0, &v, &at));
	ck_assert(tensor_force(c, v) && tensor_force(c, at));
	ck_assert_ptr_null(tensor_reduce(c, REDUCE_max, t, 2, false));
	err_clear(c);
	ck_assert_ptr_null(tensor_take(c, t, 1, p));
	ck_assert_int_eq(c->err.kind, ERR_INDEX);
	err_clear(c);
}
END_TEST

/* Any chain of splits, merges and turns against plain copies. */
START_TEST(reshapes)
{
	int tries, i, k;

	for (tries = 0; tries < 300; tries++) {
		struct axis axes[4];
		int64_t n = 1, size[8], rest;
		int naxes = 1 + (int)below(4);
		struct tensor *t, *y;
		struct ref *x, *r;
		size_t mark = scope_mark(&c->scope);

		for (i = 0; i < naxes; i++) {
			axes[i] = (struct axis){ NULL, 1 + below(6) };
			n *= axes[i].size;
		}
		t = shuffled(filled(DT_F32, naxes, axes));
		/* Random factors of the count. */
		rest = n;
		for (k = 0; k < 3 && rest > 1; k++) {
			int64_t f = 1 + below(rest);

			while (rest % f != 0)
				f--;
			size[k] = f;
			rest /= f;
		}
		size[k++] = below(2) ? -1 : rest;
		y = tensor_reshape(c, t, size, k);
		ck_assert_msg(y != NULL, "%s", c->err.text);
		x = ref_read(c, t);
		r = ref_read(c, y);
		ck_assert_int_eq(ref_size(r), n);
		for (i = 0; i < n; i++)
			ck_assert_double_eq(r->data[i], x->data[i]);
		ref_free(x);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

/* NumPy's matmul on positional axes against its definition. */
START_TEST(matmul)
{
	int tries, i;

	for (tries = 0; tries < 150; tries++) {
		struct axis xa[5], ya[5], all[6];
		int nx = 0, ny = 0, nb = (int)below(3), n;
		int64_t m = 1 + below(5), k = 1 + below(6), l = 1 + below(5);
		bool vx = nb == 0 && below(4) == 0;
		bool vy = nb == 0 && below(4) == 0;
		struct tensor *x, *y, *z;
		struct ref *p, *q, *r;
		int64_t at[8] = { 0 };
		size_t mark = scope_mark(&c->scope);

		for (i = 0; i < nb; i++) {
			int64_t s = 1 + below(3);

			xa[nx++] = (struct axis){ NULL, below(3) ? s : 1 };
			ya[ny++] = (struct axis){ NULL, s };
		}
		if (!vx)
			xa[nx++] = (struct axis){ NULL, m };
		xa[nx++] = (struct axis){ NULL, k };
		ya[ny++] = (struct axis){ NULL, k };
		if (!vy)
			ya[ny++] = (struct axis){ NULL, l };
		if (below(2))
			xa[nx++] = (struct axis){ atom(c, "n"), 2 };
		x = shuffled(filled(DT_F32, nx, xa));
		y = shuffled(filled(DT_F32, ny, ya));
		z = tensor_matmul(c, x, y);
		ck_assert_msg(z != NULL, "%s", c->err.text);
		p = ref_read(c, x);
		q = ref_read(c, y);
		r = ref_read(c, z);
		do {
			/* at is over z: batch, row, column, n */
			double sum = 0, v;
			int64_t j;
			struct axis xx[6], yy[6];
			int64_t xat[6], yat[6];

			for (j = 0; j < k; j++) {
				n = 0;
				for (i = 0; i < r->naxes; i++)
					all[i] = r->axis[i];
				/* x: batch, row, k, names */
				for (i = 0; i < nb + !vx; i++) {
					xx[n] = all[i];
					xat[n++] = at[i];
				}
				xx[n] = (struct axis){ NULL, k };
				xat[n++] = j;
				if (r->naxes > 0 && all[r->naxes - 1].name) {
					xx[n] = all[r->naxes - 1];
					xat[n++] = at[r->naxes - 1];
				}
				v = ref_at(p, n, xx, xat);
				n = 0;
				for (i = 0; i < nb; i++) {
					yy[n] = all[i];
					yat[n++] = at[i];
				}
				yy[n] = (struct axis){ NULL, k };
				yat[n++] = j;
				if (!vy) {
					yy[n] = all[nb + !vx];
					yat[n++] = at[nb + !vx];
				}
				sum += v * ref_at(q, n, yy, yat);
			}
			assert_near(ref_at(r, r->naxes, r->axis, at), sum,
			    DT_F32, "matmul");
		} while (ref_next(r->naxes, r->axis, at));
		ref_free(p);
		ref_free(q);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

/* Arrays joined, and boxes replaced, by the indices that they cover. */
START_TEST(joined)
{
	int tries;

	for (tries = 0; tries < 200; tries++) {
		struct axis axes[5], other[5];
		int n = some_axes(axes, 5), axis;
		struct tensor *in[2], *y, *z, *start;
		struct ref *a, *b, *r, *w;
		int64_t at[8] = { 0 }, from, len;
		size_t mark = scope_mark(&c->scope);

		if (n == 0)
			continue;
		axis = (int)below(n);
		memcpy(other, axes, sizeof axes);
		other[axis].size = 1 + below(axes[axis].size);
		len = other[axis].size;
		in[0] = shuffled(filled(DT_I32, n, axes));
		in[1] = shuffled(filled(DT_F32, n, other));
		y = tensor_concat(c, in, 2, axis);
		ck_assert_msg(y != NULL, "%s", c->err.text);
		ck_assert_int_eq(tensor_dtype(y), DT_F32);
		from = below(axes[axis].size);
		start = tensor_scalar_i(c, from, DT_I32, false);
		z = tensor_update_slice(c, in[0], axis, start, in[1]);
		ck_assert_msg(z != NULL, "%s", c->err.text);
		if (from > axes[axis].size - len)
			from = axes[axis].size - len;
		a = ref_read(c, in[0]);
		b = ref_read(c, in[1]);
		r = ref_read(c, y);
		w = ref_read(c, z);
		do {
			int64_t to[8];
			double v = ref_at(a, n, axes, at);

			ck_assert_double_eq(ref_at(r, n, axes, at), v);
			memcpy(to, at, sizeof to);
			to[axis] = at[axis] - from;
			if (to[axis] >= 0 && to[axis] < len)
				v = trunc(ref_at(b, n, axes, to));
			ck_assert_double_eq(ref_at(w, n, axes, at), v);
			if (at[axis] >= len)
				continue;
			memcpy(to, at, sizeof to);
			to[axis] += axes[axis].size;
			ck_assert_double_eq(ref_at(r, n, axes, to),
			    ref_at(b, n, axes, at));
		} while (ref_next(n, axes, at));
		ref_free(a);
		ref_free(b);
		ref_free(r);
		ref_free(w);
		scope_drop(c, mark);
	}
}
END_TEST

/* t.at[ids].set and .add, with ids that repeat and that lie outside. */
START_TEST(scatter)
{
	int tries, k;

	for (tries = 0; tries < 200; tries++) {
		bool add = tries & 1;
		struct axis axes[3] = { { NULL, 5 }, { atom(c, "a"), 3 },
			{ NULL, 4 } };
		struct axis ia[1] = { { NULL, 6 } }, va[3];
		int nv = 0, axis = below(2) ? 0 : 2;
		struct tensor *t, *ids, *v, *y;
		struct ref *x, *i, *u, *r;
		double *want;
		size_t mark = scope_mark(&c->scope);

		t = shuffled(filled(add ? DT_F32 : DT_I32, 3, axes));
		ids = shuffled(filled(DT_I32, 1, ia));
		/* Axes of t[ids]: positional ones in order, then a. */
		if (below(2)) {
			va[nv++] = axis == 0 ? ia[0] : axes[0];
			va[nv++] = axis == 0 ? axes[2] : ia[0];
		}
		if (below(2))
			va[nv++] = axes[1];
		v = shuffled(filled(DT_F32, nv, va));
		y = tensor_scatter(c, t, 1, &axis, &ids, v, add);
		ck_assert_msg(y != NULL, "%s", c->err.text);
		x = ref_read(c, t);
		i = ref_read(c, ids);
		u = ref_read(c, v);
		r = ref_read(c, y);
		want = x->data;
		for (k = 0; k < 6; k++) {
			int64_t id = (int64_t)i->data[k], p, q;

			id += id < 0 ? axes[axis].size : 0;
			if (id < 0 || id >= axes[axis].size)
				continue;
			for (p = 0; p < axes[2 - axis].size; p++)
				for (q = 0; q < 3; q++) {
					struct axis ga[3] = { { NULL, 0 },
						{ NULL, 0 }, axes[1] };
					int64_t g[3] = { axis == 0 ? k : p,
						axis == 0 ? p : k, q };
					double value = ref_at(u, 3, ga, g);
					double *to = &want[((axis == 0 ? id :
					    p) * 3 + q) * 4 + (axis == 0 ?
					    p : id)];

					*to = add ? *to + value :
					    trunc(value);
				}
		}
		for (k = 0; k < 60; k++)
			ck_assert_double_eq_tol(r->data[k], want[k], 1e-5);
		ref_free(x);
		ref_free(i);
		ref_free(u);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

START_TEST(rope)
{
	int tries;

	for (tries = 0; tries < 60; tries++) {
		struct axis axes[3] = { { atom(c, "seq"), 4 },
			{ atom(c, "heads"), 2 }, { atom(c, "projection"), 8 } };
		struct axis pa[2] = { { atom(c, "seq"), 4 },
			{ atom(c, "batch"), 3 } };
		int64_t subset = below(2) ? 4 : 0, at[4] = { 0 };
		enum dtype d = tries & 1 ? DT_F32 : DT_F64;
		struct tensor *x = shuffled(filled(d, 3, axes));
		struct tensor *p = shuffled(filled(DT_I32, 1 + (int)below(2),
		    pa));
		static const double divisors[] = { 1, 3, 0.5, 8 };
		bool divided = below(2);
		struct rope how = { .wavelength = 100, .scale = 2,
			.subset = subset, .divisors = divisors,
			.ndivisors = !divided ? 0 : subset ? 2 : 4 };
		struct tensor *y = tensor_rope(c, x, 2, p, &how);
		struct ref *a, *b, *r;
		int64_t h = (subset ? subset : 8) / 2;
		size_t mark = scope_mark(&c->scope);

		ck_assert_ptr_nonnull(y);
		a = ref_read(c, x);
		b = ref_read(c, p);
		r = ref_read(c, y);
		do {
			int64_t j = at[2], to[4];
			double pos = ref_at(b, r->naxes, r->axis, at), angle;
			double v = ref_at(a, r->naxes, r->axis, at), w;

			memcpy(to, at, sizeof to);
			to[2] = j < h ? j + h : j - h;
			angle = pos / pow(100, (double)(j % h) / (double)h) /
			    2 / (divided ? divisors[j % h] : 1);
			if (j < 2 * h) {
				w = ref_at(a, r->naxes, r->axis, to);
				v = j < h ? v * cos(angle) - w * sin(angle) :
				    v * cos(angle) + w * sin(angle);
			}
			assert_near(ref_at(r, r->naxes, r->axis, at), v, d,
			    "rope");
		} while (ref_next(r->naxes, r->axis, at));
		ref_free(a);
		ref_free(b);
		ref_free(r);
		scope_drop(c, mark);
	}
}
END_TEST

Suite *suite_moves(void);

Suite *
suite_moves(void)
{
	Suite *s = suite_create("moves");
	TCase *tc = tcase_create("moves");

	tcase_add_checked_fixture(tc, samples_setup, samples_teardown);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, take);
	tcase_add_loop_test(tc, quantised, 0, 3);
	tcase_add_test(tc, top_k);
	tcase_add_test(tc, empty);
	tcase_add_test(tc, reshapes);
	tcase_add_test(tc, matmul);
	tcase_add_test(tc, joined);
	tcase_add_test(tc, scatter);
	tcase_add_test(tc, rope);
	suite_add_tcase(s, tc);
	return s;
}
