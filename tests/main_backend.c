/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/runner.h"

Suite *check_backend(void);
Suite *check_quant(void);

int
main(void)
{
	static Suite *(*const suites[])(void) = { check_quant, check_backend,
	    NULL };

	return runner_run(suites);
}
