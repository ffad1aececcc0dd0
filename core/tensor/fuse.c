/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/fuse.h"

#include <string.h>

#include "core/base/ctx.h"

void
fuse_align(const struct tensor *out, const struct tensor *t,
    int8_t map[TENSOR_MAX_AXES])
{
	int npos = tensor_npos(out) - tensor_npos(t), pos = 0;

	for (int i = 0; i < out->naxes; i++) {
		const struct atom *name = out->axis[i].name;

		if (name != NULL)
			map[i] = (int8_t)tensor_find_axis(t, name);
		else if (pos++ < npos)
			map[i] = -1;
		else
			map[i] = (int8_t)tensor_pos_axis(t, pos - 1 - npos);
	}
}

bool
fuse_same_axes(const struct tensor *a, const struct tensor *b)
{
	int8_t map[TENSOR_MAX_AXES];

	if (a->naxes != b->naxes || tensor_npos(a) != tensor_npos(b))
		return false;
	fuse_align(a, b, map);
	for (int i = 0; i < a->naxes; i++)
		if (map[i] < 0 || a->axis[i].size != b->axis[map[i]].size)
			return false;
	return true;
}

bool
fuse_is_order(const struct tensor *t)
{
	const struct axes_attr *a = t->attr;
	int8_t map[TENSOR_MAX_AXES];

	if (t->op != &op_axes || t->naxes != t->in[0]->naxes ||
	    tensor_npos(t) != tensor_npos(t->in[0]))
		return false;
	fuse_align(t, t->in[0], map);
	return memcmp(map, a->from, (size_t)t->naxes) == 0;
}

enum fused
fuse_declined(struct ctx *c)
{
	return ctx_poll(c) ? FUSED_DECLINED : FUSED_FAILED;
}
