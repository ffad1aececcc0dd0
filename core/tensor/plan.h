/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: how pending nodes are computed. plan_run collects
 * what the roots need, finds what one kernel can do (fusion), and runs it; a
 * node that somebody outside the pending graph holds (refs > uses) is never
 * swallowed. Plans are made anew for each run; the hashes of nodes are there
 * for remembering them.
 */
#ifndef CORE_TENSOR_PLAN_H
#define CORE_TENSOR_PLAN_H

#include <stdbool.h>
#include <stddef.h>

struct ctx;
struct plans;
struct tensor;

struct plans *plans_create(void);
void plans_free(struct plans **);

/*
 * Computes the roots (pending or not). Polls for interrupts between steps
 * and tiles; what was computed before a failure stays computed. Calls
 * op->run in a scope of its own and then node_done, unless the run did that
 * itself (an operation with siblings calls node_done for those).
 */
bool plan_run(struct ctx *, struct tensor *const *roots, size_t n);

/* How many steps the fusion of this name ("attention", "matmul", "along",
 * "pointwise") has done so far, and how often it declined. For tests. */
size_t plans_fused(const struct plans *, const char *name,
    size_t *declined);

/* What the engine keeps for the planner (engine.c). */
struct plans *engine_plans(struct ctx *);
/* Says in the error where t was recorded; sets t->failed. */
void engine_note_failed(struct ctx *, struct tensor *t);

#endif
