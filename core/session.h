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
#include "core/lang/output.h"

struct ctx;
struct module_row;
struct session;
struct value;

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
