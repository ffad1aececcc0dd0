/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document as HTML in three layers. It reads without scripts and behind a
 * sanitiser: folds are <details>, colours are inline, a figure is a PNG. A
 * style sheet and a script, sent once, upgrade it in place. What was too long
 * says how much was cut.
 */
#ifndef DISPLAY_HTML_H
#define DISPLAY_HTML_H

#include "core/base/buf.h"
#include "display/doc.h"

struct html_options {
	bool assets;		/* with the style sheet and the scripts */
	bool roundtrip;		/* starts in source form */
	size_t max_bytes;	/* 0: 400 kB */
};

void html_write(struct buf *, struct doc *, const struct html_options *);
/* The same in parts: what is around the document, and the document. */
void html_open(struct buf *, bool assets, bool roundtrip);
void html_write_body(struct buf *, struct doc *, size_t max_bytes);
void html_close(struct buf *, bool assets);
/* Text for an element's content or a quoted attribute. */
void html_escape(struct buf *, const char *, size_t len);
/* For an element's content only: quotes stay. */
void html_escape_text(struct buf *, const char *, size_t len);
void html_base64(struct buf *, const void *, size_t len);
/* JSON text that may stand in a script element. */
void html_json_string(struct buf *, const char *);

#endif
