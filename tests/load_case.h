/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of core/load share: a context, where the fixtures are. */
#ifndef TESTS_LOAD_CASE_H
#define TESTS_LOAD_CASE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/ctx.h"
#include "core/tensor/tensor.h"
#include "core/value/value.h"

static inline void
case_init(struct ctx *c)
{
	struct engine_options o = { .threads = 1 };

	ctx_init(c, NULL);
	engine_init(c, &o);
	values_init(c);
}

static inline void
case_release(struct ctx *c)
{
	err_clear(c);
	scope_drop(c, 0);
	values_release(c);
	engine_release(c);
	ctx_release(c);
}

/* The path of a big fixture; false where it is not there. */
static inline bool
case_fixture(char *out, size_t cap, const char *name)
{
	const char *src = getenv("PENJING_SRC");
	const char *shared = getenv("PENJING_FIXTURES");
	int n;

	if (shared != NULL)
		n = snprintf(out, cap, "%s/%s", shared, name);
	else
		n = snprintf(out, cap, "%s/../shared/fixtures/%s",
		    src != NULL ? src : ".", name);
	return n > 0 && (size_t)n < cap && access(out, R_OK) == 0;
}

/* The path of a file in tests/data. */
static inline const char *
case_data(char *out, size_t cap, const char *name)
{
	const char *src = getenv("PENJING_SRC");

	snprintf(out, cap, "%s/tests/data/load/%s", src != NULL ? src : ".",
	    name);
	return out;
}

#endif
