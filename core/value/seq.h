/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tuples and lists inside, and what they share. Read by the evaluator's loops,
 * too.
 */
#ifndef CORE_VALUE_SEQ_H
#define CORE_VALUE_SEQ_H

#include "core/value/class.h"

struct seq {			/* tuples and lists */
	struct value hdr;
	struct value **item;
	size_t n, cap;		/* cap 0: a tuple, items inside */
	int64_t hash;
	struct value *room[];
};

static inline struct seq *
seq_of(const struct value *v)
{
	if (LIKELY(value_is(v, &list_kind) || value_is(v, &tuple_kind)))
		return (struct seq *)v;
	return (struct seq *)value_unwrap(v);
}

bool value_is_list(const struct value *);
bool value_is_tuple(const struct value *);
/* A tuple whose items the caller fills (with counted values) at once. */
struct seq *tuple_alloc(struct ctx *, size_t n);
struct seq *list_alloc(struct ctx *, size_t n);
bool seq_reserve(struct ctx *, struct seq *, size_t n);
struct value *seq_compare(struct ctx *, enum compare, const struct seq *,
    const struct seq *);
bool seq_repr(struct ctx *, struct buf *, struct value *, const char *,
    const char *);
bool seq_contains(struct ctx *, struct value *, struct value *, bool *);
/* Index of key in a sequence of n: negative ones from the end. */
bool index_of_key(struct ctx *, struct value *key, const char *what,
    size_t n, size_t *at);
struct value *seq_count(struct ctx *, struct value *const *args);
struct value *seq_index(struct ctx *, struct value *const *args);
struct value *seq_slice(struct ctx *, struct value *, struct value *key);
/* The step of an iterator over a list or tuple, for iter_new. */
struct value *seq_iter_next(struct ctx *, struct value *over, size_t *at,
    int64_t *state);
bool seq_check_repeat(struct ctx *, const struct seq *, int64_t n);
bool seq_times(struct ctx *, struct value *other, int64_t *n);
void seq_visit(struct value *, void (*fn)(struct value *, void *), void *);
size_t seq_nchild(const struct value *);
struct child seq_child(const struct value *, size_t);
/* value_equal for an item of a container that the asked code may change. */
bool item_equal(struct ctx *, struct value *item, struct value *, bool *);

#endif
