/* SPDX-License-Identifier: Apache-2.0 */
/* One runner a layer: it runs the suites it is given and says how many passed. */
#ifndef TESTS_RUNNER_H
#define TESTS_RUNNER_H

#include <check.h>

/* suites ends with null. Returns the exit status. */
int runner_run(Suite *(*const *suites)(void));

#endif
