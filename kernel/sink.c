/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/sink.h"

#include <stdlib.h>
#include <string.h>

#include "display/bundle.h"
#include "kernel/cell.h"
#include "kernel/comm.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"
#include "kernel/stdin.h"

static void
sink_text(void *data, void *request, enum stream stream, const char *s,
    size_t len)
{
	struct cell *cell = request;

	if (cell != NULL && !cell->silent && len > 0)
		publish_text(data, cell->msg, stream, s, len);
}

static void
keep_result(struct cell *cell, const struct mime *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(m[i].type, "text/plain") == 0) {
			buf_truncate(&cell->result, 0);
			buf_add(&cell->result, m[i].data, m[i].len);
			cell->has_result = true;
		}
}

static void
sink_bundle(void *data, void *request, const struct mime *m, size_t n,
    const struct show *show)
{
	struct cell *cell = request;

	if (cell == NULL || cell->silent)
		return;
	if (show->count > 0) {
		keep_result(cell, m, n);
		publish_result(data, cell->msg, m, n, cell->count);
	} else
		publish_show(data, cell->msg, m, n, show);
}

static void
sink_show(void *data, void *request, struct value *v,
    const struct show *show)
{
	struct kernel *k = data;
	struct cell *cell = request;
	struct bundle b;

	if (cell == NULL || cell->silent)
		return;
	bundle_make(&b, k->session, v);
	sink_bundle(data, request, b.mime, b.n, show);
	bundle_release(&b);
}

static void
sink_clear(void *data, void *request, bool wait)
{
	struct cell *cell = request;

	if (cell != NULL && !cell->silent)
		publish_clear(data, cell->msg, wait);
}

static char *
sink_input(void *data, void *request, const char *prompt, bool password,
    bool *not_allowed)
{
	struct cell *cell = request;

	*not_allowed = cell == NULL || !cell->allow_stdin;
	if (*not_allowed)
		return NULL;
	return stdin_ask(data, cell->msg, prompt, password);
}

static void
sink_page(void *data, void *request, const struct mime *m, size_t n)
{
	struct cell *cell = request;
	struct emit e;

	(void)data;
	if (cell == NULL || cell->silent)
		return;
	emit_init(&e, &cell->payload);
	e.comma = cell->payload.len > 0;
	emit_open(&e, '{');
	emit_key_str(&e, "source", "page");
	emit_key(&e, "data");
	publish_write_data(&e, m, n);
	emit_key_int(&e, "start", 0);
	emit_close(&e, '{');
}

static void
sink_comm(void *data, void *request, const char *comm_id, const char *json)
{
	struct cell *cell = request;

	if (cell != NULL)
		comm_send(data, cell->msg, comm_id, json, strlen(json));
}

void
sink_init(struct sink *s, struct kernel *k)
{
	*s = (struct sink){ .data = k, .text = sink_text, .show = sink_show,
	    .bundle = sink_bundle, .clear = sink_clear, .input = sink_input,
	    .page = sink_page, .comm = sink_comm };
}
