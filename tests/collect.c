/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/collect.h"

#include <check.h>
#include <string.h>

#include "core/value/value.h"

static void
on_text(void *data, void *request, enum stream stream, const char *s,
    size_t len)
{
	struct collect *k = data;

	(void)request;
	buf_add(stream == STREAM_OUT ? &k->out : &k->err, s, len);
}

static void
on_show(void *data, void *request, struct value *v, const struct show *show)
{
	struct collect *k = data;

	(void)request;
	(void)show;
	value_repr(session_ctx(k->session), &k->shown, v);
	buf_char(&k->shown, '\n');
}

void
collect_init(struct collect *k)
{
	struct session_options o = {
		.sink = { .data = k, .text = on_text, .show = on_show }
	};

	memset(k, 0, sizeof *k);
	buf_init(&k->out);
	buf_init(&k->err);
	buf_init(&k->shown);
	k->session = session_create(&o);
}

void
collect_release(struct collect *k)
{
	session_free(&k->session);
	buf_release(&k->out);
	buf_release(&k->err);
	buf_release(&k->shown);
}

void
collect_run(struct collect *k, const char *source, struct run_result *r)
{
	struct run_options o = { .store_history = true };

	buf_truncate(&k->out, 0);
	buf_truncate(&k->err, 0);
	buf_truncate(&k->shown, 0);
	session_run(k->session, source, strlen(source), &o, r);
}

void
collect_ok(struct collect *k, const char *source)
{
	struct run_result r;

	collect_run(k, source, &r);
	if (r.status != RUN_OK)
		ck_abort_msg("%s: %s: %s", source, r.ename, r.evalue);
	session_result_release(&r);
}
