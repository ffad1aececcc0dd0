/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of what normalises or accumulates along axes. */
#include <math.h>

#include "core/base/ctx.h"
#include "core/tensor/axes.h"
#include "core/tensor/point_kernel.h"
#include "core/tensor/op.h"
#include "core/tensor/rows.h"

/* Sums of a row: lanes for speed, doubles so that length does not matter. */
#define LANES 16

static double
sum_float(const float *x, int64_t n, float shift, bool squared)
{
	double sum = 0;
	int64_t i, j, k;

	for (i = 0; i < n; i = k) {
		float lane[LANES] = { 0 }, part = 0;

		k = n - i < 1024 ? n : i + 1024;
		for (; i + LANES <= k; i += LANES)
			for (j = 0; j < LANES; j++) {
				float d = x[i + j] - shift;

				lane[j] += squared ? d * d : d;
			}
		for (; i < k; i++)
			part += squared ? (x[i] - shift) * (x[i] - shift) :
			    x[i] - shift;
		for (j = 0; j < LANES; j++)
			sum += (double)lane[j];
		sum += (double)part;
	}
	return sum;
}

static double
sum_double(const double *x, int64_t n, double shift, bool squared)
{
	double sum = 0;
	int64_t i;

	for (i = 0; i < n; i++)
		sum += squared ? (x[i] - shift) * (x[i] - shift) :
		    x[i] - shift;
	return sum;
}

/* NaN comes through: no element compares larger than it. */
static float
peak_float(const float *x, int64_t n)
{
	float lane[LANES], top = x[0];
	int64_t i, j;

	for (j = 0; j < LANES; j++)
		lane[j] = x[0];
	for (i = 0; i + LANES <= n; i += LANES)
		for (j = 0; j < LANES; j++)
			lane[j] = x[i + j] > lane[j] || x[i + j] != x[i + j] ?
			    x[i + j] : lane[j];
	for (; i < n; i++)
		top = x[i] > top || x[i] != x[i] ? x[i] : top;
	for (j = 0; j < LANES; j++)
		top = lane[j] > top || lane[j] != lane[j] ? lane[j] : top;
	return top;
}

static double
peak_double(const double *x, int64_t n)
{
	double top = x[0];
	int64_t i;

	for (i = 1; i < n; i++)
		top = x[i] > top || x[i] != x[i] ? x[i] : top;
	return top;
}

#define KERNELS(T, EXP, LOG)                                             \
	static void                                                      \
	softmax_##T(void *restrict to, const void *restrict from,        \
	    int64_t n, double arg)                                       \
	{                                                                \
		T *restrict y = to, top, by;                             \
		const T *restrict x = from;                              \
		int64_t i;                                               \
									 \
		(void)arg;                                               \
		top = peak_##T(x, n);                                    \
		for (i = 0; i < n; i++)                                  \
			y[i] = EXP(x[i] - top);                          \
		by = (T)(1 / sum_##T(y, n, 0, false));                   \
		for (i = 0; i < n; i++)                                  \
			y[i] *= by;                                      \
	}                                                                \
	static void                                                      \
	log_softmax_##T(void *restrict to, const void *restrict from,    \
	    int64_t n, double arg)                                       \
	{                                                                \
		T *restrict y = to, top, by;                             \
		const T *restrict x = from;                              \
		int64_t i;                                               \
									 \
		(void)arg;                                               \
		top = peak_##T(x, n);                                    \
		for (i = 0; i < n; i++)                                  \
			y[i] = EXP(x[i] - top);                          \
		by = (T)LOG(sum_##T(y, n, 0, false));                    \
		for (i = 0; i < n; i++)                                  \
			y[i] = x[i] - top - by;                          \
	}                                                                \
	static void                                                      \
	rms_##T(void *restrict to, const void *restrict from, int64_t n, \
	    double epsilon)                                              \
	{                                                                \
		T *restrict y = to, by;                                  \
		const T *restrict x = from;                              \
		int64_t i;                                               \
									 \
		by = (T)(1 / sqrt(sum_##T(x, n, 0, true) / (double)n +   \
		    epsilon));                                           \
		for (i = 0; i < n; i++)                                  \
			y[i] = x[i] * by;                                \
	}                                                                \
	static void                                                      \
	standardize_##T(void *restrict to, const void *restrict from,    \
	    int64_t n, double epsilon)                                   \
	{                                                                \
		T *restrict y = to, mean, by;                            \
		const T *restrict x = from;                              \
		int64_t i;                                               \
									 \
		mean = (T)(sum_##T(x, n, 0, false) / (double)n);         \
		by = (T)(1 / sqrt(sum_##T(x, n, mean, true) / (double)n + \
		    epsilon));                                           \
		for (i = 0; i < n; i++)                                  \
			y[i] = (x[i] - mean) * by;                       \
	}
KERNELS(float, point_expf, log)
KERNELS(double, exp, log)

#define CUMSUM(T, S)                                                     \
	static void                                                      \
	cumsum_##T(void *restrict to, const void *restrict from,         \
	    int64_t n, double arg)                                       \
	{                                                                \
		T *restrict y = to;                                      \
		const T *restrict x = from;                              \
		S sum = 0;                                               \
		int64_t i;                                               \
									 \
		(void)arg;                                               \
		for (i = 0; i < n; i++)                                  \
			y[i] = (T)(sum += (S)x[i]);                      \
	}
CUMSUM(float, double)
CUMSUM(double, double)
CUMSUM(int64_t, uint64_t)
CUMSUM(uint64_t, uint64_t)

#define FLOATS(name) { [WIDE_F32] = name##_float, [WIDE_F64] = name##_double }
static row_fn *const softmax[WIDE_COUNT] = FLOATS(softmax);
static row_fn *const log_softmax[WIDE_COUNT] = FLOATS(log_softmax);
static row_fn *const rms[WIDE_COUNT] = FLOATS(rms);
static row_fn *const standardize[WIDE_COUNT] = FLOATS(standardize);
static row_fn *const cumsum[WIDE_COUNT] = {
	cumsum_float, cumsum_double, cumsum_int64_t, cumsum_uint64_t,
};

static bool
along_run(struct ctx *c, struct tensor *out, row_fn *const *kernels)
{
	const struct along_attr *a = out->attr;

	return rows_run(c, out, a->axes, kernels, DT_COUNT, a->epsilon);
}

#define RUN(name)                                                        \
	static bool                                                      \
	name##_run(struct ctx *c, struct tensor *out)                    \
	{                                                                \
		return along_run(c, out, name);                          \
	}
RUN(softmax)
RUN(log_softmax)
RUN(rms)
RUN(standardize)
RUN(cumsum)

const struct op op_softmax = { "softmax", 0, softmax_run, NULL };
const struct op op_log_softmax = { "log_softmax", 0, log_softmax_run, NULL };
const struct op op_rms_standardize = { "rms_standardize", 0, rms_run, NULL };
const struct op op_standardize = { "standardize", 0, standardize_run, NULL };
const struct op op_cumsum = { "cumsum", 0, cumsum_run, NULL };

static struct tensor *
along_record(struct ctx *c, const struct op *op, struct tensor *t,
    uint32_t axes, double epsilon)
{
	struct along_attr a = { .epsilon = epsilon, .axes = axes };
	enum dtype d;
	struct tensor *out;

	if (t == NULL || !axes_mask_ok(c, op->name, t, axes))
		return NULL;
	d = dtype_is_float(t->dtype) ? t->dtype : DT_F32;
	out = node_record(c, op, d, t->naxes, t->axis, &t, 1, &a, sizeof a);
	out->weak = t->weak;
	return out;
}

struct tensor *
tensor_softmax(struct ctx *c, struct tensor *t, uint32_t axes)
{
	return along_record(c, &op_softmax, t, axes, 0);
}

struct tensor *
tensor_log_softmax(struct ctx *c, struct tensor *t, uint32_t axes)
{
	return along_record(c, &op_log_softmax, t, axes, 0);
}

struct tensor *
tensor_rms_standardize(struct ctx *c, struct tensor *t, uint32_t axes,
    double epsilon)
{
	return along_record(c, &op_rms_standardize, t, axes, epsilon);
}

struct tensor *
tensor_standardize(struct ctx *c, struct tensor *t, uint32_t axes,
    double epsilon)
{
	return along_record(c, &op_standardize, t, axes, epsilon);
}

/* The dtype that JAX sums integers in: never narrower than int32. */
enum dtype
reduce_sum_dtype(enum dtype d)
{
	if (d == DT_BOOL || d == DT_I8 || d == DT_I16)
		return DT_I32;
	return d == DT_U8 || d == DT_U16 ? DT_U32 : d;
}

struct tensor *
tensor_cumsum(struct ctx *c, struct tensor *t, int axis)
{
	struct along_attr a = { 0 };
	struct tensor *out;
	enum dtype d;

	if (t == NULL || !axes_index_ok(c, "cumsum", t, axis))
		return NULL;
	a.axes = 1u << axis;
	/* jax.numpy.cumsum widens bool only. */
	d = t->dtype == DT_BOOL ? DT_I32 : t->dtype;
	out = node_record(c, &op_cumsum, d, t->naxes, t->axis, &t, 1, &a,
	    sizeof a);
	out->weak = t->weak;
	return out;
}
