/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/atom.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ctx.h"
#include "core/base/err.h"
#include "core/base/xalloc.h"

struct atoms {
	struct atom **slot;	/* open addressing; a power of two */
	size_t n, cap;
	struct atom **fresh;
	size_t nfresh, fresh_cap;
	void (*drop)(void *);
};

/* FNV-1a: short names, no attacker worth a keyed hash. */
static uint32_t
hash_bytes(const char *s, size_t len)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h;
}

struct atoms *
atoms_create(void)
{
	struct atoms *t = xcalloc(1, sizeof *t);

	t->cap = 1024;
	t->slot = xcalloc(t->cap, sizeof *t->slot);
	return t;
}

static void
atom_drop(struct atoms *t, struct atom *a)
{
	if (a != NULL && a->str != NULL && t->drop != NULL)
		t->drop(a->str);
	free(a);
}

void
atoms_free(struct atoms **tp)
{
	struct atoms *t = *tp;

	if (t == NULL)
		return;
	for (size_t i = 0; i < t->cap; i++)
		atom_drop(t, t->slot[i]);
	for (size_t i = 0; i < t->nfresh; i++)
		atom_drop(t, t->fresh[i]);
	free(t->slot);
	free(t->fresh);
	free(t);
	*tp = NULL;
}

void
atoms_on_free(struct atoms *t, void (*drop)(void *))
{
	t->drop = drop;
}

static struct atom **
find_slot(struct atoms *t, const char *s, size_t len, uint32_t hash)
{
	size_t i = hash & (t->cap - 1);

	while (t->slot[i] != NULL) {
		struct atom *a = t->slot[i];

		if (a->hash == hash && a->len == len &&
		    memcmp(a->text, s, len) == 0)
			break;
		i = (i + 1) & (t->cap - 1);
	}
	return &t->slot[i];
}

static void
grow(struct atoms *t)
{
	struct atom **old = t->slot;
	size_t oldcap = t->cap;

	t->cap *= 2;
	t->slot = xcalloc(t->cap, sizeof *t->slot);
	for (size_t i = 0; i < oldcap; i++)
		if (old[i] != NULL)
			*find_slot(t, old[i]->text, old[i]->len,
			    old[i]->hash) = old[i];
	free(old);
}

static struct atom *
make(const char *s, size_t len, uint32_t hash)
{
	struct atom *a = xcalloc(1, sizeof *a + len + 1);

	if (len > UINT32_MAX)
		BUG("atom: name too long");
	a->hash = hash;
	a->len = (uint32_t)len;
	if (len > 0)
		memcpy(a->text, s, len);
	return a;
}

const struct atom *
atom_len(struct ctx *c, const char *s, size_t len)
{
	struct atoms *t = c->atoms;
	uint32_t hash = hash_bytes(s, len);
	struct atom **slot = find_slot(t, s, len, hash);

	if (*slot != NULL)
		return *slot;
	if (t->n * 2 >= t->cap) {
		grow(t);
		slot = find_slot(t, s, len, hash);
	}
	t->n++;
	return *slot = make(s, len, hash);
}

const struct atom *
atom(struct ctx *c, const char *s)
{
	return atom_len(c, s, strlen(s));
}

const struct atom *
atom_find(struct ctx *c, const char *s, size_t len)
{
	return *find_slot(c->atoms, s, len, hash_bytes(s, len));
}

const struct atom *
atom_fresh(struct ctx *c)
{
	struct atoms *t = c->atoms;
	struct atom *a;

	if (t->nfresh == t->fresh_cap)
		t->fresh = xgrow(t->fresh, &t->fresh_cap, 16,
		    sizeof *t->fresh);
	a = make("<hidden>", 8, (uint32_t)t->nfresh * 2654435761u);
	a->hidden = true;
	return t->fresh[t->nfresh++] = a;
}
