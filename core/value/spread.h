/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments from a sequence and a dict, as in f(*pos, **kw). */
#ifndef CORE_VALUE_SPREAD_H
#define CORE_VALUE_SPREAD_H

#include "core/value/value.h"

struct spread {
	struct args args;
	struct value **v;
	const struct atom **kw;
};

/*
 * n arguments in front, then those of pos (a list or tuple), then the members
 * of kw by name; pos and kw may be null, and keys that are no text are left
 * out. The values stay borrowed.
 */
void spread_init(struct ctx *, struct spread *, size_t n,
    struct value *const *front, struct value *pos, struct value *kw);
void spread_release(struct spread *);
struct value *spread_call(struct ctx *, struct value *fn, size_t n,
    struct value *const *front, struct value *pos, struct value *kw);

#endif
