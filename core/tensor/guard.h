/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/tensor: a mapped file that somebody makes shorter must not
 * end the program. Reading what is gone raises SIGBUS; the handler puts zeros
 * there and remembers it, and the next sync point raises an OSError.
 */
#ifndef CORE_TENSOR_GUARD_H
#define CORE_TENSOR_GUARD_H

#include <stddef.h>

/* Watches a mapping; owner is given back by guard_hit. -1: no room, then it
 * is not watched. */
int guard_add(void *data, size_t size, void *owner);
void guard_remove(int slot);
/* An owner in whose mapping something was gone since it was asked last; null
 * mostly, and then it costs one load. */
void *guard_hit(void);

#endif
