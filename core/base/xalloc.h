/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Allocation of small things, which cannot fail: the process ends with a
 * message when a few hundred bytes are not to be had. What a user can make
 * large (tensor storage, strings, containers) is asked for with try_alloc or
 * through core/tensor/storage.h, and raises MemoryError.
 */
#ifndef CORE_BASE_XALLOC_H
#define CORE_BASE_XALLOC_H

#include <stddef.h>

#include "core/base/attr.h"

struct ctx;

void *xmalloc(size_t) MALLOC;
void *xcalloc(size_t n, size_t size) MALLOC;
void *xrealloc(void *, size_t n, size_t size);	/* overflow-checked */
char *xstrdup(const char *) MALLOC;
char *xmemdup0(const char *, size_t len) MALLOC;	/* adds a NUL */
/* At least doubles an array of *cap elements; first is the initial number. */
void *xgrow(void *array, size_t *cap, size_t first, size_t size);

/* n * size bytes for a user's data, or MemoryError and null. */
void *try_alloc(struct ctx *, size_t n, size_t size);
void *try_realloc(struct ctx *, void *, size_t n, size_t size);

#endif
