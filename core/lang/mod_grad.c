/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/mod_grad.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/xalloc.h"
#include "core/lang/numeric.h"
#include "core/tensor/tape.h"
#include "core/value/array.h"
#include "core/value/tree.h"

/* ---- arrays of arguments -------------------------------------------------------- */

/* The arrays of the differentiated arguments, in the order of their trees;
 * the same walk collects, replaces and gives the derivatives. */
struct leaves {
	struct tensor **t;
	size_t n, cap, next;
};

/* A frozen variable is a node around its value, as in Penzai. */
static struct value *
frozen_map(struct ctx *c, struct value *leaf,
    struct value *(*fn)(struct ctx *, struct value *, void *), void *data)
{
	struct var *v = (struct var *)leaf;
	struct value *inner = tree_map(c, v->value, fn, data);

	if (inner == NULL || inner == v->value)
		return inner == NULL ? NULL : leaf;
	return var_new(c, v->row, v->label, inner, v->metadata);
}

static bool
is_frozen(const struct value *leaf)
{
	const struct var *v = (const struct var *)leaf;

	return value_is(leaf, &var_kind) && v->value != NULL &&
	    (v->row == &parameter_value_row ||
	    v->row == &state_variable_value_row);
}

static struct value *
leaf_collect(struct ctx *c, struct value *leaf, void *data)
{
	struct leaves *l = data;
	struct tensor *t = value_find_tensor(leaf);

	if (is_frozen(leaf))
		return frozen_map(c, leaf, leaf_collect, data);

	if (t == NULL && value_is(leaf, &float_kind))
		t = value_tensor(c, leaf, "grad", false);
	else if (t == NULL && value_is_int(leaf))
		t = value_tensor(c, leaf, "grad", false);
	if (t == NULL)
		return err_is_set(c) ? NULL : leaf;
	if (!dtype_is_float(tensor_dtype(t)))
		return err_raise(c, ERR_TYPE, "grad requires real- or "
		    "complex-valued inputs (input dtype that is a sub-dtype "
		    "of np.inexact), but got %s. If you want to use "
		    "Boolean- or integer-valued inputs, use vjp or set "
		    "allow_int to True.", dtypes[tensor_dtype(t)].name);
	if (l->n == l->cap)
		l->t = xgrow(l->t, &l->cap, 16, sizeof(struct tensor *));
	l->t[l->n++] = t;
	return leaf;
}

static struct value *
leaf_replace(struct ctx *c, struct value *leaf, void *data)
{
	struct leaves *l = data;

	if (is_frozen(leaf))
		return frozen_map(c, leaf, leaf_replace, data);
	if (value_find_tensor(leaf) == NULL &&
	    !value_is(leaf, &float_kind) && !value_is_int(leaf))
		return leaf;
	return array_like(c, l->t[l->next++], &leaf, 1);
}

/* ---- the call ---------------------------------------------------------------------- */

/* What jax.grad remembers: a tuple (fun, argnums, has_aux, with value). */
enum { FUN, ARGNUMS, HAS_AUX, WITH_VALUE, PARTS };

struct call {
	struct value *const *how;
	size_t narg;
	struct value **v;	/* arguments, positional then named */
	struct args args;
	int64_t at[PARAM_MAX];	/* which of them are differentiated */
	size_t nat;
	struct leaves leaves;
	struct tape *tape;
};

static bool
argnum_add(struct ctx *c, struct call *k, struct value *v)
{
	int64_t i;

	if (!value_to_int(c, v, "argnums", &i))
		return false;
	if (i < 0)
		i += (int64_t)k->args.npos;
	if (i < 0 || i >= (int64_t)k->args.npos || k->nat == PARAM_MAX) {
		err_raise(c, ERR_VALUE, "jax.grad requires at least %lld "
		    "positional arguments to be passed by the caller, but "
		    "got only %zu positional arguments.", (long long)i + 1,
		    k->args.npos);
		return false;
	}
	k->at[k->nat++] = i;
	return true;
}

static bool
argnums_read(struct ctx *c, struct call *k)
{
	struct value *a = k->how[ARGNUMS];

	if (!value_is_seq(a))
		return argnum_add(c, k, a);
	for (size_t i = 0; i < seq_len(a); i++)
		if (!argnum_add(c, k, seq_item(a, i)))
			return false;
	return true;
}

/* Collects the arrays and puts those that the tape looks at in their place. */
static bool
call_begin(struct ctx *c, struct call *k)
{
	for (size_t i = 0; i < k->nat; i++)
		if (tree_map(c, k->v[k->at[i]], leaf_collect, &k->leaves) ==
		    NULL)
			return false;
	k->tape = tape_start(c, k->leaves.t, k->leaves.n);
	if (k->tape == NULL)
		return false;
	k->leaves.next = 0;
	for (size_t i = 0; i < k->nat; i++) {
		struct value **v = &k->v[k->at[i]];

		*v = tree_map(c, *v, leaf_replace, &k->leaves);
		if (*v == NULL)
			return false;
	}
	return true;
}

static struct tensor *
scalar_of(struct ctx *c, struct value *out)
{
	struct tensor *t = value_tensor(c, out, "the result of the function "
	    "given to jax.grad", false);
	struct buf b = BUF_INIT;

	if (t == NULL || (tensor_naxes(t) == 0 &&
	    dtype_is_float(tensor_dtype(t))))
		return t;
	if (tensor_naxes(t) > 0) {
		tensor_write_shape(&b, t);
		err_raise(c, ERR_TYPE, "Gradient only defined for "
		    "scalar-output functions. Output had shape: %s.", b.data);
	} else {
		buf_str(&b, dtypes[tensor_dtype(t)].name);
		err_raise(c, ERR_TYPE, "grad requires real- or "
		    "complex-valued outputs (output dtype that is a "
		    "sub-dtype of np.floating), but got %s.", b.data);
	}
	buf_release(&b);
	return NULL;
}

/* Trees of derivatives, one an argument; a tuple of them for argnums=(0,). */
static struct value *
grads_tree(struct ctx *c, struct call *k, struct value *const *old)
{
	struct value *tree[PARAM_MAX];

	k->leaves.next = 0;
	for (size_t i = 0; i < k->nat; i++) {
		tree[i] = tree_map(c, old[k->at[i]], leaf_replace,
		    &k->leaves);
		if (tree[i] == NULL)
			return NULL;
	}
	return value_is_seq(k->how[ARGNUMS]) ? tuple_new(c, k->nat, tree) :
	    tree[0];
}

static struct value *
call_run(struct ctx *c, struct call *k, struct value *const *old)
{
	struct value *out, *main, *grads, *both[2];
	bool aux = false, with_value = false;
	struct tensor *t, *one;

	if (!value_truth(c, k->how[HAS_AUX], &aux) ||
	    !value_truth(c, k->how[WITH_VALUE], &with_value) ||
	    !argnums_read(c, k) || !call_begin(c, k))
		return NULL;
	main = out = value_call(c, k->how[FUN], &k->args);
	if (out != NULL && aux) {
		if (!value_is_seq(out) || seq_len(out) != 2)
			return err_raise(c, ERR_TYPE, "expected function "
			    "with aux output to return a two-element tuple, "
			    "but got %s", value_type_name(c, out));
		main = seq_item(out, 0);
	}
	t = main == NULL ? NULL : scalar_of(c, main);
	if (t == NULL)
		return NULL;
	tape_stop(k->tape);
	one = tensor_fill(c, 1, tensor_dtype(t), 0, NULL);
	if (one == NULL || !tape_pull(c, k->tape, &t, &one, 1, k->leaves.t))
		return NULL;
	grads = grads_tree(c, k, old);
	if (grads == NULL)
		return NULL;
	both[0] = out;
	both[1] = grads;
	if (!with_value && !aux)
		return grads;
	if (!with_value) {
		both[0] = grads;
		both[1] = seq_item(out, 1);
	}
	return tuple_new(c, 2, both);
}

static const struct param call_params[] = {
	{ "how", PARAM_ANY, NULL, "", PARAM_POSITIONAL | PARAM_HIDDEN },
	{ "args", PARAM_ANY, NULL, "As the function's.", PARAM_VARARGS },
	{ "kwargs", PARAM_ANY, NULL, "As the function's.", PARAM_KWARGS },
	{ 0 }
};

static struct value *
fn_call(struct ctx *c, struct value *const *args)
{
	struct call k = { .how = seq_items(args[0]) };
	size_t npos = seq_len(args[1]), nkw = dict_len(args[2]), at = 0, i;
	const struct atom **names = xcalloc(nkw, sizeof *names);
	struct value *key, *v, *r = NULL;

	k.v = xcalloc(npos + nkw, sizeof(struct value *));
	for (i = 0; i < npos; i++)
		k.v[i] = seq_item(args[1], i);
	for (i = 0; i < nkw && dict_next(args[2], &at, &key, &v); i++) {
		names[i] = str_atom(c, key);
		k.v[npos + i] = v;
	}
	k.args = (struct args){ k.v, npos, names, nkw };
	if (npos == 0)
		err_raise(c, ERR_TYPE, "a differentiated function needs its "
		    "arguments by position");
	else
		r = call_run(c, &k, seq_items(args[1]));
	tape_free(&k.tape);
	free(k.leaves.t);
	free(k.v);
	free(names);
	return r;
}

static const struct native call_native = { "grad_of_function", call_params,
    fn_call, "Calls a function and gives its derivatives.", NULL };

static const struct param grad_params[] = {
	{ "fun", PARAM_CALLABLE, NULL, "A function of arrays or trees of them "
	    "that returns a scalar.", 0 },
	{ "argnums", PARAM_ANY, "0", "Which positional arguments: an int or "
	    "a tuple of ints.", 0 },
	{ "has_aux", PARAM_BOOL, "False", "The function returns a pair; the "
	    "second part is handed through.", 0 },
	{ "options", PARAM_ANY, NULL, "Are accepted and change nothing.",
	    PARAM_KWARGS }, { 0 }
};

static struct value *
grad_make(struct ctx *c, struct value *const *args, bool with_value)
{
	struct value *how[PARTS] = { args[0], args[1], args[2],
		value_bool(with_value) };

	return method_new(c, native_value(c, &call_native), tuple_new(c,
	    PARTS, how));
}

static struct value *
fn_grad(struct ctx *c, struct value *const *args)
{
	return grad_make(c, args, false);
}

static struct value *
fn_value_and_grad(struct ctx *c, struct value *const *args)
{
	return grad_make(c, args, true);
}

const struct native grad_functions[] = {
	{ "grad", grad_params, fn_grad, "The function that gives the "
	    "derivative of a scalar function.", NULL },
	{ "value_and_grad", grad_params, fn_value_and_grad, "The same, with "
	    "the function's value before it.", NULL },
	{ 0 }
};

/* ---- jax.lax.stop_gradient ------------------------------------------------------------ */

static const struct param stop_params[] = {
	{ "x", PARAM_ANY, NULL, "A tree of arrays.", 0 }, { 0 }
};

static struct value *
stop_leaf(struct ctx *c, struct value *leaf, void *data UNUSED)
{
	struct tensor *t = value_find_tensor(leaf);

	if (is_frozen(leaf))
		return frozen_map(c, leaf, stop_leaf, NULL);
	return t == NULL ? leaf : array_like(c, tape_cut(c, t), &leaf, 1);
}

static struct value *
fn_stop(struct ctx *c, struct value *const *args)
{
	return tree_map(c, args[0], stop_leaf, NULL);
}

const struct native grad_lax_functions[] = {
	{ "stop_gradient", stop_params, fn_stop, "The same values, through "
	    "which no derivative flows.", NULL },
	{ 0 }
};
