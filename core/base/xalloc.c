/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/xalloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ctx.h"

static NORETURN void
out_of_memory(void)
{
	fputs("penjing: out of memory\n", stderr);
	abort();
}

void *
xmalloc(size_t size)
{
	void *p = malloc(size > 0 ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
xcalloc(size_t n, size_t size)
{
	void *p = calloc(n > 0 ? n : 1, size > 0 ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
xrealloc(void *old, size_t n, size_t size)
{
	void *p;

	if (size != 0 && n > SIZE_MAX / size)
		out_of_memory();
	p = realloc(old, n * size > 0 ? n * size : 1);
	if (p == NULL)
		out_of_memory();
	return p;
}

char *
xstrdup(const char *s)
{
	return xmemdup0(s, strlen(s));
}

char *
xmemdup0(const char *s, size_t len)
{
	char *p = xmalloc(len + 1);

	if (len > 0)
		memcpy(p, s, len);
	p[len] = '\0';
	return p;
}

void *
xgrow(void *array, size_t *cap, size_t first, size_t size)
{
	*cap = *cap == 0 ? first : *cap * 2;
	return xrealloc(array, *cap, size);
}

void *
try_alloc(struct ctx *c, size_t n, size_t size)
{
	return try_realloc(c, NULL, n, size);
}

void *
try_realloc(struct ctx *c, void *old, size_t n, size_t size)
{
	void *p = NULL;

	if (size == 0 || n <= SIZE_MAX / 2 / size)
		p = realloc(old, n * size > 0 ? n * size : 1);
	if (p == NULL)
		return err_raise(c, ERR_MEMORY,
		    "cannot allocate %zu x %zu bytes", n, size);
	return p;
}
