/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/runner.h"

Suite *check_session(void);
Suite *check_layer(void);

int
main(void)
{
	static Suite *(*const suites[])(void) = { check_session, check_layer,
		NULL };

	return runner_run(suites);
}
