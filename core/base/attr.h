/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiler attributes, behind one header: what a caller must not ignore, what
 * is checked like printf, what is never null.
 */
#ifndef CORE_BASE_ATTR_H
#define CORE_BASE_ATTR_H

#include <stddef.h>

#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define MUST_USE __attribute__((warn_unused_result))
#define UNUSED __attribute__((unused))
#define NORETURN __attribute__((noreturn))
#define MALLOC __attribute__((malloc))
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

#define nitems(a) (sizeof(a) / sizeof((a)[0]))
#define container_of(p, type, member) \
	((type *)(void *)((char *)(p) - offsetof(type, member)))

#endif
