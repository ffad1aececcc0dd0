/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic on plain C numbers with Python's meaning. */
#ifndef CORE_VALUE_NUMBER_H
#define CORE_VALUE_NUMBER_H

#include "core/value/value.h"

struct value *int_arith(struct ctx *, enum arith, int64_t, int64_t);
struct value *float_arith(struct ctx *, enum arith, double, double);
/* The int of a float, or OverflowError, ValueError. */
struct value *int_of_float(struct ctx *, double, const char *nan_what);
/* Text as int() reads it, base 0 or 2..36. */
struct value *int_parse(struct ctx *, const char *, size_t len, int base);
struct value *float_parse(struct ctx *, const char *, size_t len);
void *int_overflow(struct ctx *);
/* Exact: -1, 0, 1 as i is less than, equal to, greater than d (no NaN). */
int compare_int_float(int64_t i, double d);

static inline bool
compare_ints(enum compare op, int64_t a, int64_t b)
{
	switch (op) {
	case CMP_LT:
		return a < b;
	case CMP_LE:
		return a <= b;
	case CMP_EQ:
		return a == b;
	case CMP_NE:
		return a != b;
	case CMP_GT:
		return a > b;
	default:
		return a >= b;
	}
}

#endif
