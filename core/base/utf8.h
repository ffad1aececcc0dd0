/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Code points and bytes. Three units meet in this program: bytes in C, code
 * points in the language and in the protocol, UTF-16 units in browsers.
 */
#ifndef CORE_BASE_UTF8_H
#define CORE_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xFFFFFFFFu

/* Writes 1 to 4 bytes; a surrogate is written as its three bytes. */
size_t utf8_encode(char out[4], uint32_t code_point);
/*
 * Reads one code point of at most len bytes and says how many it took (at
 * least 1). UTF8_BAD for what is not well-formed; surrogates are bad too.
 */
uint32_t utf8_decode(const char *s, size_t len, size_t *took);
bool utf8_valid(const char *s, size_t len);
/* Number of code points of well-formed text. */
size_t utf8_count(const char *s, size_t len);
/* Byte offset of the n-th code point, len when there are fewer. */
size_t utf8_offset(const char *s, size_t len, size_t n);
/* The place at or before n where a code point begins; s[n] is readable. */
size_t utf8_floor(const char *s, size_t n);
/* Columns on a terminal: 0 for combining, 2 for wide, else 1 a code point. */
size_t utf8_columns(const char *s, size_t len);

#endif
