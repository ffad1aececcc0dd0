/* SPDX-License-Identifier: Apache-2.0 */
/* Comprehensions: a function of their own that is given the first loop. */
#include "core/lang/compile_private.h"

static void
compile_clause(struct compiler *z, const struct node *n, uint32_t i)
{
	const struct comp_for *f = &n->comp.clauses[i];
	label next = label_new(z), end = label_new(z);
	uint32_t depth = n->comp.n + 1;

	if (i == 0)
		emit(z, OP_LOAD_FAST, 0, f->iter->at);
	else {
		compile_expr(z, f->iter);
		emit(z, OP_GET_ITER, 0, f->iter->at);
	}
	label_place(z, next);
	emit_jump(z, OP_FOR_ITER, end, f->iter->at);
	compile_store(z, f->target);
	for (uint32_t k = 0; k < f->ifs.n; k++)
		compile_jump_if(z, f->ifs.item[k], next, false);
	if (i + 1 < n->comp.n)
		compile_clause(z, n, i + 1);
	else {
		compile_expr(z, n->comp.element);
		switch (n->kind) {
		case NODE_LIST_COMP:
			emit(z, OP_LIST_APPEND, depth, n->at);
			break;
		case NODE_SET_COMP:
			emit(z, OP_SET_ADD, depth, n->at);
			break;
		case NODE_DICT_COMP:
			compile_expr(z, n->comp.value);
			emit(z, OP_MAP_ADD, depth, n->at);
			break;
		default:
			emit(z, OP_YIELD, 0, n->comp.element->at);
			emit(z, OP_POP_TOP, 0, n->at);
			break;
		}
	}
	emit_jump(z, OP_JUMP_BACK, next, n->at);
	label_place(z, end);
}

void
compile_comp(struct compiler *z, const struct node *n)
{
	static const char *const names[] = {
		[NODE_LIST_COMP] = "<listcomp>",
		[NODE_SET_COMP] = "<setcomp>",
		[NODE_DICT_COMP] = "<dictcomp>",
		[NODE_GENERATOR] = "<genexpr>",
	};
	struct name_scope *s = symbols_of(&z->symbols, n);
	struct code *k;

	block_enter(z, s, atom(z->c, names[n->kind]), n->at);
	if (n->kind == NODE_LIST_COMP)
		emit(z, OP_BUILD_LIST, 0, n->at);
	else if (n->kind == NODE_SET_COMP)
		emit(z, OP_BUILD_SET, 0, n->at);
	else if (n->kind == NODE_DICT_COMP)
		emit(z, OP_BUILD_MAP, 0, n->at);
	compile_clause(z, n, 0);
	if (n->kind == NODE_GENERATOR)
		emit_none(z, n->at);
	emit(z, OP_RETURN, 0, n->at);
	k = block_leave(z);
	if (k == NULL)
		return;
	emit_function(z, k, s, 0, n->at);
	compile_expr(z, n->comp.clauses[0].iter);
	emit(z, OP_GET_ITER, 0, n->comp.clauses[0].iter->at);
	emit(z, OP_CALL, 1, n->at);
}
