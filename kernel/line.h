/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines that a person types. line_edit.c edits them with libedit; where that
 * is missing line_plain.c stands in for it.
 */
#ifndef KERNEL_LINE_H
#define KERNEL_LINE_H

struct buf;
struct line;
struct terminal;

enum line_got { LINE_TEXT, LINE_END, LINE_INTERRUPT };

struct line *line_create(struct terminal *);
void line_free(struct line **);
/* Adds a line with its newline to the buf. A null prompt shows nothing. */
enum line_got line_read(struct line *, const char *prompt, struct buf *);
/* What the arrow keys find again. */
void line_remember(struct line *, const char *text);

#endif
