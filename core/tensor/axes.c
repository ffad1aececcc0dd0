/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/axes.h"

#include <inttypes.h>
#include <stdlib.h>

#include "core/base/buf.h"

static const char *
axis_text(const struct atom *name)
{
	return name == NULL ? "" : name->hidden ? "(hidden)" : name->text;
}

bool
axes_add(struct ctx *c, const char *who, struct axes *l, struct axis a)
{
	if (a.name != NULL && axes_find(l, a.name) >= 0) {
		err_raise(c, ERR_VALUE, "%s: repeated axis names are not "
		    "allowed: '%s' is there twice", who, axis_text(a.name));
		return false;
	}
	if (l->n == TENSOR_MAX_AXES) {
		err_raise(c, ERR_VALUE, "%s: an array has at most %d axes",
		    who, TENSOR_MAX_AXES);
		return false;
	}
	l->axis[l->n++] = a;
	return true;
}

/* Offsets in elements and bytes must stay far from overflowing. */
#define MAX_BYTES ((int64_t)1 << 56)

bool
axes_check(struct ctx *c, const char *who, enum dtype d, int n,
    const struct axis *axes)
{
	struct axes seen = { 0 };
	int64_t left = MAX_BYTES / dtypes[d].bytes;
	int i;

	if (n < 0 || n > TENSOR_MAX_AXES) {
		err_raise(c, ERR_VALUE, "%s: an array has at most %d axes, "
		    "not %d", who, TENSOR_MAX_AXES, n);
		return false;
	}
	for (i = 0; i < n; i++) {
		int64_t size = axes[i].size;

		if (size < 0) {
			err_raise(c, ERR_VALUE, "%s: an axis cannot have the "
			    "size %" PRId64, who, size);
			return false;
		}
		if (!axes_add(c, who, &seen, axes[i]))
			return false;
		/* An empty axis does not excuse the others' product: a view
		 * may leave it out. */
		if (size > 1 && (left /= size) == 0) {
			err_raise(c, ERR_MEMORY, "%s: an array of so many "
			    "elements does not fit into memory", who);
			return false;
		}
	}
	return true;
}

int
axes_find(const struct axes *l, const struct atom *name)
{
	int i;

	for (i = 0; i < l->n; i++)
		if (l->axis[i].name == name)
			return i;
	return -1;
}

int64_t
axes_count(int n, const struct axis *axes)
{
	int64_t count = 1;
	int i;

	for (i = 0; i < n; i++)
		count *= axes[i].size;
	return count;
}

void
axes_write_shape(struct buf *b, int n, const struct axis *axes)
{
	int i, npos = 0;

	buf_char(b, '(');
	for (i = 0; i < n; i++)
		if (axes[i].name == NULL)
			buf_printf(b, "%s%" PRId64, npos++ > 0 ? ", " : "",
			    axes[i].size);
	buf_str(b, npos == 1 ? ",)" : ")");
}

bool
axes_add_names(struct ctx *c, const char *who, struct axes *l,
    const struct tensor *t)
{
	const struct axis *a = tensor_axes(t);
	int i, j;

	for (i = 0; i < tensor_naxes(t); i++) {
		if (a[i].name == NULL)
			continue;
		j = axes_find(l, a[i].name);
		if (j < 0) {
			if (!axes_add(c, who, l, a[i]))
				return false;
		} else if (l->axis[j].size != a[i].size) {
			err_raise(c, ERR_VALUE, "%s: inconsistent named axes: "
			    "'%s' has size %" PRId64 " and size %" PRId64,
			    who, axis_text(a[i].name), l->axis[j].size,
			    a[i].size);
			return false;
		}
	}
	return true;
}

bool
axes_add_positional(struct ctx *c, const char *who, struct axes *l,
    const struct tensor *t)
{
	int i;

	for (i = 0; i < tensor_naxes(t); i++)
		if (tensor_axes(t)[i].name == NULL &&
		    !axes_add(c, who, l, tensor_axes(t)[i]))
			return false;
	return true;
}

/* Worded as JAX does, which tells equal ranks from others. */
static void
shapes_raise(struct ctx *c, const char *who, struct tensor *const *in, int n)
{
	struct buf b = BUF_INIT;
	bool same = true;
	int i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_str(&b, ", ");
		axes_write_shape(&b, tensor_naxes(in[i]), tensor_axes(in[i]));
		same = same && tensor_npos(in[i]) == tensor_npos(in[0]);
	}
	if (same)
		err_raise(c, ERR_TYPE, "%s got incompatible shapes for "
		    "broadcasting: %s.", who, b.data);
	else
		err_raise(c, ERR_VALUE, "Incompatible shapes for "
		    "broadcasting: shapes=[%s] (in %s)", b.data, who);
	buf_release(&b);
}

bool
axes_union(struct ctx *c, const char *who, struct axes *l,
    struct tensor *const *in, int n)
{
	int npos = 0, i, p;

	l->n = 0;
	for (i = 0; i < n; i++)
		if (tensor_npos(in[i]) > npos)
			npos = tensor_npos(in[i]);
	for (p = -npos; p < 0; p++) {
		struct axis a = { NULL, 1 };

		for (i = 0; i < n; i++) {
			int at = p < -tensor_npos(in[i]) ? -1 :
			    tensor_pos_axis(in[i], p);
			int64_t size = at < 0 ? 1 :
			    tensor_axes(in[i])[at].size;

			if (size == 1 || size == a.size)
				continue;
			if (a.size != 1) {
				shapes_raise(c, who, in, n);
				return false;
			}
			a.size = size;
		}
		if (!axes_add(c, who, l, a))
			return false;
	}
	for (i = 0; i < n; i++)
		if (!axes_add_names(c, who, l, in[i]))
			return false;
	return true;
}

bool
axes_index_ok(struct ctx *c, const char *who, const struct tensor *t,
    int axis)
{
	if (axis >= 0 && axis < tensor_naxes(t))
		return true;
	err_raise(c, ERR_INDEX, "%s: axis %d of an array with %d axes", who,
	    axis, tensor_naxes(t));
	return false;
}

bool
axes_mask_ok(struct ctx *c, const char *who, const struct tensor *t,
    uint32_t mask)
{
	if (mask >> tensor_naxes(t) == 0)
		return true;
	return axes_index_ok(c, who, t, 31 - __builtin_clz(mask));
}
