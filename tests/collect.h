/* SPDX-License-Identifier: Apache-2.0 */
/* A session whose output is collected, for tests. */
#ifndef TESTS_COLLECT_H
#define TESTS_COLLECT_H

#include "core/base/buf.h"
#include "core/session.h"

struct collect {
	struct session *session;
	struct buf out, err;	/* streams */
	struct buf shown;	/* repr of what was shown, a line each */
};

void collect_init(struct collect *);
void collect_release(struct collect *);
/* Runs a cell; the result is to be released. */
void collect_run(struct collect *, const char *source, struct run_result *);
/* Runs a cell that must succeed; shown and out start empty. */
void collect_ok(struct collect *, const char *source);

#endif
