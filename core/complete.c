/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Candidates at a cursor. What stands before the cursor is read backwards to
 * the shortest chain of names, dots and constant subscripts; that chain is
 * looked up in live values, never run: a call in it gives no candidates.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/lang/interp.h"
#include "core/lang/module.h"
#include "core/look.h"
#include "core/session_private.h"
#include "core/value/array.h"
#include "core/value/class.h"
#include "core/value/native.h"

struct collecting {
	struct session *s;
	struct completions *out;
	const char *prefix;
	size_t prefix_len;
	size_t cap;
};

static const char *
type_of(struct ctx *c, struct value *v)
{
	if (v == NULL)
		return "instance";
	if (value_is(v, &class_kind))
		return "class";
	if (value_is(v, &module_kind))
		return "module";
	return value_is_callable(c, v) && !value_is(v, &instance_kind) ?
	    "function" : "instance";
}

static void
offer(struct collecting *k, const char *text, const char *type)
{
	struct completion *item;

	if (strncmp(text, k->prefix, k->prefix_len) != 0)
		return;
	/* Hidden names only where they were begun. */
	if (text[0] == '_' && k->prefix[0] != '_')
		return;
	for (size_t i = 0; i < k->out->n; i++)
		if (strcmp(k->out->item[i].text, text) == 0)
			return;
	if (k->out->n == k->cap)
		k->out->item = xgrow(k->out->item, &k->cap, 32,
		    sizeof *k->out->item);
	item = &k->out->item[k->out->n++];
	item->text = xstrdup(text);
	item->type = xstrdup(type);
	item->signature = NULL;
}

static void
offer_dict(struct collecting *k, struct value *dict)
{
	struct value *key, *v;
	size_t at = 0;

	while (dict != NULL && dict_next(dict, &at, &key, &v))
		if (value_is(key, &str_kind))
			offer(k, str_text(key), type_of(&k->s->ctx, v));
}

static void
offer_keywords(struct collecting *k)
{
	static const char *const words[] = { "False", "None", "True", "and",
		"as", "assert", "break", "class", "continue", "def", "del",
		"elif", "else", "except", "finally", "for", "from", "global",
		"if", "import", "in", "is", "lambda", "nonlocal", "not", "or",
		"pass", "raise", "return", "try", "while", "with", "yield" };

	for (size_t i = 0; i < nitems(words); i++)
		offer(k, words[i], "keyword");
}

static void
offer_globals(struct collecting *k)
{
	struct ctx *c = &k->s->ctx;
	struct value *builtins = module_import(c, "builtins", 8);

	offer_dict(k, interp_globals(c));
	if (builtins != NULL)
		offer_dict(k, module_dict(builtins));
	offer_keywords(k);
	err_clear(c);
}

static void
offer_attributes(struct collecting *k, struct value *v)
{
	struct ctx *c = &k->s->ctx;
	struct value *names = value_dir(c, v);

	for (size_t i = 0; names != NULL && i < seq_len(names); i++) {
		struct value *name = seq_item(names, i);
		struct value *found;

		if (!value_is(name, &str_kind))
			continue;
		/* The class tells the type without running a property. */
		found = class_find(c, value_is(v, &class_kind) ?
		    (struct class *)v : value_class(c, v), str_atom(c, name));
		offer(k, str_text(name), type_of(c, found));
	}
	err_clear(c);
}

static void
offer_parameter(struct collecting *k, const char *name)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "%s=", name);
	offer(k, b.data, "param");
	buf_release(&b);
}

/* Those of a function written in the language; self is given already. */
static void
offer_closure(struct collecting *k, const struct code *code, uint32_t given)
{
	uint32_t i = code->nposonly > given ? code->nposonly : given;

	for (; i < code->nargs + code->nkwonly; i++)
		offer_parameter(k, code->local[i]->text);
}

/* name= of the parameters of what is being called. */
static void
offer_parameters(struct collecting *k, struct value *fn)
{
	const struct param *rows = look_params(&k->s->ctx, fn);
	const struct closure *closure = look_closure(&k->s->ctx, fn);

	if (closure != NULL)
		offer_closure(k, closure->code, !value_is(fn, &closure_kind));
	for (; rows != NULL && rows->name != NULL; rows++) {
		if (rows->flags & (PARAM_VARARGS | PARAM_KWARGS |
		    PARAM_POSITIONAL | PARAM_HIDDEN))
			continue;
		offer_parameter(k, rows->name);
	}
}

/* "from a.b" and "import a.b": modules that can be imported. */
static void
offer_modules(struct collecting *k)
{
	for (const struct module_row *const *row = core_modules; *row != NULL;
	    row++)
		offer(k, (*row)->name, "module");
}

/* Keys of a dict, or names of axes, inside an open quote after a bracket. */
static bool
offer_keys(struct collecting *k, const char *text, size_t begin)
{
	struct ctx *c = &k->s->ctx;
	struct value *v, *key, *item, *names;
	size_t at = 0;

	if (begin < 2 || (text[begin - 1] != '"' && text[begin - 1] != '\''))
		return false;
	if (text[begin - 2] == '[')
		v = look_chain(k->s, text, begin - 2);
	else if (text[begin - 2] == '{' && begin > 3 && text[begin - 3] == '[')
		v = look_chain(k->s, text, begin - 3);
	else
		return false;
	if (v == NULL)
		return false;
	if (value_is(v, &named_kind)) {
		names = value_find_attr(c, v, atom(c, "named_shape"));
		v = names;
	}
	if (v == NULL || !value_is(v, &dict_kind))
		return false;
	while (dict_next(v, &at, &key, &item))
		if (value_is(key, &str_kind))
			offer(k, str_text(key), "key");
	return true;
}

static bool
line_starts(const char *text, size_t len, const char *word)
{
	while (len > 0 && text[len - 1] != '\n')
		len--;
	while (text[len] == ' ')
		len++;
	return strncmp(text + len, word, strlen(word)) == 0;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(((const struct completion *)a)->text,
	    ((const struct completion *)b)->text);
}

void
session_complete(struct session *s, const char *source, size_t len,
    size_t cursor, struct completions *out)
{
	struct ctx *c = &s->ctx;
	size_t mark = scope_mark(&c->scope);
	size_t end = utf8_offset(source, len, cursor);
	char *text = xmemdup0(source, end);
	size_t begin = look_word(text, end), open;
	struct collecting k = { .s = s, .out = out, .prefix = text + begin,
		.prefix_len = end - begin };
	struct value *v;

	*out = (struct completions){ .end = cursor };
	out->start = utf8_count(text, begin);
	if (line_starts(text, end, "import ") ||
	    (line_starts(text, end, "from ") &&
	    strstr(text, " import") == NULL)) {
		while (begin > 0 && (text[begin - 1] == '.' ||
		    look_is_word(text[begin - 1])))
			begin--;
		k.prefix = text + begin;
		k.prefix_len = end - begin;
		out->start = utf8_count(text, begin);
		offer_modules(&k);
	} else if (begin > 0 && text[begin - 1] == '.') {
		v = look_chain(s, text, begin - 1);
		if (v != NULL)
			offer_attributes(&k, v);
	} else if (!offer_keys(&k, text, begin)) {
		if (look_call(text, begin, &open)) {
			v = look_chain(s, text, open);
			if (v != NULL)
				offer_parameters(&k, v);
		}
		offer_globals(&k);
	}
	if (out->n > 1)
		qsort(out->item, out->n, sizeof *out->item, by_text);
	err_clear(c);
	free(text);
	scope_drop(c, mark);
}

void
session_completions_release(struct completions *k)
{
	for (size_t i = 0; i < k->n; i++) {
		free(k->item[i].text);
		free(k->item[i].type);
		free(k->item[i].signature);
	}
	free(k->item);
	*k = (struct completions){ 0 };
}
