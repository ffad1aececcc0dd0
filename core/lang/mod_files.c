/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/mod_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/cstr.h"
#include "core/base/xalloc.h"
#include "core/load/ckpt.h"
#include "core/load/ckpt_save.h"
#include "core/value/array.h"
#include "core/value/builtin_types.h"
#include "core/value/tree.h"

/* ---- what np.load gives for an archive --------------------------------------- */

struct archive {
	struct value hdr;
	struct value *arrays;		/* dict of names and arrays */
};

static struct value *
arrays_of(const struct value *v)
{
	return ((const struct archive *)v)->arrays;
}

static void
archive_free(struct value *v)
{
	value_unref(arrays_of(v));
}

static struct value *
archive_get_item(struct ctx *c, struct value *v, struct value *key)
{
	struct value *item = dict_find(c, arrays_of(v), key);

	if (item != NULL || err_is_set(c))
		return item;
	return err_raise(c, ERR_KEY, "'%s is not a file in the archive'",
	    value_is(key, &str_kind) ? str_text(key) : "that");
}

static bool
archive_len(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = (int64_t)dict_len(arrays_of(v));
	return true;
}

static struct value *
archive_iter(struct ctx *c, struct value *v)
{
	return value_iter(c, arrays_of(v));
}

static bool
archive_contains(struct ctx *c, struct value *v, struct value *key, bool *out)
{
	*out = dict_find(c, arrays_of(v), key) != NULL;
	return !err_is_set(c);
}

static bool
archive_repr(struct ctx *c, struct buf *b, struct value *v)
{
	struct value *names = value_to_list(c, arrays_of(v));

	buf_str(b, "NpzFile with keys: ");
	for (size_t i = 0; names != NULL && i < seq_len(names); i++)
		buf_printf(b, "%s%s", i > 0 ? ", " : "",
		    str_text(seq_item(names, i)));
	return names != NULL;
}

static const struct class_row archive_row;
static const struct kind archive_kind = {
	.name = "NpzFile", .row = &archive_row, .free = archive_free,
	.get_item = archive_get_item, .len = archive_len,
	.iter = archive_iter, .contains = archive_contains,
	.repr = archive_repr,
};

static struct value *
get_files(struct ctx *c, struct value *self)
{
	return value_to_list(c, arrays_of(self));
}

static const struct param self_params[] = {
	{ "self", PARAM_ANY, NULL, "", PARAM_POSITIONAL }, { 0 }
};
static const struct param exit_params[] = {
	{ "self", PARAM_ANY, NULL, "", PARAM_POSITIONAL },
	{ "args", PARAM_ANY, NULL, "", PARAM_VARARGS }, { 0 }
};

static struct value *
do_keys(struct ctx *c, struct value *const *args)
{
	return value_call_method(c, arrays_of(args[0]), "keys", 0, NULL);
}

static struct value *
do_values(struct ctx *c, struct value *const *args)
{
	return value_call_method(c, arrays_of(args[0]), "values", 0, NULL);
}

static struct value *
do_items(struct ctx *c, struct value *const *args)
{
	return value_call_method(c, arrays_of(args[0]), "items", 0, NULL);
}

static struct value *
do_enter(struct ctx *c UNUSED, struct value *const *args)
{
	return args[0];
}

static struct value *
do_nothing(struct ctx *c UNUSED, struct value *const *args UNUSED)
{
	return &value_none;
}

static const struct class_row archive_row = {
	.name = "NpzFile", .module = "numpy",
	.doc = "The arrays of an npz file, by name.", .kind = &archive_kind,
	.methods = (const struct native[]){
		{ "keys", self_params, do_keys, "Names.", NULL },
		{ "values", self_params, do_values, "Arrays.", NULL },
		{ "items", self_params, do_items, "Both.", NULL },
		{ "close", self_params, do_nothing, "Does nothing.", NULL },
		{ "__enter__", self_params, do_enter, "Itself.", NULL },
		{ "__exit__", exit_params, do_nothing, "Does nothing.",
		    NULL },
		{ 0 } },
	.getters = (const struct getter[]){
		{ "files", get_files, "The names.", NULL }, { 0 } },
	.abstract = true, .final = true,
};

/* ---- np.load ------------------------------------------------------------------ */

static const struct param load_params[] = {
	{ "file", PARAM_STR, NULL, "The path of an npy or npz file.", 0 },
	{ "mmap_mode", PARAM_STR, "None", "Files are mapped in any case.",
	    PARAM_OPTIONAL },
	{ "allow_pickle", PARAM_BOOL, "False", "Must be False.", 0 },
	{ 0 }
};

static struct value *
load_entry(struct ctx *c, struct ckpt *k, const struct ckpt_entry *e)
{
	struct tensor *t;

	if (e->foreign != NULL)
		return err_raise(c, ERR_VALUE, "%s: '%s' holds %s, which is "
		    "not supported", ckpt_path(k), e->name, e->foreign);
	t = ckpt_tensor(c, k, e);
	return t == NULL ? NULL : ndarray_new(c, t);
}

static struct value *
fn_load(struct ctx *c, struct value *const *args)
{
	struct ckpt *k = ckpt_open(c, str_text(args[0]));
	struct archive *a;
	struct value *d;

	if (k == NULL)
		return NULL;
	if (args[2] == &value_true)
		return err_raise(c, ERR_VALUE,
		    "allow_pickle=True is not supported");
	if (strcmp(ckpt_format(k), "npy") == 0)
		return load_entry(c, k, ckpt_entry_at(k, 0));
	if (strcmp(ckpt_format(k), "npz") != 0)
		return err_raise(c, ERR_VALUE, "%s is a %s file: open it with "
		    "pj.open", ckpt_path(k), ckpt_format(k));
	d = dict_new(c);
	for (size_t i = 0; i < ckpt_count(k); i++) {
		const struct ckpt_entry *e = ckpt_entry_at(k, i);
		struct value *v = load_entry(c, k, e);

		if (v == NULL || !dict_set(c, d, str_new(c, e->name), v))
			return NULL;
	}
	a = value_alloc(c, &archive_kind, sizeof *a);
	a->arrays = value_ref(d);
	return value_own(c, &a->hdr);
}

/* ---- saving --------------------------------------------------------------------- */

struct collection {
	struct named_tensor *item;
	size_t n, cap;
};

static void
collection_add(struct collection *k, const char *name, struct tensor *t)
{
	if (k->n == k->cap)
		k->item = xgrow(k->item, &k->cap, 32, sizeof *k->item);
	k->item[k->n++] = (struct named_tensor){ xstrdup(name), t };
}

static void
collection_release(struct collection *k)
{
	for (size_t i = 0; i < k->n; i++)
		free((char *)k->item[i].name);
	free(k->item);
}

/* The path as NumPy completes it. */
static const char *
with_ending(struct ctx *c, struct value *path, const char *end)
{
	struct buf b = BUF_INIT;
	struct value *v;

	if (cstr_ends_with(str_text(path), end))
		return str_text(path);
	buf_printf(&b, "%s%s", str_text(path), end);
	v = str_of_buf(c, &b);
	return str_text(v);
}

static const struct param save_params[] = {
	{ "file", PARAM_STR, NULL, "The path; .npy is added where it lacks.",
	    0 },
	{ "arr", PARAM_ANY, NULL, "The array.", 0 }, { 0 }
};

static struct value *
fn_save(struct ctx *c, struct value *const *args)
{
	struct tensor *t = value_tensor(c, args[1], "arr", true);

	return t != NULL && npy_save(c, with_ending(c, args[0], ".npy"), t) ?
	    &value_none : NULL;
}

static const struct param savez_params[] = {
	{ "file", PARAM_STR, NULL, "The path; .npz is added where it lacks.",
	    0 },
	{ "args", PARAM_ANY, NULL, "Arrays called arr_0, arr_1, ...",
	    PARAM_VARARGS },
	{ "kwds", PARAM_ANY, NULL, "Arrays by their names.", PARAM_KWARGS },
	{ 0 }
};

static struct value *
fn_savez(struct ctx *c, struct value *const *args)
{
	struct collection k = { NULL, 0, 0 };
	struct value *key, *v;
	struct tensor *t;
	size_t at = 0;
	bool ok = true;

	for (size_t i = 0; i < seq_len(args[1]) && ok; i++) {
		char name[32];

		snprintf(name, sizeof name, "arr_%zu", i);
		t = value_tensor(c, seq_item(args[1], i), name, true);
		ok = t != NULL;
		if (ok)
			collection_add(&k, name, t);
	}
	while (ok && dict_next(args[2], &at, &key, &v)) {
		t = value_tensor(c, v, str_text(key), true);
		ok = t != NULL;
		if (ok)
			collection_add(&k, str_text(key), t);
	}
	ok = ok && npz_save(c, with_ending(c, args[0], ".npz"), k.item, k.n);
	collection_release(&k);
	return ok ? &value_none : NULL;
}

const struct native numpy_files[] = {
	{ "load", load_params, fn_load, "The array or arrays of a file.",
	    NULL },
	{ "save", save_params, fn_save, "Writes one array.", NULL },
	{ "savez", savez_params, fn_savez, "Writes arrays by name.", NULL },
	{ "savez_compressed", savez_params, fn_savez,
	    "Writes arrays by name; as savez, uncompressed.", NULL },
	{ 0 }
};

/* ---- pj.save ---------------------------------------------------------------------- */

static void
add_part(struct ctx *c, struct buf *name, const struct step *s)
{
	if (name->len > 0)
		buf_char(name, '.');
	if (s->kind == STEP_FIELD)
		buf_str(name, s->field->text);
	else if (s->kind == STEP_KEY)
		value_str(c, name, s->key);
	else
		buf_printf(name, "%lld", (long long)s->index);
}

/* An array that is met again, by the same name, is written once. */
static bool
collect_array(struct ctx *c, struct collection *k, const struct buf *name,
    struct tensor *t)
{
	for (size_t i = 0; i < k->n; i++)
		if (strcmp(k->item[i].name, name->data) == 0)
			return k->item[i].t == t || err_raise(c, ERR_VALUE,
			    "two arrays would be called '%s'", name->data);
	collection_add(k, name->len == 0 ? "array" : name->data, t);
	return true;
}

/* Names are labels of variables, else the steps joined by dots. */
static bool
collect(struct ctx *c, struct collection *k, struct value *v,
    struct buf *name, int depth)
{
	size_t n = tree_nchild(v), len = name->len;
	struct tensor *t;

	if (depth > TREE_MAX_DEPTH)
		return err_raise(c, ERR_RECURSION, "the tree is too deep");
	if (value_is(v, &var_kind)) {
		const struct var *x = (struct var *)v;
		struct buf label = BUF_INIT;
		bool ok;

		if (value_is(x->label, &str_kind))
			buf_str(&label, str_text(x->label));
		else
			buf_add(&label, name->data, name->len);
		ok = x->value == NULL || collect(c, k, x->value, &label,
		    depth + 1);
		buf_release(&label);
		return ok;
	}
	t = value_find_tensor(v);
	if (t != NULL)
		return collect_array(c, k, name, t);
	for (size_t i = 0; i < n; i++) {
		struct child child = tree_child(v, i);

		add_part(c, name, &child.step);
		if (!collect(c, k, child.value, name, depth + 1))
			return false;
		buf_truncate(name, len);
	}
	return true;
}

static const struct param pj_save_params[] = {
	{ "tree", PARAM_ANY, NULL, "A model, or any tree of arrays.", 0 },
	{ "path", PARAM_STR, NULL, "Ends in .safetensors or .npz.", 0 },
	{ 0 }
};

static struct value *
fn_pj_save(struct ctx *c, struct value *const *args)
{
	struct collection k = { NULL, 0, 0 };
	struct buf name = BUF_INIT;
	const char *path = str_text(args[1]);
	bool zip = cstr_ends_with(path, ".npz"), ok;

	if (!zip && !cstr_ends_with(path, ".safetensors"))
		return err_raise(c, ERR_VALUE, "pj.save writes .safetensors "
		    "and .npz files, which '%s' is neither", path);
	ok = collect(c, &k, args[0], &name, 0);
	if (ok && k.n == 0) {
		err_raise(c, ERR_VALUE, "there is no array in it");
		ok = false;
	}
	ok = ok && (zip ? npz_save(c, path, k.item, k.n) :
	    safetensors_save(c, path, k.item, k.n));
	collection_release(&k);
	buf_release(&name);
	return ok ? &value_none : NULL;
}

const struct native save_function = {
	"save", pj_save_params, fn_pj_save,
	"Writes the arrays of a tree to a file. Arrays stored in blocks are "
	"written as float32.", NULL
};
