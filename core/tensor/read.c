/* SPDX-License-Identifier: Apache-2.0 */
/* Sync points: what makes numbers of nodes and hands them out. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/tensor/axes.h"
#include "core/tensor/engine.h"
#include "core/tensor/strided.h"
#include "core/tensor/wide.h"

bool
tensor_force(struct ctx *c, struct tensor *t)
{
	if (t == NULL)
		return false;
	return t->op == NULL || (plan_run(c, &t, 1) && storage_guard(c));
}

bool
tensor_force_all(struct ctx *c, struct tensor *const *t, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (t[i] == NULL)
			return false;
	return plan_run(c, t, n) && storage_guard(c);
}

/* C order of the axes into bytes of the caller. */
static bool
read_all(struct ctx *c, const struct tensor *t, const int64_t *count,
    enum dtype d, void *out)
{
	struct strided to = { .data = out, .stored = d };
	struct strided from = { .data = node_ptr(t), .stored = t->stored };
	int64_t n = 1;
	int i;

	for (i = t->naxes; i-- > 0;) {
		to.stride[i] = n;
		n *= count[i];
		from.stride[i] = t->axis[i].size == 1 ? 0 : t->stride[i];
	}
	return strided_copy(c, t->naxes, count, &to, &from);
}

bool
tensor_read(struct ctx *c, struct tensor *t, enum dtype d, void *out)
{
	return tensor_read_box(c, t, d, NULL, NULL, out);
}

/* Of blocks, a box is cut from decoded rows: the slice sees to it. */
static struct tensor *
read_box(struct ctx *c, struct tensor *t, const int64_t *start,
    const int64_t *count)
{
	int i;

	for (i = 0; i < tensor_naxes(t); i++)
		if (start[i] != 0 || count[i] != tensor_axes(t)[i].size) {
			t = tensor_slice(c, t, i, start[i], count[i], 1);
			if (t == NULL)
				return NULL;
		}
	return t;
}

bool
tensor_read_box(struct ctx *c, struct tensor *t, enum dtype d,
    const int64_t *start, const int64_t *count, void *out)
{
	int64_t zero[TENSOR_MAX_AXES] = { 0 }, all[TENSOR_MAX_AXES];
	size_t mark = scope_mark(&c->scope);
	bool ok;
	int i;

	if (!tensor_force(c, t))
		return false;
	for (i = 0; i < t->naxes; i++)
		all[i] = t->axis[i].size;
	if (start != NULL || count != NULL)
		t = read_box(c, t, start != NULL ? start : zero,
		    count != NULL ? count : all);
	ok = tensor_force(c, t) && read_all(c, t, count != NULL ? count : all,
	    d, out) && storage_guard(c);
	scope_drop(c, mark);
	return ok;
}

static bool
one_element(struct ctx *c, const struct tensor *t)
{
	if (t == NULL)
		return false;
	if (tensor_size(t) == 1 && !tensor_has_hidden(t))
		return true;
	if (tensor_has_hidden(t))
		err_raise(c, ERR_TYPE, "the value of an array is not to be "
		    "had while one of its axes is mapped over");
	else
		err_raise(c, ERR_TYPE, "only arrays with one element can "
		    "become a number, this one has %" PRId64,
		    tensor_size(t));
	return false;
}

bool
tensor_item_f(struct ctx *c, struct tensor *t, double *x)
{
	return one_element(c, t) && tensor_read(c, t, DT_F64, x);
}

bool
tensor_item_i(struct ctx *c, struct tensor *t, int64_t *x)
{
	return one_element(c, t) && tensor_read(c, t, DT_I64, x);
}

/* ---- statistics ------------------------------------------------------------------ */

struct tally {
	struct tensor_stats s;
	double shift, sum, sq;	/* sums of x - shift: no cancellation */
	bool any;
};

static void
tally_run(struct tally *k, const double *x, int64_t n)
{
	double sum = 0, sq = 0, lo = k->s.min, hi = k->s.max;
	int64_t i, finite = 0, zero = 0;

	for (i = 0; i < n && !k->any; i++) {
		if (isfinite(x[i])) {
			k->shift = lo = hi = x[i];
			k->any = true;
		}
	}
	for (i = 0; i < n; i++) {
		bool ok = fabs(x[i]) <= 0x1.fffffffffffffp1023;
		double d = ok ? x[i] - k->shift : 0;

		finite += ok;
		zero += x[i] == 0;
		sum += d;
		sq += d * d;
		lo = ok && x[i] < lo ? x[i] : lo;
		hi = ok && x[i] > hi ? x[i] : hi;
	}
	k->s.n += n;
	k->s.zero += zero;
	k->sum += sum;
	k->sq += sq;
	k->s.min = lo;
	k->s.max = hi;
	for (i = 0; i < n && finite < n; i++) {
		k->s.nan += isnan(x[i]);
		k->s.pos_inf += isinf(x[i]) && x[i] > 0;
		k->s.neg_inf += isinf(x[i]) && x[i] < 0;
	}
}

#define STATS_RUN 4096

/* Slabs along the outermost axis, read into a small buffer each. */
static bool
tally_slabs(struct ctx *c, struct tensor *t, struct tally *k)
{
	double part[STATS_RUN];
	int64_t start[TENSOR_MAX_AXES] = { 0 }, count[TENSOR_MAX_AXES];
	int64_t n = tensor_size(t), done = 0;
	int i;

	while (done < n) {
		int64_t room = STATS_RUN, rest = done, m = 1;

		/* The largest box from here on that fits and is one run. */
		for (i = t->naxes; i-- > 0;) {
			int64_t size = t->axis[i].size;

			start[i] = rest % size;
			rest /= size;
			count[i] = 1;
			if (room > 0) {
				count[i] = size - start[i] < room ?
				    size - start[i] : room;
				room = count[i] == size ? room / size : 0;
			}
			m *= count[i];
		}
		if (!ctx_poll(c) ||
		    !tensor_read_box(c, t, DT_F64, start, count, part))
			return false;
		tally_run(k, part, m);
		done += m;
	}
	return true;
}

bool
tensor_stats(struct ctx *c, struct tensor *t, struct tensor_stats *s)
{
	struct tally k = { 0 };
	double n, mean;

	if (!tensor_force(c, t) || !tally_slabs(c, t, &k))
		return false;
	n = (double)(k.s.n - k.s.nan - k.s.pos_inf - k.s.neg_inf);
	*s = k.s;
	s->true_count = t->dtype == DT_BOOL ? s->n - s->zero : 0;
	s->mean = s->std = n > 0 ? 0 : NAN;
	if (n > 0) {
		mean = k.sum / n;
		s->mean = k.shift + mean;
		s->std = sqrt(fmax(k.sq / n - mean * mean, 0));
	} else {
		s->min = s->max = NAN;
	}
	return true;
}
