/* SPDX-License-Identifier: Apache-2.0 */
/* Instances: layers, dataclasses, variables, and what only has a repr. */
#include <stdio.h>
#include <string.h>

#include "core/layer/group.h"
#include "core/layer/layer.h"
#include "core/value/array.h"
#include "display/build.h"

/* One field: name=value. */
static struct doc *
build_field(struct build *b, const char *name, bool is_child,
    struct value *v, size_t left)
{
	struct arena *a = b->arena;
	const char *step = arena_printf(a, ".%s", name);
	long before = b->budget, share = build_share(b, left), used;
	struct doc *d, *f;

	share = share > 1 ? share : 1;
	b->budget = share;
	d = build_child(b, v, step);
	used = share - b->budget;
	b->budget = before - used;
	f = doc_seq(a, doc_text(a, is_child ? STYLE_FIELD : STYLE_PLAIN,
	    name), doc_text(a, STYLE_PLAIN, "="), d, DOC_END);
	f->step = d->step;
	d->step = NULL;
	return f;
}

static struct doc *
finish_object(struct build *b, struct doc *label, struct doc *remark,
    struct doc *items)
{
	struct arena *a = b->arena;

	if (items->first == NULL)
		return doc_seq(a, label, doc_text(a, STYLE_TYPE, ")"),
		    DOC_END);
	return doc_fold(a, label, doc_seq(a,
	    remark != NULL ? doc_when(a, WHEN_OPEN, remark, NULL) : NULL,
	    items, doc_text(a, STYLE_TYPE, ")"), DOC_END));
}

/* ---- layers and dataclasses ----------------------------------------------------- */

static bool
is_callable(struct build *b, struct class *cls)
{
	return cls->forward != NULL || class_find(b->c, cls,
	    atom(b->c, "__call__")) != NULL;
}

/* The colour of layers: their type's; of a named group, its name's. */
static void
tint_object(struct build *b, struct doc *fold, struct value *v,
    struct class *cls)
{
	struct value *name;
	const char *key;

	if (!is_callable(b, cls) || fold->kind != DOC_FOLD)
		return;
	key = cls->module != NULL ? arena_printf(b->arena, "%s.%s",
	    cls->module->text, cls->qualname->text) : cls->qualname->text;
	fold->title = cls->row != NULL ? cls->row->doc : NULL;
	fold->tint = TINT_SOLID;
	if (value_of_row(b->c, v, &sequential_row)) {
		fold->tint = TINT_OUTLINE;
		if (cls->row == &sequential_row)
			return;
	} else if (value_of_row(b->c, v, &named_group_row)) {
		fold->tint = TINT_OUTLINE;
		name = instance_find(b->c, v, atom(b->c, "name"));
		if (name != NULL && value_is(name, &str_kind))
			key = str_text(name);
	}
	fold->hue = colour_hue(key);
}

static struct doc *
build_fields(struct build *b, struct value *v, struct class *cls)
{
	struct doc *items = doc_items(b->arena, true), *d, *remark = NULL;
	size_t i;

	for (i = 0; i < cls->nfields; i++) {
		const struct field *f = &cls->fields[i];
		struct value *x = instance_field(v, i);
		struct doc *item;

		if (x == NULL)
			continue;
		item = build_field(b, f->name->text,
		    (cls->flags & CLASS_PYTREE) != 0 && !f->is_static, x,
		    cls->nfields - i);
		doc_add(items, item);
	}
	if (value_of_row(b->c, v, &sequential_row) &&
	    cls->row != &sequential_row)
		remark = doc_text(b->arena, STYLE_COMMENT, " # Sequential");
	d = finish_object(b, build_type_label(b, cls, "("), remark, items);
	tint_object(b, d, v, cls);
	/* Penzai's structs print as trees, other dataclasses on a line. */
	d->one_line = !value_of_row(b->c, v, &struct_row);
	return d;
}

/* Name({...}) for an instance of a class made from dict, list, tuple. */
static struct doc *
build_wrapped(struct build *b, struct value *inside, struct class *cls)
{
	struct doc *d = build_child(b, inside, ""), *label;

	label = build_type_label(b, cls, "(");
	d->step = NULL;
	if (d->kind != DOC_FOLD)
		return doc_seq(b->arena, label, d,
		    doc_text(b->arena, STYLE_TYPE, ")"), DOC_END);
	d->plain = false;
	d->other = doc_seq(b->arena, label, d->other, DOC_END);
	doc_add(d->first, doc_text(b->arena, STYLE_TYPE, ")"));
	return d;
}

/* Has a class of the user its own __repr__? */
static bool
has_own_repr(struct build *b, struct class *cls)
{
	const struct atom *name = atom(b->c, "__repr__");
	size_t i;

	for (i = 0; i < cls->nmro; i++) {
		if (cls->mro[i]->row != NULL)
			return false;
		if (cls->mro[i]->members != NULL && dict_find_atom(b->c,
		    cls->mro[i]->members, name) != NULL)
			return !(cls->mro[i]->flags & CLASS_DATACLASS);
	}
	return false;
}

struct doc *
build_instance(struct build *b, struct value *v)
{
	struct class *cls = instance_class(v);
	struct value *inside = value_unwrap(v);
	struct doc *d;

	/* A figure among other values. */
	if (b->depth > 1 && cls->module != NULL &&
	    strcmp(cls->module->text, "treescope") == 0 &&
	    (d = build_figure(b, v)) != NULL)
		return d;
	if (inside != NULL && value_is(inside, &dict_kind) &&
	    has_own_repr(b, cls)) {
		struct buf s = BUF_INIT;

		build_repr(b, &s, v);
		d = build_wrapped(b, inside, cls);
		d->repr = arena_memdup0(b->arena, s.data, s.len);
		buf_release(&s);
		return d;
	}
	if (cls->metaclass_data != NULL || has_own_repr(b, cls))
		return build_dtype(b, v);
	if (inside != NULL && inside != v)
		return build_wrapped(b, inside, cls);
	if (cls->flags & CLASS_DATACLASS)
		return build_fields(b, v, cls);
	d = build_dtype(b, v);
	d->repr = arena_printf(b->arena, "<%s%s%s at 0x%llx>",
	    cls->module != NULL ? cls->module->text : "",
	    cls->module != NULL ? "." : "", cls->qualname->text,
	    (unsigned long long)(uintptr_t)v);
	return d;
}

/* ---- variables ------------------------------------------------------------------ */

struct var_look {
	const struct class_row *row;
	uint32_t colour;
	enum doc_tint tint;
};

struct doc *
build_var(struct build *b, struct value *v)
{
	static const struct var_look look[] = {
		{ &parameter_row, 0x93cce1, TINT_SOLID },
		{ &parameter_value_row, 0xa0b0c9, TINT_SOLID },
		{ &parameter_slot_row, 0x93cce1, TINT_OUTLINE },
		{ &state_variable_row, 0xf57603, TINT_SOLID },
		{ &state_variable_value_row, 0xd4af27, TINT_SOLID },
		{ &state_variable_slot_row, 0xf57603, TINT_OUTLINE },
	};
	const struct var *x = (const struct var *)v;
	struct doc *items = doc_items(b->arena, true), *d;
	const struct var_look *l = NULL;
	bool slot = x->row == &parameter_slot_row ||
	    x->row == &state_variable_slot_row;
	size_t i;

	for (i = 0; i < nitems(look); i++)
		if (look[i].row == x->row)
			l = &look[i];
	doc_add(items, build_field(b, "label", false,
	    x->label != NULL ? x->label : &value_none, 3));
	if (!slot && x->value != NULL)
		doc_add(items, build_field(b, "value", false, x->value, 2));
	if (x->row == &parameter_row || x->row == &parameter_value_row)
		b->weight.params = b->weight.numbers;
	if (!slot)
		doc_add(items, x->metadata != NULL ?
		    build_field(b, "metadata", false, x->metadata, 1) :
		    doc_text(b->arena, STYLE_PLAIN, "metadata={}"));
	d = finish_object(b, build_type_label(b, class_of_row(b->c, x->row),
	    "("), NULL, items);
	d->tint = l != NULL ? l->tint : TINT_NONE;
	d->colour = l != NULL ? l->colour : 0;
	d->one_line = true;
	return d;
}
