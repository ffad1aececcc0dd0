/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/vocab.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"

static size_t
text_hash(const char *s, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
	return (size_t)(h ^ h >> 29);
}

static uint32_t *
find_slot(const struct vocab *v, const char *text, size_t len)
{
	size_t i = text_hash(text, len) & (v->nslots - 1);

	for (; v->slot[i] != 0; i = (i + 1) & (v->nslots - 1)) {
		const struct token *t = &v->token[v->slot[i] - 1];

		if (t->len == len && memcmp(t->text, text, len) == 0)
			break;
	}
	return &v->slot[i];
}

static void
grow_slots(struct vocab *v)
{
	uint32_t *old = v->slot;
	size_t n = v->nslots;

	v->nslots = n == 0 ? 1024 : n * 2;
	v->slot = xcalloc(v->nslots, sizeof *v->slot);
	for (size_t i = 0; i < n; i++) {
		const struct token *t;

		if (old[i] == 0)
			continue;
		t = &v->token[old[i] - 1];
		*find_slot(v, t->text, t->len) = old[i];
	}
	free(old);
}

void
vocab_release(struct vocab *v)
{
	free(v->token);
	free(v->slot);
	memset(v, 0, sizeof *v);
}

bool
vocab_set(struct vocab *v, size_t id, const char *text, size_t len,
    float score, enum token_kind kind)
{
	uint32_t *slot;

	if (id >= VOCAB_MAX || len > UINT32_MAX)
		return false;
	while (id >= v->cap) {
		size_t old = v->cap;

		v->token = xgrow(v->token, &v->cap, 1024, sizeof *v->token);
		memset(v->token + old, 0, (v->cap - old) * sizeof *v->token);
	}
	if (id >= v->n)
		v->n = id + 1;
	if (2 * (v->used + 1) > v->nslots)
		grow_slots(v);
	v->token[id] = (struct token){ text, (uint32_t)len, score,
	    (uint8_t)kind };
	if (len > v->longest)
		v->longest = (uint32_t)len;
	slot = find_slot(v, text, len);
	if (*slot == 0) {		/* the first of equal texts counts */
		*slot = (uint32_t)id + 1;
		v->used++;
	}
	return true;
}

int32_t
vocab_find(const struct vocab *v, const char *text, size_t len)
{
	return v->nslots == 0 ? -1 :
	    (int32_t)*find_slot(v, text, len) - 1;
}

const struct token *
vocab_token(const struct vocab *v, int64_t id)
{
	return id >= 0 && (uint64_t)id < v->n && v->token[id].text != NULL ?
	    &v->token[id] : NULL;
}
