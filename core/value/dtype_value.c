/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Element types as values: jnp.float32 is one. They compare equal to their
 * names and to Python's own number types, as NumPy's do.
 */
#include <string.h>

#include "core/value/array.h"
#include "core/value/builtin_types.h"

struct dtype_box {
	struct value hdr;
	enum dtype dtype;
};

static enum dtype
dtype_of(const struct value *v)
{
	return ((const struct dtype_box *)v)->dtype;
}

static bool
dtype_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	buf_printf(b, "dtype('%s')", dtypes[dtype_of(v)].name);
	return true;
}

static bool
dtype_str(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	buf_str(b, dtypes[dtype_of(v)].name);
	return true;
}

static bool
dtype_hash(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = 0x51ED + (int64_t)dtype_of(v) * 7919;
	return true;
}

static struct value *
dtype_compare(struct ctx *c, enum compare op, struct value *a,
    struct value *b)
{
	enum dtype other;

	if (op != CMP_EQ && op != CMP_NE)
		return NULL;
	if (!value_dtype(c, b, &other)) {
		err_clear(c);
		return value_bool(op == CMP_NE);
	}
	return value_bool((dtype_of(a) == other) == (op == CMP_EQ));
}

/* jnp.float32(x): an array of no axes. */
static struct value *
dtype_call(struct ctx *c, struct value *v, const struct args *args)
{
	struct tensor *t;

	if (args->npos != 1 || args->nkw != 0)
		return err_raise(c, ERR_TYPE, "%s() takes one argument",
		    dtypes[dtype_of(v)].name);
	t = value_tensor(c, args->v[0], dtypes[dtype_of(v)].name, true);
	return array_new(c, tensor_cast(c, t, dtype_of(v)));
}

const struct kind dtype_kind = {
	.name = "dtype",
	.doc = "The type of an array's elements.",
	.row = &dtype_row_class,
	.repr = dtype_repr,
	.str = dtype_str,
	.hash = dtype_hash,
	.compare = dtype_compare,
	.call = dtype_call,
};

static struct value *
get_name(struct ctx *c, struct value *self)
{
	return str_new(c, dtypes[dtype_of(self)].name);
}

static struct value *
get_itemsize(struct ctx *c, struct value *self)
{
	return value_int(c, (int64_t)dtype_size(dtype_of(self)));
}

static struct value *
get_kind(struct ctx *c, struct value *self)
{
	static const char *const letters[] = {
		[DTC_BOOL] = "b", [DTC_INT] = "i", [DTC_UINT] = "u",
		[DTC_FLOAT] = "f", [DTC_BLOCK] = "V"
	};
	enum dtype d = dtype_of(self);

	return str_new(c, d == DT_BF16 ? "V" : letters[dtypes[d].cls]);
}

static struct value *
get_self(struct ctx *c UNUSED, struct value *self)
{
	return self;
}

static const struct getter dtype_getters[] = {
	{ "name", get_name, "\"float32\"", NULL },
	{ "__name__", get_name, "\"float32\"", NULL },
	{ "itemsize", get_itemsize, "Bytes an element.", NULL },
	{ "kind", get_kind, "NumPy's letter of its kind.", NULL },
	{ "dtype", get_self, "Itself.", NULL },
	{ "type", get_self, "Itself.", NULL },
	{ 0 }
};

static const struct param dtype_params[] = {
	{ "dtype", PARAM_DTYPE, NULL, "A name or another dtype.", 0 },
	{ 0 }
};

static struct value *
make_dtype(struct ctx *c, struct class *cls UNUSED, struct value *const *args)
{
	enum dtype d;

	return value_dtype(c, args[0], &d) ? dtype_value(c, d) : NULL;
}

const struct class_row dtype_row_class = {
	.name = "dtype", .module = "numpy",
	.doc = "The type of an array's elements.",
	.kind = &dtype_kind, .getters = dtype_getters,
	.new_params = dtype_params, .make = make_dtype, .final = true,
};

struct value *
dtype_value(struct ctx *c, enum dtype d)
{
	struct dtype_box *box = value_alloc(c, &dtype_kind, sizeof *box);

	box->dtype = d;
	return value_own(c, &box->hdr);
}

/* Python's number types stand for JAX's defaults. */
static bool
dtype_of_class(struct ctx *c, const struct value *v, enum dtype *out)
{
	static const struct {
		const struct class_row *row;
		enum dtype dtype;
	} table[] = {
		{ &float_row, DT_F32 }, { &int_row, DT_I32 },
		{ &bool_row, DT_BOOL },
	};

	for (size_t i = 0; i < nitems(table); i++)
		if ((const struct value *)class_of_row(c, table[i].row) == v) {
			*out = table[i].dtype;
			return true;
		}
	return false;
}

bool
value_dtype(struct ctx *c, struct value *v, enum dtype *out)
{
	if (v == NULL)
		return false;
	if (value_is(v, &dtype_kind)) {
		*out = dtype_of(v);
		return true;
	}
	if (value_is(v, &str_kind) && dtype_find(str_text(v), out))
		return true;
	if (value_is(v, &class_kind) && dtype_of_class(c, v, out))
		return true;
	if (value_is(v, &str_kind))
		err_raise(c, ERR_TYPE, "data type '%s' not understood",
		    str_text(v));
	else
		err_raise(c, ERR_TYPE,
		    "a dtype such as jnp.float32 was expected, not %s",
		    value_type_name(c, v));
	return false;
}
