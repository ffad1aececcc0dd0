/* SPDX-License-Identifier: Apache-2.0 */
/* Statements, but for those that guard others (compile_try.c). */
#include <string.h>

#include "core/lang/compile_private.h"

void
compile_annotation(struct compiler *z, const struct node *n)
{
	if (z->future_annotations)
		emit_const(z, str_new_len(z->c, z->unit->text + n->at.begin,
		    n->at.end - n->at.begin), n->at);
	else
		compile_expr(z, n);
}

static void
compile_assign(struct compiler *z, const struct node *n)
{
	const struct node_list *targets = &n->assign.targets;

	compile_expr(z, n->assign.value);
	for (uint32_t i = 0; i < targets->n; i++) {
		if (i + 1 < targets->n)
			emit(z, OP_DUP, 0, n->at);
		compile_store(z, targets->item[i]);
	}
}

static void
compile_aug_assign(struct compiler *z, const struct node *n)
{
	static const enum arith of[] = {
		[BINARY_ADD] = ARITH_ADD, [BINARY_SUB] = ARITH_SUB,
		[BINARY_MUL] = ARITH_MUL, [BINARY_MATMUL] = ARITH_MATMUL,
		[BINARY_DIV] = ARITH_DIV,
		[BINARY_FLOORDIV] = ARITH_FLOOR_DIV,
		[BINARY_MOD] = ARITH_MOD, [BINARY_POW] = ARITH_POW,
		[BINARY_LSHIFT] = ARITH_SHL, [BINARY_RSHIFT] = ARITH_SHR,
		[BINARY_AND] = ARITH_AND, [BINARY_OR] = ARITH_OR,
		[BINARY_XOR] = ARITH_XOR
	};
	const struct node *t = n->aug_assign.target;
	uint32_t name = 0;

	switch (t->kind) {
	case NODE_NAME:
		emit_load(z, t->name.id, t->at);
		break;
	case NODE_ATTRIBUTE:
		compile_expr(z, t->attribute.value);
		name = add_name(z, mangled(z, t->attribute.name));
		emit(z, OP_DUP, 0, t->at);
		emit(z, OP_LOAD_ATTR, name, t->at);
		break;
	default:
		compile_expr(z, t->subscript.value);
		compile_expr(z, t->subscript.index);
		emit(z, OP_DUP_TWO, 0, t->at);
		emit(z, OP_LOAD_ITEM, 0, t->at);
		break;
	}
	compile_expr(z, n->aug_assign.value);
	emit(z, OP_INPLACE, of[n->aug_assign.op], n->at);
	switch (t->kind) {
	case NODE_NAME:
		emit_store(z, t->name.id, t->at);
		break;
	case NODE_ATTRIBUTE:
		emit(z, OP_ROT_TWO, 0, t->at);
		emit(z, OP_STORE_ATTR, name, t->at);
		break;
	default:
		emit(z, OP_ROT_THREE, 0, t->at);
		emit(z, OP_STORE_ITEM, 0, t->at);
		break;
	}
}

static void
compile_ann_assign(struct compiler *z, const struct node *n)
{
	const struct node *t = n->ann_assign.target;
	bool in_function = z->b->scope->kind == SCOPE_FUNCTION;

	if (n->ann_assign.value != NULL) {
		compile_expr(z, n->ann_assign.value);
		compile_store(z, t);
	}
	if (in_function)
		return;
	compile_annotation(z, n->ann_assign.annotation);
	if (!n->ann_assign.simple) {
		emit(z, OP_POP_TOP, 0, n->at);
		return;
	}
	emit(z, OP_LOAD_NAME, add_name(z, atom(z->c, "__annotations__")),
	    n->at);
	emit_const(z, str_of_atom(z->c, mangled(z, t->name.id)), t->at);
	emit(z, OP_STORE_ITEM, 0, n->at);
}

static void
compile_for(struct compiler *z, const struct node *n)
{
	label next = label_new(z), end = label_new(z), done = label_new(z);
	struct around_block a;

	compile_expr(z, n->for_loop.iter);
	emit(z, OP_GET_ITER, 0, n->for_loop.iter->at);
	around_push(z, &a, AROUND_FOR, n->at);
	a.at_break = done;
	a.at_continue = next;
	label_place(z, next);
	emit_jump(z, OP_FOR_ITER, end, n->for_loop.iter->at);
	compile_store(z, n->for_loop.target);
	compile_body(z, &n->for_loop.body);
	emit_jump(z, OP_JUMP_BACK, next, n->for_loop.iter->at);
	around_pop(z);
	label_place(z, end);
	compile_body(z, &n->for_loop.orelse);
	label_place(z, done);
}

static void
compile_while(struct compiler *z, const struct node *n)
{
	label next = label_new(z), end = label_new(z), done = label_new(z);
	struct around_block a;

	around_push(z, &a, AROUND_LOOP, n->at);
	a.at_break = done;
	a.at_continue = next;
	label_place(z, next);
	compile_jump_if(z, n->while_loop.test, end, false);
	compile_body(z, &n->while_loop.body);
	emit_jump(z, OP_JUMP_BACK, next, n->while_loop.test->at);
	around_pop(z);
	label_place(z, end);
	compile_body(z, &n->while_loop.orelse);
	label_place(z, done);
}

static void
compile_if(struct compiler *z, const struct node *n)
{
	label no = label_new(z), end;

	compile_jump_if(z, n->if_stmt.test, no, false);
	compile_body(z, &n->if_stmt.body);
	if (n->if_stmt.orelse.n == 0) {
		label_place(z, no);
		return;
	}
	end = label_new(z);
	emit_jump(z, OP_JUMP, end, n->at);
	label_place(z, no);
	compile_body(z, &n->if_stmt.orelse);
	label_place(z, end);
}

static void
compile_assert(struct compiler *z, const struct node *n)
{
	label end = label_new(z);

	compile_jump_if(z, n->assertion.test, end, true);
	emit(z, OP_LOAD_ASSERTION_ERROR, 0, n->at);
	if (n->assertion.message != NULL) {
		compile_expr(z, n->assertion.message);
		emit(z, OP_CALL, 1, n->at);
	}
	emit(z, OP_RAISE, 1, n->at);
	label_place(z, end);
}

static void
compile_raise(struct compiler *z, const struct node *n)
{
	uint32_t count = 0;

	if (n->raise.exc != NULL) {
		compile_expr(z, n->raise.exc);
		count++;
	}
	if (n->raise.cause != NULL) {
		compile_expr(z, n->raise.cause);
		count++;
	}
	emit(z, OP_RAISE, count, n->at);
}

static void
compile_import(struct compiler *z, const struct node *n)
{
	for (uint32_t i = 0; i < n->import.names.n; i++) {
		const struct alias_node *a = &n->import.names.item[i];
		const char *dot = strchr(a->path->text, '.');
		uint32_t path = add_name(z, a->path);

		if (a->name != NULL) {
			emit(z, OP_IMPORT_NAME, path, n->at);
			emit_store(z, a->name, a->at);
		} else {
			emit(z, OP_IMPORT_TOP, path, n->at);
			emit_store(z, dot == NULL ? a->path : atom_len(z->c,
			    a->path->text, (size_t)(dot - a->path->text)),
			    a->at);
		}
	}
}

static void
compile_import_from(struct compiler *z, const struct node *n)
{
	const struct alias_list *names = &n->import_from.names;

	emit(z, OP_IMPORT_NAME, add_name(z, n->import_from.module), n->at);
	for (uint32_t i = 0; i < names->n; i++) {
		const struct alias_node *a = &names->item[i];

		if (strcmp(a->path->text, "*") == 0) {
			emit(z, OP_IMPORT_STAR, 0, n->at);
			return;
		}
		emit(z, OP_IMPORT_FROM, add_name(z, a->path), n->at);
		emit_store(z, a->name != NULL ? a->name : a->path, a->at);
	}
	emit(z, OP_POP_TOP, 0, n->at);
}

void
compile_statement(struct compiler *z, const struct node *n)
{
	if (err_is_set(z->c))
		return;
	switch (n->kind) {
	case NODE_EXPR:
		if (n->expr.value->kind == NODE_CONSTANT)
			break;
		compile_expr(z, n->expr.value);
		emit(z, OP_POP_TOP, 0, n->at);
		break;
	case NODE_ASSIGN:
		compile_assign(z, n);
		break;
	case NODE_AUG_ASSIGN:
		compile_aug_assign(z, n);
		break;
	case NODE_ANN_ASSIGN:
		compile_ann_assign(z, n);
		break;
	case NODE_FUNCTION_DEF:
		compile_function(z, n);
		break;
	case NODE_CLASS_DEF:
		compile_class(z, n);
		break;
	case NODE_RETURN:
		compile_return(z, n);
		break;
	case NODE_DELETE:
		for (uint32_t i = 0; i < n->del.targets.n; i++)
			compile_delete(z, n->del.targets.item[i]);
		break;
	case NODE_FOR:
		compile_for(z, n);
		break;
	case NODE_WHILE:
		compile_while(z, n);
		break;
	case NODE_IF:
		compile_if(z, n);
		break;
	case NODE_WITH:
		compile_with(z, n);
		break;
	case NODE_RAISE:
		compile_raise(z, n);
		break;
	case NODE_TRY:
		compile_try(z, n);
		break;
	case NODE_ASSERT:
		compile_assert(z, n);
		break;
	case NODE_IMPORT:
		compile_import(z, n);
		break;
	case NODE_IMPORT_FROM:
		compile_import_from(z, n);
		break;
	case NODE_BREAK:
	case NODE_CONTINUE:
		compile_loop_exit(z, n);
		break;
	default:		/* pass, global, nonlocal */
		break;
	}
}

static bool
has_annotations(const struct node_list *body)
{
	for (uint32_t i = 0; i < body->n; i++) {
		const struct node *n = body->item[i];

		if (n->kind == NODE_ANN_ASSIGN)
			return true;
		if (n->kind == NODE_IF && (has_annotations(&n->if_stmt.body) ||
		    has_annotations(&n->if_stmt.orelse)))
			return true;
		if (n->kind == NODE_WITH && has_annotations(&n->with.body))
			return true;
		if (n->kind == NODE_FOR && has_annotations(&n->for_loop.body))
			return true;
		if (n->kind == NODE_TRY &&
		    (has_annotations(&n->try_stmt.body) ||
		    has_annotations(&n->try_stmt.orelse)))
			return true;
	}
	return false;
}

void
compile_body(struct compiler *z, const struct node_list *body)
{
	enum scope_kind kind = z->b->scope->kind;

	if ((kind == SCOPE_MODULE || kind == SCOPE_CLASS) &&
	    z->b->around == NULL && has_annotations(body))
		emit(z, OP_SETUP_ANNOTATIONS, 0, body->item[0]->at);
	for (uint32_t i = 0; i < body->n; i++)
		compile_statement(z, body->item[i]);
}
