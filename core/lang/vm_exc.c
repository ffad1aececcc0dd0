/* SPDX-License-Identifier: Apache-2.0 */
/* Raising, catching, with. */
#include "core/lang/interp_private.h"
#include "core/lang/vm.h"

const struct try_range *
vm_find_try(const struct code *k, uint32_t at)
{
	for (uint32_t i = 0; i < k->ntries; i++)
		if (at >= k->tries[i].begin && at < k->tries[i].end)
			return &k->tries[i];
	return NULL;
}

static bool
is_exc_class(struct ctx *c, const struct value *v)
{
	return value_is(v, &class_kind) &&
	    class_is_subclass((const struct class *)v,
	    class_of_row(c, exc_row(ERR_BASE_EXCEPTION)));
}

static bool
match_one(struct ctx *c, struct value *exc, struct value *spec, bool *out)
{
	if (!is_exc_class(c, spec)) {
		err_raise(c, ERR_TYPE, "catching classes that do not inherit "
		    "from BaseException is not allowed");
		return false;
	}
	*out = class_is_subclass(value_class(c, exc), (struct class *)spec);
	return true;
}

bool
vm_match_exc(struct ctx *c, struct value *exc, struct value *spec, bool *out)
{
	if (!value_is(spec, &tuple_kind))
		return match_one(c, exc, spec, out);
	*out = false;
	if (!ctx_enter(c))
		return false;
	for (size_t i = 0; i < seq_len(spec) && !*out; i++)
		if (!vm_match_exc(c, exc, seq_item(spec, i), out))
			break;
	ctx_leave(c);
	return !err_is_set(c);
}

/* A class is called, an instance taken as it is. */
static struct value *
exc_of_value(struct ctx *c, struct value *v, const char *what)
{
	if (value_is(v, &exc_kind))
		return v;
	if (is_exc_class(c, v)) {
		v = value_call_n(c, v, 0, NULL);
		if (v == NULL || value_is(v, &exc_kind))
			return v;
	}
	return err_raise(c, ERR_TYPE, "%s", what);
}

void
vm_raise(struct ctx *c, struct frame *f, struct value *v,
    struct value *cause, bool has_cause)
{
	struct value *exc = exc_of_value(c, v,
	    "exceptions must derive from BaseException"), *handled;

	if (exc == NULL)
		return;
	if (has_cause) {
		if (cause != &value_none)
			cause = exc_of_value(c, cause, "exception causes must "
			    "derive from BaseException");
		if (cause == NULL)
			return;
		exc_set_cause(exc, cause);
	}
	handled = frame_handled(f);
	if (handled != NULL && handled != exc)
		exc_set_context(exc, handled);
	exc_raise(c, exc);
}

struct value *
vm_note_exc(struct ctx *c, struct frame *f, bool trace)
{
	bool fresh = c->err.exc == NULL;
	struct value *exc = exc_of_err(c), *handled;
	const struct trace_entry *entries;
	struct trace_entry t = { .function = f->code->name };
	struct span at = frame_span(f);

	if (exc == NULL)
		BUG("vm: no exception");
	if (fresh || (exc_trace(exc, &entries) == 0 &&
	    exc_context(exc) == NULL)) {
		handled = frame_handled(f);
		if (handled != NULL && handled != exc)
			exc_set_context(exc, handled);
	}
	if (trace) {
		t.source = f->code->unit;
		t.begin = at.begin;
		t.end = at.end;
		exc_trace_add(c, exc, &t);
	}
	return exc;
}

struct value *
vm_enter_with(struct ctx *c, struct value *m, struct value **exit)
{
	struct class *k = value_class(c, m);
	struct value *enter = class_find(c, k, atom(c, "__enter__"));
	struct value *leave = class_find(c, k, atom(c, "__exit__"));

	if (enter == NULL || leave == NULL)
		return err_raise(c, ERR_TYPE, "'%s' object does not support "
		    "the context manager protocol%s", k->name->text,
		    enter != NULL ? " (missed __exit__ method)" : "");
	*exit = class_bind(c, leave, m, k);
	if (*exit == NULL)
		return NULL;
	return value_call_n(c, class_bind(c, enter, m, k), 0, NULL);
}
