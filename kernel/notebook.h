/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A notebook file (nbformat 4): its code cells, and the outputs that go back
 * into it. What we do not know in it is kept as it is.
 */
#ifndef KERNEL_NOTEBOOK_H
#define KERNEL_NOTEBOOK_H

#include <stdbool.h>
#include <stddef.h>

struct listener;
struct notebook;
struct run_result;

/* Null, and a line in why, when the text is no notebook. */
struct notebook *notebook_read(const char *text, size_t len, char *why,
    size_t why_len);
void notebook_free(struct notebook **);

/*
 * Moves to the next code cell and forgets its outputs. Returns its source,
 * malloc'ed; null at the end.
 */
char *notebook_next(struct notebook *, size_t *len);
/* Is this cell's error expected (tag raises-exception)? */
bool notebook_may_fail(const struct notebook *);
/* Puts what the current cell shows into it. */
void notebook_listen(struct notebook *, struct listener *);
void notebook_finish_cell(struct notebook *, const struct run_result *);
bool notebook_write(const struct notebook *, const char *path);

#endif
