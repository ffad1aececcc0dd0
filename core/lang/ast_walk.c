/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/ast_walk.h"

#include <stdlib.h>

#include "core/base/err.h"
#include "core/base/xalloc.h"
#include "core/lang/unit.h"

struct visitor {
	void (*fn)(void *, struct node *);
	void *data;
};

static void
one(const struct visitor *v, struct node *n)
{
	if (n != NULL)
		v->fn(v->data, n);
}

static void
list(const struct visitor *v, struct node_list l)
{
	for (uint32_t i = 0; i < l.n; i++)
		one(v, l.item[i]);
}

static void
keywords(const struct visitor *v, struct keyword_list l)
{
	for (uint32_t i = 0; i < l.n; i++)
		one(v, l.item[i].value);
}

static void
params(const struct visitor *v, struct param_list l)
{
	for (uint32_t i = 0; i < l.n; i++) {
		one(v, l.item[i].annotation);
		one(v, l.item[i].default_value);
	}
}

static void
comprehension(const struct visitor *v, const struct node *n)
{
	one(v, n->comp.element);
	one(v, n->comp.value);
	for (uint32_t i = 0; i < n->comp.n; i++) {
		one(v, n->comp.clauses[i].target);
		one(v, n->comp.clauses[i].iter);
		list(v, n->comp.clauses[i].ifs);
	}
}

static void
expression(const struct visitor *v, const struct node *n)
{
	switch (n->kind) {
	case NODE_JOINED_STR:
		list(v, n->joined.parts);
		break;
	case NODE_FORMATTED:
		one(v, n->formatted.value);
		one(v, n->formatted.spec);
		break;
	case NODE_ATTRIBUTE:
		one(v, n->attribute.value);
		break;
	case NODE_SUBSCRIPT:
		one(v, n->subscript.value);
		one(v, n->subscript.index);
		break;
	case NODE_SLICE:
		one(v, n->slice.lower);
		one(v, n->slice.upper);
		one(v, n->slice.step);
		break;
	case NODE_CALL:
		one(v, n->call.func);
		list(v, n->call.args);
		keywords(v, n->call.keywords);
		break;
	case NODE_STARRED:
		one(v, n->starred.value);
		break;
	case NODE_UNARY:
		one(v, n->unary.operand);
		break;
	case NODE_BINARY:
		one(v, n->binary.left);
		one(v, n->binary.right);
		break;
	case NODE_BOOL:
		list(v, n->boolean.values);
		break;
	case NODE_COMPARE:
		one(v, n->compare.left);
		list(v, n->compare.right);
		break;
	case NODE_IF_EXP:
		one(v, n->if_exp.test);
		one(v, n->if_exp.body);
		one(v, n->if_exp.orelse);
		break;
	case NODE_NAMED_EXPR:
		one(v, n->named.target);
		one(v, n->named.value);
		break;
	case NODE_LAMBDA:
		params(v, n->lambda.params);
		one(v, n->lambda.body);
		break;
	case NODE_TUPLE:
	case NODE_LIST:
	case NODE_SET:
		list(v, n->sequence.items);
		break;
	case NODE_DICT:
		list(v, n->dict.keys);
		list(v, n->dict.values);
		break;
	case NODE_LIST_COMP:
	case NODE_SET_COMP:
	case NODE_DICT_COMP:
	case NODE_GENERATOR:
		comprehension(v, n);
		break;
	case NODE_YIELD:
	case NODE_YIELD_FROM:
		one(v, n->yield.value);
		break;
	default:
		break;
	}
}

static void
try_statement(const struct visitor *v, const struct node *n)
{
	list(v, n->try_stmt.body);
	for (uint32_t i = 0; i < n->try_stmt.n; i++) {
		one(v, n->try_stmt.handlers[i].type);
		list(v, n->try_stmt.handlers[i].body);
	}
	list(v, n->try_stmt.orelse);
	list(v, n->try_stmt.finally);
}

static void
with_statement(const struct visitor *v, const struct node *n)
{
	for (uint32_t i = 0; i < n->with.n; i++) {
		one(v, n->with.items[i].context);
		one(v, n->with.items[i].target);
	}
	list(v, n->with.body);
}

static void
definition(const struct visitor *v, const struct node *n)
{
	if (n->kind == NODE_FUNCTION_DEF) {
		params(v, n->function.params);
		one(v, n->function.returns);
		list(v, n->function.decorators);
		list(v, n->function.body);
	} else {
		list(v, n->class_def.bases);
		keywords(v, n->class_def.keywords);
		list(v, n->class_def.decorators);
		list(v, n->class_def.body);
	}
}

static void
statement(const struct visitor *v, const struct node *n)
{
	switch (n->kind) {
	case NODE_EXPR:
		one(v, n->expr.value);
		break;
	case NODE_ASSIGN:
		list(v, n->assign.targets);
		one(v, n->assign.value);
		break;
	case NODE_AUG_ASSIGN:
		one(v, n->aug_assign.target);
		one(v, n->aug_assign.value);
		break;
	case NODE_ANN_ASSIGN:
		one(v, n->ann_assign.target);
		one(v, n->ann_assign.annotation);
		one(v, n->ann_assign.value);
		break;
	case NODE_FUNCTION_DEF:
	case NODE_CLASS_DEF:
		definition(v, n);
		break;
	case NODE_RETURN:
		one(v, n->ret.value);
		break;
	case NODE_DELETE:
		list(v, n->del.targets);
		break;
	case NODE_FOR:
		one(v, n->for_loop.target);
		one(v, n->for_loop.iter);
		list(v, n->for_loop.body);
		list(v, n->for_loop.orelse);
		break;
	case NODE_WHILE:
		one(v, n->while_loop.test);
		list(v, n->while_loop.body);
		list(v, n->while_loop.orelse);
		break;
	case NODE_IF:
		one(v, n->if_stmt.test);
		list(v, n->if_stmt.body);
		list(v, n->if_stmt.orelse);
		break;
	case NODE_WITH:
		with_statement(v, n);
		break;
	case NODE_RAISE:
		one(v, n->raise.exc);
		one(v, n->raise.cause);
		break;
	case NODE_TRY:
		try_statement(v, n);
		break;
	case NODE_ASSERT:
		one(v, n->assertion.test);
		one(v, n->assertion.message);
		break;
	default:
		break;
	}
}

void
node_children(const struct node *n, void (*visit)(void *, struct node *),
    void *data)
{
	struct visitor v = { visit, data };

	if (node_is_statement(n))
		statement(&v, n);
	else
		expression(&v, n);
}

/* ---- depth ------------------------------------------------------------ */

struct todo {
	struct node *node;
	uint32_t depth;
};

struct walk {
	struct todo *todo;
	size_t n, cap;
	uint32_t depth;
};

static void
push(void *data, struct node *n)
{
	struct walk *w = data;

	if (w->n == w->cap)
		w->todo = xgrow(w->todo, &w->cap, 64, sizeof *w->todo);
	w->todo[w->n++] = (struct todo) { n, w->depth };
}

bool
ast_depth_check(struct ctx *c, struct unit *u)
{
	struct walk w = { .depth = 1 };

	for (uint32_t i = 0; i < u->body.n; i++)
		push(&w, u->body.item[i]);
	while (w.n > 0) {
		struct todo t = w.todo[--w.n];

		if (t.depth > AST_MAX_DEPTH) {
			free(w.todo);
			u->err_at = t.node->at;
			err_raise(c, ERR_SYNTAX,
			    "too many nested expressions or blocks");
			return false;
		}
		w.depth = t.depth + 1;
		node_children(t.node, push, &w);
	}
	free(w.todo);
	return true;
}
