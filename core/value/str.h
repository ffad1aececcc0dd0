/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strings inside: for the files that work on their bytes. Others use the
 * functions of value.h.
 */
#ifndef CORE_VALUE_STR_H
#define CORE_VALUE_STR_H

#include "core/value/class.h"

struct str {
	struct value hdr;
	const struct atom *atom;	/* or null */
	char *text;			/* NUL-terminated */
	size_t bytes;
	size_t len;			/* code points; SIZE_MAX: not counted */
	size_t cap;			/* of text when it is apart; else 0 */
	int64_t hash;			/* 0: not computed */
	/* Where the last look-up in non-ASCII text ended: the next one is
	 * most likely near. */
	size_t near_point, near_byte;
	char room[];
};

static inline const struct str *
str_of(const struct value *v)
{
	if (LIKELY(value_is(v, &str_kind)))
		return (const struct str *)v;
	return (const struct str *)value_unwrap(v);
}

enum point_class { POINT_PRINTABLE, POINT_ALPHA, POINT_DECIMAL, POINT_DIGIT,
	POINT_NUMERIC, POINT_SPACE, POINT_UPPER, POINT_LOWER, POINT_TITLE,
	POINT_CASED, POINT_ID_START, POINT_ID_CONTINUE };
/* Unicode's classes, as Python's str.isX use them. */
bool str_point_is(uint32_t code_point, enum point_class);

/* A str, or an instance of a class that holds one. */
bool value_is_str(const struct value *);
int64_t bytes_hash(const void *, size_t);
/* The code point number i (in range) and its bytes. */
struct value *str_char_at(struct ctx *, const struct str *, size_t i);
struct value *str_slice_bytes(struct ctx *, const struct str *, size_t begin,
    size_t end);
size_t str_offset(const struct str *, size_t i);

#endif
