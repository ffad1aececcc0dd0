/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Growable bytes: the only way that text is put together. data is always
 * NUL-terminated once anything was added, and never null.
 */
#ifndef CORE_BASE_BUF_H
#define CORE_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"

struct buf {
	char *data;
	size_t len, cap;	/* cap 0: data is a literal */
};

extern char buf_empty[1];
#define BUF_INIT { buf_empty, 0, 0 }

void buf_init(struct buf *);
void buf_release(struct buf *);
/* The bytes, to be freed by the caller; the buf is empty afterwards. */
char *buf_steal(struct buf *);

void buf_reserve(struct buf *, size_t more);
void buf_add(struct buf *, const void *, size_t);
void buf_str(struct buf *, const char *);
void buf_char(struct buf *, char);
void buf_fill(struct buf *, char, size_t n);
void buf_utf8(struct buf *, uint32_t code_point);
void buf_printf(struct buf *, const char *fmt, ...) PRINTF(2, 3);
void buf_vprintf(struct buf *, const char *fmt, va_list) PRINTF(2, 0);
void buf_truncate(struct buf *, size_t len);

#endif
