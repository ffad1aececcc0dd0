/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/interp.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/xalloc.h"
#include "core/lang/compile.h"
#include "core/lang/interp_private.h"
#include "core/lang/modules.h"
#include "core/lang/output.h"
#include "core/lang/unit.h"
#include "core/lang/vm.h"
#include "core/value/builtin_types.h"

#define MAX_FRAMES 1000

static void
ref_unit(const void *u)
{
	unit_ref((struct unit *)u);
}

static void
unref_unit(const void *u)
{
	unit_unref((struct unit *)u);
}

/* The folder of the script, where local modules are looked for. */
static char *
folder_of(char *const *argv)
{
	const char *slash = argv != NULL && argv[0] != NULL ?
	    strrchr(argv[0], '/') : NULL;

	return slash == NULL ? NULL : xmemdup0(argv[0], slash == argv[0] ? 1 :
	    (size_t)(slash - argv[0]));
}

void
interp_init(struct ctx *c, const struct interp_options *o)
{
	struct interp *in = xcalloc(1, sizeof *in);
	char *folder = folder_of(o->argv);
	struct value *builtins, *main;

	c->interp = in;
	in->o = *o;
	in->max_depth = MAX_FRAMES;
	exc_trace_hooks(c, ref_unit, unref_unit);
	modules_init(c, o->modules, folder);
	free(folder);
	builtins = module_import(c, "builtins", 8);
	if (builtins == NULL)
		BUG("interp: no builtins");
	in->builtins = value_ref(module_dict(builtins));
	in->object_new = class_find(c, class_of_row(c, &object_row),
	    atom(c, "__new__"));
	main = module_new(c, atom(c, "__main__"), NULL);
	dict_set_atom(c, modules_loaded(c), atom(c, "__main__"), main);
	in->globals = value_ref(module_dict(main));
	module_set(c, main, "__builtins__", builtins);
	scope_drop(c, 0);
}

void
interp_release(struct ctx *c)
{
	struct interp *in = c->interp;

	if (in == NULL)
		return;
	modules_release(c);
	value_unref(in->globals);
	value_unref(in->builtins);
	values_collect(c);
	c->interp = NULL;
	for (size_t i = 0; i < in->nheld; i++)
		unit_unref(in->held[i]);
	free(in->held);
	c->interp = in;
	framepool_release(c);
	c->interp = NULL;
	free(in);
}

/* ---- running --------------------------------------------------------------------- */

/* What programs ask of a syntax error: its place, counted from 1. The class's
 * __init__ makes attributes of these args. */
static void
place_syntax(struct ctx *c, struct value *exc, const struct unit *u)
{
	uint32_t line = unit_line(u, u->err_at.begin);
	struct value *args = exc_args(exc);
	size_t len;
	const char *text = unit_line_text(u, line, &len);
	struct value *place[] = {
		str_new(c, u->name), value_int(c, line),
		value_int(c, (int64_t)unit_column(u, u->err_at.begin) + 1),
		str_new_len(c, text, len),
		value_int(c, unit_line(u, u->err_at.end)),
		value_int(c, (int64_t)unit_column(u, u->err_at.end) + 1),
	};
	struct value *pair[] = { args != NULL && seq_len(args) > 0 ?
		seq_item(args, 0) : &value_none,
		tuple_new(c, nitems(place), place) };

	value_call_method(c, exc, "__init__", nitems(pair), pair);
}

/* A syntax error's only frame is where it stands in the text. */
static void *
note_syntax(struct ctx *c, const struct unit *u)
{
	struct trace_entry t = { .source = u, .begin = u->err_at.begin,
		.end = u->err_at.end };
	struct value *exc;
	struct err saved;

	if (!err_is(c, ERR_SYNTAX))
		return NULL;
	exc = exc_of_err(c);
	exc_trace_add(c, exc, &t);
	saved = err_take(c);
	place_syntax(c, exc, u);
	err_clear(c);
	err_put(c, saved);
	return NULL;
}

static struct code *
compile(struct ctx *c, struct unit *u, enum compile_mode mode)
{
	struct code *k;

	if (!unit_parse(c, u))
		return note_syntax(c, u);
	k = compile_unit(c, u, mode);
	/* The text outlives its code, for tracebacks; the tree does not. */
	arena_free(&u->arena);
	return k != NULL ? k : note_syntax(c, u);
}

static struct value *
run_code(struct ctx *c, struct code *k, struct value *globals,
    struct value *locals)
{
	struct value *fn, *r;
	struct frame *f;

	if (k == NULL || !ctx_enter(c))
		return NULL;
	fn = closure_new(c, k, globals);
	f = frame_new(c, (struct closure *)fn);
	f->kind = FRAME_ENTRY;
	f->back = c->interp->frame;
	if (locals != NULL && locals != globals)
		f->locals = value_ref(locals);
	r = vm_run(c, f);
	ctx_leave(c);
	return value_own(c, r);
}

/* Nodes remember the text they come from, so it stays. */
static void
hold(struct ctx *c, struct unit *u)
{
	struct interp *in = c->interp;

	if (in->nheld == in->held_cap)
		in->held = xgrow(in->held, &in->held_cap, 16,
		    sizeof *in->held);
	unit_ref(u);
	in->held[in->nheld++] = u;
}

struct value *
interp_run(struct ctx *c, struct unit *u, enum run_mode mode, bool *silent)
{
	static const enum compile_mode modes[] = {
		[RUN_CELL] = COMPILE_CELL, [RUN_SCRIPT] = COMPILE_MODULE,
		[RUN_EVAL] = COMPILE_EVAL
	};
	struct code *k = compile(c, u, modes[mode]);

	*silent = u->quiet;
	if (k == NULL)
		return NULL;
	if (mode != RUN_EVAL) {
		hold(c, u);
		code_mark_top(k);
	}
	return run_code(c, k, c->interp->globals, NULL);
}

bool
interp_exec(struct ctx *c, struct unit *u, struct value *globals)
{
	return run_code(c, compile(c, u, COMPILE_MODULE), globals, NULL) !=
	    NULL;
}

struct value *
interp_eval(struct ctx *c, struct unit *u, struct value *globals)
{
	return run_code(c, compile(c, u, COMPILE_EVAL), globals, NULL);
}

struct value *
interp_exec_in(struct ctx *c, struct unit *u, bool eval,
    struct value *globals, struct value *locals)
{
	return run_code(c, compile(c, u, eval ? COMPILE_EVAL :
	    COMPILE_MODULE), globals, locals);
}

struct value *
interp_frame_globals(struct ctx *c)
{
	const struct frame *f = c->interp->frame;

	return f != NULL ? f->globals : c->interp->globals;
}

struct value *
interp_locals(struct ctx *c)
{
	struct frame *f = c->interp->frame;

	return f != NULL ? frame_locals(c, f) : c->interp->globals;
}

struct value *
interp_globals(struct ctx *c)
{
	return c->interp->globals;
}

void
interp_limit(struct ctx *c, uint64_t polls)
{
	c->interp->limit = polls;
}

/* ---- output ------------------------------------------------------------------------ */

const struct sink *
interp_sink(struct ctx *c)
{
	static const struct sink none;
	const struct sink *s = c->interp->o.sink;

	return s != NULL ? s : &none;
}

void *
interp_request(struct ctx *c)
{
	return c->interp->o.request != NULL ? *c->interp->o.request : NULL;
}

void
interp_print(struct ctx *c, const char *text, size_t len, bool to_stderr)
{
	const struct sink *s = interp_sink(c);

	if (s->text != NULL)
		s->text(s->data, interp_request(c), to_stderr ? STREAM_ERR :
		    STREAM_OUT, text, len);
}
