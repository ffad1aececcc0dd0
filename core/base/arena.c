/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/xalloc.h"

/* Blocks double: a small request or cell does not take a large one. */
#define FIRST_SIZE 2048
#define BLOCK_SIZE 16384

struct block {
	struct block *next;
	size_t used, size;
	max_align_t data[];
};

struct arena {
	struct block *first;	/* the one that is filled now */
	size_t total;		/* bytes of all blocks */
};

struct arena *
arena_create(void)
{
	return xcalloc(1, sizeof(struct arena));
}

void
arena_free(struct arena **ap)
{
	struct block *b, *next;

	if (*ap == NULL)
		return;
	for (b = (*ap)->first; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(*ap);
	*ap = NULL;
}

static struct block *
block_add(struct arena *a, size_t need)
{
	size_t usual = a->total < FIRST_SIZE ? FIRST_SIZE :
	    a->total < BLOCK_SIZE ? a->total : BLOCK_SIZE;
	size_t size = need > usual ? need : usual;
	struct block *b = xmalloc(sizeof *b + size);

	b->used = 0;
	b->size = size;
	a->total += size;
	/* A large block goes behind the one in use, which may have room. */
	if (need > usual / 4 && a->first != NULL) {
		b->next = a->first->next;
		a->first->next = b;
	} else {
		b->next = a->first;
		a->first = b;
	}
	return b;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct block *b = a->first;
	void *p;

	if (size > SIZE_MAX / 2)
		BUG("arena: size overflow");
	size = (size + align - 1) / align * align;
	if (b == NULL || b->size - b->used < size)
		b = block_add(a, size);
	p = (char *)b->data + b->used;
	b->used += size;
	return memset(p, 0, size);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / 2 / size)
		BUG("arena: size overflow");
	return arena_alloc(a, n * size);
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_memdup0(a, s, strlen(s));
}

char *
arena_memdup0(struct arena *a, const char *s, size_t len)
{
	char *p = arena_alloc(a, len + 1);

	if (len > 0)
		memcpy(p, s, len);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;
	char *p;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	p = arena_memdup0(a, b.data, b.len);
	buf_release(&b);
	return p;
}
