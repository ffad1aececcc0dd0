/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings of a GGUF file. They stay where they lie: an array of 50,000
 * tokens is walked once when the file is opened, to find its end, and read
 * in place by whoever wants it.
 */
#ifndef CORE_LOAD_GGUF_H
#define CORE_LOAD_GGUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/ctx.h"

struct ckpt;

enum gguf_type {
	GGUF_U8, GGUF_I8, GGUF_U16, GGUF_I16, GGUF_U32, GGUF_I32, GGUF_F32,
	GGUF_BOOL, GGUF_STRING, GGUF_ARRAY, GGUF_U64, GGUF_I64, GGUF_F64,
	GGUF_TYPE_COUNT
};

/* A value in place; checked when the file was opened. */
struct gguf_value {
	enum gguf_type type;
	const unsigned char *at;
};

struct gguf_pair {
	const char *key;	/* NUL-terminated */
	struct gguf_value value;
};

/* Walks an array: type and left are what it holds. */
struct gguf_array {
	enum gguf_type type;
	uint64_t left;
	const unsigned char *at;
};

bool ckpt_is_gguf(const struct ckpt *);
size_t gguf_count(const struct ckpt *);
const struct gguf_pair *gguf_pair_at(const struct ckpt *, size_t);
/* Null without error where there is no such key. */
const struct gguf_value *gguf_find(const struct ckpt *, const char *key);

/* False when the value is not of that sort. */
bool gguf_int(const struct gguf_value *, int64_t *);
bool gguf_float(const struct gguf_value *, double *);	/* ints too */
bool gguf_bool(const struct gguf_value *, bool *);
bool gguf_text(const struct gguf_value *, const char **, size_t *len);
bool gguf_array(const struct gguf_value *, struct gguf_array *);
/* The next element; false at the end. */
bool gguf_next(struct gguf_array *, struct gguf_value *);

/* By key, with a default where it is absent or of another sort. */
int64_t gguf_get_int(const struct ckpt *, const char *key, int64_t dflt);
bool gguf_get_bool(const struct ckpt *, const char *key, bool dflt);
/* A copy in the checkpoint's arena, or null where it is no text. */
const char *gguf_get_text(struct ckpt *, const char *key);
const char *gguf_copy_text(struct ckpt *, const struct gguf_value *);

#endif
