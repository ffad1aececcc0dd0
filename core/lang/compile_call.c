/* SPDX-License-Identifier: Apache-2.0 */
/* Calls: the function, positional arguments, keywords, stars. */
#include <stdlib.h>

#include "core/base/xalloc.h"
#include "core/lang/compile_private.h"

#define MANY 200	/* arguments that still go on the stack one by one */

static bool
has_stars(const struct node *n)
{
	if (n->call.args.n + n->call.keywords.n > MANY)
		return true;
	for (uint32_t i = 0; i < n->call.args.n; i++)
		if (n->call.args.item[i]->kind == NODE_STARRED)
			return true;
	for (uint32_t i = 0; i < n->call.keywords.n; i++)
		if (n->call.keywords.item[i].name == NULL)
			return true;
	return false;
}

/* Leaves a dict on the stack. depth: of the function below the dict. */
void
compile_keywords(struct compiler *z, const struct keyword_list *kw,
    struct span at, uint32_t depth)
{
	emit(z, OP_BUILD_MAP, 0, at);
	for (uint32_t i = 0; i < kw->n; i++) {
		const struct keyword_node *k = &kw->item[i];

		if (k->name == NULL) {
			compile_expr(z, k->value);
			emit(z, OP_DICT_MERGE, depth, at);
			continue;
		}
		emit_const(z, str_of_atom(z->c, mangled(z, k->name)), k->at);
		compile_expr(z, k->value);
		/* A name twice is an error; a literal one was the parser's. */
		emit(z, OP_BUILD_MAP, 1, k->at);
		emit(z, OP_DICT_MERGE, depth, at);
	}
}

/* f(a, *b, c=d, **e) */
static void
call_with_stars(struct compiler *z, const struct node *n)
{
	const struct node_list *args = &n->call.args;

	if (args->n == 1 && args->item[0]->kind == NODE_STARRED) {
		/* The sequence itself is taken: f(*args) */
		emit(z, OP_BUILD_LIST, 0, n->at);
		compile_expr(z, args->item[0]->starred.value);
		emit(z, OP_LIST_EXTEND, 1, n->at);
	} else {
		emit(z, OP_BUILD_LIST, 0, n->at);
		for (uint32_t i = 0; i < args->n; i++) {
			const struct node *x = args->item[i];
			bool star = x->kind == NODE_STARRED;

			compile_expr(z, star ? x->starred.value : x);
			emit(z, star ? OP_LIST_EXTEND : OP_LIST_APPEND, 1,
			    n->at);
		}
	}
	if (n->call.keywords.n > 0)
		compile_keywords(z, &n->call.keywords, n->at, 2);
	emit(z, OP_CALL_EX, n->call.keywords.n > 0, n->at);
}

void
compile_call(struct compiler *z, const struct node *n)
{
	const struct node *f = n->call.func;
	const struct keyword_list *kw = &n->call.keywords;
	uint32_t count = n->call.args.n + kw->n, names;
	bool method = f->kind == NODE_ATTRIBUTE;
	const struct atom **name;

	if (has_stars(n)) {
		compile_expr(z, f);
		call_with_stars(z, n);
		return;
	}
	if (method) {
		compile_expr(z, f->attribute.value);
		emit(z, OP_LOAD_METHOD, add_name(z, mangled(z,
		    f->attribute.name)), f->at);
	} else
		compile_expr(z, f);
	for (uint32_t i = 0; i < n->call.args.n; i++)
		compile_expr(z, n->call.args.item[i]);
	if (kw->n == 0) {
		emit(z, method ? OP_CALL_METHOD : OP_CALL, count, n->at);
		return;
	}
	name = xcalloc(kw->n, sizeof(struct atom *));
	for (uint32_t i = 0; i < kw->n; i++) {
		name[i] = mangled(z, kw->item[i].name);
		compile_expr(z, kw->item[i].value);
	}
	names = add_kw(z, name, kw->n);
	free(name);
	if (names > UINT16_MAX)
		raise_syntax(z->c, z->unit, n->at,
		    "too many calls with keywords in one function");
	emit(z, method ? OP_CALL_METHOD_KW : OP_CALL_KW, count | names << 16,
	    n->at);
}
