/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/runner.h"

Suite *check_ckpt(void);
Suite *check_chat(void);
Suite *check_arch(void);
Suite *check_tokenizer(void);

int
main(void)
{
	static Suite *(*const suites[])(void) = { check_ckpt,
		check_tokenizer, check_chat, check_arch, NULL };

	return runner_run(suites);
}
