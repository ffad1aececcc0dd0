/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inputs of this session and, where a file is given, of those before it.
 * The file has one line of JSON for each input; several kernels may append
 * to it at a time. It is not read before somebody asks.
 */
#ifndef KERNEL_HISTORY_H
#define KERNEL_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct history;

struct history_entry {
	long long session, line;
	char *input;
	size_t input_len;
	char *output;		/* text/plain, or null */
};

/* path is copied; null: nothing is kept on disk. */
struct history *history_create(const char *path);
void history_free(struct history **);

/* output may be null. */
void history_add(struct history *, int line, const char *input, size_t len,
    const struct buf *output);

/*
 * Entries in the order of their making, as an array that history_found_free
 * frees; it is valid until the next history_add.
 */
/* Lines start to stop - 1; session 0 is this one, -1 the one before it. */
size_t history_range(struct history *, long long session, long long start,
    long long stop, const struct history_entry ***);
/* The newest n (all when negative) that match; null matches everything. */
size_t history_search(struct history *, const char *pattern, long long n,
    bool unique, const struct history_entry ***);
void history_found_free(const struct history_entry ***);

/* Does text match a pattern of *, ? and [a-z]? Both are UTF-8. */
bool history_match(const char *pattern, const char *text);

#endif
