/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/runner.h"

Suite *check_container(void);
Suite *check_cases(void);
Suite *check_class(void);

int
main(void)
{
	static Suite *(*const suites[])(void) = { check_container, check_cases, check_class,
		NULL };

	return runner_run(suites);
}
