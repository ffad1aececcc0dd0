/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/runner.h"

Suite *check_ckpt(void);

int
main(void)
{
	static Suite *(*const suites[])(void) = { check_ckpt, NULL };

	return runner_run(suites);
}
