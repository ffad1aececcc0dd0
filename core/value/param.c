/* SPDX-License-Identifier: Apache-2.0 */
/* Binding the arguments of a call to parameter rows. */
#include "core/value/param.h"

#include <string.h>

#include "core/base/suggest.h"
#include "core/value/dict.h"
#include "core/value/runtime.h"
#include "core/value/seq.h"
#include "core/value/str.h"

static const struct {
	const char *name;
} kind_names[] = {
	[PARAM_ANY] = { "anything" },
	[PARAM_BOOL] = { "bool" },
	[PARAM_INT] = { "int" },
	[PARAM_FLOAT] = { "float" },
	[PARAM_NUMBER] = { "a number" },
	[PARAM_STR] = { "str" },
	[PARAM_BYTES] = { "bytes" },
	[PARAM_CALLABLE] = { "callable" },
	[PARAM_TUPLE] = { "tuple" },
	[PARAM_LIST] = { "list" },
	[PARAM_SEQ] = { "a list or tuple" },
	[PARAM_DICT] = { "dict" },
	[PARAM_ITERABLE] = { "iterable" },
	[PARAM_AXIS] = { "an axis name (str)" },
	[PARAM_AXES] = { "an axis name or a tuple of them" },
	[PARAM_DTYPE] = { "a dtype" },
	[PARAM_ARRAY] = { "an array" },
	[PARAM_NAMED] = { "a named array" },
	[PARAM_LAYER] = { "a layer" },
	[PARAM_LAYERS] = { "a list of layers" },
	[PARAM_VARIABLE] = { "a variable" },
	[PARAM_CLASS] = { "a class" },
};

const char *
param_kind_name(enum param_kind k)
{
	return kind_names[k].name;
}

static bool
is_iterable(struct ctx *c, struct value *v)
{
	struct class *cls;

	if (!value_has_slots(v))
		return value_kind(v)->iter != NULL ||
		    value_kind(v)->next != NULL;
	cls = value_class(c, v);
	return class_find_dunder(c, cls, DUNDER_ITER) != NULL ||
	    class_find_dunder(c, cls, DUNDER_GETITEM) != NULL;
}

static bool
all_of(struct ctx *c, struct value *v,
    bool (*test)(struct ctx *, const struct value *))
{
	if (!value_is_seq(v))
		return false;
	for (size_t i = 0; i < seq_len(v); i++)
		if (!test(c, seq_item(v, i)))
			return false;
	return true;
}

static bool
is_str(struct ctx *c UNUSED, const struct value *v)
{
	return value_is_str(v);
}

static bool
has_index(struct ctx *c, struct value *v)
{
	return value_is_int(v) || (value_has_slots(v) && class_find_dunder(c,
	    value_class(c, v), DUNDER_INDEX) != NULL);
}

/*
 * Kinds of higher folders (arrays, dtypes, variables) are not known here: the
 * function that takes them checks them.
 */
bool
param_accepts(struct ctx *c, const struct param *p, struct value *v)
{
	double d;

	if (v == &value_none && (p->flags & PARAM_OPTIONAL))
		return true;
	switch (p->kind) {
	case PARAM_BOOL:
		return value_is(v, &bool_kind);
	case PARAM_INT:
		return has_index(c, v) || value_kind(v)->row == NULL ||
		    class_find_dunder(c, value_class(c, v), DUNDER_INDEX) !=
		    NULL;
	case PARAM_FLOAT:
		return value_number(v, &d) || class_find_dunder(c,
		    value_class(c, v), DUNDER_FLOAT) != NULL ||
		    !(value_is_str(v) || value_is_seq(v) ||
		    value_is_dict(v) || v == &value_none);
	case PARAM_STR:
		return value_is_str(v);
	case PARAM_BYTES:
		return value_is(value_unwrap(v), &bytes_kind);
	case PARAM_CALLABLE:
	case PARAM_LAYER:
		return value_is_callable(c, v);
	case PARAM_LAYERS:
		return all_of(c, v, value_is_callable);
	case PARAM_TUPLE:
		return value_is_tuple(v);
	case PARAM_LIST:
		return value_is_list(v);
	case PARAM_SEQ:
		return value_is_seq(v);
	case PARAM_DICT:
		return value_is_dict(v);
	case PARAM_ITERABLE:
		return is_iterable(c, v);
	case PARAM_AXIS:
		return value_is_str(v);
	case PARAM_AXES:
		return value_is_str(v) || all_of(c, v, is_str);
	case PARAM_CLASS:
		return value_is(v, &class_kind);
	default:
		return true;
	}
}

/* ---- binding ------------------------------------------------------------ */

static size_t
count_rows(const struct param *p)
{
	size_t n = 0;

	while (p[n].name != NULL)
		n++;
	return n;
}

static bool
is_named(const struct param *p)
{
	return !(p->flags & (PARAM_VARARGS | PARAM_KWARGS));
}

static bool
takes_position(const struct param *p)
{
	return is_named(p) && !(p->flags & PARAM_KEYWORD);
}

static void
raise_too_many(struct ctx *c, const char *fn, const struct param *p,
    size_t given)
{
	size_t most = 0, least = 0, n = count_rows(p);

	for (size_t i = 0; i < n; i++)
		if (takes_position(&p[i])) {
			most++;
			least += p[i].dflt == NULL;
		}
	if (least != most)
		err_raise(c, ERR_TYPE, "%s() takes from %zu to %zu positional "
		    "arguments but %zu %s given", fn, least, most, given,
		    given == 1 ? "was" : "were");
	else
		err_raise(c, ERR_TYPE, "%s() takes %zu positional argument%s "
		    "but %zu %s given", fn, most, plural(most), given,
		    given == 1 ? "was" : "were");
}

/* "'a', 'b', and 'c'" */
static void
write_names(struct buf *b, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s'%s'", i == 0 ? "" : n == 2 ? " and " :
		    i + 1 == n ? ", and " : ", ", names[i]);
}

static void
raise_missing(struct ctx *c, const char *fn, const struct param *p,
    struct value **out, size_t n)
{
	const char *names[2][PARAM_MAX];
	size_t count[2] = { 0, 0 };
	struct buf b = BUF_INIT;
	int which;

	for (size_t i = 0; i < n; i++)
		if (out[i] == NULL && is_named(&p[i]) && p[i].dflt == NULL) {
			which = (p[i].flags & PARAM_KEYWORD) != 0;
			names[which][count[which]++] = p[i].name;
		}
	which = count[0] == 0;
	write_names(&b, names[which], count[which]);
	err_raise(c, ERR_TYPE, "%s() missing %zu required %s argument%s: %s",
	    fn, count[which], which ? "keyword-only" : "positional",
	    plural(count[which]), b.data);
	buf_release(&b);
}

static void
raise_unexpected(struct ctx *c, const char *fn, const struct param *p,
    const struct atom *name)
{
	struct suggest s;

	suggest_init(&s, name->text);
	for (; p->name != NULL; p++)
		if (is_named(p) && !(p->flags & (PARAM_POSITIONAL |
		    PARAM_HIDDEN)))
			suggest_offer(&s, p->name);
	if (s.best != NULL)
		err_raise(c, ERR_TYPE, "%s() got an unexpected keyword "
		    "argument '%s'. Did you mean '%s'?", fn, name->text,
		    s.best);
	else
		err_raise(c, ERR_TYPE, "%s() got an unexpected keyword "
		    "argument '%s'", fn, name->text);
}

static bool
bind_keyword(struct ctx *c, const char *fn, const struct param *p, size_t n,
    const struct atom *name, struct value *v, struct value **out,
    struct value *rest)
{
	for (size_t i = 0; i < n; i++) {
		if (!is_named(&p[i]) || (p[i].flags & PARAM_POSITIONAL) ||
		    strcmp(p[i].name, name->text) != 0)
			continue;
		if (out[i] != NULL) {
			err_raise(c, ERR_TYPE, "%s() got multiple values for "
			    "argument '%s'", fn, name->text);
			return false;
		}
		out[i] = v;
		return true;
	}
	if (rest != NULL)
		return dict_set_atom(c, rest, name, v);
	raise_unexpected(c, fn, p, name);
	return false;
}

static bool
check_kind(struct ctx *c, const char *fn, const struct param *p,
    struct value *v)
{
	const char *best;

	if (p->kind == PARAM_ANY || param_accepts(c, p, v))
		return true;
	best = param_kind_name(p->kind);
	err_raise(c, ERR_TYPE, "%s() argument '%s' must be %s%s, not %s", fn,
	    p->name, best, p->flags & PARAM_OPTIONAL ? " or None" : "",
	    value_type_name(c, v));
	return false;
}

static bool
bind_positions(struct ctx *c, const char *fn, const struct param *p,
    size_t n, const struct args *a, struct value **out)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i].flags & PARAM_VARARGS) {
			out[i] = tuple_new(c, a->npos - at, a->v + at);
			if (out[i] == NULL)
				return false;
			at = a->npos;
		} else if (takes_position(&p[i]) && at < a->npos)
			out[i] = a->v[at++];
	}
	if (at < a->npos) {
		raise_too_many(c, fn, p, a->npos);
		return false;
	}
	return true;
}

static bool
fill_defaults(struct ctx *c, const char *fn, const struct param *p, size_t n,
    struct value **out)
{
	for (size_t i = 0; i < n; i++) {
		if (out[i] == NULL) {
			if (p[i].dflt == NULL) {
				raise_missing(c, fn, p, out, n);
				return false;
			}
			out[i] = param_literal(c, p[i].dflt);
			if (out[i] == NULL)
				return false;
		} else if (!check_kind(c, fn, &p[i], out[i]))
			return false;
	}
	return true;
}

bool
param_bind(struct ctx *c, const char *fn, const struct param *p,
    const struct args *a, struct value **out)
{
	size_t n = count_rows(p);
	struct value *rest = NULL;

	if (n > PARAM_MAX)
		BUG("too many parameters");
	for (size_t i = 0; i < n; i++)
		out[i] = NULL;
	for (size_t i = 0; i < a->npos + a->nkw; i++)
		if (a->v[i] == NULL)
			return false;
	if (!bind_positions(c, fn, p, n, a, out))
		return false;
	for (size_t i = 0; i < n; i++)
		if (p[i].flags & PARAM_KWARGS)
			rest = out[i] = dict_new(c);
	for (size_t i = 0; i < a->nkw; i++)
		if (!bind_keyword(c, fn, p, n, a->kw[i], a->v[a->npos + i],
		    out, rest))
			return false;
	return fill_defaults(c, fn, p, n, out);
}

void
param_signature(struct buf *b, const struct param *p)
{
	bool first = true, star = false, slash = false;

	buf_char(b, '(');
	for (; p->name != NULL; p++) {
		if (p->flags & PARAM_HIDDEN)
			continue;
		if (slash && !(p->flags & PARAM_POSITIONAL)) {
			buf_str(b, ", /");
			slash = false;
		}
		if (!first)
			buf_str(b, ", ");
		first = false;
		if ((p->flags & PARAM_KEYWORD) && !star)
			buf_str(b, "*, ");
		star |= (p->flags & (PARAM_KEYWORD | PARAM_VARARGS)) != 0;
		slash = (p->flags & PARAM_POSITIONAL) != 0;
		buf_str(b, p->flags & PARAM_VARARGS ? "*" :
		    p->flags & PARAM_KWARGS ? "**" : "");
		buf_str(b, p->name);
		if (p->dflt != NULL && is_named(p))
			buf_printf(b, "=%s", p->dflt);
	}
	if (slash)
		buf_str(b, ", /");
	buf_char(b, ')');
}
