/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A session is one user's program: globals, history of results, modules. It
 * runs cells and answers questions about them. It knows nothing of messages,
 * sockets, HTML or terminals: what a cell shows leaves through the sink.
 *
 * All functions belong to the evaluator's thread, except session_interrupt.
 */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/attr.h"

struct ctx;
struct module_row;
struct session;
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

struct session_options {
	struct sink sink;
	/* Modules of higher folders (treescope, IPython.display, ...);
	 * null-terminated array of rows, see core/lang/module.h. */
	const struct module_row *const *modules;
	const char *backend;		/* path of the compute backend, or null */
	char *const *argv;		/* sys.argv, null-terminated, or null */
	char *const *environ;		/* os.environ is a copy of it */
	size_t memory_limit;		/* bytes; 0: what the machine has */
};

struct session *session_create(const struct session_options *);
void session_free(struct session **);
struct ctx *session_ctx(struct session *);

/* ---- running ---------------------------------------------------------- */

struct run_options {
	const char *name;	/* of a script; null: "Cell In[N]" */
	void *request;		/* handed to the sink */
	bool silent;		/* shows nothing, is not counted */
	bool store_history;	/* counts, and keeps In and Out */
	bool script;		/* stops at the end of the file: no last value */
};

enum run_status { RUN_OK, RUN_ERROR, RUN_EXIT };

/* Filled by session_run; session_result_release frees what is in it. */
struct run_result {
	enum run_status status;
	int count;		/* execution_count of this run */
	int exit_status;	/* of RUN_EXIT */
	char *ename, *evalue;	/* of RUN_ERROR; malloc'ed */
	char **traceback;	/* ANSI-coloured lines; malloc'ed, each too */
	size_t ntraceback;
};

/* Runs source text (UTF-8, any bytes are survived). Never fails otherwise
 * than by what result says. */
void session_run(struct session *, const char *source, size_t len,
    const struct run_options *, struct run_result *);
void session_result_release(struct run_result *);
/* The number that the next counted run will have. */
int session_next_count(const struct session *);

/*
 * One user_expression: evaluates source and hands the value to use (never
 * null) while it lives; on an error fills result as session_run does and
 * returns false.
 */
bool session_eval(struct session *, const char *source, size_t len,
    void (*use)(void *data, struct value *), void *data,
    struct run_result *);

/* Asks what runs to stop. Async-signal-safe, from any thread. */
void session_interrupt(struct session *);
/* Forgets an interrupt that nothing was there to take. */
void session_interrupt_clear(struct session *);
/* Called at poll points while a cell runs; may be null. */
void session_on_poll(struct session *, void (*fn)(void *), void *data);

/* ---- for display ------------------------------------------------------ */

/*
 * Calls a function of the user that takes part in showing, with a time limit.
 * Null where it raised: the error is in *text (malloc'ed), the ctx is clear.
 * The result belongs to the running scope.
 */
struct value *session_call(struct session *, struct value *fn,
    struct value *const *args, size_t n, double seconds, char **text);
/* Computes pending arrays in a value; false and *text where that failed. */
bool session_force(struct session *, struct value *, double seconds,
    char **text);

/* ---- asking ----------------------------------------------------------- */

enum completeness { CODE_COMPLETE, CODE_INCOMPLETE, CODE_INVALID };

/* indent: number of spaces that the next line should start with. */
enum completeness session_is_complete(struct session *, const char *source,
    size_t len, int *indent);

struct completion {
	char *text;		/* replaces start..end */
	char *type;		/* "function", "module", "instance", ... */
	char *signature;	/* or null */
};

struct completions {
	struct completion *item;
	size_t n;
	size_t start, end;	/* code points of the source */
};

void session_complete(struct session *, const char *source, size_t len,
    size_t cursor, struct completions *);
void session_completions_release(struct completions *);

/* Documentation at the cursor (code points); null when there is none.
 * The text is malloc'ed and may hold ANSI colours. */
char *session_inspect(struct session *, const char *source, size_t len,
    size_t cursor, int detail);

#endif
