/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/ref_ops.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ref *
ref_read(struct ctx *c, struct tensor *t)
{
	struct ref *r = calloc(1, sizeof *r);

	r->naxes = tensor_naxes(t);
	memcpy(r->axis, tensor_axes(t), (size_t)r->naxes * sizeof *r->axis);
	r->data = calloc((size_t)ref_size(r) + 1, sizeof *r->data);
	ck_assert(tensor_read(c, t, DT_F64, r->data));
	return r;
}

void
ref_free(struct ref *r)
{
	free(r->data);
	free(r);
}

int64_t
ref_size(const struct ref *r)
{
	int64_t n = 1;
	int i;

	for (i = 0; i < r->naxes; i++)
		n *= r->axis[i].size;
	return n;
}

double
ref_at(const struct ref *r, int naxes, const struct axis *axes,
    const int64_t *at)
{
	int64_t index = 0;
	int i, j, from_right, k;

	for (i = 0; i < r->naxes; i++) {
		int64_t x = 0;

		from_right = 0;
		for (k = i; k < r->naxes; k++)
			from_right += r->axis[k].name == NULL;
		for (j = naxes, k = 0; j-- > 0;) {
			if (axes[j].name == NULL)
				k++;
			if (axes[j].name == r->axis[i].name &&
			    (axes[j].name != NULL || k == from_right)) {
				x = at[j];
				break;
			}
		}
		index = index * r->axis[i].size +
		    (r->axis[i].size == 1 ? 0 : x);
	}
	return r->data[index];
}

bool
ref_next(int naxes, const struct axis *axes, int64_t *at)
{
	int i;

	for (i = naxes; i-- > 0;) {
		if (++at[i] < axes[i].size)
			return true;
		at[i] = 0;
	}
	return false;
}

double
ref_unary(enum unary u, double x)
{
	switch (u) {
	case UNARY_neg: return -x;
	case UNARY_abs: return fabs(x);
	case UNARY_sign: return (x > 0) - (x < 0);
	case UNARY_exp: return exp(x);
	case UNARY_exp2: return exp2(x);
	case UNARY_expm1: return expm1(x);
	case UNARY_log: return log(x);
	case UNARY_log2: return log2(x);
	case UNARY_log1p: return log1p(x);
	case UNARY_sqrt: return sqrt(x);
	case UNARY_rsqrt: return 1 / sqrt(x);
	case UNARY_square: return x * x;
	case UNARY_reciprocal: return 1 / x;
	case UNARY_sin: return sin(x);
	case UNARY_cos: return cos(x);
	case UNARY_tan: return tan(x);
	case UNARY_tanh: return tanh(x);
	case UNARY_sinh: return sinh(x);
	case UNARY_cosh: return cosh(x);
	case UNARY_asin: return asin(x);
	case UNARY_acos: return acos(x);
	case UNARY_atan: return atan(x);
	case UNARY_logistic: return 1 / (1 + exp(-x));
	case UNARY_silu: return x / (1 + exp(-x));
	case UNARY_relu: return x > 0 ? x : 0;
	case UNARY_gelu_tanh: return 0.5 * x * (1 + tanh(sqrt(2 / M_PI) *
	    (x + 0.044715 * pow(x, 3))));
	case UNARY_gelu_erf: return 0.5 * x * (1 + erf(x / sqrt(2)));
	case UNARY_erf: return erf(x);
	case UNARY_softplus: return log(1 + exp(x));
	case UNARY_floor: return floor(x);
	case UNARY_ceil: return ceil(x);
	case UNARY_round: return nearbyint(x);
	case UNARY_trunc: return trunc(x);
	case UNARY_isnan: return isnan(x) != 0;
	case UNARY_isinf: return isinf(x) != 0;
	case UNARY_isfinite: return isfinite(x) != 0;
	case UNARY_logical_not: return x == 0;
	case UNARY_bit_not: return -1 - x;
	default: ck_abort(); return 0;
	}
}

double
ref_binary(enum binary b, double x, double y)
{
	switch (b) {
	case BINARY_add: return x + y;
	case BINARY_sub: return x - y;
	case BINARY_mul: return x * y;
	case BINARY_div: return x / y;
	case BINARY_floor_div: return floor(x / y);
	case BINARY_mod: return x - floor(x / y) * y;
	case BINARY_pow: return pow(x, y);
	case BINARY_max: return x > y ? x : y;
	case BINARY_min: return x < y ? x : y;
	case BINARY_atan2: return atan2(x, y);
	case BINARY_eq: return x == y;
	case BINARY_ne: return x != y;
	case BINARY_lt: return x < y;
	case BINARY_le: return x <= y;
	case BINARY_gt: return x > y;
	case BINARY_ge: return x >= y;
	case BINARY_logical_and: return x != 0 && y != 0;
	case BINARY_logical_or: return x != 0 || y != 0;
	case BINARY_logical_xor: return (x != 0) != (y != 0);
	case BINARY_bit_and: return (double)((long)x & (long)y);
	case BINARY_bit_or: return (double)((long)x | (long)y);
	case BINARY_bit_xor: return (double)((long)x ^ (long)y);
	case BINARY_shl: return x * exp2(y);
	case BINARY_shr: return floor(x / exp2(y));
	default: ck_abort(); return 0;
	}
}
