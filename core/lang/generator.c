/* SPDX-License-Identifier: Apache-2.0 */
/* Generators: frames that wait between yields. */
#include "core/lang/interp_private.h"
#include "core/lang/vm.h"
#include "core/value/runtime.h"

static struct generator *
gen_of(const struct value *v)
{
	return (struct generator *)v;
}

struct value *
generator_new(struct ctx *c, struct frame *f)
{
	struct generator *g = value_alloc(c, &generator_kind, sizeof *g);
	const struct closure *fn = (const struct closure *)f->fn;

	g->frame = f;
	g->name = fn->name;
	g->qualname = fn->qualname;
	f->generator = g;
	f->back = NULL;
	return &g->hdr;
}

/* The frame is about to be freed by whoever ran it. */
void
generator_finish(struct ctx *c UNUSED, struct generator *g)
{
	g->frame = NULL;
	g->running = false;
}

/* Lets the frame run on; what it was sent is on its stack. */
static struct value *
resume(struct ctx *c, struct generator *g)
{
	struct value *r;

	g->started = g->running = true;
	g->frame->kind = FRAME_ENTRY;
	g->frame->back = c->interp->frame;
	value_ref(&g->hdr);
	r = ctx_enter(c) ? vm_run(c, g->frame) : NULL;
	if (c->depth > 0 && g->frame != NULL && g->running) {
		/* ctx_enter said no: as if it had not been asked. */
		g->running = false;
		value_unref(&g->hdr);
		return NULL;
	}
	ctx_leave(c);
	value_unref(&g->hdr);
	return value_own(c, r);
}

static bool
check_free(struct ctx *c, const struct generator *g)
{
	if (g->running)
		err_raise(c, ERR_VALUE, "generator already executing");
	return !g->running;
}

struct value *
generator_send(struct ctx *c, struct value *v, struct value *sent)
{
	struct generator *g = gen_of(v);

	if (!check_free(c, g))
		return NULL;
	if (g->frame == NULL)
		return NULL;
	if (!g->started && sent != &value_none)
		return err_raise(c, ERR_TYPE, "can't send non-None value to "
		    "a just-started generator");
	if (g->started)
		*g->frame->sp++ = value_ref(sent);
	return resume(c, g);
}

static struct value *
gen_next(struct ctx *c, struct value *v)
{
	return generator_send(c, v, &value_none);
}

/* What a generator returned becomes StopIteration's value. */
static struct value *
or_stop(struct ctx *c, struct generator *g, struct value *r)
{
	struct value *result, *exc;

	if (r != NULL || err_is_set(c))
		return r;
	result = g->result;
	g->result = NULL;
	value_own(c, result);
	exc = exc_new(c, class_of_row(c, exc_row(ERR_STOP_ITERATION)),
	    result != NULL && result != &value_none, &result);
	return exc_raise(c, exc);
}

void *
generator_stop(struct ctx *c, struct value *it)
{
	if (value_is(it, &generator_kind))
		return or_stop(c, gen_of(it), NULL);
	return err_raise(c, ERR_STOP_ITERATION, "%s", "");
}

struct value *
generator_step(struct ctx *c, struct value *it)
{
	if (value_has_slots(it) && class_find(c, value_class(c, it), atom(c,
	    "__next__")) != NULL)
		return value_call_method(c, it, "__next__", 0, NULL);
	return value_next(c, it);
}

/* ---- yield from ------------------------------------------------------------------ */

static bool
take_stop(struct ctx *c, struct value **result)
{
	struct value *args;

	if (!err_is(c, ERR_STOP_ITERATION))
		return false;
	args = exc_args(exc_of_err(c));
	*result = seq_len(args) > 0 ? value_own(c, value_ref(seq_item(args,
	    0))) : &value_none;
	err_clear(c);
	return true;
}

struct value *
vm_yield_from(struct ctx *c, struct value *it, struct value *sent,
    bool *done)
{
	struct value *r;

	*done = false;
	if (value_is(it, &generator_kind)) {
		struct generator *g = gen_of(it);

		r = generator_send(c, it, sent);
		if (r != NULL || err_is_set(c))
			return r;
		*done = true;
		r = g->result != NULL ? value_own(c, g->result) :
		    &value_none;
		g->result = NULL;
		return r;
	}
	r = sent == &value_none ? generator_step(c, it) :
	    value_call_method(c, it, "send", 1, &sent);
	if (r != NULL || (err_is_set(c) && !take_stop(c, &r)))
		return r;
	*done = true;
	return r != NULL ? r : &value_none;
}

/* The iterator that a waiting generator delegates to, or null. */
static struct value *
delegate(const struct generator *g)
{
	const struct frame *f = g->frame;

	if (!g->started || f->pc->op != OP_YIELD_FROM)
		return NULL;
	return f->sp[-1];
}

/* The delegate is done: the result takes its place and the frame goes on. */
static struct value *
go_on_after(struct ctx *c, struct generator *g, struct value *result)
{
	struct frame *f = g->frame;

	value_unref(f->sp[-1]);
	f->sp[-1] = value_ref(result);
	f->pc++;
	return resume(c, g);
}

static bool
close_iterator(struct ctx *c, struct value *it)
{
	struct value *m = value_find_attr(c, it, atom(c, "close"));

	return m == NULL ? !err_is_set(c) : value_call_n(c, m, 0, NULL) !=
	    NULL;
}

static struct value *
raise_inside(struct ctx *c, struct generator *g, struct value *exc)
{
	if (g->frame->pc->op == OP_YIELD_FROM)
		g->frame->pc++;
	if (exc != NULL)
		exc_raise(c, exc);
	return resume(c, g);
}

struct value *
generator_throw(struct ctx *c, struct value *v, struct value *exc)
{
	struct generator *g = gen_of(v);
	struct value *it, *m, *r;

	if (!check_free(c, g))
		return NULL;
	if (g->frame == NULL)
		return exc_raise(c, exc);
	if (!g->started) {
		struct frame *f = g->frame;

		generator_finish(c, g);
		frame_free(c, f);
		return exc_raise(c, exc);
	}
	it = delegate(g);
	if (it == NULL)
		return raise_inside(c, g, exc);
	value_own(c, value_ref(it));
	g->running = true;
	if (err_kind_is(exc_err_kind(c, exc), ERR_GENERATOR_EXIT)) {
		bool ok = close_iterator(c, it);

		g->running = false;
		return raise_inside(c, g, ok ? exc : NULL);
	}
	m = value_find_attr(c, it, atom(c, "throw"));
	if (m == NULL) {
		g->running = false;
		return raise_inside(c, g, err_is_set(c) ? NULL : exc);
	}
	r = value_call_n(c, m, 1, &exc);
	g->running = false;
	if (r != NULL)
		return r;
	if (take_stop(c, &r))
		return go_on_after(c, g, r);
	return raise_inside(c, g, NULL);
}

static struct value *
generator_close(struct ctx *c, struct generator *g)
{
	struct value *exc, *r;

	if (g->frame == NULL)
		return &value_none;
	exc = exc_new(c, class_of_row(c, exc_row(ERR_GENERATOR_EXIT)), 0,
	    NULL);
	r = generator_throw(c, &g->hdr, exc);
	if (r != NULL)
		return err_raise(c, ERR_RUNTIME,
		    "generator ignored GeneratorExit");
	if (err_is(c, ERR_GENERATOR_EXIT) || err_is(c, ERR_STOP_ITERATION))
		err_clear(c);
	return err_is_set(c) ? NULL : &value_none;
}

/* ---- the value ---------------------------------------------------------------------- */

static void
gen_visit(struct value *v, void (*fn)(struct value *, void *), void *arg)
{
	struct generator *g = gen_of(v);

	fn(g->result, arg);
	if (g->frame == NULL || g->running)
		return;
	for (struct value **p = g->frame->slot; p < g->frame->sp; p++)
		fn(*p, arg);
	fn(g->frame->fn, arg);
	fn(g->frame->locals, arg);
	fn(g->frame->handled, arg);
}

static void
gen_clear(struct value *v)
{
	struct generator *g = gen_of(v);
	struct frame *f = g->frame;

	if (f == NULL || g->running)
		return;
	g->frame = NULL;
	frame_free(gc_head_of(v)->owner->ctx, f);
}

/* A generator that waits inside of a try or with is closed first. */
static void
gen_free(struct value *v)
{
	struct generator *g = gen_of(v);
	struct ctx *c = gc_head_of(v)->owner->ctx;
	struct frame *f = g->frame;

	if (f != NULL && g->started && c->interp != NULL &&
	    vm_find_try(f->code, (uint32_t)(f->pc - f->code->instr) -
	    (f->pc->op != OP_YIELD_FROM)) != NULL) {
		struct err saved = err_take(c);
		size_t mark = scope_mark(&c->scope);

		v->refs = UINT32_MAX / 2;	/* while it runs again */
		if (generator_close(c, g) == NULL)
			err_clear(c);
		scope_drop(c, mark);
		err_put(c, saved);
		f = g->frame;
	}
	if (f != NULL)
		frame_free(c, f);
	value_unref(g->result);
}

static bool
gen_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	buf_printf(b, "<generator object %s at %p>", gen_of(v)->qualname->text,
	    (void *)v);
	return true;
}

static struct value *
method_next(struct ctx *c, struct value *const *args)
{
	return or_stop(c, gen_of(args[0]), gen_next(c, args[0]));
}

static struct value *
method_send(struct ctx *c, struct value *const *args)
{
	return or_stop(c, gen_of(args[0]), generator_send(c, args[0],
	    args[1]));
}

static struct value *
method_throw(struct ctx *c, struct value *const *args)
{
	struct value *exc = args[1];

	if (value_is(exc, &class_kind)) {
		size_t n = args[2] != &value_none;

		if (value_is(args[2], &exc_kind))
			exc = args[2];
		else
			exc = value_call_n(c, exc, n, &args[2]);
		if (exc == NULL)
			return NULL;
	}
	if (!value_is(exc, &exc_kind))
		return err_raise(c, ERR_TYPE, "exceptions must be classes or "
		    "instances deriving from BaseException, not %s",
		    value_type_name(c, exc));
	return or_stop(c, gen_of(args[0]), generator_throw(c, args[0], exc));
}

static struct value *
method_close(struct ctx *c, struct value *const *args)
{
	return generator_close(c, gen_of(args[0]));
}

static struct value *
method_iter(struct ctx *c, struct value *const *args)
{
	return value_own(c, value_ref(args[0]));
}

static struct value *
get_name(struct ctx *c, struct value *v)
{
	return str_of_atom(c, gen_of(v)->name);
}

static struct value *
get_qualname(struct ctx *c, struct value *v)
{
	return str_of_atom(c, gen_of(v)->qualname);
}

static struct value *
get_running(struct ctx *c UNUSED, struct value *v)
{
	return value_bool(gen_of(v)->running);
}

#define SELF { "self", PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }
#define ONE(name) { name, PARAM_ANY, NULL, NULL, PARAM_POSITIONAL }
#define MAYBE(name) { name, PARAM_ANY, "None", NULL, PARAM_POSITIONAL }

static const struct param self_params[] = { SELF, { 0 } };
static const struct param send_params[] = { SELF, ONE("value"), { 0 } };
static const struct param throw_params[] = { SELF, ONE("type"),
	MAYBE("value"), MAYBE("traceback"), { 0 } };

static const struct native gen_methods[] = {
	{ "__next__", self_params, method_next, "Goes on to the next yield.",
	  NULL },
	{ "__iter__", self_params, method_iter, "The generator itself.",
	  NULL },
	{ "send", send_params, method_send,
	  "Goes on with a value for the yield.", NULL },
	{ "throw", throw_params, method_throw,
	  "Raises an exception where it waits.", NULL },
	{ "close", self_params, method_close,
	  "Raises GeneratorExit where it waits.", NULL },
	{ 0 }
};

static const struct getter gen_getters[] = {
	{ "__name__", get_name, "The function's name.", NULL },
	{ "__qualname__", get_qualname, "Its name with what it is inside of.",
	  NULL },
	{ "gi_running", get_running, "Does it run?", NULL },
	{ 0 }
};

static const struct class_row gen_row = {
	.name = "generator", .module = "builtins", .kind = &generator_kind,
	.methods = gen_methods, .getters = gen_getters, .abstract = true,
	.final = true,
};

const struct kind generator_kind = {
	.name = "generator", .row = &gen_row, .free = gen_free,
	.visit = gen_visit, .clear = gen_clear, .repr = gen_repr,
	.next = gen_next,
};
