/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/runner.h"

Suite *check_backend(void);
Suite *check_fuse(void);
Suite *check_quant(void);

/* The leak checker fails on the threads of the OpenMP runtime. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}

int
main(void)
{
	static Suite *(*const suites[])(void) = { check_quant, check_backend, check_fuse,
	    NULL };

	return runner_run(suites);
}
