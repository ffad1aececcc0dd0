/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/base/buf.h"
#include "display/bundle.h"
#include "kernel/cell.h"
#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/history.h"
#include "kernel/kernel.h"
#include "kernel/lenient.h"

/* An interrupt that came before there was anything to interrupt is void. */
static void
forget_interrupts(struct kernel *k)
{
	pthread_mutex_lock(&k->inbox.lock);
	if (!k->inbox.interrupted)
		session_interrupt_clear(k->session);
	pthread_mutex_unlock(&k->inbox.lock);
}

/* ---- user expressions ------------------------------------------------- */

struct wish {
	struct kernel *kernel;
	struct emit *reply;
};

static void
write_wish(void *data, struct value *v)
{
	struct wish *w = data;
	struct emit *e = w->reply;
	struct bundle b;

	bundle_make(&b, w->kernel->session, v);
	emit_open(e, '{');
	reply_ok(e);
	emit_key(e, "data");
	publish_write_data(e, b.mime, b.n);
	emit_key_raw(e, "metadata", "{}");
	emit_close(e, '{');
	bundle_release(&b);
}

static void
write_expressions(struct kernel *k, const json_t *wishes, struct emit *e)
{
	struct wish w = { k, e };
	struct run_result r;
	const char *name;
	json_t *source;

	emit_key(e, "user_expressions");
	emit_open(e, '{');
	json_object_foreach((json_t *)(uintptr_t)wishes, name, source) {
		if (!json_is_string(source))
			continue;
		emit_key(e, name);
		memset(&r, 0, sizeof r);
		if (session_eval(k->session, json_string_value(source),
		    json_string_length(source), write_wish, &w, &r))
			continue;
		emit_open(e, '{');
		reply_result(e, &r);
		emit_close(e, '{');
		session_result_release(&r);
	}
	emit_close(e, '{');
}

/* ---- stopping the queue ----------------------------------------------- */

/*
 * What came before this cell failed is not run: exactly the requests that
 * are here before the reply can be seen.
 */
static void
abort_queue(struct kernel *k, int count)
{
	struct buf b = BUF_INIT;

	kernel_drain(k);
	pthread_mutex_lock(&k->inbox.lock);
	k->abort_before = k->inbox.arrivals;
	pthread_mutex_unlock(&k->inbox.lock);
	buf_printf(&b, "not run, because cell [%d] failed", count);
	free(k->abort_text);
	k->abort_text = buf_steal(&b);
}

static void
write_aborted(struct kernel *k, struct emit *e)
{
	reply_error(e, "ExecutionAborted", k->abort_text);
	emit_key_int(e, "execution_count",
	    session_next_count(k->session) - 1);
	emit_key_raw(e, "payload", "[]");
	emit_key_raw(e, "user_expressions", "{}");
}

/* ---- running ---------------------------------------------------------- */

static void
write_reply(struct kernel *k, const struct msg *m, const struct cell *cell,
    const struct run_result *r, struct emit *e)
{
	bool ok = r->status != RUN_ERROR;

	if (ok)
		reply_ok(e);
	else
		reply_result(e, r);
	emit_key_int(e, "execution_count", cell->count);
	emit_key(e, "payload");
	emit_open(e, '[');
	if (ok)
		emit_raw(e, cell->payload.data, cell->payload.len);
	emit_close(e, '[');
	if (ok)
		write_expressions(k, json_object_get(m->content,
		    "user_expressions"), e);
	else
		emit_key_raw(e, "user_expressions", "{}");
}

/* exit() ends the session, as a front end's own button does. */
static void
end_session(struct cell *cell)
{
	if (cell->payload.len > 0)
		buf_char(&cell->payload, ',');
	buf_str(&cell->payload,
	    "{\"source\":\"ask_exit\",\"keepkernel\":false}");
}

static void
finish(struct kernel *k, struct msg *m, struct cell *cell,
    struct run_result *r, struct emit *e)
{
	bool stop = lenient_bool(m->content, "stop_on_error", 1);

	if (r->status == RUN_ERROR && !cell->silent) {
		publish_error(k, m, r);
		if (stop)
			abort_queue(k, cell->count);
	}
	if (r->status == RUN_EXIT)
		end_session(cell);
	write_reply(k, m, cell, r, e);
}

void
on_execute(struct kernel *k, struct msg *m, struct emit *e)
{
	bool silent = lenient_bool(m->content, "silent", 0);
	bool store = lenient_bool(m->content, "store_history", !silent);
	struct cell cell = { .msg = m, .silent = silent,
	    .allow_stdin = lenient_bool(m->content, "allow_stdin", 0),
	    .payload = BUF_INIT, .result = BUF_INIT };
	struct run_options o = { .request = &cell, .silent = silent,
	    .store_history = store && !silent };
	struct run_result r = { 0 };
	const char *code;
	size_t len = 0;

	if (m->arrival <= k->abort_before) {
		write_aborted(k, e);
		return;
	}
	code = lenient_str(m->content, "code", &len);
	if (code == NULL) {
		reply_error(e, "ProtocolError", "no code in the request");
		emit_key_int(e, "execution_count",
		    session_next_count(k->session) - 1);
		return;
	}
	forget_interrupts(k);
	publish_begin(k, m);
	cell.count = session_next_count(k->session) - !o.store_history;
	if (!silent)
		publish_input(k, m, code, len, cell.count);
	session_run(k->session, code, len, &o, &r);
	if (o.store_history)
		history_add(k->history, cell.count, code, len,
		    cell.has_result ? &cell.result : NULL);
	finish(k, m, &cell, &r, e);
	session_result_release(&r);
	buf_release(&cell.payload);
	buf_release(&cell.result);
}
