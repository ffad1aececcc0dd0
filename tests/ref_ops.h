/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operations again, as naive loops over logical indices of doubles, to
 * compare with. They share nothing with what they test but the axes.
 */
#ifndef TESTS_REF_OPS_H
#define TESTS_REF_OPS_H

#include "core/tensor/tensor.h"

/* An array as a list of doubles in C order of its axes. */
struct ref {
	int naxes;
	struct axis axis[TENSOR_MAX_AXES];
	double *data;
};

struct ref *ref_read(struct ctx *, struct tensor *);
void ref_free(struct ref *);
int64_t ref_size(const struct ref *);
/* The element of r that lines up with multi-index at of these axes. */
double ref_at(const struct ref *r, int naxes, const struct axis *axes,
    const int64_t *at);
/* The next multi-index; false after the last. */
bool ref_next(int naxes, const struct axis *axes, int64_t *at);

double ref_unary(enum unary, double);
double ref_binary(enum binary, double, double);

#endif
