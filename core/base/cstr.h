/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that end with NUL. */
#ifndef CORE_BASE_CSTR_H
#define CORE_BASE_CSTR_H

#include <stdbool.h>
#include <string.h>

static inline bool
cstr_ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

#endif
