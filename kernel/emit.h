/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes JSON text: all that this program sends is put together here, so that
 * a megabyte of HTML needs no tree of nodes and text that is not UTF-8 cannot
 * make a message vanish (it shows as U+FFFD).
 */
#ifndef KERNEL_EMIT_H
#define KERNEL_EMIT_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

struct emit {
	struct buf *buf;
	bool comma;		/* is one due before the next thing? */
};

void emit_init(struct emit *, struct buf *);
/* kind is '{' or '['; the closing call is given the same. */
void emit_open(struct emit *, char kind);
void emit_close(struct emit *, char kind);
void emit_key(struct emit *, const char *);
void emit_str(struct emit *, const char *);
void emit_text(struct emit *, const char *, size_t len);
void emit_int(struct emit *, long long);
void emit_real(struct emit *, double);
void emit_bool(struct emit *, bool);
void emit_null(struct emit *);
/* JSON text as it is. */
void emit_raw(struct emit *, const char *, size_t len);

/* A key with its value. */
void emit_key_str(struct emit *, const char *key, const char *);
void emit_key_int(struct emit *, const char *key, long long);
void emit_key_bool(struct emit *, const char *key, bool);
void emit_key_raw(struct emit *, const char *key, const char *json);

#endif
