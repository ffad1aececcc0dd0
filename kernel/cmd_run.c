/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/command.h"

int
cmd_run(const struct startup *s)
{
	return startup_usage(s, "is not written yet");
}
