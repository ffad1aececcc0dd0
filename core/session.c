/* SPDX-License-Identifier: Apache-2.0 */
#include "core/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/lang/interp.h"
#include "core/lang/module.h"
#include "core/lang/unit.h"
#include "core/session_private.h"
#include "core/tensor/tensor.h"
#include "core/value/array.h"
#include "core/value/class.h"
#include "core/value/tree.h"

static void
warn(struct ctx *c, const char *text)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "UserWarning: %s\n", text);
	interp_print(c, b.data, b.len, true);
	buf_release(&b);
}

static bool
set_global(struct session *s, const char *name, struct value *v)
{
	struct ctx *c = &s->ctx;

	return v != NULL && dict_set_atom(c, interp_globals(c), atom(c, name),
	    v);
}

struct session *
session_create(const struct session_options *o)
{
	struct session *s = xcalloc(1, sizeof *s);
	struct value *builtins;
	struct engine_options engine = {
		.backend = o->backend, .memory_limit = o->memory_limit
	};
	struct interp_options interp = {
		.sink = &s->sink, .request = &s->request,
		.modules = o->modules, .argv = o->argv,
		.environ = o->environ
	};

	s->sink = o->sink;
	s->count = 1;
	ctx_init(&s->ctx, &s->stop);
	engine_init(&s->ctx, &engine);
	s->ctx.select.warn = warn;
	values_init(&s->ctx);
	interp_init(&s->ctx, &interp);
	s->in = value_ref(list_new(&s->ctx, 0, NULL));
	s->out = value_ref(dict_new(&s->ctx));
	list_append(&s->ctx, s->in, str_new(&s->ctx, ""));
	set_global(s, "In", s->in);
	set_global(s, "Out", s->out);
	builtins = module_import(&s->ctx, "builtins", 8);
	if (builtins == NULL || !module_set(&s->ctx, builtins, MAGIC_HELP,
	    native_value(&s->ctx, &session_help)) ||
	    !module_set(&s->ctx, builtins, "help",
	    native_value(&s->ctx, &session_help_call)))
		BUG("session: builtins cannot be made");
	scope_drop(&s->ctx, 0);
	return s;
}

void
session_free(struct session **sp)
{
	struct session *s = *sp;

	if (s == NULL)
		return;
	err_clear(&s->ctx);
	value_unref(s->in);
	value_unref(s->out);
	interp_release(&s->ctx);
	scope_drop(&s->ctx, 0);
	values_release(&s->ctx);
	engine_release(&s->ctx);
	ctx_release(&s->ctx);
	free(s);
	*sp = NULL;
}

struct ctx *
session_ctx(struct session *s)
{
	return &s->ctx;
}

int
session_next_count(const struct session *s)
{
	return s->count;
}

void
session_interrupt(struct session *s)
{
	atomic_store(&s->stop, true);
}

void
session_interrupt_clear(struct session *s)
{
	atomic_store(&s->stop, false);
}

void
session_on_poll(struct session *s, void (*fn)(void *), void *data)
{
	s->ctx.on_poll = fn;
	s->ctx.on_poll_data = data;
}

/* ---- running ----------------------------------------------------------------- */

static int
exit_status(struct ctx *c, struct value *exc)
{
	struct value *args = exc_args(exc), *code;

	if (args == NULL || seq_len(args) == 0)
		return 0;
	code = seq_item(args, 0);
	if (code == &value_none)
		return 0;
	if (value_is_int(code))
		return (int)value_as_int(code);
	(void)c;
	return 1;
}

/* A message of megabytes would go out four times. */
#define MAX_ERROR ((size_t)256 << 10)

static void
cut_text(struct buf *b)
{
	size_t n, more;

	if (b->len <= MAX_ERROR)
		return;
	n = utf8_floor(b->data, MAX_ERROR);
	more = b->len - n;
	buf_truncate(b, n);
	buf_printf(b, "... %zu more bytes", more);
}

static char *
value_text(struct ctx *c, struct value *v)
{
	struct buf b = BUF_INIT;

	if (!value_str(c, &b, v)) {
		err_clear(c);
		buf_truncate(&b, 0);
	}
	cut_text(&b);
	return buf_steal(&b);
}

/* One entry a line of the printed traceback, as front ends expect them. */
static void
split_lines(struct run_result *r, const char *text)
{
	size_t cap = 0;

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		if (r->ntraceback == cap)
			r->traceback = xgrow(r->traceback, &cap, 16,
			    sizeof *r->traceback);
		r->traceback[r->ntraceback++] = xmemdup0(text, len);
		text += len + (text[len] == '\n');
	}
}

/* Moves the ctx's error into the result and clears it. */
static void
take_error(struct session *s, struct run_result *r)
{
	struct ctx *c = &s->ctx;
	struct value *exc = value_ref(exc_of_err(c));
	struct buf b = BUF_INIT;

	r->status = err_is(c, ERR_SYSTEM_EXIT) ? RUN_EXIT : RUN_ERROR;
	err_clear(c);
	if (r->status == RUN_EXIT)
		r->exit_status = exit_status(c, exc);
	r->ename = xstrdup(value_type_name(c, exc));
	r->evalue = value_text(c, exc);
	traceback_write(c, &b, exc, true);
	err_clear(c);
	cut_text(&b);
	split_lines(r, b.data);
	buf_release(&b);
	value_unref(exc);
}

/* The last results: _ and _3, and Out[3]; _ moves on to __ and ___. */
static bool
remember(struct session *s, struct value *v, int count)
{
	struct ctx *c = &s->ctx;
	struct value *globals = interp_globals(c), *old;
	char name[16];

	for (int i = 2; i >= 1; i--) {
		old = dict_find_atom(c, globals, atom_len(c, "___",
		    (size_t)i));
		if (old != NULL && !set_global(s, i == 2 ? "___" :
		    "__", old))
			return false;
	}
	snprintf(name, sizeof name, "_%d", count);
	return set_global(s, "_", v) &&
	    set_global(s, name, v) &&
	    dict_set(c, s->out, value_int(c, count), v);
}

static bool
show_result(struct session *s, struct value *v,
    const struct run_options *o, int count)
{
	struct show show = { .count = count };

	if (o->store_history && !remember(s, v, count))
		return false;
	if (s->sink.show != NULL)
		s->sink.show(s->sink.data, s->request, v, &show);
	return !err_is_set(&s->ctx);
}

static struct unit *
make_unit(struct session *s, const char *source, size_t len,
    const struct run_options *o, int count)
{
	char name[40];

	snprintf(name, sizeof name, "Cell In[%d]", count);
	return unit_new(&s->ctx, o->name != NULL ? o->name : name, source, len,
	    o->script ? UNIT_FILE : UNIT_CELL);
}

/*
 * What is pending and held by somebody is computed with the cell that made
 * it, so that time, errors and memory stay there; also after an exception,
 * which then wins, but not after an interrupt.
 */
static void
flush_pending(struct session *s)
{
	struct ctx *c = &s->ctx;
	struct err first = err_take(c);

	if (!err_kind_is(first.kind, ERR_KEYBOARD_INTERRUPT))
		engine_flush(c);
	if (err_kind_is(first.kind, ERR_KEYBOARD_INTERRUPT) ||
	    err_is(c, ERR_KEYBOARD_INTERRUPT))
		engine_leave(c);
	if (first.kind != ERR_NONE)
		err_put(c, first);
}

static void
run_unit(struct session *s, const char *source, size_t len,
    const struct run_options *o, int count)
{
	struct ctx *c = &s->ctx;
	struct unit *u = make_unit(s, source, len, o, count);
	bool quiet = false;
	struct value *v = NULL;

	if (u != NULL)
		v = interp_run(c, u, o->script ? RUN_SCRIPT : RUN_CELL,
		    &quiet);
	if (v != NULL && v != &value_none && !o->silent && !o->script) {
		if (!quiet)
			show_result(s, v, o, count);
		else if (o->store_history)
			remember(s, v, count);
	}
	flush_pending(s);
}

void
session_run(struct session *s, const char *source, size_t len,
    const struct run_options *o, struct run_result *r)
{
	struct ctx *c = &s->ctx;
	size_t mark = scope_mark(&c->scope);
	bool counted = !o->silent && o->store_history;
	void *outer = s->request;

	*r = (struct run_result){ .count = s->count };
	s->request = o->request;
	if (counted) {
		list_append(c, s->in, str_new_len(c, source, len));
		s->count++;
	}
	err_clear(c);
	run_unit(s, source, len, o, r->count);
	if (err_is_set(c))
		take_error(s, r);
	scope_drop(c, mark);
	values_maybe_collect(c);
	s->request = outer;
}

void
session_result_release(struct run_result *r)
{
	free(r->ename);
	free(r->evalue);
	for (size_t i = 0; i < r->ntraceback; i++)
		free(r->traceback[i]);
	free(r->traceback);
	*r = (struct run_result){ 0 };
}

bool
session_eval(struct session *s, const char *source, size_t len,
    void (*use)(void *, struct value *), void *data, struct run_result *r)
{
	struct ctx *c = &s->ctx;
	size_t mark = scope_mark(&c->scope);
	struct unit *u = unit_new(c, "<expression>", source, len, UNIT_EVAL);
	bool quiet, ok;
	struct value *v = u == NULL ? NULL : interp_run(c, u, RUN_EVAL,
	    &quiet);

	ok = v != NULL;
	*r = (struct run_result){ .count = s->count };
	if (ok)
		use(data, v);
	else
		take_error(s, r);
	err_clear(c);
	scope_drop(c, mark);
	return ok;
}

/* ---- for display ----------------------------------------------------------------- */

/* Stops what runs when its time is over, through the interrupt flag. */
struct deadline {
	struct session *s;
	struct timespec at;
	bool over;
	void (*outer)(void *);
	void *outer_data;
};

static void
deadline_poll(void *data)
{
	struct deadline *d = data;
	struct timespec now;

	if (d->outer != NULL)
		d->outer(d->outer_data);
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec > d->at.tv_sec || (now.tv_sec == d->at.tv_sec &&
	    now.tv_nsec >= d->at.tv_nsec)) {
		d->over = true;
		session_interrupt(d->s);
	}
}

static void
deadline_start(struct deadline *d, struct session *s, double seconds)
{
	*d = (struct deadline){ .s = s, .outer = s->ctx.on_poll,
		.outer_data = s->ctx.on_poll_data };
	clock_gettime(CLOCK_MONOTONIC, &d->at);
	d->at.tv_sec += (time_t)seconds;
	d->at.tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
	if (d->at.tv_nsec >= 1000000000) {
		d->at.tv_nsec -= 1000000000;
		d->at.tv_sec++;
	}
	if (seconds > 0)
		session_on_poll(s, deadline_poll, d);
}

/* An error becomes text; an interrupt of the user's is kept for the cell. */
static void
deadline_stop(struct deadline *d, double seconds, char **text)
{
	struct ctx *c = &d->s->ctx;
	struct value *exc;
	struct buf b = BUF_INIT;

	session_on_poll(d->s, d->outer, d->outer_data);
	if (!err_is_set(c))
		return;
	if (d->over)
		buf_printf(&b, "took longer than %g s", seconds);
	else {
		if (err_is(c, ERR_KEYBOARD_INTERRUPT))
			session_interrupt(d->s);
		exc = value_ref(exc_of_err(c));
		err_clear(c);
		buf_printf(&b, "%s: ", value_type_name(c, exc));
		value_str(c, &b, exc);
		value_unref(exc);
	}
	err_clear(c);
	*text = buf_steal(&b);
}

struct value *
session_call(struct session *s, struct value *fn, struct value *const *args,
    size_t n, double seconds, char **text)
{
	struct deadline d;
	struct value *v;

	*text = NULL;
	deadline_start(&d, s, seconds);
	v = value_call_n(&s->ctx, fn, n, args);
	deadline_stop(&d, seconds, text);
	return v;
}

/* Collects the pending arrays of a tree. */
struct pending {
	struct tensor **t;
	size_t n, cap;
};

static void
find_pending(struct pending *p, struct value *v, int depth)
{
	struct tensor *t = value_find_tensor(v);
	size_t n;

	if (t != NULL && tensor_is_pending(t)) {
		if (p->n == p->cap)
			p->t = xgrow(p->t, &p->cap, 16, sizeof *p->t);
		p->t[p->n++] = t;
	}
	if (value_is(v, &var_kind) && ((struct var *)v)->value != NULL)
		find_pending(p, ((struct var *)v)->value, depth + 1);
	n = depth < TREE_MAX_DEPTH ? tree_nchild(v) : 0;
	for (size_t i = 0; i < n; i++)
		find_pending(p, tree_child(v, i).value, depth + 1);
}

bool
session_force(struct session *s, struct value *v, double seconds, char **text)
{
	struct pending p = { 0 };
	struct deadline d;
	bool ok;

	*text = NULL;
	find_pending(&p, v, 0);
	deadline_start(&d, s, seconds);
	ok = tensor_force_all(&s->ctx, p.t, p.n);
	deadline_stop(&d, seconds, text);
	free(p.t);
	return ok;
}

enum completeness
session_is_complete(struct session *s, const char *source, size_t len,
    int *indent)
{
	switch (unit_is_complete(&s->ctx, source, len, indent)) {
	case UNIT_COMPLETE:
		return CODE_COMPLETE;
	case UNIT_INCOMPLETE:
		return CODE_INCOMPLETE;
	default:
		return CODE_INVALID;
	}
}
