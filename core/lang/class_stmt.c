/* SPDX-License-Identifier: Apache-2.0 */
/* The class statement: its body is run with a dict of its own, then the class
 * is made of what is in it. */
#include "core/lang/interp_private.h"
#include "core/lang/vm.h"
#include "core/value/spread.h"

/* Objects with __mro_entries__ stand for other bases. */
static struct value *
resolve_bases(struct ctx *c, struct value *bases)
{
	struct value *list = NULL;

	for (size_t i = 0; i < seq_len(bases); i++) {
		struct value *b = seq_item(bases, i), *m, *more;

		m = value_is(b, &class_kind) ? NULL : value_find_attr(c, b,
		    atom(c, "__mro_entries__"));
		if (err_is_set(c))
			return NULL;
		if (m != NULL && list == NULL)
			list = list_new(c, i, seq_items(bases));
		if (m == NULL) {
			if (list != NULL)
				list_append(c, list, b);
			continue;
		}
		more = value_call_n(c, m, 1, &bases);
		if (more == NULL || !vm_list_extend(c, list, more, NULL))
			return NULL;
	}
	return list == NULL ? bases : list;
}

static struct value *
metaclass_of(struct ctx *c, struct value *bases, struct value *kw)
{
	struct value *meta = kw != NULL ? dict_find_atom(c, kw, atom(c,
	    "metaclass")) : NULL;

	for (size_t i = 0; meta == NULL && i < seq_len(bases); i++)
		if (((struct class *)seq_item(bases, i))->meta != NULL)
			meta = &((struct class *)seq_item(bases, i))->
			    meta->hdr;
	return meta;
}

/* The dict that the body writes into; a metaclass may prepare it. */
static struct value *
prepare(struct ctx *c, const struct atom *name, struct value *bases,
    struct value *kw)
{
	struct value *meta = metaclass_of(c, bases, kw), *m, *args[2],
	    *rest = NULL, *d;

	m = meta != NULL ? value_find_attr(c, meta, atom(c, "__prepare__")) :
	    NULL;
	if (err_is_set(c))
		return NULL;
	if (m == NULL)
		return dict_new(c);
	args[0] = str_of_atom(c, name);
	args[1] = tuple_new(c, seq_len(bases), seq_items(bases));
	if (kw != NULL) {
		rest = dict_new(c);
		vm_dict_update(c, rest, kw);
		dict_del(c, rest, str_new(c, "metaclass"), NULL);
	}
	d = spread_call(c, m, 2, args, NULL, rest);
	/* A class D(dict) of a prepared namespace is read through. */
	return d != NULL && value_is(value_unwrap(d), &dict_kind) ? d :
	    d != NULL ? err_raise(c, ERR_TYPE, "%s.__prepare__() must return "
	    "a mapping, not %s", value_is(meta, &class_kind) ?
	    ((struct class *)meta)->name->text : "<metaclass>",
	    value_type_name(c, d)) : NULL;
}

static struct value *
run_body(struct ctx *c, struct closure *body, struct value *members)
{
	struct frame *f;

	value_ref(&body->hdr);
	f = frame_new(c, body);
	f->kind = FRAME_ENTRY;
	f->back = c->interp->frame;
	f->locals = value_ref(members);
	return value_own(c, vm_run(c, f));
}

struct value *
vm_build_class(struct ctx *c, struct closure *body, struct value *bases,
    struct value *kw)
{
	struct value *members, *cell, *r;
	const struct atom *name = body->code->name;

	bases = resolve_bases(c, bases);
	for (size_t i = 0; bases != NULL && i < seq_len(bases); i++)
		if (!value_is(seq_item(bases, i), &class_kind))
			return err_raise(c, ERR_TYPE, "a base of class '%s' "
			    "must be a class, not %s", name->text,
			    value_type_name(c, seq_item(bases, i)));
	members = bases != NULL ? prepare(c, name, bases, kw) : NULL;
	if (members == NULL || !ctx_enter(c))
		return NULL;
	cell = run_body(c, body, members);
	ctx_leave(c);
	if (cell == NULL)
		return NULL;
	r = (struct value *)class_create(c, name, seq_len(bases),
	    (struct class *const *)(void *)seq_items(bases), members, kw);
	if (r != NULL && value_is(cell, &cell_kind)) {
		struct cell *k = (struct cell *)cell;
		struct value *old = k->v;

		k->v = value_ref(r);
		value_unref(old);
	}
	return r;
}
