/* SPDX-License-Identifier: Apache-2.0 */
/* What a for statement goes over. */
#include "core/lang/vm.h"
#include "core/value/range.h"

static void
loop_free(struct value *v)
{
	value_unref(((struct loop *)v)->over);
}

static void
loop_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	fn(((struct loop *)v)->over, arg);
}

const struct kind loop_kind = {
	.name = "loop", .free = loop_free, .visit = loop_visit,
};

struct value *
loop_new(struct ctx *c, struct value *over)
{
	struct loop *l;
	struct value *it = over;
	enum loop_over what = LOOP_ANY;

	if (value_is(over, &range_kind))
		what = LOOP_RANGE;
	else if (value_is(over, &list_kind) || value_is(over, &tuple_kind))
		what = LOOP_SEQ;
	else if (value_is(over, &generator_kind))
		what = LOOP_GENERATOR;
	else {
		it = value_iter(c, over);
		if (it == NULL)
			return NULL;
		if (value_is(it, &generator_kind))
			what = LOOP_GENERATOR;
	}
	l = value_alloc(c, &loop_kind, sizeof *l);
	l->what = what;
	l->over = value_ref(it);
	if (what == LOOP_RANGE) {
		const struct range *r = (const struct range *)over;

		l->at = r->start;
		l->step = r->step;
		l->left = r->n;
	}
	return &l->hdr;
}
