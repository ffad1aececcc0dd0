/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The evaluator: one function that runs frames until the one it was called
 * for is done. Labels are the instructions; `error` and `call` are the two
 * ways that many of them share.
 *
 * Each operand on the stack owns a reference. Results of everything else
 * belong to the scope; `keep` takes them out of it and drops what came along.
 */
#include "core/lang/vm.h"

#include <string.h>

#include "core/lang/frame_fast.h"
#include "core/lang/vm_fast.h"
#include "core/tensor/tensor.h"
#include "core/value/builtin_types.h"
#include "core/value/dict.h"
#include "core/value/runtime.h"
#include "core/value/seq.h"
#include "core/value/spread.h"

#define POLL_EVERY 1024

/* Front ends and the cycle finder get their turn now and then, an interrupt
 * at once. */
static bool
poll(struct ctx *c)
{
	struct interp *in = c->interp;

	in->ticks = 0;
	if (in->limit > 0 && --in->limit == 0) {
		err_raise(c, ERR_TIMEOUT, "too many instructions");
		return false;
	}
	values_maybe_collect(c);
	return ctx_poll_slow(c);
}

static bool
too_deep(struct ctx *c)
{
	err_raise(c, ERR_RECURSION, "maximum recursion depth exceeded");
	return false;
}

/* Where a node that is recorded from here on comes from. */
static inline void
note_origin(struct ctx *c, const struct frame *f)
{
	if (f->code->flags & CODE_TOP) {
		struct span at = frame_span(f);
		struct origin o = { f->code->unit, at.begin, at.end };

		engine_origin(c, o);
	}
}

/* Leaves a frame that failed: null, or the frame that goes on failing. */
static struct frame *
leave_failed(struct ctx *c, struct frame *f)
{
	struct interp *in = c->interp;
	struct frame *back = f->back;
	struct generator *g = f->generator;
	bool entry = f->kind == FRAME_ENTRY;

	in->frame = back;
	in->depth--;
	if (g != NULL) {
		generator_finish(c, g);
		frame_free(c, f);
	} else
		frame_free(c, f);
	return entry ? NULL : back;
}

/* A StopIteration may not leave a generator: the loop would just end. */
static void
convert_stop(struct ctx *c, struct frame *f)
{
	struct value *stop, *exc;

	if (f->generator == NULL || !err_is(c, ERR_STOP_ITERATION))
		return;
	stop = exc_of_err(c);
	err_clear(c);
	err_raise(c, ERR_RUNTIME, "generator raised StopIteration");
	exc = exc_of_err(c);
	exc_set_context(exc, stop);
	exc_set_cause(exc, stop);
}

/*
 * Finds who catches the error: a handler of this frame or of one that called
 * it. Null: nobody up to the entry. The exception is on the handler's stack.
 */
static struct frame *
unwind(struct ctx *c, struct frame *f, bool trace, size_t mark)
{
	for (;;) {
		struct value *exc = value_ref(vm_note_exc(c, f, trace));
		const struct try_range *t = vm_find_try(f->code,
		    (uint32_t)(f->pc - f->code->instr) - 1);

		if (t != NULL) {
			struct value **base = f->slot + f->code->nlocals +
			    t->depth;

			err_clear(c);
			scope_drop(c, mark);
			while (f->sp > base)
				value_unref(*--f->sp);
			*f->sp++ = exc;
			f->pc = f->code->instr + t->target;
			return f;
		}
		value_unref(exc);
		convert_stop(c, f);
		f = leave_failed(c, f);
		if (f == NULL)
			return NULL;
		trace = true;
	}
}

#define OP(name) op_##name:
#define NEXT() do { i = pc++; goto *jump[i->op]; } while (0)
#define SAVE() (f->pc = pc, f->sp = sp)
#define PUSH(v) (*sp++ = (v))
#define POP() (*--sp)
#define LOAD_FRAME() do {                                                 \
	code = f->code; slot = f->slot; pc = f->pc; sp = f->sp;           \
} while (0)
/* Replaces the n topmost operands by a scope's result, or fails. */
#define RESULT(count, r) do {                                                 \
	struct value *r_ = (r);                                           \
	if (UNLIKELY(r_ == NULL))                                         \
		goto error;                                               \
	r_ = keep(c, mark, r_);                                           \
	for (unsigned n_ = (count); n_ > 0; n_--)                         \
		value_unref(POP());                                       \
	PUSH(r_);                                                         \
} while (0)
#define DONE(count, ok) do {                                                  \
	if (UNLIKELY(!(ok)))                                              \
		goto error;                                               \
	if (c->scope.n > mark)                                            \
		scope_drop(c, mark);                                      \
	for (unsigned n_ = (count); n_ > 0; n_--)                         \
		value_unref(POP());                                       \
} while (0)
#define POLL() do {                                                       \
	if (UNLIKELY(++in->ticks >= POLL_EVERY || ctx_stopped(c))) {      \
		SAVE();                                                   \
		if (!poll(c))                                             \
			goto error;                                       \
	}                                                                 \
} while (0)

struct value *
vm_run(struct ctx *c, struct frame *f)
{
	static const void *const jump[] = {
#define X(name, pops, pushes) &&op_##name,
		OPCODES(X)
#undef X
	};
	struct interp *in = c->interp;
	const size_t mark = scope_mark(&c->scope);
	const struct code *code;
	const struct instr *pc, *i;
	struct value **slot, **sp, **fnslot, *v, *w;
	const struct kw_names *kw;
	uint32_t n;
	bool truth, trace = true;

	in->frame = f;
	in->depth++;
	LOAD_FRAME();
	if (UNLIKELY(in->depth > in->max_depth)) {
		pc++;
		too_deep(c);
	}
	if (UNLIKELY(err_is_set(c)))
		goto error;
	NEXT();

	OP(NOP) NEXT();
	OP(POP_TOP) value_unref(POP()); NEXT();
	OP(DUP) v = sp[-1]; PUSH(value_ref(v)); NEXT();
	OP(DUP_TWO)
		v = sp[-2];
		w = sp[-1];
		PUSH(value_ref(v));
		PUSH(value_ref(w));
		NEXT();
	OP(ROT_TWO)
		v = sp[-1];
		sp[-1] = sp[-2];
		sp[-2] = v;
		NEXT();
	OP(ROT_THREE)
		v = sp[-1];
		sp[-1] = sp[-2];
		sp[-2] = sp[-3];
		sp[-3] = v;
		NEXT();
	OP(ROT_FOUR)
		v = sp[-1];
		sp[-1] = sp[-2];
		sp[-2] = sp[-3];
		sp[-3] = sp[-4];
		sp[-4] = v;
		NEXT();
	OP(LOAD_CONST) PUSH(value_ref(code->constant[i->arg])); NEXT();

	/* ---- variables */
	OP(FAST_FAST)
		v = slot[i->arg];
		if (UNLIKELY(v == NULL)) {
			vm_raise_unbound(c, f, i->arg);
			goto error;
		}
		PUSH(value_ref(v));
		i = pc++;
		/* FALLTHROUGH */
	OP(LOAD_FAST)
		v = slot[i->arg];
		if (UNLIKELY(v == NULL)) {
			vm_raise_unbound(c, f, i->arg);
			goto error;
		}
		PUSH(value_ref(v));
		NEXT();
	OP(FAST_CONST)
		v = slot[i->arg];
		if (UNLIKELY(v == NULL)) {
			vm_raise_unbound(c, f, i->arg);
			goto error;
		}
		PUSH(value_ref(v));
		i = pc++;
		PUSH(value_ref(code->constant[i->arg]));
		NEXT();
	OP(STORE_FAST_FAST)
		v = slot[i->arg];
		slot[i->arg] = POP();
		value_unref(v);
		i = pc++;
		v = slot[i->arg];
		if (UNLIKELY(v == NULL)) {
			vm_raise_unbound(c, f, i->arg);
			goto error;
		}
		PUSH(value_ref(v));
		NEXT();
	OP(STORE_FAST)
		v = slot[i->arg];
		slot[i->arg] = POP();
		value_unref(v);
		NEXT();
	OP(DELETE_FAST)
		v = slot[i->arg];
		if (UNLIKELY(v == NULL)) {
			vm_raise_unbound(c, f, i->arg);
			goto error;
		}
		slot[i->arg] = NULL;
		value_unref(v);
		NEXT();
	OP(LOAD_CLASSDEREF)
		SAVE();
		v = value_is(f->locals, &dict_kind) ? dict_find_atom(c,
		    f->locals, code->local[i->arg]) : NULL;
		if (v != NULL) {
			PUSH(value_ref(v));
			NEXT();
		}
		/* FALLTHROUGH */
	OP(LOAD_DEREF)
		v = ((struct cell *)slot[i->arg])->v;
		if (UNLIKELY(v == NULL)) {
			vm_raise_unbound(c, f, i->arg);
			goto error;
		}
		PUSH(value_ref(v));
		NEXT();
	OP(STORE_DEREF)
		v = ((struct cell *)slot[i->arg])->v;
		((struct cell *)slot[i->arg])->v = POP();
		value_unref(v);
		NEXT();
	OP(DELETE_DEREF)
		v = ((struct cell *)slot[i->arg])->v;
		if (UNLIKELY(v == NULL)) {
			vm_raise_unbound(c, f, i->arg);
			goto error;
		}
		((struct cell *)slot[i->arg])->v = NULL;
		value_unref(v);
		NEXT();
	OP(LOAD_CELL) PUSH(value_ref(slot[i->arg])); NEXT();
	OP(MAKE_CELL) slot[i->arg] = cell_new(c, slot[i->arg]); NEXT();
	OP(COPY_FREE)
		w = ((struct closure *)f->fn)->cells;
		for (n = 0; n < i->arg; n++)
			slot[code->nlocals - i->arg + n] =
			    value_ref(seq_item(w, n));
		NEXT();
	OP(LOAD_NAME)
		if (f->locals != NULL) {
			SAVE();
			v = vm_load_name(c, f, code->names[i->arg]);
			if (v == NULL)
				goto error;
			PUSH(keep(c, mark, v));
			NEXT();
		}
		/* FALLTHROUGH */
	OP(LOAD_GLOBAL)
		v = fast_global(in, f->globals, code->names[i->arg],
		    &code->cache[i->cache]);
		if (UNLIKELY(v == NULL)) {
			SAVE();
			v = vm_load_global(c, f, code->names[i->arg]);
			if (v == NULL)
				goto error;
			fast_global_note(in, f->globals, code->names[i->arg],
			    &code->cache[i->cache]);
		}
		PUSH(value_ref(v));
		NEXT();
	OP(STORE_NAME)
		if (f->locals != NULL) {
			SAVE();
			DONE(1, vm_store_name(c, f, code->names[i->arg],
			    sp[-1]));
			NEXT();
		}
		/* FALLTHROUGH */
	OP(STORE_GLOBAL)
		if (LIKELY(fast_store_global(f->globals,
		    code->names[i->arg], &code->cache[i->cache], sp[-1]))) {
			sp--;
			NEXT();
		}
		SAVE();
		DONE(1, dict_set_atom(c, f->globals, code->names[i->arg],
		    sp[-1]));
		fast_global_note(in, f->globals, code->names[i->arg],
		    &code->cache[i->cache]);
		NEXT();
	OP(DELETE_NAME)
		SAVE();
		DONE(0, vm_delete_name(c, f, code->names[i->arg]));
		NEXT();
	OP(DELETE_GLOBAL)
		SAVE();
		v = f->locals;
		f->locals = NULL;
		truth = vm_delete_name(c, f, code->names[i->arg]);
		f->locals = v;
		DONE(0, truth);
		NEXT();

	/* ---- attributes and items */
	OP(FAST_ATTR)
		v = slot[i->arg];
		if (UNLIKELY(v == NULL)) {
			vm_raise_unbound(c, f, i->arg);
			goto error;
		}
		i = pc++;
		w = fast_attr(v, &code->cache[i->cache]);
		if (LIKELY(w != NULL)) {
			PUSH(value_ref(w));
			NEXT();
		}
		PUSH(value_ref(v));
		goto attr_slow;
	OP(LOAD_ATTR)
		v = sp[-1];
		w = fast_attr(v, &code->cache[i->cache]);
		if (LIKELY(w != NULL)) {
			sp[-1] = value_ref(w);
			value_unref(v);
			NEXT();
		}
	attr_slow:
		SAVE();
		note_origin(c, f);
		RESULT(1, slow_attr(c, v, code->names[i->arg],
		    &code->cache[i->cache]));
		NEXT();
	OP(STORE_ATTR)
		if (fast_store_attr(sp[-1], &code->cache[i->cache], sp[-2])) {
			value_unref(sp[-1]);
			sp -= 2;
			NEXT();
		}
		SAVE();
		note_origin(c, f);
		DONE(2, slow_store_attr(c, sp[-1], code->names[i->arg],
		    sp[-2], &code->cache[i->cache]));
		NEXT();
	OP(DELETE_ATTR)
		SAVE();
		DONE(1, value_set_attr(c, sp[-1], code->names[i->arg],
		    NULL));
		NEXT();
	OP(FAST_METHOD)
		v = slot[i->arg];
		if (UNLIKELY(v == NULL)) {
			vm_raise_unbound(c, f, i->arg);
			goto error;
		}
		i = pc++;
		PUSH(value_ref(v));
		/* FALLTHROUGH */
	OP(LOAD_METHOD)
		v = sp[-1];
		w = fast_method(v, &code->cache[i->cache]);
		if (LIKELY(w != NULL)) {
			sp[-1] = value_ref(w);
			PUSH(v);
			NEXT();
		}
		SAVE();
		note_origin(c, f);
		w = slow_method(c, v, code->names[i->arg],
		    &code->cache[i->cache], &truth);
		if (w == NULL)
			goto error;
		sp[-1] = keep(c, mark, w);
		if (!truth) {
			value_unref(v);
			v = NULL;
		}
		PUSH(v);
		NEXT();
	OP(LOAD_ITEM)
		v = fast_item(c, sp[-2], sp[-1]);
		if (LIKELY(v != NULL)) {
			value_ref(v);
			value_unref(sp[-1]);
			value_unref(sp[-2]);
			sp--;
			sp[-1] = v;
			NEXT();
		}
		SAVE();
		note_origin(c, f);
		RESULT(2, value_get_item(c, sp[-2], sp[-1]));
		NEXT();
	OP(STORE_ITEM)
		if (fast_store_item(sp[-2], sp[-1], sp[-3])) {
			value_unref(sp[-2]);
			sp -= 3;
			NEXT();
		}
		SAVE();
		note_origin(c, f);
		DONE(3, value_set_item(c, sp[-2], sp[-1], sp[-3]));
		NEXT();
	OP(DELETE_ITEM)
		SAVE();
		DONE(2, value_set_item(c, sp[-2], sp[-1], NULL));
		NEXT();
	OP(BUILD_SLICE)
		n = i->arg;
		SAVE();
		RESULT(n, slice_new(c, sp[-(int)n], sp[1 - (int)n],
		    n == 3 ? sp[-1] : &value_none));
		NEXT();

	/* ---- operators */
	OP(UNARY)
		v = sp[-1];
		if (value_is_small(v) && i->arg == UN_NEG &&
		    value_small(v) != VALUE_SMALL_MIN) {
			sp[-1] = value_int(c, -value_small(v));
			NEXT();
		}
		SAVE();
		note_origin(c, f);
		RESULT(1, value_unary(c, (enum unary_arith)i->arg, v));
		NEXT();
	OP(NOT)
		SAVE();
		if (!fast_truth(c, sp[-1], &truth))
			goto error;
		DONE(1, true);
		PUSH(value_bool(!truth));
		NEXT();
	OP(ADD)
		v = sp[-2];
		w = sp[-1];
		if (value_is_small(v) && value_is_small(w)) {
			int64_t r = value_small(v) + value_small(w);

			if (LIKELY(r <= VALUE_SMALL_MAX &&
			    r >= VALUE_SMALL_MIN)) {
				(--sp)[-1] = value_int(c, r);
				NEXT();
			}
		} else if (both_floats(v, w)) {
			v = float_result(c, v, w, float_of(v) + float_of(w));
			(--sp)[-1] = v;
			NEXT();
		}
		goto arith_slow;
	OP(SUB)
		v = sp[-2];
		w = sp[-1];
		if (value_is_small(v) && value_is_small(w)) {
			int64_t r = value_small(v) - value_small(w);

			if (LIKELY(r <= VALUE_SMALL_MAX &&
			    r >= VALUE_SMALL_MIN)) {
				(--sp)[-1] = value_int(c, r);
				NEXT();
			}
		} else if (both_floats(v, w)) {
			v = float_result(c, v, w, float_of(v) - float_of(w));
			(--sp)[-1] = v;
			NEXT();
		}
		goto arith_slow;
	OP(MUL)
		v = sp[-2];
		w = sp[-1];
		if (value_is_small(v) && value_is_small(w)) {
			int64_t r;

			if (LIKELY(!__builtin_mul_overflow(value_small(v),
			    value_small(w), &r) && r <= VALUE_SMALL_MAX &&
			    r >= VALUE_SMALL_MIN)) {
				(--sp)[-1] = value_int(c, r);
				NEXT();
			}
		} else if (both_floats(v, w)) {
			v = float_result(c, v, w, float_of(v) * float_of(w));
			(--sp)[-1] = v;
			NEXT();
		}
		goto arith_slow;
	OP(BINARY)
		v = fast_arith(c, (enum arith)i->arg, sp[-2], sp[-1]);
		if (LIKELY(v != NULL)) {
			(--sp)[-1] = v;
			NEXT();
		}
	arith_slow:
		SAVE();
		note_origin(c, f);
		RESULT(2, value_arith(c, (enum arith)i->arg, sp[-2],
		    sp[-1]));
		NEXT();
	OP(INPLACE)
		v = fast_arith(c, (enum arith)i->arg, sp[-2], sp[-1]);
		if (LIKELY(v != NULL)) {
			(--sp)[-1] = v;
			NEXT();
		}
		if (i->arg == ARITH_ADD && value_is(sp[-2], &str_kind) &&
		    value_is(sp[-1], &str_kind) &&
		    append_text(c, slot, pc, sp)) {
			value_unref(POP());
			NEXT();
		}
		SAVE();
		note_origin(c, f);
		RESULT(2, value_arith_inplace(c, (enum arith)i->arg, sp[-2],
		    sp[-1]));
		NEXT();
	OP(COMPARE_JUMP)
		n = fast_compare((enum compare)i->arg, sp[-2], sp[-1]);
		if (LIKELY(n < 2)) {
			value_unref(sp[-1]);
			value_unref(sp[-2]);
			sp -= 2;
			if (n)
				pc++;
			else
				pc = code->instr + pc->arg;
			NEXT();
		}
		goto compare_slow;
	OP(COMPARE)
		n = fast_compare((enum compare)i->arg, sp[-2], sp[-1]);
		if (LIKELY(n < 2)) {
			value_unref(sp[-1]);
			value_unref(sp[-2]);
			sp--;
			sp[-1] = value_bool(n != 0);
			NEXT();
		}
	compare_slow:
		SAVE();
		note_origin(c, f);
		RESULT(2, value_compare(c, (enum compare)i->arg, sp[-2],
		    sp[-1]));
		NEXT();
	OP(IS)
		truth = (sp[-2] == sp[-1]) != (i->arg != 0);
		if (!value_is_small(sp[-1]) && value_is(sp[-1], &int_kind) &&
		    value_is(sp[-2], &int_kind))
			truth = (value_as_int(sp[-1]) == value_as_int(sp[-2]))
			    != (i->arg != 0);
		value_unref(sp[-1]);
		value_unref(sp[-2]);
		sp--;
		sp[-1] = value_bool(truth);
		NEXT();
	OP(CONTAINS)
		SAVE();
		if (!value_contains(c, sp[-1], sp[-2], &truth))
			goto error;
		DONE(2, true);
		PUSH(value_bool(truth != (i->arg != 0)));
		NEXT();

	/* ---- jumps */
	OP(JUMP) pc = code->instr + i->arg; NEXT();
	OP(JUMP_BACK)
		POLL();
		pc = code->instr + i->arg;
		NEXT();
	OP(POP_JUMP_FALSE)
		v = sp[-1];
		if (v == &value_true || v == &value_false) {
			sp--;
			if (v == &value_false)
				pc = code->instr + i->arg;
			NEXT();
		}
		SAVE();
		if (!fast_truth(c, v, &truth))
			goto error;
		DONE(1, true);
		if (!truth)
			pc = code->instr + i->arg;
		NEXT();
	OP(POP_JUMP_TRUE)
		SAVE();
		if (!fast_truth(c, sp[-1], &truth))
			goto error;
		DONE(1, true);
		if (truth)
			pc = code->instr + i->arg;
		NEXT();
	OP(JUMP_FALSE_OR_POP)
	OP(JUMP_TRUE_OR_POP)
		SAVE();
		if (!fast_truth(c, sp[-1], &truth))
			goto error;
		if (truth == (i->op == OP_JUMP_TRUE_OR_POP)) {
			DONE(0, true);
			pc = code->instr + i->arg;
		} else
			DONE(1, true);
		NEXT();
	OP(GET_ITER)
		SAVE();
		note_origin(c, f);
		v = loop_new(c, sp[-1]);
		DONE(1, v != NULL);
		PUSH(v);
		NEXT();
	OP(FOR_ITER) {
		struct loop *l = (struct loop *)sp[-1];

		switch (l->what) {
		case LOOP_RANGE:
			if (l->left <= 0)
				goto loop_end;
			l->left--;
			PUSH(keep(c, mark, value_int(c, l->at)));
			/* The last step may leave the range of ints. */
			l->at = (int64_t)((uint64_t)l->at +
			    (uint64_t)l->step);
			NEXT();
		case LOOP_SEQ: {
			const struct seq *s = (const struct seq *)l->over;

			if ((size_t)l->at >= s->n)
				goto loop_end;
			PUSH(value_ref(s->item[l->at++]));
			NEXT();
		}
		case LOOP_GENERATOR: {
			struct generator *g = (struct generator *)l->over;

			if (g->frame == NULL)
				goto loop_end;
			SAVE();
			if (UNLIKELY(g->running)) {
				err_raise(c, ERR_VALUE,
				    "generator already executing");
				goto error;
			}
			if (UNLIKELY(in->depth >= in->max_depth)) {
				too_deep(c);
				goto error;
			}
			if (g->started)
				*g->frame->sp++ = &value_none;
			g->started = g->running = true;
			g->frame->back = f;
			g->frame->kind = FRAME_FOR;
			in->frame = f = g->frame;
			in->depth++;
			LOAD_FRAME();
			NEXT();
		}
		default:
			SAVE();
			v = value_next(c, l->over);
			if (v != NULL) {
				PUSH(keep(c, mark, v));
				NEXT();
			}
			if (err_is_set(c))
				goto error;
			if (c->scope.n > mark)
				scope_drop(c, mark);
		}
	loop_end:
		value_unref(POP());
		pc = code->instr + i->arg;
		NEXT();
	}

	/* ---- sequences */
	OP(UNPACK)
		v = sp[-1];
		n = i->arg;
		if ((value_is(v, &tuple_kind) || value_is(v, &list_kind)) &&
		    seq_of(v)->n == n) {
			sp--;
			for (uint32_t k = n; k-- > 0;)
				PUSH(value_ref(seq_of(v)->item[k]));
			value_unref(v);
			NEXT();
		}
		SAVE();
		if (!vm_unpack(c, v, n, sp))
			goto error;
		memmove(sp - 1, sp, n * sizeof *sp);
		sp += (int)n - 1;
		value_unref(v);
		DONE(0, true);
		NEXT();
	OP(UNPACK_EX)
		v = sp[-1];
		SAVE();
		n = (i->arg & 0xFFFF) + (i->arg >> 16) + 1;
		if (!vm_unpack_ex(c, v, i->arg & 0xFFFF, i->arg >> 16, sp))
			goto error;
		memmove(sp - 1, sp, n * sizeof *sp);
		sp += (int)n - 1;
		value_unref(v);
		DONE(0, true);
		NEXT();
	OP(BUILD_TUPLE) {
		struct seq *t;

		n = i->arg;
		SAVE();
		t = tuple_alloc(c, n);
		sp -= n;
		memcpy(t->item, sp, n * sizeof *sp);
		PUSH(&t->hdr);
		NEXT();
	}
	OP(BUILD_LIST)
		n = i->arg;
		SAVE();
		RESULT(n, list_new(c, n, sp - n));
		NEXT();
	OP(BUILD_SET)
		n = i->arg;
		SAVE();
		v = set_new(c, false);
		for (uint32_t k = 0; k < n; k++)
			if (!set_add(c, v, sp[(int)k - (int)n]))
				goto error;
		RESULT(n, v);
		NEXT();
	OP(BUILD_MAP)
		n = i->arg;
		SAVE();
		v = dict_new(c);
		for (struct value **p = sp - 2 * (size_t)n; p < sp; p += 2)
			if (!dict_set(c, v, p[0], p[1]))
				goto error;
		RESULT(2 * n, v);
		NEXT();
	OP(BUILD_STRING)
		n = i->arg;
		SAVE();
		RESULT(n, vm_join(c, sp - n, n));
		NEXT();
	OP(LIST_APPEND)
		SAVE();
		DONE(1, list_append(c, sp[-1 - (int)i->arg], sp[-1]));
		NEXT();
	OP(SET_ADD)
		SAVE();
		DONE(1, set_add(c, sp[-1 - (int)i->arg], sp[-1]));
		NEXT();
	OP(MAP_ADD)
		SAVE();
		DONE(2, dict_set(c, sp[-2 - (int)i->arg], sp[-2], sp[-1]));
		NEXT();
	OP(LIST_EXTEND)
		SAVE();
		DONE(1, vm_list_extend(c, sp[-2], sp[-1], i->arg ? sp[-3] :
		    NULL));
		NEXT();
	OP(SET_UPDATE)
		SAVE();
		DONE(1, set_extend(c, sp[-2], sp[-1]));
		NEXT();
	OP(DICT_UPDATE)
		SAVE();
		DONE(1, vm_dict_update(c, sp[-2], sp[-1]));
		NEXT();
	OP(DICT_MERGE)
		SAVE();
		DONE(1, vm_dict_merge(c, sp[-2], sp[-1],
		    sp[-2 - (int)i->arg]));
		NEXT();
	OP(LIST_TO_TUPLE)
		SAVE();
		RESULT(1, tuple_new(c, seq_len(sp[-1]), seq_items(sp[-1])));
		NEXT();
	OP(FORMAT)
		SAVE();
		note_origin(c, f);
		if (i->arg & 256)
			RESULT(2, vm_format(c, sp[-2], (int)(i->arg & 255),
			    sp[-1]));
		else
			RESULT(1, vm_format(c, sp[-1], (int)i->arg, NULL));
		NEXT();

#include "core/lang/vm_calls.h"

	/* ---- exceptions */
	OP(RAISE)
		SAVE();
		n = i->arg;
		if (n == 0) {
			v = frame_handled(f);
			if (v == NULL)
				err_raise(c, ERR_RUNTIME,
				    "No active exception to reraise");
			else
				exc_raise(c, v);
			trace = v == NULL;
			goto error;
		}
		note_origin(c, f);
		vm_raise(c, f, sp[-(int)n], n > 1 ? sp[-1] : NULL, n > 1);
		goto error;
	OP(RERAISE)
		SAVE();
		exc_raise(c, sp[-1]);
		trace = false;
		goto error;
	OP(PUSH_EXC)
		v = sp[-1];
		sp[-1] = f->handled;
		f->handled = value_ref(v);
		PUSH(v);
		NEXT();
	OP(POP_EXC)
		v = f->handled;
		f->handled = POP();
		value_unref(v);
		NEXT();
	OP(END_EXC)
		w = POP();
		v = f->handled;
		f->handled = POP();
		value_unref(v);
		SAVE();
		exc_raise(c, w);
		value_unref(w);
		trace = false;
		goto error;
	OP(MATCH_EXC)
		SAVE();
		if (!vm_match_exc(c, sp[-2], sp[-1], &truth))
			goto error;
		DONE(1, true);
		PUSH(value_bool(truth));
		NEXT();
	OP(BEFORE_WITH)
		SAVE();
		v = vm_enter_with(c, sp[-1], &w);
		if (v == NULL)
			goto error;
		value_ref(w);
		v = keep(c, mark, v);
		value_unref(sp[-1]);
		sp[-1] = w;
		PUSH(v);
		NEXT();
	OP(WITH_NONE) {
		struct value *none[3] = { &value_none, &value_none,
			&value_none };

		SAVE();
		DONE(1, value_call_n(c, sp[-1], 3, none) != NULL);
		NEXT();
	}
	OP(WITH_EXC) {
		struct value *args[3] = { &value_class(c, sp[-1])->hdr,
			sp[-1], &value_none };

		SAVE();
		v = value_call_n(c, sp[-3], 3, args);
		if (v == NULL || !value_truth(c, v, &truth))
			goto error;
		DONE(0, true);
		PUSH(value_bool(truth));
		NEXT();
	}
	OP(LOAD_ASSERTION_ERROR)
		v = &class_of_row(c, exc_row(ERR_ASSERTION))->hdr;
		PUSH(value_ref(v));
		NEXT();

	/* ---- the rest */
	OP(IMPORT_NAME)
	OP(IMPORT_TOP)
		SAVE();
		v = vm_import(c, code->names[i->arg], i->op == OP_IMPORT_TOP);
		RESULT(0, v);
		NEXT();
	OP(IMPORT_FROM)
		SAVE();
		v = vm_import_from(c, sp[-1], code->names[i->arg]);
		RESULT(0, v);
		NEXT();
	OP(IMPORT_STAR)
		SAVE();
		DONE(1, vm_import_star(c, f, sp[-1]));
		NEXT();
	OP(SETUP_ANNOTATIONS)
		SAVE();
		v = f->locals != NULL ? f->locals : f->globals;
		if (value_is(v, &dict_kind) && dict_find_atom(c, v, atom(c,
		    "__annotations__")) == NULL)
			dict_set_atom(c, v, atom(c, "__annotations__"),
			    dict_new(c));
		DONE(0, true);
		NEXT();

error:
	SAVE();
	f = unwind(c, f, trace, mark);
	trace = true;
	if (f == NULL)
		return NULL;
	in->frame = f;
	LOAD_FRAME();
	NEXT();
}
