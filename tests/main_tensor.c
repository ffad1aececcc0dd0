/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/runner.h"

Suite *suite_tensor(void);
Suite *suite_ops(void);
Suite *suite_moves(void);
Suite *suite_grad(void);

int
main(void)
{
	static Suite *(*const suites[])(void) = {
		suite_tensor, suite_ops, suite_moves, suite_grad,
		NULL,
	};

	return runner_run(suites);
}
