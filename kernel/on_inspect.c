/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "core/session.h"
#include "kernel/cursor.h"
#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"
#include "kernel/lenient.h"

void
on_inspect(struct kernel *k, struct msg *m, struct emit *e)
{
	const char *code;
	size_t len, cursor;
	char *text;

	code = cursor_read(m, &len, &cursor);
	text = session_inspect(k->session, code, len, cursor,
	    (int)lenient_int(m->content, "detail_level", 0) > 0);
	reply_ok(e);
	emit_key_bool(e, "found", text != NULL);
	emit_key(e, "data");
	emit_open(e, '{');
	if (text != NULL)
		emit_key_str(e, "text/plain", text);
	emit_close(e, '{');
	emit_key_raw(e, "metadata", "{}");
	free(text);
}
