/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/ptr_map.h"

#include <stdlib.h>

#include "core/base/xalloc.h"

enum { FIRST_CAP = 256 };

static void
grow(struct ptr_map *m)
{
	struct ptr_map old = *m;

	m->cap = old.cap == 0 ? FIRST_CAP : 2 * old.cap;
	m->at = xcalloc(m->cap, sizeof *m->at);
	for (size_t i = 0; i < old.cap; i++)
		if (old.at[i].key != NULL)
			m->at[ptr_map_place(m, old.at[i].key)] = old.at[i];
	free(old.at);
}

void
ptr_map_add(struct ptr_map *m, const void *key, void *value)
{
	if (2 * m->n >= m->cap)
		grow(m);
	m->at[ptr_map_place(m, key)] = (struct ptr_pair){ key, value };
	m->n++;
}

void
ptr_map_release(struct ptr_map *m)
{
	free(m->at);
	*m = (struct ptr_map){ 0 };
}
