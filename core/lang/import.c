/* SPDX-License-Identifier: Apache-2.0 */
/* The import statements; module.c finds and makes the modules. */
#include <string.h>

#include "core/base/suggest.h"
#include "core/lang/module.h"
#include "core/lang/modules.h"
#include "core/lang/vm.h"

struct value *
vm_import(struct ctx *c, const struct atom *name, bool top)
{
	struct value *m = module_import(c, name->text, name->len);
	const char *dot = strchr(name->text, '.');

	if (m == NULL || !top || dot == NULL)
		return m;
	return module_import(c, name->text, (size_t)(dot - name->text));
}

/* The name of a module, as it calls itself. */
static const char *
name_of(struct ctx *c, struct value *m)
{
	struct value *name = module_find(c, m, atom(c, "__name__"));

	return value_is(name, &str_kind) ? str_text(name) : "?";
}

static struct value *
raise_no_name(struct ctx *c, struct value *m, const struct atom *name)
{
	struct value *key, *x;
	struct suggest s;
	size_t at = 0;

	suggest_init(&s, name->text);
	while (dict_next(module_dict(m), &at, &key, &x))
		if (value_is(key, &str_kind))
			suggest_offer(&s, str_text(key));
	x = module_find(c, m, atom(c, "__file__"));
	return err_raise(c, ERR_IMPORT, "cannot import name '%s' from '%s' "
	    "(%s)%s%s%s", name->text, name_of(c, m), value_is(x, &str_kind) ?
	    str_text(x) : "unknown location",
	    s.best != NULL ? ". Did you mean: '" : "",
	    s.best != NULL ? s.best : "", s.best != NULL ? "'?" : "");
}

struct value *
vm_import_from(struct ctx *c, struct value *m, const struct atom *name)
{
	struct buf b = BUF_INIT;
	struct value *r;

	if (!value_is(m, &module_kind))
		return value_get_attr(c, m, name);
	r = module_find(c, m, name);
	if (r != NULL)
		return r;
	/* from jax import numpy: a part that nobody imported yet */
	buf_printf(&b, "%s.%s", name_of(c, m), name->text);
	r = module_import(c, b.data, b.len);
	buf_release(&b);
	if (r != NULL || !err_is(c, ERR_MODULE_NOT_FOUND))
		return r;
	err_clear(c);
	r = value_find_attr(c, m, name);
	return r != NULL || err_is_set(c) ? r : raise_no_name(c, m, name);
}

bool
vm_import_star(struct ctx *c, struct frame *f, struct value *m)
{
	struct value *all, *key, *v, *list;
	size_t at = 0;

	if (!value_is(m, &module_kind)) {
		err_raise(c, ERR_IMPORT, "from-import-* needs a module");
		return false;
	}
	all = module_find(c, m, atom(c, "__all__"));
	if (all == NULL) {
		while (dict_next(module_dict(m), &at, &key, &v))
			if (value_is(key, &str_kind) &&
			    str_text(key)[0] != '_' && !vm_store_name(c, f,
			    str_atom(c, key), v))
				return false;
		return true;
	}
	list = value_to_list(c, all);
	for (size_t i = 0; list != NULL && i < seq_len(list); i++) {
		key = seq_item(list, i);
		if (value_to_text(c, key, "items in __all__") == NULL)
			return false;
		v = value_get_attr(c, m, str_atom(c, key));
		if (v == NULL || !vm_store_name(c, f, str_atom(c, key), v))
			return false;
	}
	return list != NULL;
}
