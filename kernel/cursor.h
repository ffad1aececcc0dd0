/* SPDX-License-Identifier: Apache-2.0 */
/* Where the person is in the source: code and cursor_pos of a request. */
#ifndef KERNEL_CURSOR_H
#define KERNEL_CURSOR_H

#include <stddef.h>

struct msg;

/* The source (never null) and the cursor, in code points, inside of it. */
const char *cursor_read(const struct msg *, size_t *len, size_t *cursor);

#endif
