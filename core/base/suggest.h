/* SPDX-License-Identifier: Apache-2.0 */
/* The nearest name, for error messages that say "did you mean". */
#ifndef CORE_BASE_SUGGEST_H
#define CORE_BASE_SUGGEST_H

#include <stddef.h>

struct suggest {
	const char *wanted;
	const char *best;	/* null while nothing is near enough */
	size_t distance;
};

void suggest_init(struct suggest *, const char *wanted);
/* Offers a candidate; it must outlive the suggest. */
void suggest_offer(struct suggest *, const char *candidate);

#endif
