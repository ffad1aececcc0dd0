/* SPDX-License-Identifier: Apache-2.0 */
/* JAX's counter-based generator, threefry 2x32, bit for bit. */
#include <inttypes.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/tensor/axes.h"
#include "core/tensor/engine.h"
#include "core/tensor/op.h"
#include "core/tensor/strided.h"

static inline uint32_t
rotate(uint32_t x, int by)
{
	return x << by | x >> (32 - by);
}

static inline void
threefry(const uint32_t key[2], uint32_t x[2])
{
	static const uint8_t turns[2][4] = {
		{ 13, 15, 26, 6 }, { 17, 29, 16, 24 },
	};
	uint32_t k[3] = { key[0], key[1], key[0] ^ key[1] ^ 0x1BD11BDAu };
	uint32_t a = x[0] + k[0], b = x[1] + k[1];
	int group, i;

	for (group = 0; group < 5; group++) {
		for (i = 0; i < 4; i++) {
			a += b;
			b = rotate(b, turns[group & 1][i]) ^ a;
		}
		a += k[(group + 1) % 3];
		b += k[(group + 2) % 3] + (uint32_t)group + 1;
	}
	x[0] = a;
	x[1] = b;
}

enum kind { BITS, SPLIT, FOLD_IN };

struct threefry_attr {
	uint8_t kind;
	bool partitionable;
	uint32_t data;		/* of FOLD_IN */
	int8_t nkey;		/* the first so many axes of order: the key's */
	int8_t order[TENSOR_MAX_AXES];	/* memory order of the result */
};

/* What one key gives: n words. */
struct draw {
	const struct threefry_attr *a;
	const uint32_t *keys;
	uint32_t *to;
	int64_t n;
};

/* Element i comes of its own counter. */
static void
draw_new(const struct draw *d, int64_t i0, int64_t i1)
{
	bool pairs = d->a->kind == SPLIT;
	int64_t per = pairs ? d->n / 2 : d->n, e;

	for (e = i0; e < i1; e++) {
		int64_t key = e / per, i = e % per;
		uint32_t x[2] = { (uint32_t)((uint64_t)i >> 32),
			(uint32_t)i };

		threefry(d->keys + key * 2, x);
		if (pairs) {
			d->to[e * 2] = x[0];
			d->to[e * 2 + 1] = x[1];
		} else {
			d->to[e] = x[0] ^ x[1];
		}
	}
}

/* The counts are cut in two halves, which are the lanes; an odd number is
 * filled up with a 0. */
static void
draw_old(const struct draw *d, int64_t i0, int64_t i1)
{
	int64_t half = (d->n + 1) / 2, e;

	for (e = i0; e < i1; e++) {
		int64_t key = e / half, i = e % half, second = i + half;
		uint32_t x[2] = { (uint32_t)i,
			second < d->n ? (uint32_t)second : 0 };
		uint32_t *to = d->to + key * d->n;

		threefry(d->keys + key * 2, x);
		to[i] = x[0];
		if (second < d->n)
			to[second] = x[1];
	}
}

static void
draw_fold(const struct draw *d, int64_t i0, int64_t i1)
{
	int64_t e;

	for (e = i0; e < i1; e++) {
		uint32_t x[2] = { 0, d->a->data };

		threefry(d->keys + e * 2, x);
		memcpy(d->to + e * 2, x, sizeof x);
	}
}

static void
draw_part(int64_t i0, int64_t i1, void *arg)
{
	const struct draw *d = arg;

	if (d->a->kind == FOLD_IN)
		draw_fold(d, i0, i1);
	else if (d->a->partitionable)
		draw_new(d, i0, i1);
	else
		draw_old(d, i0, i1);
}

/* The keys in C order, their pair innermost. */
static struct tensor *
keys_read(struct ctx *c, struct tensor *keys)
{
	int order[TENSOR_MAX_AXES], i, n = 0;
	int last = tensor_pos_axis(keys, -1);
	struct tensor *t = node_create(c, DT_U32, keys->naxes, keys->axis);

	for (i = 0; i < keys->naxes; i++)
		if (i != last)
			order[n++] = i;
	order[n] = last;
	return node_alloc_order(c, t, order) &&
	    strided_copy_tensor(c, t, keys) ? t : NULL;
}

static bool
threefry_run(struct ctx *c, struct tensor *out)
{
	const struct threefry_attr *a = out->attr;
	struct tensor *keys = keys_read(c, out->in[0]);
	int order[TENSOR_MAX_AXES], i;
	struct draw d = { .a = a, .n = 1 };
	int64_t nkeys, units;

	for (i = 0; i < out->naxes; i++) {
		order[i] = a->order[i];
		if (i >= a->nkey)
			d.n *= out->axis[order[i]].size;
	}
	if (keys == NULL || !node_alloc_order(c, out, order))
		return false;
	if (tensor_size(out) == 0)
		return true;
	nkeys = tensor_size(keys) / 2;
	d.keys = node_ptr(keys);
	d.to = node_ptr(out);
	units = a->kind == FOLD_IN ? 1 : a->partitionable ? (a->kind ==
	    SPLIT ? d.n / 2 : d.n) : (d.n + 1) / 2;
	return engine_parallel(c, nkeys * units, 8192, draw_part, &d);
}

const struct op op_threefry = { "threefry", 0, threefry_run, NULL };

static bool
keys_check(struct ctx *c, const struct tensor *keys)
{
	struct buf b = BUF_INIT;
	int last = tensor_pos_axis(keys, -1);

	if (keys->dtype == DT_U32 && last >= 0 && keys->axis[last].size == 2)
		return true;
	tensor_describe(&b, keys);
	err_raise(c, ERR_TYPE, "a random key is an array of uint32 whose last "
	    "positional axis has size 2, not %s", b.data);
	buf_release(&b);
	return false;
}

/*
 * The result's axes: positional of the keys (but their pair), then of the
 * draw, then the names likewise. In memory all of the keys' come first.
 */
static struct tensor *
threefry_record(struct ctx *c, const char *who, struct tensor *keys,
    struct threefry_attr *a, int n, const struct axis *draw)
{
	struct axes l = { 0 };
	int last = tensor_pos_axis(keys, -1), pass, i, k;
	int8_t mine[TENSOR_MAX_AXES], his[TENSOR_MAX_AXES];
	int nmine = 0, nhis = 0;

	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < keys->naxes; i++) {
			if (i == last || (keys->axis[i].name != NULL) != pass)
				continue;
			mine[nmine++] = (int8_t)l.n;
			if (!axes_add(c, who, &l, keys->axis[i]))
				return NULL;
		}
		for (i = 0; i < n; i++) {
			if ((draw[i].name != NULL) != pass)
				continue;
			his[i] = (int8_t)l.n;
			nhis++;
			if (!axes_add(c, who, &l, draw[i]))
				return NULL;
		}
	}
	if (!axes_check(c, who, DT_U32, l.n, l.axis))
		return NULL;
	a->nkey = (int8_t)nmine;
	for (k = 0; k < nmine; k++)
		a->order[k] = mine[k];
	for (i = 0; i < nhis; i++)
		a->order[k++] = his[i];
	return node_record(c, &op_threefry, DT_U32, l.n, l.axis, &keys, 1, a,
	    sizeof *a);
}

struct tensor *
tensor_threefry_bits(struct ctx *c, struct tensor *keys, int n,
    const struct axis *draw, bool partitionable)
{
	struct threefry_attr a;

	memset(&a, 0, sizeof a);
	a.kind = BITS;
	a.partitionable = partitionable;
	if (keys == NULL || !keys_check(c, keys) ||
	    !axes_check(c, "random_bits", DT_U32, n, draw))
		return NULL;
	return threefry_record(c, "random_bits", keys, &a, n, draw);
}

struct tensor *
tensor_threefry_split(struct ctx *c, struct tensor *keys, int64_t n,
    bool partitionable)
{
	struct axis draw[2] = { { NULL, n }, { NULL, 2 } };
	struct threefry_attr a;

	memset(&a, 0, sizeof a);
	a.kind = SPLIT;
	a.partitionable = partitionable;
	if (keys == NULL || !keys_check(c, keys) ||
	    !axes_check(c, "split", DT_U32, 2, draw))
		return NULL;
	return threefry_record(c, "split", keys, &a, 2, draw);
}

struct tensor *
tensor_threefry_fold_in(struct ctx *c, struct tensor *keys, uint32_t data)
{
	struct axis draw = { NULL, 2 };
	struct threefry_attr a;

	memset(&a, 0, sizeof a);
	a.kind = FOLD_IN;
	a.data = data;
	if (keys == NULL || !keys_check(c, keys))
		return NULL;
	return threefry_record(c, "fold_in", keys, &a, 1, &draw);
}
