/* SPDX-License-Identifier: Apache-2.0 */
/* What instructions do when there is no short way. */
#include <stdlib.h>
#include <string.h>

#include "core/base/suggest.h"
#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/lang/interp_private.h"
#include "core/lang/vm.h"
#include "core/value/dict.h"
#include "core/value/repr.h"
#include "core/value/str.h"

/* ---- names ---------------------------------------------------------------------- */

static void
offer_dict(struct suggest *s, struct value *d)
{
	struct value *key, *v;
	size_t at = 0;

	while (d != NULL && dict_next(d, &at, &key, &v))
		if (value_is(key, &str_kind))
			suggest_offer(s, str_text(key));
}

/* The exception knows the nearest name; the traceback tells it. */
void *
vm_raise_name(struct ctx *c, struct frame *f, const struct atom *name)
{
	struct buf b = BUF_INIT;
	struct suggest s;
	struct value *text, *exc;

	buf_printf(&b, "name '%s' is not defined", name->text);
	text = str_of_buf(c, &b);
	exc = exc_new(c, class_of_row(c, exc_row(ERR_NAME)), 1, &text);
	suggest_init(&s, name->text);
	for (uint32_t i = 0; i < f->code->nlocals; i++)
		if (f->slot[i] != NULL && f->code->local[i]->text[0] != '.')
			suggest_offer(&s, f->code->local[i]->text);
	offer_dict(&s, f->locals);
	offer_dict(&s, f->globals);
	offer_dict(&s, c->interp->builtins);
	instance_set(c, exc, atom(c, "name"), str_of_atom(c, name));
	if (s.best != NULL)
		instance_set(c, exc, atom(c, "__suggestion__"),
		    str_new(c, s.best));
	return exc_raise(c, exc);
}

void *
vm_raise_unbound(struct ctx *c, const struct frame *f, uint32_t slot)
{
	const struct code *k = f->code;

	if (slot >= k->nlocals - k->nfree)
		return err_raise(c, ERR_NAME, "cannot access free variable "
		    "'%s' where it is not associated with a value in "
		    "enclosing scope", k->local[slot]->text);
	return err_raise(c, ERR_UNBOUND_LOCAL, "cannot access local variable "
	    "'%s' where it is not associated with a value",
	    k->local[slot]->text);
}

struct value *
vm_load_global(struct ctx *c, struct frame *f, const struct atom *name)
{
	struct value *v = dict_find_atom(c, f->globals, name);

	if (v == NULL)
		v = dict_find_atom(c, c->interp->builtins, name);
	return v != NULL ? v : vm_raise_name(c, f, name);
}

struct value *
vm_load_name(struct ctx *c, struct frame *f, const struct atom *name)
{
	struct value *v = NULL;

	if (f->locals != NULL && value_is(f->locals, &dict_kind))
		v = dict_find_atom(c, f->locals, name);
	else if (f->locals != NULL) {	/* a mapping of __prepare__ */
		v = value_get_item(c, f->locals, str_of_atom(c, name));
		if (v == NULL && !err_is(c, ERR_KEY))
			return NULL;
		if (v == NULL)
			err_clear(c);
	}
	return v != NULL ? v : vm_load_global(c, f, name);
}

bool
vm_store_name(struct ctx *c, struct frame *f, const struct atom *name,
    struct value *v)
{
	struct value *d = f->locals != NULL ? f->locals : f->globals;

	if (value_is(d, &dict_kind))
		return dict_set_atom(c, d, name, v);
	return value_set_item(c, d, str_of_atom(c, name), v);
}

bool
vm_delete_name(struct ctx *c, struct frame *f, const struct atom *name)
{
	struct value *d = f->locals != NULL ? f->locals : f->globals;
	bool found = false;

	if (!dict_del(c, d, str_of_atom(c, name), &found))
		return false;
	if (!found)
		vm_raise_name(c, f, name);
	return found;
}

/* ---- unpacking --------------------------------------------------------------------- */

static void
push_reversed(struct value *const *items, size_t n, struct value **sp)
{
	for (size_t i = 0; i < n; i++)
		sp[n - 1 - i] = value_ref(items[i]);
}

static struct value *
items_of(struct ctx *c, struct value *v, uint32_t most)
{
	struct value *it, *x, *list;

	if (value_is(v, &list_kind) || value_is(v, &tuple_kind))
		return v;
	if (value_kind(v)->iter == NULL && value_kind(v)->next == NULL)
		return err_raise(c, ERR_TYPE,
		    "cannot unpack non-iterable %s object",
		    value_type_name(c, v));
	it = value_iter(c, v);
	if (it == NULL && err_is(c, ERR_TYPE) && value_has_slots(v) &&
	    class_find(c, value_class(c, v), atom(c, "__iter__")) == NULL) {
		err_clear(c);
		return err_raise(c, ERR_TYPE,
		    "cannot unpack non-iterable %s object",
		    value_type_name(c, v));
	}
	list = list_new(c, 0, NULL);
	while (it != NULL && seq_len(list) < most && (x = value_next(c,
	    it)) != NULL)
		if (!list_append(c, list, x))
			return NULL;
	return err_is_set(c) ? NULL : list;
}

bool
vm_unpack(struct ctx *c, struct value *v, uint32_t n, struct value **sp)
{
	/* One more than wanted says that there are too many. */
	struct value *list = items_of(c, v, n + 1);

	if (list == NULL)
		return false;
	if (seq_len(list) > n) {
		err_raise(c, ERR_VALUE, "too many values to unpack "
		    "(expected %u)", (unsigned)n);
		return false;
	}
	if (seq_len(list) < n) {
		err_raise(c, ERR_VALUE, "not enough values to unpack "
		    "(expected %u, got %zu)", (unsigned)n, seq_len(list));
		return false;
	}
	push_reversed(seq_items(list), n, sp);
	return true;
}

bool
vm_unpack_ex(struct ctx *c, struct value *v, uint32_t before, uint32_t after,
    struct value **sp)
{
	struct value *list = items_of(c, v, UINT32_MAX), *rest;
	size_t n;

	if (list == NULL)
		return false;
	n = seq_len(list);
	if (n < (size_t)before + after) {
		err_raise(c, ERR_VALUE, "not enough values to unpack "
		    "(expected at least %u, got %zu)",
		    (unsigned)(before + after), n);
		return false;
	}
	rest = list_new(c, n - before - after, seq_items(list) + before);
	push_reversed(seq_items(list) + n - after, after, sp);
	sp[after] = value_ref(rest);
	push_reversed(seq_items(list), before, sp + after + 1);
	return true;
}

/* ---- text ------------------------------------------------------------------------------ */

/* What is not ASCII, escaped. */
static void
make_ascii(struct buf *b)
{
	struct buf out = BUF_INIT;
	size_t took;

	for (size_t i = 0; i < b->len; i += took) {
		uint32_t cp = utf8_decode(b->data + i, b->len - i, &took);

		if (cp < 0x80)
			buf_char(&out, (char)cp);
		else if (cp < 0x100)
			buf_printf(&out, "\\x%02x", (unsigned)cp);
		else if (cp < 0x10000)
			buf_printf(&out, "\\u%04x", (unsigned)cp);
		else if (cp != UTF8_BAD)
			buf_printf(&out, "\\U%08x", (unsigned)cp);
	}
	buf_release(b);
	*b = out;
}

static bool
format_into(struct ctx *c, struct buf *b, struct value *v, int conversion,
    struct value *spec)
{
	struct value *s = NULL;
	size_t len = spec != NULL ? str_bytes(spec) : 0;

	if (conversion == 'r' || conversion == 'a') {
		if (!value_repr(c, b, v))
			return false;
		if (conversion == 'a')
			make_ascii(b);
	} else if (conversion == 's' || len == 0) {
		if (conversion == 0 && value_has_slots(v))
			return value_format(c, b, v, "", 0);
		if (!value_str(c, b, v))
			return false;
	}
	if (len == 0)
		return true;
	if (conversion == 0)
		return value_format(c, b, v, str_text(spec), len);
	s = str_new_len(c, b->data, b->len);
	buf_truncate(b, 0);
	return value_format(c, b, s, str_text(spec), len);
}

struct value *
vm_small_text(struct ctx *c, const struct value *v)
{
	int64_t i = value_small(v);
	uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
	char text[24], *p = text + sizeof text;

	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) > 0);
	if (i < 0)
		*--p = '-';
	return str_new_len(c, p, (size_t)(text + sizeof text - p));
}

struct value *
vm_format(struct ctx *c, struct value *v, int conversion, struct value *spec)
{
	struct buf b = BUF_INIT;

	if (value_is(v, &str_kind) && (spec == NULL || str_bytes(spec) ==
	    0) && conversion != 'r' && conversion != 'a')
		return v;
	if (value_is_small(v) && (spec == NULL || str_bytes(spec) == 0))
		return vm_small_text(c, v);
	if (!format_into(c, &b, v, conversion, spec)) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}

struct value *
vm_join(struct ctx *c, struct value *const *part, uint32_t n)
{
	struct buf b = BUF_INIT;

	for (uint32_t i = 0; i < n; i++)
		buf_add(&b, str_text(part[i]), str_bytes(part[i]));
	return str_of_buf(c, &b);
}

/* ---- displays and stars -------------------------------------------------------------- */

static const char *
fn_name(struct ctx *c, struct value *fn, struct buf *b)
{
	struct value *name = value_find_attr(c, fn, atom(c, "__qualname__"));
	struct value *module = value_find_attr(c, fn, atom(c, "__module__"));

	err_clear(c);
	if (value_is(name, &str_kind)) {
		if (value_is(module, &str_kind) && strcmp(str_text(module),
		    "builtins") != 0)
			buf_printf(b, "%s.", str_text(module));
		buf_str(b, str_text(name));
	}
	else
		buf_str(b, value_type_name(c, fn));
	return b->data;
}

bool
vm_list_extend(struct ctx *c, struct value *list, struct value *more,
    struct value *call_of)
{
	struct value *it, *x;
	struct buf b = BUF_INIT;
	size_t mark;

	if (value_is(more, &list_kind) || value_is(more, &tuple_kind)) {
		for (size_t i = 0; i < seq_len(more); i++)
			if (!list_append(c, list, seq_item(more, i)))
				return false;
		return true;
	}
	it = value_iter(c, more);
	if (it == NULL && err_is(c, ERR_TYPE) && value_kind(more)->iter ==
	    NULL) {
		err_clear(c);
		if (call_of != NULL)
			err_raise(c, ERR_TYPE, "%s() argument after * must be "
			    "an iterable, not %s", fn_name(c, call_of, &b),
			    value_type_name(c, more));
		else
			err_raise(c, ERR_TYPE, "Value after * must be an "
			    "iterable, not %s", value_type_name(c, more));
		buf_release(&b);
	}
	mark = scope_mark(&c->scope);
	while (it != NULL && (x = value_next(c, it)) != NULL) {
		if (!list_append(c, list, x))
			return false;
		scope_drop(c, mark);
	}
	return !err_is_set(c);
}

static struct value *
dict_of_mapping(struct ctx *c, struct value *v)
{
	struct value *keys, *it, *k, *d, *x;

	if (value_is_dict(v))
		return value_unwrap(v);
	keys = value_find_attr(c, v, atom(c, "keys"));
	if (keys == NULL)
		return NULL;
	d = dict_new(c);
	it = value_iter(c, value_call_n(c, keys, 0, NULL));
	while (it != NULL && (k = value_next(c, it)) != NULL) {
		x = value_get_item(c, v, k);
		if (x == NULL || !dict_set(c, d, k, x))
			return NULL;
	}
	return err_is_set(c) ? NULL : d;
}

bool
vm_dict_update(struct ctx *c, struct value *dict, struct value *more)
{
	struct value *d = dict_of_mapping(c, more), *key, *v;
	size_t at = 0;

	if (d == NULL) {
		if (!err_is_set(c))
			err_raise(c, ERR_TYPE, "'%s' object is not a mapping",
			    value_type_name(c, more));
		return false;
	}
	while (dict_next(d, &at, &key, &v))
		if (!dict_set(c, dict, key, v))
			return false;
	return true;
}

bool
vm_dict_merge(struct ctx *c, struct value *dict, struct value *more,
    struct value *fn)
{
	struct value *d = dict_of_mapping(c, more), *key, *v;
	struct buf b = BUF_INIT;
	size_t at = 0;

	if (d == NULL && !err_is_set(c))
		err_raise(c, ERR_TYPE, "%s() argument after ** must be a "
		    "mapping, not %s", fn_name(c, fn, &b),
		    value_type_name(c, more));
	while (d != NULL && dict_next(d, &at, &key, &v)) {
		if (!value_is_str(key))
			err_raise(c, ERR_TYPE, "keywords must be strings");
		else if (dict_find(c, dict, key) != NULL)
			err_raise(c, ERR_TYPE, "%s() got multiple values for "
			    "keyword argument '%s'", fn_name(c, fn, &b),
			    str_text(key));
		if (err_is_set(c) || !dict_set(c, dict, key, v))
			break;
	}
	buf_release(&b);
	return !err_is_set(c);
}

/* sp is behind the code object; the function takes over what is below. */
struct value *
vm_make_function(struct ctx *c, struct frame *f, unsigned flags,
    struct value **sp)
{
	struct closure *fn = (struct closure *)closure_new(c,
	    (struct code *)sp[-1], f->globals);

	sp--;
	value_unref(*sp);
	if (flags & MAKE_CLOSURE)
		fn->cells = *--sp;
	if (flags & MAKE_ANNOTATIONS)
		fn->annotations = *--sp;
	if (flags & MAKE_KWDEFAULTS)
		fn->kwdefaults = *--sp;
	if (flags & MAKE_DEFAULTS)
		fn->defaults = *--sp;
	return &fn->hdr;
}

struct value *
vm_super(struct ctx *c, const struct frame *f)
{
	const struct code *k = f->code;
	struct value *self = k->nargs > 0 || (k->flags & CODE_VARARGS) ?
	    f->slot[0] : NULL;
	struct value *cls = NULL;

	if (value_is(self, &cell_kind))
		self = ((struct cell *)self)->v;
	if (k->nargs == 0 && value_is(self, &tuple_kind))
		self = seq_len(self) > 0 ? seq_item(self, 0) : NULL;
	if (self == NULL)
		return err_raise(c, ERR_RUNTIME, k->nargs == 0 ?
		    "super(): no arguments" : "super(): arg[0] deleted");
	for (uint32_t i = k->nlocals - k->nfree; i < k->nlocals; i++)
		if (strcmp(k->local[i]->text, "__class__") == 0)
			cls = ((struct cell *)f->slot[i])->v;
	if (!value_is(cls, &class_kind))
		return err_raise(c, ERR_RUNTIME, cls == NULL &&
		    k->nfree > 0 ? "super(): empty __class__ cell" :
		    "super(): __class__ cell not found");
	return super_new(c, (struct class *)cls, self);
}
