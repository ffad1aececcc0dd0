/* SPDX-License-Identifier: Apache-2.0 */
/* What is to be contracted: einsum, named contraction, matmul. */
#include <inttypes.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/tensor/axes.h"
#include "core/tensor/contract.h"
#include "core/tensor/op.h"

static bool
letters_check(struct ctx *c, const char *who, struct tensor *const *in,
    const struct einsum_attr *e, int nout, const struct axis *axes)
{
	int64_t size[256];
	int k, i;

	memset(size, -1, sizeof size);
	for (k = 0; k < 2; k++)
		for (i = 0; i < in[k]->naxes; i++) {
			int64_t *s = &size[(k == 0 ? e->a : e->b)[i]];
			int64_t n = in[k]->axis[i].size;

			if (*s >= 0 && *s != 1 && n != 1 && *s != n) {
				struct buf b = BUF_INIT;

				tensor_describe(&b, in[0]);
				buf_str(&b, " and ");
				tensor_describe(&b, in[1]);
				err_raise(c, ERR_VALUE, "%s: axes of sizes %"
				    PRId64 " and %" PRId64 " do not fit "
				    "together, in %s", who, *s, n, b.data);
				buf_release(&b);
				return false;
			}
			if (*s < 0 || *s == 1)
				*s = n;
		}
	for (i = 0; i < nout; i++)
		if (size[e->out[i]] != axes[i].size) {
			err_raise(c, ERR_VALUE, "%s: axis %d of the result "
			    "has size %" PRId64 ", its operands give %" PRId64,
			    who, i, axes[i].size, size[e->out[i]]);
			return false;
		}
	return axes_check(c, who, DT_F64, nout, axes);
}

static bool
has_letter(const uint8_t *letters, int n, const struct axis *axes,
    uint8_t letter)
{
	int i;

	for (i = 0; i < n; i++)
		if (letters[i] == letter && (axes == NULL ||
		    axes[i].size != 1))
			return true;
	return false;
}

/* An index that only one operand has and the result has not: it is summed
 * over before, in the type that products are made in. */
static struct tensor *
lonely_sum(struct ctx *c, struct tensor *t, uint8_t *letters,
    const uint8_t *others, const struct tensor *other, const uint8_t *lout,
    int nout, enum dtype made)
{
	uint32_t gone = 0;
	int i, n = 0;

	for (i = 0; i < t->naxes; i++) {
		if (t->axis[i].size != 1 &&
		    !has_letter(others, other->naxes, other->axis,
		    letters[i]) && !has_letter(lout, nout, NULL, letters[i]))
			gone |= 1u << i;
		else
			letters[n++] = letters[i];
	}
	if (gone == 0)
		return t;
	return tensor_reduce(c, REDUCE_sum, tensor_cast(c, t, made), gone,
	    false);
}

static struct tensor *
einsum_record(struct ctx *c, const char *who, struct tensor *a,
    struct tensor *b, struct einsum_attr *e, int nout,
    const struct axis *axes)
{
	struct tensor *in[2] = { a, b }, *out;
	bool weak;
	enum dtype d = dtype_promote(a->dtype, a->weak, b->dtype, b->weak,
	    &weak), made = contract_made(d);

	if (!letters_check(c, who, in, e, nout, axes))
		return NULL;
	in[0] = lonely_sum(c, a, e->a, e->b, b, e->out, nout, made);
	if (in[0] != NULL)
		in[1] = lonely_sum(c, b, e->b, e->a, in[0], e->out, nout,
		    made);
	if (in[0] == NULL || in[1] == NULL)
		return NULL;
	out = node_record(c, &op_einsum, d, nout, axes, in, 2, e, sizeof *e);
	out->weak = weak;
	return out;
}

/* A letter twice in one operand stands for its diagonal. */
static struct tensor *
diagonals_take(struct ctx *c, struct tensor *t, uint8_t *letters)
{
	int i, j, k;

	for (i = 0; t != NULL && i < t->naxes; i++)
		for (j = i + 1; t != NULL && j < t->naxes; j++)
			if (letters[i] == letters[j]) {
				t = views_diagonal(c, t, i, j);
				for (k = j; t != NULL && k < t->naxes; k++)
					letters[k] = letters[k + 1];
				j--;
			}
	return t;
}

struct tensor *
tensor_einsum(struct ctx *c, struct tensor *a, const uint8_t *la,
    struct tensor *b, const uint8_t *lb, int nout, const uint8_t *lout,
    const struct axis *out_axes)
{
	struct einsum_attr e = { { 0 }, { 0 }, { 0 } };

	if (a == NULL || b == NULL)
		return NULL;
	if (nout > TENSOR_MAX_AXES)
		return err_raise(c, ERR_VALUE, "einsum: an array has at most "
		    "%d axes", TENSOR_MAX_AXES);
	if (a->naxes > 0)
		memcpy(e.a, la, (size_t)a->naxes);
	if (b->naxes > 0)
		memcpy(e.b, lb, (size_t)b->naxes);
	if (nout > 0)
		memcpy(e.out, lout, (size_t)nout);
	a = diagonals_take(c, a, e.a);
	b = diagonals_take(c, b, e.b);
	return a == NULL || b == NULL ? NULL : einsum_record(c, "einsum", a,
	    b, &e, nout, out_axes);
}

static bool
is_listed(const struct atom *const *names, int n, const struct atom *name)
{
	int i;

	for (i = 0; i < n; i++)
		if (names[i] == name)
			return true;
	return false;
}

/* Letters of t: of the result's axes their place, of summed ones beyond. */
static void
contract_letters(const struct tensor *t, const struct axes *l,
    const struct atom *const *names, int n, uint8_t *letters)
{
	int i, j, pos = 0, npos = 0;

	for (i = 0; i < l->n; i++)
		npos += l->axis[i].name == NULL;
	for (i = 0; i < t->naxes; i++) {
		const struct atom *name = t->axis[i].name;

		if (name == NULL) {
			/* Positional axes stand first in the result. */
			letters[i] = (uint8_t)(npos - tensor_npos(t) + pos++);
			continue;
		}
		for (j = 0; j < n; j++)
			if (names[j] == name)
				letters[i] = (uint8_t)(TENSOR_MAX_AXES + j);
		if (!is_listed(names, n, name))
			letters[i] = (uint8_t)axes_find(l, name);
	}
}

struct tensor *
tensor_contract(struct ctx *c, struct tensor *a, struct tensor *b,
    const struct atom *const *names, int n)
{
	struct einsum_attr e = { { 0 }, { 0 }, { 0 } };
	struct tensor *in[2] = { a, b };
	struct axes all, l = { 0 };
	int i;

	if (a == NULL || b == NULL || !axes_union(c, "contract", &all, in, 2))
		return NULL;
	/* Nothing is summed: a scale, which fuses with its neighbours. */
	if (n == 0 && dtype_is_float(a->dtype) && dtype_is_float(b->dtype))
		return tensor_binary(c, BINARY_mul, a, b);
	for (i = 0; i < n; i++)
		if (axes_find(&all, names[i]) < 0) {
			struct buf text = BUF_INIT;

			tensor_describe(&text, a);
			buf_str(&text, " and ");
			tensor_describe(&text, b);
			err_raise(c, ERR_VALUE, "contract: neither operand "
			    "has an axis '%s': %s", names[i]->text,
			    text.data);
			buf_release(&text);
			return NULL;
		}
	for (i = 0; i < all.n; i++)
		if (all.axis[i].name == NULL ||
		    !is_listed(names, n, all.axis[i].name)) {
			e.out[l.n] = (uint8_t)l.n;
			l.axis[l.n++] = all.axis[i];
		}
	contract_letters(a, &l, names, n, e.a);
	contract_letters(b, &l, names, n, e.b);
	return einsum_record(c, "contract", a, b, &e, l.n, l.axis);
}

static void *
matmul_raise(struct ctx *c, const struct tensor *a, const struct tensor *b)
{
	struct buf text = BUF_INIT;

	axes_write_shape(&text, a->naxes, a->axis);
	buf_str(&text, " and ");
	axes_write_shape(&text, b->naxes, b->axis);
	err_raise(c, ERR_TYPE, "dot_general requires contracting dimensions "
	    "to have the same shape, and operands of one axis or more: got "
	    "%s", text.data);
	buf_release(&text);
	return NULL;
}

struct tensor *
tensor_matmul(struct ctx *c, struct tensor *a, struct tensor *b)
{
	struct einsum_attr e = { { 0 }, { 0 }, { 0 } };
	enum { M = 40, N, K };
	struct tensor *in[2] = { a, b };
	struct axes l = { 0 };
	int na, nb, i, k, p, npos;

	if (a == NULL || b == NULL)
		return NULL;
	na = tensor_npos(a);
	nb = tensor_npos(b);
	if (na == 0 || nb == 0 || a->axis[tensor_pos_axis(a, -1)].size !=
	    b->axis[tensor_pos_axis(b, nb > 1 ? -2 : -1)].size)
		return matmul_raise(c, a, b);
	/* Batch axes are counted from the right: 0 is the innermost. */
	npos = na > nb ? na - 2 : nb - 2;
	for (p = npos; p-- > 0;) {
		int64_t size = 1;

		for (k = 0; k < 2; k++) {
			int n = (k == 0 ? na : nb) - 2;

			if (p < n && in[k]->axis[tensor_pos_axis(in[k], n -
			    1 - p)].size != 1)
				size = in[k]->axis[tensor_pos_axis(in[k],
				    n - 1 - p)].size;
		}
		e.out[l.n] = (uint8_t)p;
		if (!axes_add(c, "matmul", &l, (struct axis){ NULL, size }))
			return NULL;
	}
	if (na > 1) {
		e.out[l.n] = M;
		if (!axes_add(c, "matmul", &l,
		    a->axis[tensor_pos_axis(a, -2)]))
			return NULL;
	}
	if (nb > 1) {
		e.out[l.n] = N;
		if (!axes_add(c, "matmul", &l,
		    b->axis[tensor_pos_axis(b, -1)]))
			return NULL;
	}
	for (k = 0; k < 2; k++)
		if (!axes_add_names(c, "matmul", &l, in[k]))
			return NULL;
	for (k = 0; k < 2; k++) {
		uint8_t *letters = k == 0 ? e.a : e.b;
		int n = k == 0 ? na : nb, pos = 0;

		for (i = 0; i < in[k]->naxes; i++) {
			const struct atom *name = in[k]->axis[i].name;
			int back = name == NULL ? n - 1 - pos++ : 0;

			if (name != NULL)
				letters[i] = (uint8_t)(50 +
				    axes_find(&l, name));
			else if (back >= 2)
				letters[i] = (uint8_t)(back - 2);
			else if (k == 0)
				letters[i] = back == 0 ? K : M;
			else
				letters[i] = n == 1 || back == 1 ? K : N;
		}
	}
	for (i = 0; i < l.n; i++)
		if (l.axis[i].name != NULL)
			e.out[i] = (uint8_t)(50 + i);
	return einsum_record(c, "matmul", a, b, &e, l.n, l.axis);
}
