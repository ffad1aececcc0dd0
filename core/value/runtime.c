/* SPDX-License-Identifier: Apache-2.0 */
/* What values_init makes, and the way down. */
#include "core/value/runtime.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/seq.h"
#include "core/value/str.h"

static const char *const dunder_text[] = {
#define X(n, text) text,
	DUNDER_LIST(X)
#undef X
};

static void
drop_atom_str(void *p)
{
	struct str *s = p;

	if (s->cap > 0)
		free(s->text);
	free(s);
}

static void
make_names(struct ctx *c, struct values *vs)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < DUNDER_COUNT; i++)
		vs->dunder[i] = atom(c, dunder_text[i]);
	for (size_t i = 0; i < ARITH_COUNT; i++) {
		buf_printf(&b, "__%s__", arith_dunder[i]);
		vs->arith[i] = atom(c, b.data);
		buf_truncate(&b, 0);
		buf_printf(&b, "__r%s__", arith_dunder[i]);
		vs->rarith[i] = atom(c, b.data);
		buf_truncate(&b, 0);
		buf_printf(&b, "__i%s__", arith_dunder[i]);
		vs->iarith[i] = atom(c, b.data);
		buf_truncate(&b, 0);
	}
	buf_release(&b);
}

/* Strings of one letter are atoms', so they compare by pointer with names. */
static void
make_constants(struct ctx *c, struct values *vs)
{
	struct seq *t;

	vs->empty_str = str_of_atom(c, atom(c, ""));
	for (int i = 0; i < 128; i++) {
		char ch = (char)i;

		vs->chars[i] = str_of_atom(c, atom_len(c, &ch, 1));
	}
	t = tuple_alloc(c, 0);
	vs->empty_tuple = &t->hdr;
	t->hdr.flags |= VALUE_IMMORTAL;
	vs->empty_bytes = value_ref(bytes_new(c, "", 0));
}

void
values_init(struct ctx *c)
{
	struct values *vs = xcalloc(1, sizeof *vs);

	c->values = vs;
	vs->ctx = c;
	vs->ring.prev = vs->ring.next = &vs->ring;
	vs->threshold = 20000;
	pools_init(vs);
	atoms_on_free(c->atoms, drop_atom_str);
	make_names(c, vs);
	make_constants(c, vs);
}

void
values_release(struct ctx *c)
{
	struct values *vs = c->values;

	if (vs == NULL)
		return;
	err_clear(c);
	scope_drop(c, 0);
	for (size_t i = 0; i < vs->literals.cap; i++)
		value_unref(vs->literals.at[i].value);
	ptr_map_release(&vs->literals);
	classes_release(c);
	value_unref(vs->empty_bytes);
	values_collect(c);
	vs->empty_tuple->flags &= ~(uint32_t)VALUE_IMMORTAL;
	value_unref(vs->empty_tuple);
	pools_release(vs);
	free(vs->repr_stack);
	free(vs);
	c->values = NULL;
}

const struct class_row *const builtin_types[] = {
	&object_row, &type_row, &bool_row, &int_row, &float_row, &str_row,
	&bytes_row, &list_row, &tuple_row, &dict_row, &set_row,
	&frozenset_row, &range_row, &slice_row, &property_row,
	&classmethod_row, &staticmethod_row, &super_row, NULL
};
