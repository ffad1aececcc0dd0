/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interpreter as the session sees it: runs source in a module's globals.
 */
#ifndef CORE_LANG_INTERP_H
#define CORE_LANG_INTERP_H

#include "core/value/value.h"

struct interp;
struct module_row;
struct sink;
struct unit;

struct interp_options {
	const struct sink *sink;	/* print, input, display go there */
	void *const *request;		/* *request is handed to the sink */
	const struct module_row *const *modules;	/* beyond core's */
	char *const *argv;
	char *const *environ;
};

/* Fills c->interp. values_init and engine_init were called. */
void interp_init(struct ctx *, const struct interp_options *);
void interp_release(struct ctx *);

enum run_mode {
	RUN_CELL,	/* gives the last expression's value, unless ; */
	RUN_SCRIPT,	/* gives None */
	RUN_EVAL	/* one expression */
};
/* The value (None included), or null with the error set; the exception
 * value carries the traceback. *silent: the result is not to be shown. */
struct value *interp_run(struct ctx *, struct unit *, enum run_mode,
    bool *silent);
/* Runs statements in these globals (a dict). False: raised. */
bool interp_exec(struct ctx *, struct unit *, struct value *globals);
/* One expression in these globals. */
struct value *interp_eval(struct ctx *, struct unit *, struct value *globals);
/* With locals of their own (null: the globals); null: raised. */
struct value *interp_exec_in(struct ctx *, struct unit *, bool eval,
    struct value *globals, struct value *locals);
/* At most so many polls (a poll: 1024 jumps or calls); for the fuzzer. */
void interp_limit(struct ctx *, uint64_t polls);
/* Of the innermost frame that runs: its globals, and a dict of its locals
 * (its globals at the level of a module). */
struct value *interp_frame_globals(struct ctx *);
struct value *interp_locals(struct ctx *);
struct value *interp_globals(struct ctx *);	/* dict, borrowed */

/*
 * The lines of an error as Python prints them, ANSI-coloured when asked:
 * frames with the cell's lines and carets, chained causes, last the message.
 */
void traceback_write(struct ctx *, struct buf *, struct value *exc,
    bool colour);

/* The sink, for natives that print or show. Null fields are skipped. */
const struct sink *interp_sink(struct ctx *);
void *interp_request(struct ctx *);
void interp_print(struct ctx *, const char *, size_t len, bool to_stderr);

#endif
