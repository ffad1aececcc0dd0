/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/base/xalloc.h"

static const struct {
	const char *name;
	enum err_kind base;
} kinds[] = {
	[ERR_NONE] = { "", ERR_NONE },
#define X(kind, text, base) [ERR_##kind] = { text, ERR_##base },
	ERR_KINDS(X)
#undef X
};

const char *
err_kind_name(enum err_kind kind)
{
	return kinds[kind].name;
}

bool
err_kind_is(enum err_kind kind, enum err_kind base)
{
	for (; kind != ERR_NONE; kind = kinds[kind].base)
		if (kind == base)
			return true;
	return false;
}

void *
err_raise(struct ctx *c, enum err_kind kind, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	if (c->err.kind != ERR_NONE)
		return NULL;
	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	c->err.kind = kind;
	c->err.text = buf_steal(&b);
	return NULL;
}

static enum err_kind
kind_of_errno(int errnum)
{
	switch (errnum) {
	case ENOENT:
		return ERR_FILE_NOT_FOUND;
	case EEXIST:
		return ERR_FILE_EXISTS;
	case EISDIR:
		return ERR_IS_A_DIRECTORY;
	case ENOTDIR:
		return ERR_NOT_A_DIRECTORY;
	case EACCES:
	case EPERM:
		return ERR_PERMISSION;
	case ETIMEDOUT:
		return ERR_TIMEOUT;
	default:
		return ERR_OS;
	}
}

void *
err_raise_errno(struct ctx *c, int errnum, const char *path)
{
	return err_raise(c, kind_of_errno(errnum), "[Errno %d] %s: '%s'",
	    errnum, strerror(errnum), path);
}

void *
err_raise_exc(struct ctx *c, enum err_kind kind, char *text, void *exc,
    void (*drop)(void *))
{
	if (c->err.kind != ERR_NONE) {
		free(text);
		drop(exc);
		return NULL;
	}
	c->err = (struct err){ .kind = kind, .text = text, .exc = exc,
	    .exc_drop = drop };
	return NULL;
}

bool
err_is_set(const struct ctx *c)
{
	return c->err.kind != ERR_NONE;
}

bool
err_is(const struct ctx *c, enum err_kind base)
{
	return err_kind_is(c->err.kind, base);
}

void
err_clear(struct ctx *c)
{
	err_release(&c->err);
}

struct err
err_take(struct ctx *c)
{
	struct err e = c->err;

	c->err = (struct err){ 0 };
	return e;
}

void
err_put(struct ctx *c, struct err e)
{
	err_release(&c->err);
	c->err = e;
}

void
err_release(struct err *e)
{
	struct err old = *e;

	*e = (struct err){ 0 };
	free(old.text);
	if (old.exc != NULL)
		old.exc_drop(old.exc);
}

void
bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "penjing: bug at %s:%d: %s\n", file, line, what);
	abort();
}
