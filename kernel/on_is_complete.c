/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/buf.h"
#include "core/session.h"
#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"
#include "kernel/lenient.h"

#define MAX_INDENT 200

void
on_is_complete(struct kernel *k, struct msg *m, struct emit *e)
{
	static const char *const status[] = {
		[CODE_COMPLETE] = "complete",
		[CODE_INCOMPLETE] = "incomplete",
		[CODE_INVALID] = "invalid",
	};
	enum completeness is;
	const char *code;
	struct buf indent = BUF_INIT;
	size_t len = 0;
	int n = 0;

	code = lenient_str(m->content, "code", &len);
	is = session_is_complete(k->session, code != NULL ? code : "", len,
	    &n);
	emit_key_str(e, "status", status[is]);
	if (is == CODE_INCOMPLETE) {
		buf_fill(&indent, ' ', n > 0 && n < MAX_INDENT ? (size_t)n :
		    0);
		emit_key_str(e, "indent", indent.data);
		buf_release(&indent);
	}
}
