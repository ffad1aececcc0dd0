/* SPDX-License-Identifier: Apache-2.0 */
/* Dicts inside, for their methods, views and trees; the evaluator reads the
 * entries of globals. */
#ifndef CORE_VALUE_DICT_H
#define CORE_VALUE_DICT_H

#include "core/value/class.h"

struct dict_entry {
	int64_t hash;
	struct value *key;	/* null: deleted */
	struct value *v;
};
struct dict {
	struct value hdr;
	struct dict_entry *entry;
	uint32_t *index;	/* 0: free, else entry + 1, or TOMB; null
				 * while there are few entries */
	size_t used;		/* entries in use, deleted ones too */
	size_t n, cap, nindex, ntombs;
	uint32_t layout;	/* changes when keys move, come or go */
	/* Entries by sorted key; see dict_tree.c. */
	uint32_t *order, order_layout;
};

static inline struct dict *
dict_of(const struct value *v)
{
	if (LIKELY(value_is(v, &dict_kind)))
		return (struct dict *)v;
	return (struct dict *)value_unwrap(v);
}

/* A key's hash with the short way for text and ints; sets use both, too. */
bool key_hash(struct ctx *, struct value *, int64_t *);
/* Are two keys of equal hash the same? */
bool key_equal(struct ctx *, struct value *, struct value *, bool *);

extern const struct kind dict_keys_kind, dict_values_kind, dict_items_kind;
bool value_is_dict(const struct value *);
bool dict_update(struct ctx *, struct value *dict, struct value *other);
struct value *dict_copy(struct ctx *, struct value *);
void dict_clear(struct dict *);

extern const struct native dict_methods[], dict_class_methods[];

enum dict_part { DICT_KEYS, DICT_VALUES, DICT_ITEMS };

struct value *dict_iter_new(struct ctx *, struct value *dict,
    enum dict_part);
struct value *dict_view_new(struct ctx *, struct value *dict,
    enum dict_part);

/* Children in the order of sorted keys. */
size_t dict_nchild(const struct value *);
struct child dict_child(const struct value *, size_t);
struct value *dict_rebuild(struct ctx *, struct value *,
    struct value *const *);
void dict_head(struct ctx *, struct buf *, const struct value *);

#endif
