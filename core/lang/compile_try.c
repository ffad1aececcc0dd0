/* SPDX-License-Identifier: Apache-2.0 */
/*
 * try, with, and leaving them by return, break and continue: what the blocks
 * around must do is copied there, and their ranges leave the copy out.
 */
#include "core/lang/compile_private.h"

/* ---- leaving ---------------------------------------------------------------------- */

static void
drop_under(struct compiler *z, bool has_value, enum opcode drop,
    struct span at)
{
	if (has_value)
		emit(z, OP_ROT_TWO, 0, at);
	emit(z, drop, 0, at);
}

static void
forget_name(struct compiler *z, const struct atom *name, struct span at)
{
	emit_none(z, at);
	emit_store(z, name, at);
	emit_delete(z, name, at);
}

static void
run_finally(struct compiler *z, const struct around_block *a,
    bool has_value)
{
	struct around_block v;

	if (has_value)
		around_push(z, &v, AROUND_VALUE, a->at);
	compile_body(z, a->finally);
	if (has_value)
		around_pop(z);
}

static void
undo(struct compiler *z, const struct around_block *a, bool has_value)
{
	switch (a->kind) {
	case AROUND_LOOP:
	case AROUND_TRY:
		break;
	case AROUND_FOR:
	case AROUND_VALUE:
		drop_under(z, has_value, OP_POP_TOP, a->at);
		break;
	case AROUND_FINALLY:
		run_finally(z, a, has_value);
		break;
	case AROUND_HANDLER:
		drop_under(z, has_value, OP_POP_EXC, a->at);
		break;
	case AROUND_NAMED:
		forget_name(z, a->name, a->at);
		break;
	case AROUND_FINALLY_BODY:
		if (has_value)
			emit(z, OP_ROT_THREE, 0, a->at);
		emit(z, OP_POP_TOP, 0, a->at);
		emit(z, OP_POP_EXC, 0, a->at);
		break;
	case AROUND_WITH:
		drop_under(z, has_value, OP_WITH_NONE, a->at);
		break;
	}
}

/* Undoes all blocks inside of to (null: all). */
static void
leave_to(struct compiler *z, const struct around_block *to, bool has_value)
{
	struct around_block *a = z->b->around;

	for (; a != to; a = a->up) {
		if (a->region != NULL)
			region_close(z, a->region);
		z->b->around = a->up;
		undo(z, a, has_value);
	}
}

/* After the jump: the ranges go on. */
static void
come_back(struct compiler *z, struct around_block *from,
    const struct around_block *to)
{
	z->b->around = from;
	for (struct around_block *a = from; a != to; a = a->up)
		if (a->region != NULL)
			a->region->begin = z->b->code->ninstr;
}

void
compile_return(struct compiler *z, const struct node *n)
{
	struct around_block *from = z->b->around;

	if (n->ret.value != NULL)
		compile_expr(z, n->ret.value);
	else
		emit_none(z, n->at);
	leave_to(z, NULL, true);
	emit(z, OP_RETURN, 0, n->at);
	come_back(z, from, NULL);
}

void
compile_loop_exit(struct compiler *z, const struct node *n)
{
	struct around_block *from = z->b->around, *to = from;
	bool is_break = n->kind == NODE_BREAK;

	while (to != NULL && to->kind != AROUND_LOOP && to->kind != AROUND_FOR)
		to = to->up;
	if (to == NULL) {
		raise_syntax(z->c, z->unit, n->at, is_break ?
		    "'break' outside loop" :
		    "'continue' not properly in loop");
		return;
	}
	leave_to(z, to, false);
	if (is_break && to->kind == AROUND_FOR)
		emit(z, OP_POP_TOP, 0, n->at);
	emit_jump(z, is_break ? OP_JUMP : OP_JUMP_BACK, is_break ?
	    to->at_break : to->at_continue, n->at);
	come_back(z, from, to);
}

/* ---- try --------------------------------------------------------------------------- */

/* On the stack: the previous exception. */
static void
compile_handler_body(struct compiler *z, const struct handler_node *h,
    label end)
{
	struct region r;
	struct around_block a;
	label cleanup;

	if (h->name == NULL) {
		emit(z, OP_POP_TOP, 0, h->at);
		compile_body(z, &h->body);
		emit(z, OP_POP_EXC, 0, h->at);
		emit_jump(z, OP_JUMP, end, h->at);
		return;
	}
	cleanup = label_new(z);
	emit_store(z, h->name, h->at);
	around_push(z, &a, AROUND_NAMED, h->at);
	a.name = h->name;
	a.region = &r;
	region_open(z, &r, cleanup, 0);
	compile_body(z, &h->body);
	region_close(z, &r);
	around_pop(z);
	forget_name(z, h->name, h->at);
	emit(z, OP_POP_EXC, 0, h->at);
	emit_jump(z, OP_JUMP, end, h->at);
	label_place(z, cleanup);
	forget_name(z, h->name, h->at);
	emit(z, OP_RERAISE, 0, h->at);
}

static void
compile_handlers(struct compiler *z, const struct node *n, label end)
{
	label cleanup = label_new(z);
	struct around_block a;
	struct region r;

	emit(z, OP_PUSH_EXC, 0, n->at);
	around_push(z, &a, AROUND_HANDLER, n->at);
	a.region = &r;
	region_open(z, &r, cleanup, -1);
	emit(z, OP_NOP, 0, n->at);
	for (uint32_t i = 0; i < n->try_stmt.n; i++) {
		const struct handler_node *h = &n->try_stmt.handlers[i];
		label next = label_new(z);

		if (h->type == NULL && i + 1 < n->try_stmt.n)
			raise_syntax(z->c, z->unit, h->at,
			    "default 'except:' must be last");
		if (h->type != NULL) {
			compile_expr(z, h->type);
			emit(z, OP_MATCH_EXC, 0, h->type->at);
			emit_jump(z, OP_POP_JUMP_FALSE, next, h->type->at);
		}
		compile_handler_body(z, h, end);
		label_place(z, next);
	}
	emit(z, OP_RERAISE, 0, n->at);
	region_close(z, &r);
	around_pop(z);
	label_place(z, cleanup);
	emit(z, OP_END_EXC, 0, n->at);
}

static void
compile_try_except(struct compiler *z, const struct node *n)
{
	label handler = label_new(z), end = label_new(z);
	struct around_block a;
	struct region r;

	if (n->try_stmt.n == 0) {
		compile_body(z, &n->try_stmt.body);
		return;
	}
	around_push(z, &a, AROUND_TRY, n->at);
	a.region = &r;
	region_open(z, &r, handler, 0);
	emit(z, OP_NOP, 0, n->at);
	compile_body(z, &n->try_stmt.body);
	region_close(z, &r);
	around_pop(z);
	compile_body(z, &n->try_stmt.orelse);
	emit_jump(z, OP_JUMP, end, n->at);
	label_place(z, handler);
	compile_handlers(z, n, end);
	label_place(z, end);
}

void
compile_try(struct compiler *z, const struct node *n)
{
	label handler, cleanup, end;
	struct around_block a;
	struct region r, inner;

	if (n->try_stmt.finally.n == 0) {
		compile_try_except(z, n);
		return;
	}
	handler = label_new(z);
	cleanup = label_new(z);
	end = label_new(z);
	around_push(z, &a, AROUND_FINALLY, n->at);
	a.finally = &n->try_stmt.finally;
	a.region = &r;
	region_open(z, &r, handler, 0);
	emit(z, OP_NOP, 0, n->at);
	compile_try_except(z, n);
	region_close(z, &r);
	around_pop(z);
	compile_body(z, &n->try_stmt.finally);
	emit_jump(z, OP_JUMP, end, n->at);

	label_place(z, handler);
	emit(z, OP_PUSH_EXC, 0, n->at);
	around_push(z, &a, AROUND_FINALLY_BODY, n->at);
	a.region = &inner;
	region_open(z, &inner, cleanup, -1);
	emit(z, OP_NOP, 0, n->at);
	compile_body(z, &n->try_stmt.finally);
	emit(z, OP_RERAISE, 0, n->at);
	region_close(z, &inner);
	around_pop(z);
	label_place(z, cleanup);
	emit(z, OP_END_EXC, 0, n->at);
	label_place(z, end);
}

/* ---- with ---------------------------------------------------------------------------- */

static void
with_exception(struct compiler *z, struct span at, label end)
{
	label cleanup = label_new(z), swallow = label_new(z);
	struct region inner;

	emit(z, OP_PUSH_EXC, 0, at);
	region_open(z, &inner, cleanup, -1);
	emit(z, OP_WITH_EXC, 0, at);
	emit_jump(z, OP_POP_JUMP_TRUE, swallow, at);
	emit(z, OP_RERAISE, 0, at);
	region_close(z, &inner);
	label_place(z, cleanup);
	emit(z, OP_END_EXC, 0, at);
	label_place(z, swallow);
	emit(z, OP_POP_TOP, 0, at);
	emit(z, OP_POP_EXC, 0, at);
	emit(z, OP_POP_TOP, 0, at);
	emit_jump(z, OP_JUMP, end, at);
}

static void
compile_with_item(struct compiler *z, const struct node *n, uint32_t i)
{
	const struct with_item *w = &n->with.items[i];
	label handler = label_new(z), end = label_new(z);
	struct around_block a;
	struct region r;

	compile_expr(z, w->context);
	emit(z, OP_BEFORE_WITH, 0, w->context->at);
	around_push(z, &a, AROUND_WITH, w->context->at);
	a.region = &r;
	region_open(z, &r, handler, -1);
	if (w->target != NULL)
		compile_store(z, w->target);
	else
		emit(z, OP_POP_TOP, 0, w->context->at);
	if (i + 1 < n->with.n)
		compile_with_item(z, n, i + 1);
	else
		compile_body(z, &n->with.body);
	region_close(z, &r);
	around_pop(z);
	emit(z, OP_WITH_NONE, 0, w->context->at);
	emit_jump(z, OP_JUMP, end, n->at);
	label_place(z, handler);
	with_exception(z, w->context->at, end);
	label_place(z, end);
}

void
compile_with(struct compiler *z, const struct node *n)
{
	compile_with_item(z, n, 0);
}
