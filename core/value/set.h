/* SPDX-License-Identifier: Apache-2.0 */
/* Sets inside, for their methods. */
#ifndef CORE_VALUE_SET_H
#define CORE_VALUE_SET_H

#include "core/value/class.h"

struct set_entry {
	struct value *key;	/* null: free, SET_DUMMY: deleted */
	int64_t hash;
};
struct set {
	struct value hdr;
	struct set_entry *entry;
	size_t mask, fill, n;
	int64_t hash;
	uint32_t layout;
	bool hashed;
	struct set_entry room[8];
};

static inline struct set *
set_of(const struct value *v)
{
	if (LIKELY(value_is(v, &set_kind) || value_is(v, &frozenset_kind)))
		return (struct set *)v;
	return (struct set *)value_unwrap(v);
}

bool value_is_set(const struct value *);	/* frozen too */
struct value *set_of_iterable(struct ctx *, struct value *, bool frozen);
bool set_remove(struct ctx *, struct set *, struct value *, bool *found);

extern const struct native set_methods[], frozenset_methods[];

void set_clear(struct set *);
bool set_update(struct ctx *, struct value *set, struct value *iterable);
bool set_is_subset(struct ctx *, const struct set *, const struct set *,
    bool *);
/* The keys of a that are (or are not) in b. */
struct value *set_keep(struct ctx *, const struct set *a,
    const struct set *b, bool in, bool frozen);

#endif
