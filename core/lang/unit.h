/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit is one piece of source text (a cell, a script, an expression) with
 * its tree. It is counted, because functions, code objects and tracebacks
 * outlive the cell they came from: as long as one of them holds the unit, its
 * text and all nodes stay.
 *
 *	struct unit *u = unit_new(c, "Cell In[1]", text, len, UNIT_CELL);
 *	if (!unit_parse(c, u))
 *		...the error is in c, its place is u->err_at
 */
#ifndef CORE_LANG_UNIT_H
#define CORE_LANG_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"
#include "core/lang/ast.h"

struct arena;
struct ctx;

enum unit_mode {
	UNIT_CELL,	/* statements, with IPython's %magic, !command, name? */
	UNIT_FILE,	/* statements */
	UNIT_EVAL	/* one expression: body is one EXPR */
};

struct unit {
	uint32_t refs;
	enum unit_mode mode;
	char *name;		/* "Cell In[3]", a path; owned */
	/* As given, NUL-terminated; spans are offsets into it. Owned. */
	char *text;
	uint32_t len;
	uint32_t *line_at;	/* byte offset where each line begins */
	uint32_t nlines;
	struct arena *arena;	/* the nodes */

	/* After unit_parse: */
	struct node_list body;
	bool quiet;		/* the last expression ends in ; */
	struct span err_at;	/* where parsing failed */
	bool err_at_end;	/* more text could mend it */
};

/*
 * Copies name and text; the result belongs to the scope. Raises SyntaxError
 * for text that is too long (1 GiB).
 */
struct unit *unit_new(struct ctx *, const char *name, const char *text,
    size_t len, enum unit_mode);
void unit_ref(struct unit *);
void unit_unref(struct unit *);

/* Fills body. On an error raises SyntaxError (IndentationError, TabError) and
 * sets err_at. To be called once. */
MUST_USE bool unit_parse(struct ctx *, struct unit *);

/* Line of a byte offset; the first is 1. */
uint32_t unit_line(const struct unit *, uint32_t offset);
/* Code points before offset in its line; the first column is 0. */
uint32_t unit_column(const struct unit *, uint32_t offset);
/* Bytes of a line without its newline; empty for lines that do not exist. */
const char *unit_line_text(const struct unit *, uint32_t line, size_t *len);

enum unit_completeness {
	UNIT_COMPLETE,
	UNIT_INCOMPLETE,
	UNIT_INVALID
};

/*
 * May the cell be run, or is there more to come? As IPython decides it: a cell
 * that ends inside a block is incomplete until an empty line. *indent is the
 * number of spaces the next line should start with. Raises nothing.
 */
enum unit_completeness unit_is_complete(struct ctx *, const char *text,
    size_t len, int *indent);

/*
 * IPython's forms become calls of these hidden functions, with constants as
 * arguments; x = %name and x = !command work too.
 *	%name rest		__magic__("name", "rest")
 *	%%name rest, body	__cell_magic__("name", "rest", "body")
 *	!command		__shell__("command")	(!! too)
 *	name?  name??  ?name	__help__("name", 1), 2 for ??
 */
#define MAGIC_LINE "__magic__"
#define MAGIC_CELL "__cell_magic__"
#define MAGIC_SHELL "__shell__"
#define MAGIC_HELP "__help__"

#endif
