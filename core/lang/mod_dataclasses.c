/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The module dataclasses: what the language says of fields (py/dataclasses.py)
 * becomes the fields of the class itself, which binding, printing, trees and
 * completion read.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/mod_std.h"
#include "core/lang/py.inc"
#include "core/value/builtin_types.h"
#include "core/value/class_create.h"

/* Places in the tuple that stands for a field. */
enum row {
	ROW_NAME, ROW_HAS_DEFAULT, ROW_DEFAULT, ROW_HAS_FACTORY, ROW_FACTORY,
	ROW_TYPE, ROW_METADATA, ROW_INIT, ROW_REPR, ROW_COMPARE, ROW_KW_ONLY,
	ROW_COUNT
};

struct fields {
	struct field *item;
	size_t n, cap;
};

static void
keep(const struct field *f)
{
	value_ref(f->dflt);
	value_ref(f->factory);
	value_ref(f->annotation);
	value_ref(f->metadata);
}

static void
let_go(const struct field *f)
{
	value_unref(f->dflt);
	value_unref(f->factory);
	value_unref(f->annotation);
	value_unref(f->metadata);
}

/* A field of the same name is replaced where it stands, as in Python. */
static void
put(struct fields *l, const struct field *f)
{
	size_t i = 0;

	keep(f);
	while (i < l->n && l->item[i].name != f->name)
		i++;
	if (i < l->n) {
		let_go(&l->item[i]);
	} else {
		if (l->n == l->cap)
			l->item = xgrow(l->item, &l->cap, 8,
			    sizeof *l->item);
		l->n++;
	}
	l->item[i] = *f;
}

static bool
field_of_row(struct ctx *c, struct value *row, struct field *f)
{
	struct value *const *v = seq_items(row);
	bool b[ROW_COUNT] = { false };

	if (!value_is(row, &tuple_kind) || seq_len(row) != ROW_COUNT) {
		err_raise(c, ERR_TYPE, "_set_fields() needs rows of fields");
		return false;
	}
	for (int i = ROW_HAS_DEFAULT; i < ROW_COUNT; i++)
		b[i] = v[i] == &value_true;
	*f = (struct field) {
		.name = str_atom(c, v[ROW_NAME]),
		.dflt = b[ROW_HAS_DEFAULT] ? v[ROW_DEFAULT] : NULL,
		.factory = b[ROW_HAS_FACTORY] ? v[ROW_FACTORY] : NULL,
		.annotation = v[ROW_TYPE],
		.metadata = v[ROW_METADATA],
		.kw_only = b[ROW_KW_ONLY], .init = b[ROW_INIT],
		.repr = b[ROW_REPR], .compare = b[ROW_COMPARE],
	};
	return true;
}

static bool
collect(struct ctx *c, struct class *cls, struct value *rows,
    struct fields *l)
{
	struct field f;

	for (size_t i = cls->nmro; i-- > 1;)
		for (size_t j = 0; j < cls->mro[i]->nfields; j++)
			put(l, &cls->mro[i]->fields[j]);
	for (size_t i = 0; i < seq_len(rows); i++) {
		if (!field_of_row(c, seq_item(rows, i), &f))
			return false;
		put(l, &f);
	}
	return true;
}

static const struct param set_params[] = {
	{ "cls", PARAM_CLASS, NULL, "A class.", 0 },
	{ "rows", PARAM_LIST, NULL, "A tuple for each field.", 0 },
	{ "init", PARAM_BOOL, NULL, "Gets an __init__.", 0 },
	{ "repr", PARAM_BOOL, NULL, "Gets a __repr__.", 0 },
	{ "eq", PARAM_BOOL, NULL, "Compares by fields.", 0 },
	{ "frozen", PARAM_BOOL, NULL, "Refuses assignment.", 0 }, { 0 }
};

static struct value *
fn_set_fields(struct ctx *c, struct value *const *args)
{
	struct class *cls = (struct class *)args[0];
	struct fields l = { NULL, 0, 0 };
	const struct atom *repr = atom(c, "__repr__");
	bool own = dict_find_atom(c, cls->members, repr) != NULL;
	bool ok = collect(c, cls, args[1], &l);

	if (!ok) {
		for (size_t i = 0; i < l.n; i++)
			let_go(&l.item[i]);
		free(l.item);
		return NULL;
	}
	class_drop_fields(cls);
	cls->fields = l.item != NULL ? l.item : xcalloc(1, sizeof *l.item);
	cls->nfields = l.n;
	cls->flags |= CLASS_DATACLASS;
	if (args[4] == &value_true)
		cls->flags |= CLASS_EQ;
	else
		cls->flags &= ~(unsigned)CLASS_EQ;
	if (args[5] == &value_true)
		cls->flags |= CLASS_FROZEN;
	class_use_fields(c, cls, args[2] == &value_true);
	/* Without one of its own and none asked for, that of its bases. */
	if (args[3] != &value_true && !own &&
	    !class_set(c, cls, repr, NULL))
		return NULL;
	return &value_none;
}

/* ---- asking ---------------------------------------------------------------------- */

static const struct param get_params[] = {
	{ "obj", PARAM_ANY, NULL, "A class or an instance.", 0 }, { 0 }
};

static struct value *
or_none(struct value *v)
{
	return v != NULL ? v : &value_none;
}

static struct value *
row_of_field(struct ctx *c, const struct field *f)
{
	struct value *dflt = f->dflt, *v[ROW_COUNT];

	if (dflt == NULL && f->row != NULL && f->row->dflt != NULL)
		dflt = param_literal(c, f->row->dflt);
	v[ROW_NAME] = str_of_atom(c, f->name);
	v[ROW_HAS_DEFAULT] = value_bool(dflt != NULL);
	v[ROW_DEFAULT] = or_none(dflt);
	v[ROW_HAS_FACTORY] = value_bool(f->factory != NULL);
	v[ROW_FACTORY] = or_none(f->factory);
	v[ROW_TYPE] = or_none(f->annotation);
	v[ROW_METADATA] = or_none(f->metadata);
	v[ROW_INIT] = value_bool(f->init);
	v[ROW_REPR] = value_bool(f->repr);
	v[ROW_COMPARE] = value_bool(f->compare);
	v[ROW_KW_ONLY] = value_bool(f->kw_only);
	return tuple_new(c, ROW_COUNT, v);
}

static struct value *
fn_get_fields(struct ctx *c, struct value *const *args)
{
	struct class *cls = value_is(args[0], &class_kind) ?
	    (struct class *)args[0] : value_class(c, args[0]);
	struct value *list, *row;

	if (!(cls->flags & CLASS_DATACLASS) && cls->nfields == 0)
		return &value_none;
	list = list_new(c, 0, NULL);
	for (size_t i = 0; i < cls->nfields; i++) {
		row = row_of_field(c, &cls->fields[i]);
		if (row == NULL || !list_append(c, list, row))
			return NULL;
	}
	return list;
}

static const struct native functions[] = {
	{ "_set_fields", set_params, fn_set_fields,
	    "Gives a class its fields.", NULL },
	{ "_get_fields", get_params, fn_get_fields,
	    "The fields as tuples, or None.", NULL },
	{ 0 }
};

static const struct class_row *const classes[] = {
	&frozen_instance_error_row, NULL
};

const struct module_row mod_dataclasses = {
	.name = "dataclasses", .doc = "Classes that are records.",
	.functions = functions, .classes = classes,
	.source = py_dataclasses,
};
