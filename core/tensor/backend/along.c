/* SPDX-License-Identifier: Apache-2.0 */
/* Normalisation and softmax: each result needs the whole row. */
#include <math.h>

#include "core/tensor/backend/cpu.h"

struct rows {
	struct module *m;
	const struct along *a;
	const atomic_bool *stop;
};

static void
rms_row(const struct kern *k, const struct along *a, const float *x,
    float *out)
{
	float ms = k->sum_squares(x, 0, a->n) / (float)a->n;

	k->scale(out, x, 0, 1.0f / sqrtf(ms + (float)a->epsilon), a->mul,
	    a->n);
}

static void
standardize_row(const struct kern *k, const struct along *a, const float *x,
    float *out)
{
	float mean = k->sum(x, a->n) / (float)a->n;
	float var = k->sum_squares(x, mean, a->n) / (float)a->n;

	k->scale(out, x, mean, 1.0f / sqrtf(var + (float)a->epsilon), a->mul,
	    a->n);
}

static void
softmax_row(const struct kern *k, const struct along *a, const float *x,
    float *out)
{
	float top = k->max(x, a->n);
	float total = k->exp_sum(out, x, top, a->n);

	k->scale(out, out, 0, 1.0f / total, a->mul, a->n);
}

static void
log_softmax_row(const struct kern *k, const struct along *a, const float *x,
    float *out)
{
	float top = k->max(x, a->n);
	float total = k->exp_sum(out, x, top, a->n);

	k->scale(out, x, top, 1.0f, NULL, a->n);
	k->scale(out, out, logf(total), 1.0f, a->mul, a->n);
}

static void (*const row_fn[ALONG_COUNT])(const struct kern *,
    const struct along *, const float *, float *) = {
	[ALONG_RMS] = rms_row,
	[ALONG_STANDARDIZE] = standardize_row,
	[ALONG_SOFTMAX] = softmax_row,
	[ALONG_LOG_SOFTMAX] = log_softmax_row,
};

static void
rows_run(int64_t r0, int64_t r1, void *arg)
{
	const struct rows *j = arg;
	const struct along *a = j->a;
	const struct kern *k = j->m->kern;

	for (int64_t r = r0; r < r1; r++) {
		int64_t row = r, x_at = 0, out_at = 0;
		float *out;

		for (int i = a->naxes - 1; i >= 0; i--) {
			x_at += row % a->size[i] * a->x_stride[i];
			out_at += row % a->size[i] * a->out_stride[i];
			row /= a->size[i];
		}
		out = a->out + out_at;
		row_fn[a->kind](k, a, a->x + x_at, out);
		if (a->add != NULL)
			k->binary[BINARY_add](out, out, a->add, a->n);
		if ((r & 63) == 0 && stopped(j->stop))
			return;
	}
}

bool
along_run(struct backend *b, const struct along *a, const atomic_bool *stop)
{
	struct module *m = (struct module *)b;
	struct rows j = { m, a, stop };
	int64_t nrows = 1;

	if ((unsigned)a->kind >= ALONG_COUNT || a->n <= 0)
		return false;
	for (int i = 0; i < a->naxes; i++)
		nrows *= a->size[i];
	pool_run(m, nrows, 1 + 8192 / a->n, rows_run, &j);
	return !stopped(stop);
}
