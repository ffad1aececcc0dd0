/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private to core/load: the tensors of a checkpoint as a family takes them,
 * each with the size that it must have. What nobody has taken in the end
 * would change the numbers, and is refused.
 */
#ifndef CORE_LOAD_WEIGHTS_H
#define CORE_LOAD_WEIGHTS_H

#include "core/load/ckpt.h"

#define WEIGHTS_NAME 96		/* room for a tensor's name */

struct weights {
	struct ctx *c;
	struct ckpt *k;
	bool *used;		/* an entry of the checkpoint each */
};

void weights_init(struct weights *, struct ctx *, struct ckpt *);
void weights_release(struct weights *);

/* ValueError where it is missing or has other sizes. */
struct tensor *weights_get(const struct weights *, const char *name, int n,
    const int64_t *size);
/* The rows of a matrix, 0 where there is none of that name. */
int64_t weights_rows(const struct ckpt *, const char *name);
/* is_idle: changes no number by itself. False: ValueError names another. */
bool weights_check_used(const struct weights *,
    bool (*is_idle)(const void *arg, const char *name), const void *arg);

#endif
