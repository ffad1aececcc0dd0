/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"
#include "kernel/lenient.h"

/*
 * There is no debugger yet. The answer has the form of the Debug Adapter
 * Protocol, so that a front end shows the reason instead of waiting.
 */
void
on_debug(struct kernel *k, struct msg *m, struct emit *e)
{
	const char *command = lenient_str(m->content, "command", NULL);

	(void)k;
	emit_key_str(e, "type", "response");
	emit_key_int(e, "request_seq", lenient_int(m->content, "seq", 0));
	emit_key_bool(e, "success", false);
	emit_key_str(e, "command", command != NULL ? command : "");
	emit_key_str(e, "message", "penjing has no debugger yet");
}
