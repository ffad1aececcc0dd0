/* SPDX-License-Identifier: Apache-2.0 */
/* Random arrays for the suites that compare operations with naive loops. */
#ifndef TESTS_SAMPLES_H
#define TESTS_SAMPLES_H

#include "core/tensor/tensor.h"

extern struct ctx *const c;
/* Types, the first eight of which hold small negative or positive values. */
extern const enum dtype kinds[13];

void samples_setup(void);
void samples_teardown(void);
/* 0..n-1, the same sequence in each test. */
int64_t below(int64_t n);
/* Values that every type holds and most operations accept. */
struct tensor *filled(enum dtype, int naxes, const struct axis *);
/* The same logical array in another memory: turned, stepped, flipped. */
struct tensor *shuffled(struct tensor *);
/* 0 to 4 axes, some with names. */
int some_axes(struct axis *, int64_t max);
/* How far a result may be off. */
double tolerance(enum dtype, double want);
void assert_near(double got, double want, enum dtype, const char *what);

#endif
