/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From pointers to pointers, by open addressing: constants that are looked up
 * by where they lie. Nothing is taken out. An empty map is all zeros.
 */
#ifndef CORE_BASE_PTR_MAP_H
#define CORE_BASE_PTR_MAP_H

#include <stddef.h>
#include <stdint.h>

struct ptr_map {
	struct ptr_pair {
		const void *key;	/* null: free */
		void *value;
	} *at;
	size_t n, cap;			/* cap is a power of two, or 0 */
};

/* Where key is, or would be put; cap is not 0. */
static inline size_t
ptr_map_place(const struct ptr_map *m, const void *key)
{
	size_t i = ((uintptr_t)key * UINT64_C(0x9E3779B97F4A7C15) >> 40) &
	    (m->cap - 1);

	while (m->at[i].key != NULL && m->at[i].key != key)
		i = (i + 1) & (m->cap - 1);
	return i;
}

/* Null where there is none. */
static inline void *
ptr_map_find(const struct ptr_map *m, const void *key)
{
	return m->cap > 0 ? m->at[ptr_map_place(m, key)].value : NULL;
}

/* key is not in the map yet. */
void ptr_map_add(struct ptr_map *, const void *key, void *value);
/* What the values are is the caller's to let go of first. */
void ptr_map_release(struct ptr_map *);

#endif
