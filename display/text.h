/* SPDX-License-Identifier: Apache-2.0 */
/* A document as plain text. */
#ifndef DISPLAY_TEXT_H
#define DISPLAY_TEXT_H

#include "core/base/buf.h"
#include "display/doc.h"

struct text_options {
	bool roundtrip;		/* source form */
	bool ansi;		/* colours of a terminal */
	size_t max_line;	/* columns a line; 0: no limit */
	size_t max_bytes;	/* of all; 0: no limit */
};

/* Multi-line text without trailing blanks, empty lines and newline. */
void text_write(struct buf *, struct doc *, const struct text_options *);
/*
 * Built-in containers as IPython prints them ({'a': 1,\n 'b': 2}), with what
 * is in them as text_write has it.
 */
void text_pretty(struct buf *, struct doc *, const struct text_options *);
/* One line, everything closed. */
void text_line(struct buf *, const struct doc *);

#endif
