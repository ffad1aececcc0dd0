/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that dies all at once: a cell's tokens and tree, a display document,
 * a reply. Allocation cannot fail (see xalloc.h).
 */
#ifndef CORE_BASE_ARENA_H
#define CORE_BASE_ARENA_H

#include <stddef.h>

#include "core/base/attr.h"

struct arena;

struct arena *arena_create(void);
void arena_free(struct arena **);

/* Zeroed and aligned for any type. */
void *arena_alloc(struct arena *, size_t size);
void *arena_array(struct arena *, size_t n, size_t size);
char *arena_strdup(struct arena *, const char *);
char *arena_memdup0(struct arena *, const char *, size_t len);
char *arena_printf(struct arena *, const char *fmt, ...) PRINTF(2, 3);

#endif
