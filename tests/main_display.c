/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/runner.h"

Suite *check_array_text(void);
Suite *check_doc(void);
Suite *check_show(void);
Suite *check_figure(void);

int
main(void)
{
	static Suite *(*const suites[])(void) = { check_array_text,
		check_doc, check_show, check_figure, NULL };

	return runner_run(suites);
}
