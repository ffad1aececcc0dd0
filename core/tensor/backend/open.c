/* SPDX-License-Identifier: Apache-2.0 */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/attr.h"
#include "core/tensor/backend/cpu.h"

/* The one name that the module shows. */
__attribute__((visibility("default"))) backend_open_fn penjing_backend_open;

void *
module_scratch(struct module *m, int which, size_t size)
{
	struct scratch *s = &m->scratch[which];

	if (size <= s->size)
		return s->data;
	free(s->data);
	s->size = 0;
	size = (size + size / 4 + 4095) / 4096 * 4096;
	s->data = aligned_alloc(64, size);
	if (s->data != NULL)
		s->size = size;
	return s->data;
}

static size_t
packed_bytes(struct backend *b)
{
	return ((struct module *)b)->packed_bytes;
}

static void
set_budget(struct backend *b, size_t bytes)
{
	((struct module *)b)->budget = bytes;
}

static void
parallel(struct backend *b, int64_t n, int64_t grain,
    void (*body)(int64_t, int64_t, void *), void *arg)
{
	pool_run((struct module *)b, n, grain, body, arg);
}

/* Storages that still remember copies must be gone by now. */
static void
module_close(struct backend *b)
{
	struct module *m = (struct module *)b;

	pool_close(m->pool);
	for (int i = 0; i < SCRATCH_COUNT; i++)
		free(m->scratch[i].data);
	free(m);
}

/* Fastest first. */
static const struct kern *const kerns[] = {
#if defined(__x86_64__)
	&kern_avx512, &kern_avx2,
#endif
	&kern_plain,
};

/* The fastest one that runs here, or the one of this name. */
static const struct kern *
kern_choose(const char *name)
{
#if defined(__x86_64__)
	__builtin_cpu_init();
#endif
	for (size_t i = 0; i < nitems(kerns); i++)
		if (kerns[i]->usable() && (name == NULL ||
		    strcmp(kerns[i]->name, name) == 0))
			return kerns[i];
	return NULL;
}

static bool
use_isa(struct backend *b, const char *name)
{
	const struct kern *k = kern_choose(name);

	if (k == NULL)
		return false;
	((struct module *)b)->kern = k;
	return true;
}

/* A quarter of the machine's memory, until somebody says otherwise. */
static size_t
default_budget(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);

	if (pages <= 0 || size <= 0)
		return (size_t)1 << 30;
	return (size_t)pages / 4 * (size_t)size;
}

struct backend *
penjing_backend_open(int threads)
{
	struct module *m = calloc(1, sizeof(*m));
	char version[48];

	if (m == NULL)
		return NULL;
	m->threads = threads > 0 ? threads : omp_get_num_procs();
	m->pool = pool_open(m->threads);
	if (m->pool == NULL) {
		free(m);
		return NULL;
	}
	m->kern = kern_choose(NULL);
	m->budget = default_budget();
	snprintf(m->name, sizeof(m->name), "%s, %s, %d thread%s",
	    gemm_version(version, sizeof(version)), m->kern->name,
	    m->threads, m->threads == 1 ? "" : "s");
	m->b = (struct backend){
		.version = BACKEND_VERSION,
		.name = m->name,
		.matmul = matmul_run,
		.attention = attention_run,
		.can_point = pointwise_can,
		.pointwise = pointwise_run,
		.along = along_run,
		.parallel = parallel,
		.packed_bytes = packed_bytes,
		.set_budget = set_budget,
		.use_isa = use_isa,
		.close = module_close,
	};
	return &m->b;
}
