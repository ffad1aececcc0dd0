/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Python's regular expressions in PCRE2's spelling. What Python has no meaning
 * for is an error here, so that nothing of PCRE2's own shines through.
 */
#ifndef CORE_LANG_REGEX_H
#define CORE_LANG_REGEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* Python's numbers. */
enum {
	REGEX_IGNORECASE = 2, REGEX_LOCALE = 4, REGEX_MULTILINE = 8,
	REGEX_DOTALL = 16, REGEX_UNICODE = 32, REGEX_VERBOSE = 64,
	REGEX_ASCII = 256
};

struct regex_error {
	char text[96];
	size_t at;		/* byte of the pattern */
};

/* Appends to out; flags that the pattern begins with join *flags. */
bool regex_translate(struct buf *out, const char *pattern, size_t len,
    bool bytes, unsigned *flags, struct regex_error *);

#endif
