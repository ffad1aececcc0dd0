/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Things to let go of later. Arguments are borrowed and results belong to the
 * running scope, so nobody frees a temporary on any path: whoever calls marks
 * the scope, and drops to the mark when the call's result is safe. One result
 * can be carried over the drop with scope_leave.
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

/*
 * Drops to the mark but carries obj over: it belongs to the surrounding scope
 * afterwards. obj may have been owned by anything (ref takes a reference
 * first). Returns obj; null passes.
 */
void *scope_leave(struct ctx *, size_t mark, void *obj, void (*ref)(void *),
    void (*drop)(void *));

void scope_release(struct scope *);

#endif
