/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/dispatch.h"
#include "kernel/kernel.h"

void
on_interrupt(struct kernel *k, struct msg *m, struct emit *e)
{
	(void)m;
	kernel_interrupt(k);
	reply_ok(e);
}
