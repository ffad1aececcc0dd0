/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Things to let go of later. Arguments are borrowed and results belong to the
 * running scope, so nobody frees a temporary on any path: whoever calls marks
 * the scope, and drops to the mark when the call's result is safe. A value is
 * carried over the drop with value_leave.
 */
#ifndef CORE_BASE_SCOPE_H
#define CORE_BASE_SCOPE_H

#include <stddef.h>

struct ctx;

struct scope_entry {
	void *obj;
	void (*drop)(void *);
};

struct scope {
	struct scope_entry *entry;
	size_t n, cap;
};

/* Hands one reference of obj to the scope; returns obj. Null passes. */
void *scope_add(struct ctx *, void *obj, void (*drop)(void *));

static inline size_t
scope_mark(const struct scope *s)
{
	return s->n;
}

/* Drops all that was added since the mark, newest first. */
void scope_drop(struct ctx *, size_t mark);

void scope_release(struct scope *);

#endif
