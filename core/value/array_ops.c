/* SPDX-License-Identifier: Apache-2.0 */
#include "core/value/array_ops.h"

#include <stdlib.h>

#include "core/base/xalloc.h"
#include "core/value/named.h"

struct tensor *
value_find_tensor(const struct value *v)
{
	if (value_is(v, &array_kind))
		return array_tensor(v);
	if (value_is(v, &named_kind))
		return named_tensor(v);
	if (value_is(v, &ndarray_kind))
		return ndarray_tensor(v);
	return NULL;
}

struct value *
array_like(struct ctx *c, struct tensor *t, struct value *const *operands,
    size_t n)
{
	bool jax = false, numpy = false;

	if (t == NULL)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (value_is(operands[i], &named_kind))
			return named_mapped(c, t, operands, n);
		jax |= value_is(operands[i], &array_kind);
		numpy |= value_is(operands[i], &ndarray_kind);
	}
	return numpy && !jax ? ndarray_new(c, t) : array_new(c, t);
}

/* ---- what can stand for an array ---------------------------------------- */

static struct tensor *
scalar_tensor(struct ctx *c, const struct value *v)
{
	if (value_is(v, &bool_kind))
		return tensor_scalar_i(c, v == &value_true, DT_BOOL, false);
	if (value_is_int(v)) {
		int64_t i = value_as_int(v);

		if (i > INT32_MAX || i < INT32_MIN)
			return err_raise(c, ERR_OVERFLOW, "Python int %lld "
			    "does not fit in int32, the default integer type",
			    (long long)i);
		return tensor_scalar_i(c, i, DT_I32, true);
	}
	if (value_is(v, &float_kind))
		return tensor_scalar_f(c, value_as_float(v), DT_F32, true);
	return NULL;
}

/* The shape of nested lists; all rows must be alike. */
static bool
list_shape(struct ctx *c, const struct value *v, int depth, int64_t *size,
    int *naxes)
{
	size_t n = seq_len(v);

	if (depth >= TENSOR_MAX_AXES) {
		err_raise(c, ERR_VALUE, "lists are nested more than %d deep",
		    TENSOR_MAX_AXES);
		return false;
	}
	if (depth < *naxes) {
		if (size[depth] != (int64_t)n) {
			err_raise(c, ERR_VALUE, "setting an array element with "
			    "a sequence: rows of %lld and %zu elements do not "
			    "make an array", (long long)size[depth], n);
			return false;
		}
	} else {
		size[depth] = (int64_t)n;
		*naxes = depth + 1;
	}
	return true;
}

/* Stacks elements that are sequences or arrays. */
static struct tensor *
stack_items(struct ctx *c, struct value *v, const char *what, int depth)
{
	size_t n = seq_len(v);
	struct tensor **part, *t = NULL;

	if (depth >= TENSOR_MAX_AXES)
		return err_raise(c, ERR_VALUE,
		    "lists are nested more than %d deep", TENSOR_MAX_AXES);
	part = try_alloc(c, n, sizeof *part);
	if (part == NULL)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		struct value *item = seq_item(v, i);

		part[i] = value_is_seq(item) ?
		    stack_items(c, item, what, depth + 1) :
		    value_tensor(c, item, what, false);
		if (part[i] == NULL)
			goto out;
	}
	t = tensor_stack(c, part, (int)n, (struct axis){ NULL, (int64_t)n });
out:
	free(part);
	return t;
}

struct fill {
	bool is_float, is_bool, ok;
	double *f;
	size_t n;
	int naxes;
	int64_t size[TENSOR_MAX_AXES];
};

/* Numbers of nested lists in order; ok turns false for what is no number. */
static bool
fill_numbers(struct ctx *c, const struct value *v, int depth, struct fill *f)
{
	if (!list_shape(c, v, depth, f->size, &f->naxes))
		return false;
	for (size_t i = 0; i < seq_len(v) && f->ok; i++) {
		const struct value *item = seq_item(v, i);
		double x;

		if (value_is_seq(item)) {
			if (!fill_numbers(c, item, depth + 1, f))
				return false;
			continue;
		}
		if (depth + 1 != f->naxes || !value_number(item, &x)) {
			f->ok = false;
			break;
		}
		f->is_float |= value_is(item, &float_kind);
		f->is_bool &= value_is(item, &bool_kind);
		if (f->f != NULL)
			f->f[f->n] = x;
		f->n++;
	}
	return true;
}

static struct tensor *
numbers_tensor(struct ctx *c, const struct fill *f)
{
	struct axis axes[TENSOR_MAX_AXES];
	struct tensor *t;

	for (int i = 0; i < f->naxes; i++)
		axes[i] = (struct axis){ NULL, f->size[i] };
	t = tensor_new(c, DT_F64, f->naxes, axes, f->f);
	if (f->is_bool && f->n > 0)
		return tensor_cast(c, t, DT_BOOL);
	return tensor_cast(c, t, f->is_float || f->n == 0 ? DT_F32 : DT_I32);
}

/* Two passes over the lists: count and look, then fill. Falls back to
 * stacking where an element is an array itself. */
static struct tensor *
list_tensor(struct ctx *c, struct value *v, const char *what)
{
	struct fill f = { .is_bool = true, .ok = true };
	struct tensor *t = NULL;

	if (!fill_numbers(c, v, 0, &f))
		return NULL;
	if (!f.ok)
		return stack_items(c, v, what, 0);
	f.f = try_alloc(c, f.n, sizeof *f.f);
	if (f.f == NULL)
		return NULL;
	f.n = 0;
	if (fill_numbers(c, v, 0, &f))
		t = numbers_tensor(c, &f);
	free(f.f);
	return t;
}

struct tensor *
value_tensor(struct ctx *c, struct value *v, const char *what, bool lists)
{
	struct tensor *t;

	if (v == NULL)
		return NULL;
	t = value_find_tensor(v);
	if (t != NULL)
		return t;
	t = scalar_tensor(c, v);
	if (t != NULL || err_is_set(c))
		return t;
	if (lists && value_is_seq(v))
		return list_tensor(c, v, what);
	return err_raise(c, ERR_TYPE,
	    "%s: an array or a number was expected, not %s", what,
	    value_type_name(c, v));
}

int
value_axes(struct ctx *c, struct value *v, const char *what,
    const struct atom *out[TENSOR_MAX_AXES])
{
	size_t n;

	if (value_is(v, &str_kind)) {
		out[0] = str_atom(c, v);
		return 1;
	}
	if (v == NULL || !value_is_seq(v)) {
		if (v != NULL)
			err_raise(c, ERR_TYPE, "%s: an axis name or a tuple of "
			    "them was expected, not %s", what,
			    value_type_name(c, v));
		return -1;
	}
	n = seq_len(v);
	if (n > TENSOR_MAX_AXES) {
		err_raise(c, ERR_VALUE, "%s: more than %d axes", what,
		    TENSOR_MAX_AXES);
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		struct value *name = seq_item(v, i);

		if (value_is_int(name)) {
			err_raise(c, ERR_VALUE, "Integers are not allowed as "
			    "axis names: they would be taken for positions");
			return -1;
		}
		if (!value_is(name, &str_kind)) {
			err_raise(c, ERR_TYPE, "%s: axis names must be str "
			    "here, not %s", what, value_type_name(c, name));
			return -1;
		}
		out[i] = str_atom(c, name);
	}
	return (int)n;
}

/* ---- operators ---------------------------------------------------------- */

/* The other operand, or null without error when it is no number or array. */
static struct tensor *
other_tensor(struct ctx *c, struct value *v)
{
	struct tensor *t = value_find_tensor(v);

	return t != NULL ? t : scalar_tensor(c, v);
}

static const int arith_binary[ARITH_COUNT] = {
	[ARITH_ADD] = BINARY_add, [ARITH_SUB] = BINARY_sub,
	[ARITH_MUL] = BINARY_mul, [ARITH_DIV] = BINARY_div,
	[ARITH_FLOOR_DIV] = BINARY_floor_div, [ARITH_MOD] = BINARY_mod,
	[ARITH_POW] = BINARY_pow, [ARITH_SHL] = BINARY_shl,
	[ARITH_SHR] = BINARY_shr, [ARITH_AND] = BINARY_bit_and,
	[ARITH_XOR] = BINARY_bit_xor, [ARITH_OR] = BINARY_bit_or,
	[ARITH_MATMUL] = -1, [ARITH_DIVMOD] = -1,
};

static struct value *
array_divmod(struct ctx *c, struct tensor *a, struct tensor *b,
    struct value *const *operands)
{
	struct value *parts[2];

	parts[0] = array_like(c, tensor_binary(c, BINARY_floor_div, a, b),
	    operands, 2);
	parts[1] = array_like(c, tensor_binary(c, BINARY_mod, a, b),
	    operands, 2);
	return parts[0] != NULL && parts[1] != NULL ?
	    tuple_new(c, 2, parts) : NULL;
}

struct value *
array_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	struct value *operands[2] = { self, other };
	struct tensor *a = value_find_tensor(self);
	struct tensor *b = other_tensor(c, other);

	if (b == NULL)
		return NULL;
	if (reflected) {
		struct tensor *t = a;

		a = b;
		b = t;
	}
	if (op == ARITH_DIVMOD)
		return array_divmod(c, a, b, operands);
	if (op == ARITH_MATMUL) {
		if (value_is(self, &named_kind) || value_is(other, &named_kind))
			return NULL;
		return array_like(c, tensor_matmul(c, a, b), operands, 2);
	}
	return array_like(c, tensor_binary(c, (enum binary)arith_binary[op],
	    a, b), operands, 2);
}

struct value *
array_compare(struct ctx *c, enum compare op, struct value *self,
    struct value *other)
{
	static const enum binary table[] = {
		[CMP_LT] = BINARY_lt, [CMP_LE] = BINARY_le,
		[CMP_EQ] = BINARY_eq, [CMP_NE] = BINARY_ne,
		[CMP_GT] = BINARY_gt, [CMP_GE] = BINARY_ge,
	};
	struct value *operands[2] = { self, other };
	struct tensor *b = other_tensor(c, other);

	if (b == NULL)
		return NULL;
	return array_like(c, tensor_binary(c, table[op],
	    value_find_tensor(self), b), operands, 2);
}

struct value *
array_unary(struct ctx *c, enum unary_arith op, struct value *self)
{
	struct tensor *t = value_find_tensor(self);

	switch (op) {
	case UN_NEG:
		return array_like(c, tensor_unary(c, UNARY_neg, t), &self, 1);
	case UN_INVERT:
		return array_like(c, tensor_unary(c, UNARY_bit_not, t), &self,
		    1);
	case UN_ABS:
		return array_like(c, tensor_unary(c, UNARY_abs, t), &self, 1);
	case UN_POS:
		break;
	}
	return value_own(c, value_ref(self));
}

bool
array_truth(struct ctx *c, struct value *v, bool *out)
{
	struct tensor *t = value_find_tensor(v);
	double x;

	if (value_is(v, &named_kind) && tensor_naxes(t) > 0) {
		err_raise(c, ERR_VALUE, "Cannot convert a non-scalar "
		    "NamedArray to a bool: it has axes; use a reduction such "
		    "as .any() first");
		return false;
	}
	if (tensor_size(t) != 1) {
		err_raise(c, ERR_VALUE, "The truth value of an array with "
		    "more than one element is ambiguous. Use a.any() or "
		    "a.all()");
		return false;
	}
	if (!tensor_item_f(c, t, &x))
		return false;
	*out = x != 0;
	return true;
}

bool
array_len(struct ctx *c, struct value *v, int64_t *out)
{
	struct tensor *t = value_find_tensor(v);
	int axis = tensor_pos_axis(t, 0);

	if (axis < 0) {
		err_raise(c, ERR_TYPE, "len() of unsized object");
		return false;
	}
	*out = tensor_axes(t)[axis].size;
	return true;
}

/* ---- iteration ---------------------------------------------------------- */

struct array_iterator {
	struct value hdr;
	struct value *array;
	int64_t at;
};

static void
iterator_free(struct value *v)
{
	value_unref(((struct array_iterator *)v)->array);
}

static struct value *
iterator_next(struct ctx *c, struct value *v)
{
	struct array_iterator *it = (struct array_iterator *)v;
	struct tensor *t = value_find_tensor(it->array);
	int axis = tensor_pos_axis(t, 0);

	if (it->at >= tensor_axes(t)[axis].size)
		return NULL;
	return array_like(c, tensor_pick(c, t, axis, it->at++), &it->array,
	    1);
}

static struct value *
iterator_self(struct ctx *c UNUSED, struct value *v)
{
	return v;
}

static const struct class_row array_iterator_row;

static const struct kind array_iterator_kind = {
	.name = "array_iterator",
	.doc = "Walks the first positional axis.",
	.row = &array_iterator_row,
	.free = iterator_free,
	.iter = iterator_self,
	.next = iterator_next,
};

static const struct class_row array_iterator_row = {
	.name = "array_iterator", .module = "jax", .final = true,
	.abstract = true, .kind = &array_iterator_kind,
};

struct value *
array_iterate(struct ctx *c, struct value *v)
{
	struct tensor *t = value_find_tensor(v);
	struct array_iterator *it;

	if (tensor_npos(t) == 0)
		return err_raise(c, value_is(v, &named_kind) ? ERR_VALUE :
		    ERR_TYPE, "cannot iterate over an array without "
		    "positional axes%s", value_is(v, &named_kind) ?
		    "; untag the axis to iterate over first" : "");
	/* One computation for all items. */
	if (!tensor_force(c, t))
		return NULL;
	it = value_alloc(c, &array_iterator_kind, sizeof *it);
	it->array = value_ref(v);
	return value_own(c, &it->hdr);
}
