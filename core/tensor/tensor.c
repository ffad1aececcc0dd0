/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/tensor.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/tensor/axes.h"
#include "core/tensor/engine.h"
#include "core/tensor/node.h"
#include "core/tensor/wide.h"

/* ---- what it is ------------------------------------------------------------ */

enum dtype
tensor_dtype(const struct tensor *t)
{
	return t->dtype;
}

enum dtype
tensor_stored(const struct tensor *t)
{
	return t->stored;
}

bool
tensor_is_weak(const struct tensor *t)
{
	return t->weak;
}

int
tensor_naxes(const struct tensor *t)
{
	return t->naxes;
}

int
tensor_npos(const struct tensor *t)
{
	int i, n = 0;

	for (i = 0; i < t->naxes; i++)
		n += t->axis[i].name == NULL;
	return n;
}

const struct axis *
tensor_axes(const struct tensor *t)
{
	return t->axis;
}

int
tensor_find_axis(const struct tensor *t, const struct atom *name)
{
	int i;

	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].name == name)
			return i;
	return -1;
}

int
tensor_pos_axis(const struct tensor *t, int position)
{
	int i;

	if (position < 0)
		position += tensor_npos(t);
	if (position < 0)
		return -1;
	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].name == NULL && position-- == 0)
			return i;
	return -1;
}

int64_t
tensor_size(const struct tensor *t)
{
	return axes_count(t->naxes, t->axis);
}

bool
tensor_is_pending(const struct tensor *t)
{
	return t->op != NULL;
}

bool
tensor_is_mapped(const struct tensor *t)
{
	return t->storage != NULL && t->storage->kind == STORAGE_MAP;
}

bool
tensor_has_hidden(const struct tensor *t)
{
	int i;

	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].name != NULL && t->axis[i].name->hidden)
			return true;
	return false;
}

size_t
tensor_nbytes(const struct tensor *t)
{
	const struct dtype_row *d = &dtypes[t->stored];

	return (size_t)tensor_size(t) / d->block * d->bytes;
}

void
tensor_describe(struct buf *b, const struct tensor *t)
{
	int i, n = 0;

	buf_printf(b, "%s[", dtypes[t->dtype].name);
	for (i = 0; i < t->naxes; i++)
		if (t->axis[i].name == NULL)
			buf_printf(b, "%s%" PRId64, n++ > 0 ? "," : "",
			    t->axis[i].size);
	for (i = n = 0; i < t->naxes; i++) {
		const struct axis *a = &t->axis[i];

		if (a->name != NULL)
			buf_printf(b, "%s%s:%" PRId64, n++ > 0 ? "," : "|",
			    a->name->hidden ? "?" : a->name->text, a->size);
	}
	buf_char(b, ']');
}

void
tensor_write_shape(struct buf *b, const struct tensor *t)
{
	axes_write_shape(b, t->naxes, t->axis);
}

const void *
tensor_data(const struct tensor *t, int64_t *byte_strides)
{
	int i;

	if (t->op != NULL || dtype_is_block(t->stored))
		return NULL;
	for (i = 0; i < t->naxes && byte_strides != NULL; i++)
		byte_strides[i] = t->stride[i] * dtypes[t->stored].bytes;
	return node_ptr(t);
}

uint64_t
tensor_storage_serial(const struct tensor *t)
{
	return t->storage != NULL ? t->storage->serial : 0;
}

/* ---- making ------------------------------------------------------------------- */

/* A computed array with storage for its elements. */
static struct tensor *
tensor_room(struct ctx *c, const char *who, enum dtype d, int naxes,
    const struct axis *axes)
{
	struct tensor *t;

	if (!axes_check(c, who, d, naxes, axes))
		return NULL;
	t = node_create(c, d, naxes, axes);
	return node_alloc(c, t) ? t : NULL;
}

struct tensor *
tensor_new(struct ctx *c, enum dtype d, int naxes, const struct axis *axes,
    const void *data)
{
	struct tensor *t = tensor_room(c, "array", d, naxes, axes);

	if (t != NULL && t->storage->size > 0)
		memcpy(t->storage->data, data, t->storage->size);
	return t;
}

/* C order; those of axes of size 1 do not count. */
static void
strides_fill(struct tensor *t)
{
	int64_t n = 1;
	int i;

	for (i = t->naxes; i-- > 0;) {
		t->stride[i] = n;
		n *= t->axis[i].size;
	}
}

struct tensor *
tensor_of_storage(struct ctx *c, enum dtype stored, int naxes,
    const struct axis *axes, struct storage *s, size_t offset)
{
	const struct dtype_row *d = &dtypes[stored];
	struct tensor *t;
	size_t bytes;

	if (!axes_check(c, "array", stored, naxes, axes))
		return NULL;
	if (d->block > 1 && (naxes == 0 ||
	    axes[naxes - 1].size % d->block != 0))
		return err_raise(c, ERR_VALUE, "array: rows stored as %s have "
		    "a multiple of %d elements", d->name, d->block);
	bytes = (size_t)axes_count(naxes, axes) / d->block * d->bytes;
	if (offset > s->size || bytes > s->size - offset)
		return err_raise(c, ERR_VALUE, "array: %zu bytes at %zu do not "
		    "lie inside storage of %zu bytes", bytes, offset,
		    s->size);
	t = node_create(c, d->block > 1 ? DT_F32 : stored, naxes, axes);
	t->stored = stored;
	strides_fill(t);
	if (d->block == 1 && offset % d->bytes != 0)
		return storage_realign(c, t, s, offset, bytes);
	t->storage = storage_ref(s);
	t->base = offset;
	return t;
}

static struct tensor *
tensor_scalar(struct ctx *c, enum dtype d, bool weak, enum wide w,
    const void *x)
{
	struct tensor *t = tensor_room(c, "array", d, 0, NULL);

	if (t == NULL)
		return NULL;
	t->weak = weak;
	wide_store(w, t->storage->data, d, 1, x, 1);
	return t;
}

struct tensor *
tensor_scalar_f(struct ctx *c, double x, enum dtype d, bool weak)
{
	return tensor_scalar(c, d, weak, WIDE_F64, &x);
}

struct tensor *
tensor_scalar_i(struct ctx *c, int64_t x, enum dtype d, bool weak)
{
	return tensor_scalar(c, d, weak, WIDE_I64, &x);
}

struct tensor *
tensor_fill(struct ctx *c, double x, enum dtype d, int naxes,
    const struct axis *axes)
{
	struct tensor *t = tensor_room(c, "full", d, naxes, axes);
	uint64_t one = 0;
	size_t size = dtype_size(d), i, n;
	unsigned char *p;

	if (t == NULL)
		return NULL;
	wide_store(WIDE_F64, &one, d, 1, &x, 1);
	p = t->storage->data;
	n = t->storage->size;
	if (n == 0)
		return t;
	if (one == 0) {
		memset(p, 0, n);
		return t;
	}
	/* What is filled doubles with each copy. */
	memcpy(p, &one, size);
	for (i = size; i < n; i *= 2)
		memcpy(p + i, p, i < n - i ? i : n - i);
	return t;
}

struct tensor *
tensor_arange(struct ctx *c, enum dtype d, double start, double step,
    struct axis axis)
{
	struct tensor *t = tensor_room(c, "arange", d, 1, &axis);
	size_t size = dtype_size(d);
	int64_t i, j;

	if (t == NULL)
		return NULL;
	for (i = 0; i < axis.size; i += 256) {
		double part[256];
		int64_t n = axis.size - i < 256 ? axis.size - i : 256;

		for (j = 0; j < n; j++)
			part[j] = start + (double)(i + j) * step;
		wide_store(WIDE_F64, t->storage->data + (size_t)i * size, d,
		    1, part, n);
	}
	return t;
}
