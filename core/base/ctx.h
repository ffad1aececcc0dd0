/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every call that can fail or make values is given first: the scope that
 * owns results, the first error, the interrupt flag, the interned names. There
 * are no globals: two contexts in one process do not meet.
 *
 * A call that can fail takes the ctx first and returns a pointer or a bool. It
 * raises once (err_raise) and returns null or false; given null it passes null
 * on. Whoever stops an error takes it out with err_clear or err_take.
 */
#ifndef CORE_BASE_CTX_H
#define CORE_BASE_CTX_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"
#include "core/base/err.h"
#include "core/base/scope.h"

struct atoms;
struct engine;
struct values;
struct interp;
struct modules;

/*
 * What an edit that changes nothing does: warn, or (pj.strict()) raise. It is
 * here since both selecting and the modules above must reach it.
 */
struct select_policy {
	bool strict;
	void (*warn)(struct ctx *, const char *text);
};

struct ctx {
	struct scope scope;	/* results, until whoever runs lets go */
	struct err err;		/* the first error, if any */
	atomic_bool *stop;	/* set from any thread to interrupt */
	struct atoms *atoms;	/* interned names */
	struct engine *engine;	/* tensor's: pending nodes, plans, backend */
	struct values *values;	/* value's: classes, cycle finder */
	struct modules *modules;	/* lang's: what was imported */
	struct interp *interp;	/* lang's */
	struct select_policy select;
	uint64_t serial;	/* the last number that ctx_serial gave */
	unsigned depth;		/* of native recursion, see ctx_enter */
	unsigned max_depth;
	/*
	 * Called at poll points of the evaluator's thread, so that a front
	 * end's requests are answered during a long cell. May be null.
	 */
	void (*on_poll)(void *data);
	void *on_poll_data;
};

/* Makes an empty context that owns its atoms. stop may be null. */
void ctx_init(struct ctx *, atomic_bool *stop);
/* Drops the scope, the error and the atoms. engine and interp go before. */
void ctx_release(struct ctx *);

/*
 * To be called between instructions that jump or call and between tiles of an
 * operation. False when an interrupt was asked for: KeyboardInterrupt is
 * raised and the flag is cleared.
 */
bool ctx_poll_slow(struct ctx *);

static inline MUST_USE bool
ctx_poll(struct ctx *c)
{
	if (UNLIKELY(c->on_poll != NULL) || UNLIKELY(c->stop != NULL &&
	    atomic_load_explicit(c->stop, memory_order_relaxed)))
		return ctx_poll_slow(c);
	return true;
}

/* True when an interrupt waits; for loops on threads that may not raise. */
static inline bool
ctx_stopped(const struct ctx *c)
{
	return c->stop != NULL &&
	    atomic_load_explicit(c->stop, memory_order_relaxed);
}

/* A number unlike any other of this context. */
static inline uint64_t
ctx_serial(struct ctx *c)
{
	return ++c->serial;
}

/* Counts native recursion: false and RecursionError when it is too deep. */
MUST_USE bool ctx_enter(struct ctx *);

static inline void
ctx_leave(struct ctx *c)
{
	c->depth--;
}

#endif
