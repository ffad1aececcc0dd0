/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/module.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/suggest.h"
#include "core/base/xalloc.h"
#include "core/lang/interp.h"
#include "core/lang/modules.h"
#include "core/lang/unit.h"

struct module {
	struct value hdr;
	const struct atom *name;
	struct value *dict;
};

/* What a context has imported, and where it looks for more. */
struct modules {
	struct value *loaded;		/* dict: name -> module */
	const struct module_row *const *more;
	char *folder;			/* of the script; or "." */
};

/* ---- the value -------------------------------------------------------------------- */

static void
module_free(struct value *v)
{
	value_unref(((struct module *)v)->dict);
}

static void
module_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	fn(((struct module *)v)->dict, arg);
}

static bool
module_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	buf_printf(b, "<module '%s'>", ((struct module *)v)->name->text);
	return true;
}

static struct value *
module_get_attr(struct ctx *c, struct value *v, const struct atom *name)
{
	struct module *m = (struct module *)v;
	struct value *found = dict_find_atom(c, m->dict, name), *key;
	struct value *item;
	struct suggest near;
	size_t at = 0;

	if (found != NULL)
		return value_own(c, value_ref(found));
	if (strcmp(name->text, "__dict__") == 0)
		return value_own(c, value_ref(m->dict));
	if (strncmp(name->text, "__", 2) == 0)
		return NULL;
	suggest_init(&near, name->text);
	while (dict_next(m->dict, &at, &key, &item))
		if (value_is(key, &str_kind))
			suggest_offer(&near, str_text(key));
	return err_raise(c, ERR_ATTRIBUTE,
	    "module '%s' has no attribute '%s'%s%s%s", m->name->text,
	    name->text, near.best != NULL ? ". Did you mean: '" : "",
	    near.best != NULL ? near.best : "",
	    near.best != NULL ? "'?" : "");
}

static bool
module_set_attr(struct ctx *c, struct value *v, const struct atom *name,
    struct value *x)
{
	struct module *m = (struct module *)v;

	if (x != NULL)
		return dict_set_atom(c, m->dict, name, x);
	return dict_del(c, m->dict, str_of_atom(c, name), NULL);
}

static void
module_dir(struct ctx *c, struct value *v,
    void (*offer)(void *, const struct atom *), void *arg)
{
	struct value *key, *item;
	size_t at = 0;

	while (dict_next(((struct module *)v)->dict, &at, &key, &item))
		if (value_is(key, &str_kind))
			offer(arg, str_atom(c, key));
}

static const struct class_row module_row_class;

const struct kind module_kind = {
	.name = "module",
	.doc = "What import binds.",
	.row = &module_row_class,
	.free = module_free,
	.visit = module_visit,
	.repr = module_repr,
	.get_attr = module_get_attr,
	.set_attr = module_set_attr,
	.dir = module_dir,
};

static const struct class_row module_row_class = {
	.name = "module", .module = "builtins", .kind = &module_kind,
	.final = true, .abstract = true,
};

struct value *
module_new(struct ctx *c, const struct atom *name, const char *doc)
{
	struct module *m = value_alloc(c, &module_kind, sizeof *m);
	struct value *v = value_own(c, &m->hdr);

	m->name = name;
	m->dict = value_ref(dict_new(c));
	if (!module_set(c, v, "__name__", str_of_atom(c, name)) ||
	    !module_set(c, v, "__doc__", doc != NULL ? str_new(c, doc) :
	    &value_none))
		return NULL;
	return v;
}

struct value *
module_dict(struct value *v)
{
	return ((struct module *)v)->dict;
}

bool
module_set(struct ctx *c, struct value *v, const char *name,
    struct value *x)
{
	return x != NULL && dict_set_atom(c, module_dict(v), atom(c, name),
	    x);
}

struct value *
module_find(struct ctx *c, struct value *v, const struct atom *name)
{
	return dict_find_atom(c, module_dict(v), name);
}

/* ---- rows --------------------------------------------------------------------------- */

static bool
row_is(const struct module_row *row, const char *name)
{
	if (strcmp(row->name, name) == 0)
		return true;
	for (const char *const *a = row->aliases; a != NULL && *a != NULL; a++)
		if (strcmp(*a, name) == 0)
			return true;
	return false;
}

static const struct module_row *
find_row(struct ctx *c, const char *name)
{
	const struct module_row *const *lists[] = { core_modules,
		c->modules->more };

	for (size_t i = 0; i < nitems(lists); i++)
		for (const struct module_row *const *row = lists[i];
		    row != NULL && *row != NULL; row++)
			if (row_is(*row, name))
				return *row;
	return NULL;
}

/* Is it the beginning of a row's name: "penzai.models" of more? */
static bool
is_parent(struct ctx *c, const char *name)
{
	const struct module_row *const *lists[] = { core_modules,
		c->modules->more };
	size_t len = strlen(name);

	for (size_t i = 0; i < nitems(lists); i++)
		for (const struct module_row *const *row = lists[i];
		    row != NULL && *row != NULL; row++)
			if (strncmp((*row)->name, name, len) == 0 &&
			    (*row)->name[len] == '.')
				return true;
	return false;
}

static bool
run_source(struct ctx *c, const char *name, const char *text, size_t len,
    struct value *module)
{
	struct unit *u = unit_new(c, name, text, len, UNIT_FILE);

	return u != NULL && interp_exec(c, u, module_dict(module));
}

static bool
fill(struct ctx *c, const struct module_row *row, struct value *module)
{
	char name[96];

	for (const struct native *n = row->functions; n != NULL &&
	    n->name != NULL; n++)
		if (!module_set(c, module, n->name, native_value(c, n)))
			return false;
	for (const struct class_row *const *r = row->classes; r != NULL &&
	    *r != NULL; r++)
		if (!module_set(c, module, (*r)->name,
		    (struct value *)class_of_row(c, *r)))
			return false;
	if (row->fill != NULL && !row->fill(c, module))
		return false;
	if (row->source == NULL)
		return true;
	snprintf(name, sizeof name, "<module %s>", row->name);
	return run_source(c, name, row->source, strlen(row->source), module);
}

/* ---- files ---------------------------------------------------------------------------- */

/* The bytes of a file; null without an error when there is none. */
static char *
read_file(struct ctx *c, const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	struct buf b = BUF_INIT;
	char part[8192];
	size_t n;

	if (f == NULL) {
		if (errno != ENOENT)
			err_raise_errno(c, errno, path);
		return NULL;
	}
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(&b, part, n);
	if (ferror(f))
		err_raise_errno(c, EIO, path);
	fclose(f);
	*len = b.len;
	return buf_steal(&b);
}

static struct value *
load_file(struct ctx *c, const struct atom *name)
{
	struct buf path = BUF_INIT;
	struct value *m = NULL;
	size_t len = 0;
	char *text;

	if (strchr(name->text, '.') != NULL || strchr(name->text, '/') != NULL)
		return NULL;
	buf_printf(&path, "%s/%s.py", c->modules->folder, name->text);
	text = read_file(c, path.data, &len);
	if (text != NULL && !err_is_set(c)) {
		m = module_new(c, name, NULL);
		if (m == NULL || !dict_set_atom(c, c->modules->loaded, name,
		    m) || !run_source(c, path.data, text, len, m)) {
			struct err e = err_take(c);

			dict_del(c, c->modules->loaded, str_of_atom(c, name),
			    NULL);
			err_put(c, e);
			m = NULL;
		}
	}
	free(text);
	buf_release(&path);
	return m;
}

/* ---- importing ----------------------------------------------------------------------- */

static void *
not_found(struct ctx *c, const char *name)
{
	struct buf all = BUF_INIT;
	struct suggest near;

	suggest_init(&near, name);
	for (const struct module_row *const *row = core_modules; *row != NULL;
	    row++) {
		suggest_offer(&near, (*row)->name);
		if (strchr((*row)->name, '.') == NULL &&
		    (*row)->name[0] != '_')
			buf_printf(&all, "%s%s", all.len > 0 ? ", " : "",
			    (*row)->name);
	}
	if (near.best != NULL)
		err_raise(c, ERR_MODULE_NOT_FOUND,
		    "No module named '%s'. Did you mean: '%s'?", name,
		    near.best);
	else
		err_raise(c, ERR_MODULE_NOT_FOUND, "No module named '%s'. "
		    "There are %s, and .py files beside the notebook", name,
		    all.data);
	buf_release(&all);
	return NULL;
}

/* Makes a module that is not there yet. It is listed before it is filled, so
 * that modules may import each other. */
static struct value *
make(struct ctx *c, const struct atom *name)
{
	const struct module_row *row = find_row(c, name->text);
	struct value *m;

	if (row == NULL && !is_parent(c, name->text)) {
		m = load_file(c, name);
		return m != NULL || err_is_set(c) ? m :
		    not_found(c, name->text);
	}
	/* An alias is the same module. */
	if (row != NULL && strcmp(row->name, name->text) != 0)
		m = module_import(c, row->name, strlen(row->name));
	else
		m = module_new(c, name, row != NULL ? row->doc : NULL);
	if (m == NULL || !dict_set_atom(c, c->modules->loaded, name, m))
		return NULL;
	if (row != NULL && strcmp(row->name, name->text) == 0 &&
	    !fill(c, row, m)) {
		struct err e = err_take(c);

		dict_del(c, c->modules->loaded, str_of_atom(c, name), NULL);
		err_put(c, e);
		return NULL;
	}
	return m;
}

struct value *
module_import(struct ctx *c, const char *text, size_t len)
{
	const struct atom *name = atom_len(c, text, len);
	struct value *m = dict_find_atom(c, c->modules->loaded, name);
	struct value *parent = NULL;
	const char *dot;

	if (m != NULL)
		return m;
	dot = strrchr(name->text, '.');
	if (dot != NULL) {
		parent = module_import(c, name->text,
		    (size_t)(dot - name->text));
		if (parent == NULL)
			return NULL;
		/* Filling the parent may have made it meanwhile. */
		m = dict_find_atom(c, c->modules->loaded, name);
		if (m != NULL)
			return m;
	}
	m = make(c, name);
	if (m != NULL && parent != NULL && value_is(parent, &module_kind) &&
	    !module_set(c, parent, dot + 1, m))
		return NULL;
	return m;
}

void
modules_init(struct ctx *c, const struct module_row *const *more,
    const char *folder)
{
	c->modules = xcalloc(1, sizeof *c->modules);
	c->modules->more = more;
	c->modules->folder = xstrdup(folder != NULL ? folder : ".");
	c->modules->loaded = value_ref(dict_new(c));
}

struct value *
modules_loaded(struct ctx *c)
{
	return c->modules->loaded;
}

void
modules_release(struct ctx *c)
{
	if (c->modules == NULL)
		return;
	value_unref(c->modules->loaded);
	free(c->modules->folder);
	free(c->modules);
	c->modules = NULL;
}
