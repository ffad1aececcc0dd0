/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a program's output goes. Core shows nothing itself: the kernel
 * publishes, a command line prints, a test collects.
 */
#ifndef CORE_LANG_OUTPUT_H
#define CORE_LANG_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

struct value;

enum stream { STREAM_OUT, STREAM_ERR };

/* A ready-made set of representations, e.g. of IPython.display.HTML. */
struct mime {
	const char *type;	/* "text/html" */
	const char *data;	/* UTF-8; base64 for binary types */
	size_t len;
	bool is_json;		/* data is JSON text, not a string */
};

/* How a value is to be shown. */
struct show {
	int count;		/* the cell's result: its number; else 0 */
	const char *id;		/* display id, or null */
	bool update;		/* replaces what was shown under id */
	const char *metadata;	/* JSON object text, or null */
};

/*
 * Where output goes. request is what session_run was given for the cell that
 * causes the call. Null functions are skipped. No call may re-enter the
 * session, but for show: it may use session_call, session_force and what
 * display/ builds on them.
 */
struct sink {
	void *data;
	void (*text)(void *data, void *request, enum stream, const char *,
	    size_t len);
	void (*show)(void *data, void *request, struct value *,
	    const struct show *);
	void (*bundle)(void *data, void *request, const struct mime *,
	    size_t n, const struct show *);
	void (*clear)(void *data, void *request, bool wait);
	/* A line without its newline, malloc'ed; null: refused (EOFError or
	 * an interrupt). */
	char *(*input)(void *data, void *request, const char *prompt,
	    bool password, bool *not_allowed);
	/* Text for the pager: name? and the like. */
	void (*page)(void *data, void *request, const struct mime *, size_t n);
	/* A comm message of the program to the front end. */
	void (*comm)(void *data, void *request, const char *comm_id,
	    const char *json);
};

#endif
