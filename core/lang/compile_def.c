/* SPDX-License-Identifier: Apache-2.0 */
/* Functions, lambdas, classes. */
#include <string.h>

#include "core/lang/compile_private.h"
#include "core/value/class.h"

static struct value *
doc_of(struct compiler *z, const struct node_list *body)
{
	const struct node *n;

	if (body->n == 0 || body->item[0]->kind != NODE_EXPR)
		return NULL;
	n = body->item[0]->expr.value;
	if (n->kind != NODE_CONSTANT || n->constant.kind != CONSTANT_STR)
		return NULL;
	return constant_of(z, n);
}

void
emit_function(struct compiler *z, struct code *k, struct name_scope *s,
    unsigned flags, struct span at)
{
	for (size_t i = 0; i < s->n && k->nfree > 0; i++) {
		struct symbol *y = &s->symbol[i], *outer;

		if (y->place != PLACE_FREE && !y->passes)
			continue;
		outer = scope_symbol(z->b->scope, y->name);
		if (outer == NULL)
			BUG("compile: a free name without a cell");
		emit(z, OP_LOAD_CELL, outer->slot, at);
	}
	if (k->nfree > 0) {
		emit(z, OP_BUILD_TUPLE, k->nfree, at);
		flags |= MAKE_CLOSURE;
	}
	emit_const(z, &k->hdr, at);
	emit(z, OP_MAKE_FUNCTION, flags, at);
}

/* Values of defaults and annotations, as MAKE_FUNCTION takes them. */
static unsigned
compile_param_values(struct compiler *z, const struct param_list *params,
    const struct node *returns, struct span at)
{
	uint32_t n = 0, nkw = 0, nnotes = 0;
	unsigned flags = 0;

	for (uint32_t i = 0; i < params->n; i++) {
		const struct param_node *p = &params->item[i];

		if (p->default_value == NULL || p->place == PARAM_KWONLY)
			continue;
		compile_expr(z, p->default_value);
		n++;
	}
	if (n > 0) {
		emit(z, OP_BUILD_TUPLE, n, at);
		flags |= MAKE_DEFAULTS;
	}
	for (uint32_t i = 0; i < params->n; i++) {
		const struct param_node *p = &params->item[i];

		if (p->default_value == NULL || p->place != PARAM_KWONLY)
			continue;
		emit_const(z, str_of_atom(z->c, mangled(z, p->name)), p->at);
		compile_expr(z, p->default_value);
		nkw++;
	}
	if (nkw > 0) {
		emit(z, OP_BUILD_MAP, nkw, at);
		flags |= MAKE_KWDEFAULTS;
	}
	for (uint32_t i = 0; i < params->n; i++) {
		const struct param_node *p = &params->item[i];

		if (p->annotation == NULL)
			continue;
		emit_const(z, str_of_atom(z->c, mangled(z, p->name)), p->at);
		compile_annotation(z, p->annotation);
		nnotes++;
	}
	if (returns != NULL) {
		emit_const(z, str_of_atom(z->c, atom(z->c, "return")), at);
		compile_annotation(z, returns);
		nnotes++;
	}
	if (nnotes > 0) {
		emit(z, OP_BUILD_MAP, nnotes, at);
		flags |= MAKE_ANNOTATIONS;
	}
	return flags;
}

static void
compile_decorators(struct compiler *z, const struct node_list *list)
{
	for (uint32_t i = 0; i < list->n; i++)
		compile_expr(z, list->item[i]);
}

static void
call_decorators(struct compiler *z, const struct node_list *list)
{
	for (uint32_t i = list->n; i-- > 0;)
		emit(z, OP_CALL, 1, list->item[i]->at);
}

void
compile_function(struct compiler *z, const struct node *n)
{
	struct name_scope *s = symbols_of(&z->symbols, n);
	unsigned flags;
	struct code *k;
	struct span at = { n->at.begin, n->function.name_at.end };

	compile_decorators(z, &n->function.decorators);
	flags = compile_param_values(z, &n->function.params,
	    n->function.returns, at);
	block_enter(z, s, n->function.name, n->at);
	z->b->code->doc = value_ref(doc_of(z, &n->function.body));
	compile_body(z, &n->function.body);
	emit_none(z, at);
	emit(z, OP_RETURN, 0, at);
	k = block_leave(z);
	if (k == NULL)
		return;
	emit_function(z, k, s, flags, at);
	call_decorators(z, &n->function.decorators);
	emit_store(z, n->function.name, n->function.name_at);
}

void
compile_lambda(struct compiler *z, const struct node *n)
{
	struct name_scope *s = symbols_of(&z->symbols, n);
	unsigned flags = compile_param_values(z, &n->lambda.params, NULL,
	    n->at);
	struct code *k;

	block_enter(z, s, atom(z->c, "<lambda>"), n->at);
	compile_expr(z, n->lambda.body);
	if (s->generator) {
		emit(z, OP_POP_TOP, 0, n->at);
		emit_none(z, n->at);
	}
	emit(z, OP_RETURN, 0, n->lambda.body->at);
	k = block_leave(z);
	if (k != NULL)
		emit_function(z, k, s, flags, n->at);
}

static void
store_text(struct compiler *z, const char *name, struct value *v,
    struct span at)
{
	emit_const(z, v, at);
	emit(z, OP_STORE_NAME, add_name(z, atom(z->c, name)), at);
}

static struct code *
compile_class_body(struct compiler *z, const struct node *n,
    struct name_scope *s)
{
	struct span at = { n->at.begin, n->class_def.name_at.end };
	struct symbol *cell;
	struct value *doc;

	block_enter(z, s, n->class_def.name, n->at);
	emit(z, OP_LOAD_NAME, add_name(z, atom(z->c, "__name__")), at);
	emit(z, OP_STORE_NAME, add_name(z, atom(z->c, "__module__")), at);
	store_text(z, "__qualname__", str_of_atom(z->c,
	    z->b->code->qualname), at);
	doc = doc_of(z, &n->class_def.body);
	if (doc != NULL)
		store_text(z, "__doc__", doc, at);
	compile_body(z, &n->class_def.body);
	cell = scope_symbol(s, atom(z->c, "__class__"));
	/* BUILD_CLASS fills the cell once there is a class. */
	if (s->needs_class && cell != NULL && cell->place == PLACE_CELL)
		emit(z, OP_LOAD_CELL, cell->slot, at);
	else
		emit_none(z, at);
	emit(z, OP_RETURN, 0, at);
	return block_leave(z);
}

void
compile_class(struct compiler *z, const struct node *n)
{
	struct name_scope *s = symbols_of(&z->symbols, n);
	struct span at = { n->at.begin, n->class_def.name_at.end };
	struct code *k;

	compile_decorators(z, &n->class_def.decorators);
	k = compile_class_body(z, n, s);
	if (k == NULL)
		return;
	emit_function(z, k, s, 0, at);
	compile_tuple(z, &n->class_def.bases, at);
	if (n->class_def.keywords.n > 0)
		compile_keywords(z, &n->class_def.keywords, at, 2);
	emit(z, OP_BUILD_CLASS, n->class_def.keywords.n > 0, at);
	call_decorators(z, &n->class_def.decorators);
	emit_store(z, n->class_def.name, n->class_def.name_at);
}
