/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"

void
on_connect(struct kernel *k, struct msg *m, struct emit *e)
{
	char key[32];

	(void)m;
	reply_ok(e);
	for (int i = 0; i < CHANNEL_COUNT; i++) {
		snprintf(key, sizeof key, "%s_port",
		    channel_name((enum channel)i));
		emit_key_int(e, key, k->connect.port[i]);
	}
}
