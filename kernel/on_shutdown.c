/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"
#include "kernel/lenient.h"

/* Only says yes; the row's after ends the kernel once all is said. */
void
on_shutdown(struct kernel *k, struct msg *m, struct emit *e)
{
	(void)k;
	reply_ok(e);
	emit_key_bool(e, "restart", lenient_bool(m->content, "restart", 0));
}
