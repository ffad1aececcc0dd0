/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What will be shown, before deciding how. A document lives in an arena; the
 * text, the HTML and what is copied come from the same one, so they agree. It
 * knows no values: build.h makes documents of values, fold.h says which folds
 * start open, text.h and html.h write them.
 *
 * A document is a tree. Most of it stands on a line; only items break lines,
 * and only when the fold around them is open:
 *
 *	fold  label "Linear("  body seq( items( "a=1", "b=2" ), ")" )
 *
 *	closed:  Linear(a=1, b=2)	open:  Linear(
 *						  a=1,
 *						  b=2,
 *						)
 */
#ifndef DISPLAY_DOC_H
#define DISPLAY_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/attr.h"

enum doc_kind {
	DOC_TEXT,	/* without line breaks */
	DOC_SEQ,	/* one after the other */
	DOC_ITEMS,	/* each on a line of its own when open */
	DOC_FOLD,
	DOC_WHEN,	/* one of two documents */
	DOC_FIGURE,	/* a picture of an array */
	DOC_BOX,	/* a frame around lines, as of a selected part */
	DOC_HTML,	/* a value's own HTML; text holds what stands for it */
};

enum doc_style {
	STYLE_PLAIN,
	STYLE_TYPE,		/* label of a coloured fold */
	STYLE_FIELD,		/* name of a field that is a child */
	STYLE_KEYWORD, STYLE_NUMBER, STYLE_STRING,
	STYLE_ABBREV,		/* stands for something: <...> */
	STYLE_COMMENT,
	STYLE_SHARED,		/* remark about a repeated object */
	STYLE_ERROR,
	STYLE_PREFIX,		/* module of a name: small */
	STYLE_HEADING,		/* "# Selected:" */
	STYLE_CUT,		/* says how much was left out */
	STYLE_COUNT
};

enum doc_state { FOLD_WEAK_CLOSED, FOLD_WEAK_OPEN, FOLD_CLOSED, FOLD_OPEN };

/* Which of the two documents of a DOC_WHEN counts: the first when ... */
enum doc_when {
	WHEN_OPEN,		/* the fold around it is open */
	WHEN_ROUNDTRIP,		/* source form was asked for */
	WHEN_DETAIL		/* open or source form */
};

enum doc_tint { TINT_NONE, TINT_SOLID, TINT_OUTLINE };

struct figure;

struct doc {
	enum doc_kind kind;
	enum doc_style style;	/* of text */
	struct doc *next;	/* in the parent's list */
	struct doc *first, *last;	/* seq, items, box: children;
					 * when: the first document;
					 * fold: the body, one document */
	struct doc *other;	/* when: the second; fold: the label */
	struct doc *note;	/* remarks for the end of the line */
	const char *text;
	size_t len;
	/* How its parent is to be continued for a path: ".name", "[3]";
	 * null: no path leads here. */
	const char *step;
	/* Inline CSS of its own, from the user (styled); or null. */
	const char *css;
	bool detail;		/* text that goes first where room is short */
	/* Of an item: it and the run - 1 behind it are like the one before. */
	unsigned run;

	/* fold */
	enum doc_state state;	/* what is wished */
	bool is_open;		/* what fold_choose decided */
	enum doc_tint tint;
	float hue;		/* degrees; negative: grey */
	uint32_t colour;	/* 0xRRGGBB instead of a hue; 0: none */
	unsigned shared;	/* number of a repeated object, 0: none */
	const char *title;	/* documentation, for a tooltip; or null */
	/* How much is inside: "28.3M" "Q8_0", and in words; or null. */
	const char *info, *info_type, *info_title;
	bool leads;		/* like its followers: opens before others */
	bool follows;		/* in a run: starts closed */
	bool plain;		/* a built-in container: see text_pretty */
	/* Its text among built-in containers and alone: these lines, or all
	 * of it on one line. */
	const char *repr;
	bool one_line;

	/* items */
	bool comma;		/* separated by commas */
	bool trailing_comma;	/* also behind the last on one line */
	bool flat;		/* not indented */
	bool tail;		/* what follows stays on the last line */

	enum doc_when when;
	struct figure *figure;

	/* Filled by doc_measure: columns on one line, line breaks when the
	 * parent is open, and a hash of the structure: equal for documents
	 * that differ in statistics and in the digits of strings only. */
	unsigned width, breaks;
	uint64_t alike;
	uint64_t kin;		/* what alike is to be instead; or 0 */
};

struct doc *doc_text(struct arena *, enum doc_style, const char *);
struct doc *doc_text_len(struct arena *, enum doc_style, const char *,
    size_t len);
struct doc *doc_printf(struct arena *, enum doc_style, const char *fmt, ...)
    PRINTF(3, 4);
/* Null documents are skipped; the list ends with DOC_END. */
extern struct doc doc_end[1];
#define DOC_END doc_end
struct doc *doc_seq(struct arena *, ...);
/* Adds to a seq or items; its notes go to the seq. Null is skipped. */
void doc_add(struct doc *, struct doc *);
void doc_note(struct arena *, struct doc *, struct doc *note);
/* A sequence of nothing, or null. */
bool doc_is_empty(const struct doc *);
struct doc *doc_items(struct arena *, bool comma);
struct doc *doc_fold(struct arena *, struct doc *label, struct doc *body);
struct doc *doc_when(struct arena *, enum doc_when, struct doc *yes,
    struct doc *no);
struct doc *doc_figure(struct arena *, struct figure *, const char *stand_in);
struct doc *doc_box(struct arena *, struct doc *heading, struct doc *);
/* Lines of text that keep their breaks: items without commas or indent. */
struct doc *doc_lines(struct arena *, enum doc_style, const char *,
    size_t len, bool indent);
struct doc *doc_html(struct arena *, const char *html, size_t len,
    const char *stand_in);

/* Goes on with a hash of structure. */
uint64_t doc_hash(uint64_t, const char *, size_t len);
/* Fills width, breaks, alike and run, everywhere. */
void doc_measure(struct doc *);

#endif
