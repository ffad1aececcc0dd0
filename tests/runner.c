/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/runner.h"

#include <stdlib.h>

int
runner_run(Suite *(*const *suites)(void))
{
	SRunner *sr = srunner_create(NULL);
	int failed;

	for (; *suites != NULL; suites++)
		srunner_add_suite(sr, (*suites)());
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
