/* SPDX-License-Identifier: Apache-2.0 */
/* Sets, for their methods. */
#ifndef CORE_VALUE_SET_H
#define CORE_VALUE_SET_H

#include "core/value/class.h"

struct set;

extern const struct native set_methods[], frozenset_methods[];

void set_clear(struct set *);
bool set_update(struct ctx *, struct value *set, struct value *iterable);
bool set_is_subset(struct ctx *, const struct set *, const struct set *,
    bool *);
/* The keys of a that are (or are not) in b. */
struct value *set_keep(struct ctx *, const struct set *a,
    const struct set *b, bool in, bool frozen);

#endif
