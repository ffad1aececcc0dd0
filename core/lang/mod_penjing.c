/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/mod_penjing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/interp.h"
#include "core/lang/mod_files.h"
#include "core/lang/mod_generate.h"
#include "core/lang/mod_tokenizer.h"
#include "core/load/arch.h"
#include "core/load/locate.h"
#include "core/tensor/storage.h"
#include "core/value/array.h"
#include "core/value/tree.h"

/* ---- opening ---------------------------------------------------------------------- */

const char *
penjing_environ(struct ctx *c, const char *name)
{
	struct value *os = module_import(c, "os", 2), *env, *v;

	env = os == NULL ? NULL : value_find_attr(c, os, atom(c, "environ"));
	if (env == NULL) {
		err_clear(c);
		return NULL;
	}
	v = value_is(env, &dict_kind) ? dict_find_atom(c, env,
	    atom(c, name)) : NULL;
	return v != NULL && value_is(v, &str_kind) ? str_text(v) : NULL;
}

bool
penjing_locate(struct ctx *c, struct value *path, struct buf *out)
{
	const char *home = penjing_environ(c, "HOME");

	if (path == NULL || !value_is(path, &str_kind))
		return err_raise(c, ERR_TYPE, "a path or the name of a model "
		    "was expected, not %s", value_type_name(c, path));
	return locate(c, str_text(path), home != NULL ? home : ".",
	    penjing_environ(c, "HF_HUB_CACHE"), out);
}

struct ckpt *
penjing_open(struct ctx *c, struct value *path)
{
	struct buf found = BUF_INIT;
	struct ckpt *k = NULL;

	if (penjing_locate(c, path, &found))
		k = ckpt_open(c, found.data);
	buf_release(&found);
	return k;
}

static const struct param path_params[] = {
	{ "path", PARAM_STR, NULL, "A file, a folder, or a name found in the "
	    "caches of Hugging Face or Ollama.", 0 }, { 0 }
};

static struct value *
fn_open(struct ctx *c, struct value *const *args)
{
	struct ckpt *k = penjing_open(c, args[0]);

	return k == NULL ? NULL : ckpt_tree(c, k);
}

static struct value *
fn_load(struct ctx *c, struct value *const *args)
{
	struct ckpt *k = penjing_open(c, args[0]);

	return k == NULL ? NULL : arch_load(c, k);
}

/* ---- memory ------------------------------------------------------------------------ */

static struct value *
fn_memory(struct ctx *c, struct value *const *args UNUSED)
{
	struct value *d = dict_new(c);

	return dict_set_atom(c, d, atom(c, "in_use"), value_int(c,
	    (int64_t)storage_in_use(c))) &&
	    dict_set_atom(c, d, atom(c, "limit"), value_int(c,
	    (int64_t)storage_limit(c))) ? d : NULL;
}

/* ---- strict ------------------------------------------------------------------------- */

static const struct param on_params[] = {
	{ "on", PARAM_BOOL, "True", "Errors instead of warnings.", 0 }, { 0 }
};

static struct value *
fn_strict(struct ctx *c, struct value *const *args)
{
	c->select.strict = args[0] == &value_true;
	return &value_none;
}

/* ---- comparing ----------------------------------------------------------------------- */

static const struct param compare_params[] = {
	{ "a", PARAM_ANY, NULL, "A tree of arrays, or a model.", 0 },
	{ "b", PARAM_ANY, NULL, "Another of the same shape.", 0 }, { 0 }
};

struct comparison {
	double largest;
	int64_t arrays, differing;
	struct buf where;	/* path of the largest difference */
	struct step steps[TREE_MAX_DEPTH];
};

static bool
compare_arrays(struct ctx *c, struct comparison *k, struct tensor *a,
    struct tensor *b, size_t depth)
{
	size_t mark = scope_mark(&c->scope);
	struct tensor *d = tensor_unary(c, UNARY_abs, tensor_binary(c,
	    BINARY_sub, tensor_cast(c, a, DT_F32), tensor_cast(c, b,
	    DT_F32)));
	uint32_t all = d == NULL ? 0 : (1u << tensor_naxes(d)) - 1;
	double x;

	if (!tensor_item_f(c, tensor_reduce(c, REDUCE_max, d, all, false),
	    &x))
		return false;
	k->arrays++;
	k->differing += !(x == 0);
	if (x > k->largest || isnan(x)) {
		k->largest = x;
		buf_truncate(&k->where, 0);
		path_write(c, &k->where, k->steps, depth);
	}
	scope_drop(c, mark);
	return true;
}

static struct value *
content(struct value *v)
{
	return value_is(v, &var_kind) && ((struct var *)v)->value != NULL ?
	    ((struct var *)v)->value : v;
}

static bool
compare(struct ctx *c, struct comparison *k, struct value *a,
    struct value *b, size_t depth)
{
	struct tensor *ta, *tb;
	size_t n;

	a = content(a);
	b = content(b);
	ta = value_find_tensor(a);
	tb = value_find_tensor(b);
	if (ta != NULL && tb != NULL)
		return compare_arrays(c, k, ta, tb, depth);
	n = tree_nchild(a);
	if (n != tree_nchild(b) || (ta != NULL) != (tb != NULL)) {
		struct buf at = BUF_INIT;

		path_write(c, &at, k->steps, depth);
		err_raise(c, ERR_VALUE, "pj.compare: the trees differ in shape "
		    "at root%s: %s and %s", at.data, value_type_name(c, a),
		    value_type_name(c, b));
		buf_release(&at);
		return false;
	}
	for (size_t i = 0; i < n && depth + 1 < TREE_MAX_DEPTH; i++) {
		struct child ch = tree_child(a, i);

		k->steps[depth] = ch.step;
		if (!ctx_poll(c) || !compare(c, k, ch.value, tree_child(b,
		    i).value, depth + 1))
			return false;
	}
	return true;
}

static struct value *
fn_compare(struct ctx *c, struct value *const *args)
{
	struct comparison k = { .where = BUF_INIT };
	struct value *d = NULL;

	if (compare(c, &k, args[0], args[1], 0)) {
		d = dict_new(c);
		if (!dict_set_atom(c, d, atom(c, "largest_difference"),
		    value_float(c, k.largest)) ||
		    !dict_set_atom(c, d, atom(c, "at"), str_new(c,
		    k.where.data)) ||
		    !dict_set_atom(c, d, atom(c, "arrays"), value_int(c,
		    k.arrays)) ||
		    !dict_set_atom(c, d, atom(c, "differing"), value_int(c,
		    k.differing)))
			d = NULL;
	}
	buf_release(&k.where);
	return d;
}

/* ---- the module ----------------------------------------------------------------------- */

static const struct param no_params[] = { { 0 } };

static const struct native penjing_functions[] = {
	{ "open", path_params, fn_open, "Any checkpoint as a tree of arrays, "
	    "at once: nothing is read before it is looked at.", NULL },
	{ "load", path_params, fn_load, "A model of a checkpoint: a tree of "
	    "layers, to be shown, edited and called.", NULL },
	{ "memory", no_params, fn_memory,
	    "Bytes of arrays in use, and the limit.", NULL },
	{ "strict", on_params, fn_strict, "Makes an edit of an empty selection "
	    "an error instead of a warning.", NULL },
	{ "compare", compare_params, fn_compare,
	    "The largest difference between two trees of arrays, and where "
	    "it is.", NULL },
	{ 0 }
};

static bool
penjing_fill(struct ctx *c, struct value *module)
{
	return module_set(c, module, "generate", native_value(c,
	    &generate_function)) && module_set(c, module, "tokenizer",
	    native_value(c, &tokenizer_function)) && module_set(c, module,
	    "save", native_value(c, &save_function));
}

const struct module_row mod_penjing = {
	.name = "penjing", .doc = "Checkpoints, generation, memory: what "
	    "Penzai has no name for.",
	.functions = penjing_functions, .fill = penjing_fill,
};
