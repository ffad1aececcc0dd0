/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How arrays print: Array([1, 2], dtype=int32) for repr, [1 2] for str, and a
 * line with the shape where names or hidden axes forbid to print elements.
 */
#include "core/value/array_ops.h"
#include "core/value/array_text.h"

static bool
describe(struct buf *b, const struct tensor *t, const char *cls)
{
	buf_printf(b, "<%s ", cls);
	tensor_describe(b, t);
	buf_char(b, '>');
	return true;
}

bool
array_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct tensor *t = value_find_tensor(v);

	if (value_is(v, &named_kind))
		return describe(b, t, value_type_name(c, v));
	if (tensor_has_hidden(t))
		return describe(b, t, "traced array");
	return array_text_repr(c, b, t, value_is(v, &ndarray_kind));
}

bool
array_str(struct ctx *c, struct buf *b, struct value *v)
{
	struct tensor *t = value_find_tensor(v);

	if (value_is(v, &named_kind))
		return describe(b, t, value_type_name(c, v));
	if (tensor_has_hidden(t))
		return describe(b, t, "traced array");
	return array_text_str(c, b, t);
}
