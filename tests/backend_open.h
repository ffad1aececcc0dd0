/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the backend of the build tree, for tests and benchmarks. */
#ifndef TESTS_BACKEND_OPEN_H
#define TESTS_BACKEND_OPEN_H

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/tensor/backend.h"

/* Null when it was not built. It stays loaded. */
static inline struct backend *
backend_open_built(int threads)
{
	const char *dir = getenv("PENJING_BUILD");
	backend_open_fn *fn;
	void *handle;
	char path[4096];

	snprintf(path, sizeof(path), "%s/penjing-backend.so",
	    dir != NULL ? dir : ".");
	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL) {
		fprintf(stderr, "%s\n", dlerror());
		return NULL;
	}
	*(void **)&fn = dlsym(handle, BACKEND_OPEN_SYMBOL);
	return fn != NULL ? fn(threads) : NULL;
}

#endif
