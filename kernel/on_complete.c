/* SPDX-License-Identifier: Apache-2.0 */
#include "core/session.h"
#include "kernel/cursor.h"
#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"

/* More than anybody reads; the best come first. */
#define MAX_MATCHES 500

static void
write_types(struct emit *e, const struct completions *c, size_t n)
{
	emit_key(e, "metadata");
	emit_open(e, '{');
	emit_key(e, "_jupyter_types_experimental");
	emit_open(e, '[');
	for (size_t i = 0; i < n; i++) {
		const struct completion *one = &c->item[i];

		emit_open(e, '{');
		emit_key_int(e, "start", (long long)c->start);
		emit_key_int(e, "end", (long long)c->end);
		emit_key_str(e, "text", one->text);
		emit_key_str(e, "type", one->type != NULL ? one->type : "");
		if (one->signature != NULL)
			emit_key_str(e, "signature", one->signature);
		emit_close(e, '{');
	}
	emit_close(e, '[');
	emit_close(e, '{');
}

void
on_complete(struct kernel *k, struct msg *m, struct emit *e)
{
	struct completions c = { 0 };
	const char *code;
	size_t len, cursor, n;

	code = cursor_read(m, &len, &cursor);
	session_complete(k->session, code, len, cursor, &c);
	n = c.n < MAX_MATCHES ? c.n : MAX_MATCHES;
	reply_ok(e);
	emit_key(e, "matches");
	emit_open(e, '[');
	for (size_t i = 0; i < n; i++)
		emit_str(e, c.item[i].text);
	emit_close(e, '[');
	emit_key_int(e, "cursor_start",
	    (long long)(c.n > 0 ? c.start : cursor));
	emit_key_int(e, "cursor_end", (long long)(c.n > 0 ? c.end : cursor));
	write_types(e, &c, n);
	session_completions_release(&c);
}
