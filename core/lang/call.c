/* SPDX-License-Identifier: Apache-2.0 */
/* Binding the arguments of a call to the slots of a function's frame, with
 * CPython's texts where they do not fit. */
#include <stdlib.h>

#include "core/lang/vm.h"

static const char *
s_of(size_t n)
{
	return n == 1 ? "" : "s";
}

/* "f() missing 2 required positional arguments: 'a' and 'b'" */
static void
raise_missing(struct ctx *c, const struct frame *f, uint32_t from,
    uint32_t n, const char *what)
{
	const struct code *k = f->code;
	struct buf b = BUF_INIT;
	size_t count = 0, at = 0;

	for (uint32_t i = from; i < from + n; i++)
		count += f->slot[i] == NULL;
	for (uint32_t i = from; i < from + n; i++) {
		if (f->slot[i] != NULL)
			continue;
		if (at > 0)
			buf_str(&b, count == 2 ? " and " : at + 1 == count ?
			    ", and " : ", ");
		buf_printf(&b, "'%s'", k->local[i]->text);
		at++;
	}
	err_raise(c, ERR_TYPE, "%s() missing %zu required %s argument%s: %s",
	    ((struct closure *)f->fn)->qualname->text, count, what,
	    s_of(count), b.data);
	buf_release(&b);
}

static void
raise_too_many(struct ctx *c, const struct frame *f, const struct args *a)
{
	const struct closure *fn = (const struct closure *)f->fn;
	const struct code *k = f->code;
	size_t ndefaults = fn->defaults != NULL ? seq_len(fn->defaults) : 0;
	size_t kwgiven = 0;
	struct buf takes = BUF_INIT, given = BUF_INIT;
	bool plural;

	for (uint32_t i = k->nargs; i < k->nargs + k->nkwonly; i++)
		for (size_t j = 0; j < a->nkw; j++)
			kwgiven += a->kw[j] == k->local[i];
	plural = ndefaults > 0 || k->nargs != 1;
	if (ndefaults > 0)
		buf_printf(&takes, "from %zu to %u", k->nargs - ndefaults,
		    (unsigned)k->nargs);
	else
		buf_printf(&takes, "%u", (unsigned)k->nargs);
	if (kwgiven > 0)
		buf_printf(&given, " positional argument%s (and %zu "
		    "keyword-only argument%s)", s_of(a->npos), kwgiven,
		    s_of(kwgiven));
	err_raise(c, ERR_TYPE, "%s() takes %s positional argument%s but "
	    "%zu%s %s given", fn->qualname->text, takes.data,
	    plural ? "s" : "", a->npos, given.data, a->npos == 1 &&
	    kwgiven == 0 ? "was" : "were");
	buf_release(&takes);
	buf_release(&given);
}

/* A keyword that no parameter takes: positional-only ones are told apart. */
static void
raise_keyword(struct ctx *c, const struct frame *f, const struct args *a,
    const struct atom *name)
{
	const struct closure *fn = (const struct closure *)f->fn;
	const struct code *k = f->code;
	struct buf b = BUF_INIT;

	for (uint32_t i = 0; i < k->nposonly; i++)
		for (size_t j = 0; j < a->nkw; j++)
			if (a->kw[j] == k->local[i])
				buf_printf(&b, "%s%s", b.len > 0 ? ", " : "",
				    k->local[i]->text);
	if (b.len > 0)
		err_raise(c, ERR_TYPE, "%s() got some positional-only "
		    "arguments passed as keyword arguments: '%s'",
		    fn->qualname->text, b.data);
	else
		err_raise(c, ERR_TYPE, "%s() got an unexpected keyword "
		    "argument '%s'", fn->qualname->text, name->text);
	buf_release(&b);
}

static bool
bind_keywords(struct ctx *c, struct frame *f, const struct args *a,
    struct value *rest)
{
	const struct code *k = f->code;
	uint32_t n = k->nargs + k->nkwonly;

	for (size_t j = 0; j < a->nkw; j++) {
		uint32_t i = k->nposonly;

		while (i < n && k->local[i] != a->kw[j])
			i++;
		if (i == n && rest == NULL) {
			raise_keyword(c, f, a, a->kw[j]);
			return false;
		}
		if (i == n) {
			if (!dict_set_atom(c, rest, a->kw[j],
			    a->v[a->npos + j]))
				return false;
			continue;
		}
		if (f->slot[i] != NULL) {
			err_raise(c, ERR_TYPE, "%s() got multiple values for "
			    "argument '%s'", ((struct closure *)f->fn)->
			    qualname->text, a->kw[j]->text);
			return false;
		}
		f->slot[i] = value_ref(a->v[a->npos + j]);
	}
	return true;
}

static bool
bind_defaults(struct ctx *c, struct frame *f)
{
	const struct closure *fn = (const struct closure *)f->fn;
	const struct code *k = f->code;
	size_t nd = fn->defaults != NULL ? seq_len(fn->defaults) : 0;
	bool missing = false;

	if (nd > k->nargs)
		nd = k->nargs;
	for (uint32_t i = 0; i < k->nargs; i++) {
		if (f->slot[i] != NULL)
			continue;
		if (i + nd >= k->nargs)
			f->slot[i] = value_ref(seq_item(fn->defaults,
			    i + nd - k->nargs));
		else
			missing = true;
	}
	if (missing) {
		raise_missing(c, f, 0, k->nargs, "positional");
		return false;
	}
	for (uint32_t i = k->nargs; i < k->nargs + k->nkwonly; i++) {
		if (f->slot[i] != NULL)
			continue;
		if (fn->kwdefaults != NULL)
			f->slot[i] = value_ref(dict_find_atom(c,
			    fn->kwdefaults, k->local[i]));
		missing |= f->slot[i] == NULL;
	}
	if (missing)
		raise_missing(c, f, k->nargs, k->nkwonly, "keyword-only");
	return !missing;
}

bool
call_bind(struct ctx *c, struct frame *f, const struct args *a)
{
	const struct code *k = f->code;
	size_t n = a->npos < k->nargs ? a->npos : k->nargs, mark;
	uint32_t extra = k->nargs + k->nkwonly;
	struct value *rest = NULL;
	bool ok;

	for (size_t i = 0; i < n; i++)
		f->slot[i] = value_ref(a->v[i]);
	if (a->npos == k->nargs && a->nkw == 0 && k->nkwonly == 0 &&
	    !(k->flags & (CODE_VARARGS | CODE_VARKW)))
		return true;
	mark = scope_mark(&c->scope);
	if (k->flags & CODE_VARARGS)
		f->slot[extra++] = value_ref(tuple_new(c, a->npos - n,
		    a->v + n));
	if (k->flags & CODE_VARKW) {
		rest = dict_new(c);
		f->slot[extra] = value_ref(rest);
	}
	ok = bind_keywords(c, f, a, rest);
	if (ok && a->npos > k->nargs && !(k->flags & CODE_VARARGS)) {
		raise_too_many(c, f, a);
		ok = false;
	}
	ok = ok && bind_defaults(c, f);
	scope_drop(c, mark);
	return ok;
}
