/* SPDX-License-Identifier: Apache-2.0 */
#include <omp.h>

#include "core/tensor/backend/cpu.h"

int
pool_thread(void)
{
	return omp_get_thread_num();
}

void
pool_run(struct module *m, int64_t n, int64_t grain,
    void (*body)(int64_t, int64_t, void *), void *arg)
{
	int64_t parts = grain > 0 ? n / grain : n;
	int64_t most = (int64_t)m->threads * 4;

	if (n <= 0)
		return;
	if (parts > most)
		parts = most;
	if (parts <= 1 || m->threads <= 1 || omp_in_parallel()) {
		body(0, n, arg);
		return;
	}
	/* More parts than threads: a processor may be busy elsewhere. */
#pragma omp parallel for schedule(dynamic, 1) num_threads(m->threads)
	for (int64_t i = 0; i < parts; i++)
		body(n * i / parts, n * (i + 1) / parts, arg);
}
