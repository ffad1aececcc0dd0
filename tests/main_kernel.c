/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/runner.h"

Suite *check_wire(void);
Suite *check_history(void);
Suite *check_dispatch(void);

int
main(void)
{
	static Suite *(*const suites[])(void) = { check_wire, check_history,
	    check_dispatch, NULL };

	return runner_run(suites);
}
