/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one file that knows oneDNN, of any version since 2.0. Its sgemm needs
 * no objects that describe the shapes, and in slabs of a fitting width it
 * multiplies as fast as its primitives do.
 */
#include <dnnl.h>
#include <omp.h>
#include <stdio.h>

#include "core/tensor/backend/cpu.h"

const char *
gemm_version(char *buf, size_t size)
{
	const dnnl_version_t *v = dnnl_version();

	snprintf(buf, size, "oneDNN %d.%d.%d", v->major, v->minor, v->patch);
	return buf;
}

/* The distance of lines that are side entries long. One line has none. */
static dnnl_dim_t
lines(int64_t row, int64_t col, int64_t side)
{
	int64_t ld = col == 1 ? row : col;

	return ld < side ? side : ld;
}

bool
gemm_run(const struct gemm *g)
{
	char ta = g->a_col == 1 ? 'N' : 'T', tb = g->b_col == 1 ? 'N' : 'T';

	/* The work is shared out by the pool: an OpenMP region would wait for
	 * threads that another process keeps from running. */
	omp_set_num_threads(1);
	return dnnl_sgemm(ta, tb, g->m, g->n, g->k, 1,
	    g->a, lines(g->a_row, g->a_col, ta == 'N' ? g->k : g->m),
	    g->b, lines(g->b_row, g->b_col, tb == 'N' ? g->n : g->k),
	    0, g->c, g->ldc < g->n ? g->n : g->ldc) == dnnl_success;
}
