/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/dispatch.h"

#include <stdio.h>
#include <string.h>

#include "core/base/attr.h"
#include "core/base/buf.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"

#define BOTH (ON_SHELL | ON_CONTROL)

static const struct request requests[] = {
	{ "execute_request", "execute_reply", BOTH, on_execute, NULL },
	{ "complete_request", "complete_reply", BOTH, on_complete, NULL },
	{ "inspect_request", "inspect_reply", BOTH, on_inspect, NULL },
	{ "is_complete_request", "is_complete_reply", BOTH, on_is_complete,
	    NULL },
	{ "history_request", "history_reply", BOTH, on_history, NULL },
	{ "kernel_info_request", "kernel_info_reply", BOTH | AT_ONCE,
	    on_kernel_info, NULL },
	{ "connect_request", "connect_reply", BOTH | AT_ONCE, on_connect,
	    NULL },
	{ "comm_info_request", "comm_info_reply", BOTH, on_comm_info, NULL },
	{ "comm_open", NULL, ON_SHELL | AT_POLL, on_comm_open, NULL },
	{ "comm_msg", NULL, ON_SHELL | AT_POLL, on_comm_msg, NULL },
	{ "comm_close", NULL, ON_SHELL | AT_POLL, on_comm_close, NULL },
	{ "interrupt_request", "interrupt_reply", BOTH | AT_ONCE,
	    on_interrupt, NULL },
	{ "shutdown_request", "shutdown_reply", BOTH | AT_ONCE | COPIED,
	    on_shutdown, kernel_quit },
	{ "usage_request", "usage_reply", BOTH | AT_ONCE, on_usage, NULL },
	{ "debug_request", "debug_reply", BOTH | AT_ONCE, on_debug, NULL },
};

const struct request *
dispatch_find(const struct msg *m)
{
	unsigned channel = m->channel == CHANNEL_CONTROL ? ON_CONTROL :
	    ON_SHELL;

	for (size_t i = 0; i < nitems(requests); i++)
		if (strcmp(requests[i].type, m->type) == 0)
			return requests[i].flags & channel ? &requests[i] :
			    NULL;
	return NULL;
}

void
reply_ok(struct emit *e)
{
	emit_key_str(e, "status", "ok");
}

void
reply_error(struct emit *e, const char *ename, const char *evalue)
{
	emit_key_str(e, "status", "error");
	emit_key_str(e, "ename", ename);
	emit_key_str(e, "evalue", evalue);
	emit_key_raw(e, "traceback", "[]");
}

void
reply_result(struct emit *e, const struct run_result *r)
{
	emit_key_str(e, "status", "error");
	emit_key_str(e, "ename", r->ename);
	emit_key_str(e, "evalue", r->evalue);
	emit_key(e, "traceback");
	emit_open(e, '[');
	for (size_t i = 0; i < r->ntraceback; i++)
		emit_str(e, r->traceback[i]);
	emit_close(e, '[');
}

static void
send_reply(struct kernel *k, const struct msg *m, const char *type,
    const struct buf *content, const char *started)
{
	struct letter l = { .channel = m->channel, .type = type,
	    .route = m->route, .nroute = m->nroute, .parent = m->header_text,
	    .content = { content->data, content->len } };
	char metadata[64];

	/* JupyterLab records when a cell was started. */
	snprintf(metadata, sizeof metadata, "{\"started\":\"%s\"}", started);
	l.metadata = (struct bytes){ metadata, strlen(metadata) };
	outbox_add(&k->outbox, wire_write(&k->wire, &l, NULL));
}

/* Runs the handler, or says why not; then replies. */
static void
answer(struct kernel *k, struct msg *m, const struct request *row,
    const char *started)
{
	struct buf content = BUF_INIT;
	struct emit e;

	emit_init(&e, &content);
	emit_open(&e, '{');
	if (!msg_open(m))
		reply_error(&e, "ProtocolError",
		    "the content of the message is not a JSON object");
	else
		row->handle(k, m, &e);
	emit_close(&e, '{');
	if (!(row->flags & AT_ONCE))
		publish_flush(k);
	if (row->reply != NULL)
		send_reply(k, m, row->reply, &content, started);
	if (row->flags & COPIED)
		publish_copy(k, m, row->reply, &content);
	buf_release(&content);
}

void
dispatch_msg(struct kernel *k, struct msg *m)
{
	const struct request *row = dispatch_find(m);
	char started[32];

	wire_date(started);
	publish_status(k, m, "busy");
	if (row != NULL)
		answer(k, m, row, started);
	else
		fprintf(stderr, "penjing: a message of type %.64s on %s is "
		    "not known\n", m->type, channel_name(m->channel));
	publish_status(k, m, "idle");
	if (row != NULL && row->after != NULL)
		row->after(k);
}
