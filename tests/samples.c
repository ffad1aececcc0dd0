/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/samples.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/tensor/backend.h"
#include "core/tensor/op.h"
#include "tests/ref_ops.h"

static struct ctx ctx;
struct ctx *const c = &ctx;
static uint64_t seed;

void
samples_setup(void)
{
	/* CHECK_BACKEND: the same tests on a backend. */
	struct engine_options o = { .backend = getenv("CHECK_BACKEND") };

	ctx_init(c, NULL);
	engine_init(c, &o);
	if (o.backend != NULL)
		ck_assert_ptr_nonnull(engine_backend(c));
	seed = 12345;
}

void
samples_teardown(void)
{
	scope_release(&c->scope);
	engine_release(c);
	ctx_release(c);
}

int64_t
below(int64_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)n);
}

/* Values that every type holds and most operations accept. */
struct tensor *
filled(enum dtype d, int naxes, const struct axis *axes)
{
	int64_t n = 1, i;
	double *x;
	struct tensor *t;

	for (i = 0; i < naxes; i++)
		n *= axes[i].size;
	x = calloc((size_t)n + 1, sizeof *x);
	for (i = 0; i < n; i++) {
		x[i] = (double)(below(15) - 7);
		if (dtypes[d].cls == DTC_FLOAT)
			x[i] = x[i] / 8 + 0.0625;
		else if (dtypes[d].cls == DTC_UINT)
			x[i] = fabs(x[i]);
	}
	t = tensor_cast(c, tensor_new(c, DT_F64, naxes, axes, x), d);
	free(x);
	ck_assert(tensor_force(c, t));
	return t;
}

/* The same logical array in another memory: turned, stepped, flipped. */
struct tensor *
shuffled(struct tensor *t)
{
	struct axis axes[TENSOR_MAX_AXES];
	int order[TENSOR_MAX_AXES], back[TENSOR_MAX_AXES], i, j, x;
	int n = tensor_naxes(t);
	struct tensor *u;
	struct ref *r;

	for (i = 0; i < n; i++)
		order[i] = i;
	for (i = n; i-- > 1;) {
		j = (int)below(i + 1);
		x = order[i];
		order[i] = order[j];
		order[j] = x;
	}
	for (i = 0; i < n; i++)
		back[order[i]] = i;
	u = tensor_order(c, t, order);
	for (i = 0; i < n; i++)
		axes[i] = tensor_axes(u)[i];
	r = ref_read(c, u);
	u = tensor_cast(c, tensor_new(c, DT_F64, n, axes, r->data),
	    tensor_dtype(t));
	ck_assert(tensor_force(c, u));
	ref_free(r);
	u = tensor_order(c, u, back);
	if (n > 0 && below(2)) {
		/* Every second element of something twice as long. */
		int64_t size = tensor_axes(u)[0].size;
		struct tensor *two[2] = { u, u };

		u = tensor_stack(c, two, 2, (struct axis){ atom(c, "dup"), 2 });
		ck_assert(tensor_force(c, u));
		u = tensor_pick(c, u, tensor_find_axis(u, atom(c, "dup")), 1);
		u = views_order_as(c, u, t);
		size = tensor_axes(u)[0].size;
		if (size > 0 && below(2)) {
			u = tensor_slice(c, u, 0, size - 1, size, -1);
			ck_assert(tensor_force(c, u));
			u = tensor_slice(c, tensor_cast(c, tensor_cast(c, u,
			    DT_F64), tensor_dtype(t)), 0, size - 1, size, -1);
			u = views_order_as(c, u, t);
		}
	}
	u = views_order_as(c, u, t);
	ck_assert(tensor_force(c, u));
	return u;
}

static const char *const letters[] = { "a", "b", "cc", "d" };

/* 0 to 4 axes, some with names. */
int
some_axes(struct axis *axes, int64_t max)
{
	int n = (int)below(5), i;

	for (i = 0; i < n; i++) {
		axes[i].name = below(2) ? atom(c, letters[i]) : NULL;
		axes[i].size = 1 + below(max);
	}
	return n;
}

const enum dtype kinds[] = { DT_F32, DT_F64, DT_I32, DT_BF16, DT_F16,
	DT_U8, DT_I64, DT_U64, DT_BOOL, DT_I8, DT_I16, DT_U16, DT_U32 };

double
tolerance(enum dtype d, double want)
{
	double e = d == DT_BF16 ? 0x1p-8 : d == DT_F16 ? 0x1p-11 :
	    d == DT_F32 ? 0x1p-20 : d == DT_F64 ? 1e-12 : 0;

	return e * (1 + fabs(want));
}

void
assert_near(double got, double want, enum dtype d, const char *what)
{
	if (isnan(want) || isinf(want)) {
		ck_assert_msg(isnan(got) == isnan(want) && (isnan(got) ||
		    got == want), "%s: %g, not %g", what, got, want);
		return;
	}
	ck_assert_msg(fabs(got - want) <= tolerance(d, want),
	    "%s in %s: %.9g, not %.9g", what, dtypes[d].name, got, want);
}
