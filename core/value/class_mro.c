/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The C3 order: a class before its bases, bases in the order they are written,
 * and the orders of the bases kept.
 */
#include <stdlib.h>

#include "core/base/xalloc.h"
#include "core/value/class_create.h"

struct list {
	struct class *const *v;
	size_t n, at;
};

static bool
is_in_tail(const struct list *l, size_t n, const struct class *k)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = l[i].at + 1; j < l[i].n; j++)
			if (l[i].v[j] == k)
				return true;
	return false;
}

/* The first head that stands in no tail; null when none is left or fits. */
static struct class *
next_class(struct list *l, size_t n, bool *left)
{
	*left = false;
	for (size_t i = 0; i < n; i++) {
		struct class *k;

		if (l[i].at == l[i].n)
			continue;
		*left = true;
		k = l[i].v[l[i].at];
		if (is_in_tail(l, n, k))
			continue;
		for (size_t j = 0; j < n; j++)
			if (l[j].at < l[j].n && l[j].v[l[j].at] == k)
				l[j].at++;
		return k;
	}
	return NULL;
}

static void
raise_conflict(struct ctx *c, struct list *l, size_t n)
{
	struct buf b = BUF_INIT;
	struct class *seen[64];
	size_t nseen = 0;

	for (size_t i = 0; i < n; i++) {
		struct class *k;
		size_t j = 0;

		if (l[i].at == l[i].n || nseen == nitems(seen))
			continue;
		k = l[i].v[l[i].at];
		while (j < nseen && seen[j] != k)
			j++;
		if (j < nseen)
			continue;
		seen[nseen++] = k;
		buf_printf(&b, "%s%s", b.len > 0 ? ", " : "", k->name->text);
	}
	err_raise(c, ERR_TYPE, "Cannot create a consistent method resolution\n"
	    "order (MRO) for bases %s", b.data);
	buf_release(&b);
}

bool
class_linearize(struct ctx *c, struct class *k)
{
	size_t n = k->nbases + 1, most = 1;
	struct list *l = xcalloc(n, sizeof *l);
	struct class *next;
	bool left;

	for (size_t i = 0; i < k->nbases; i++) {
		l[i] = (struct list){ k->bases[i]->mro, k->bases[i]->nmro,
			0 };
		most += l[i].n;
	}
	l[n - 1] = (struct list){ k->bases, k->nbases, 0 };
	k->mro = xcalloc(most, sizeof(struct class *));
	k->mro[0] = k;
	k->nmro = 1;
	while ((next = next_class(l, n, &left)) != NULL) {
		k->mro[k->nmro++] = next;
		value_ref(&next->hdr);
	}
	if (left)
		raise_conflict(c, l, n);
	free(l);
	return !left;
}
