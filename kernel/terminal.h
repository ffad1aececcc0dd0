/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sink for a shell: text as it comes, of a display its text form. Whoever
 * keeps outputs (a notebook that is written back) listens.
 */
#ifndef KERNEL_TERMINAL_H
#define KERNEL_TERMINAL_H

#include <pthread.h>
#include <stdbool.h>

#include "core/base/buf.h"
#include "core/session.h"

/* Also told of each output; null functions are skipped. */
struct listener {
	void *data;
	void (*text)(void *data, enum stream, const char *, size_t len);
	void (*bundle)(void *data, const struct mime *, size_t n,
	    const struct show *);
	void (*clear)(void *data, bool wait);
};

struct terminal {
	struct session *session;
	struct listener listener;
	bool colour;		/* stderr shows ANSI colours */
	bool prompts;		/* results are shown with Out[n]: */
	bool broken;		/* nobody reads stdout any more */
	/* The last state of a display that is being updated. */
	struct buf id, update;
	pthread_t interrupts;
};

/*
 * Makes the session with this terminal as its sink, and lets Ctrl-C
 * interrupt it. To be called before there are other threads.
 */
void terminal_init(struct terminal *, struct session_options *, bool colour);
void terminal_release(struct terminal *);
/* Writes what is held back: the last update of a display. */
void terminal_flush(struct terminal *);
/* A traceback on stderr. */
void terminal_error(struct terminal *, const struct run_result *);
/* 0, the status of exit(), 1 for an error, 130 when interrupted. */
int terminal_status(struct terminal *, const struct run_result *);
/* Adds text without its ANSI escapes. */
void terminal_plain(struct buf *, const char *text);

#endif
