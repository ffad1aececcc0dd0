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
#include "core/complete_private.h"
#include "core/lang/interp.h"
#include "core/lang/module.h"
#include "core/look.h"
#include "core/value/class.h"
#include "core/value/native.h"

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

void
complete_offer(struct collecting *k, const char *text, const char *type)
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
			complete_offer(k, str_text(key), type_of(&k->s->ctx, v));
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
		complete_offer(k, words[i], "keyword");
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
		complete_offer(k, str_text(name), type_of(c, found));
	}
	err_clear(c);
}

static void
offer_parameter(struct collecting *k, const char *name)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "%s=", name);
	complete_offer(k, b.data, "param");
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
		complete_offer(k, (*row)->name, "module");
}

/* Does the line of the cursor begin with word? *begin: what follows it. */
static bool
line_argument(const char *text, size_t len, const char *word, size_t *begin)
{
	size_t n = strlen(word);

	*begin = len;
	while (*begin > 0 && text[*begin - 1] != '\n')
		--*begin;
	while (text[*begin] == ' ')
		++*begin;
	if (strncmp(text + *begin, word, n) != 0)
		return false;
	*begin += n;
	return *begin <= len;
}

static bool
line_starts(const char *text, size_t len, const char *word)
{
	size_t begin;

	return line_argument(text, len, word, &begin);
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
	size_t begin = look_word(text, end), open, run;
	struct collecting k = { .s = s, .out = out, .prefix = text + begin,
		.prefix_len = end - begin };
	struct value *v;

	*out = (struct completions){ .end = cursor };
	if (line_starts(text, end, "import ") ||
	    (line_starts(text, end, "from ") &&
	    strstr(text, " import") == NULL)) {
		while (begin > 0 && (text[begin - 1] == '.' ||
		    look_is_word(text[begin - 1])))
			begin--;
		k.prefix = text + begin;
		k.prefix_len = end - begin;
		offer_modules(&k);
	} else if (look_string(text, end, &run) ||
	    line_argument(text, end, "%run ", &run)) {
		complete_string(&k, text, run, end);
	} else if (begin > 0 && text[begin - 1] == '.') {
		v = look_chain(s, text, begin - 1);
		if (v != NULL)
			offer_attributes(&k, v);
	} else {
		if (look_call(text, begin, &open)) {
			v = look_chain(s, text, open);
			if (v != NULL)
				offer_parameters(&k, v);
		}
		offer_globals(&k);
	}
	out->start = utf8_count(text, (size_t)(k.prefix - text));
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
