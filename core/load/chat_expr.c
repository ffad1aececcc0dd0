/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions of chat templates, by Jinja's precedence. */
#include <stdlib.h>
#include <string.h>

#include "core/load/chat_parts.h"

#define MAX_DEPTH 24		/* of parentheses */
#define MAX_WORK 2000000	/* operands read, loops included */

/* ---- small parts -------------------------------------------------------- */

void *
chat_bad(struct chat *h, const char *what, const char *name)
{
	size_t line = 1;

	for (const char *p = h->text; p < h->at; p++)
		line += *p == '\n';
	return err_raise(h->c, ERR_VALUE, "chat template, line %zu: %s %s",
	    line, what, name);
}

void
chat_space(struct chat *h)
{
	while (*h->at != '\0' && strchr(" \t\n\r", *h->at) != NULL)
		h->at++;
}

bool
chat_accept(struct chat *h, const char *mark)
{
	size_t n = strlen(mark);

	chat_space(h);
	if (strncmp(h->at, mark, n) != 0)
		return false;
	h->at += n;
	return true;
}

static bool
is_name_char(char ch, bool first)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	    ch == '_' || (!first && ch >= '0' && ch <= '9');
}

bool
chat_name(struct chat *h, const struct atom **name)
{
	const char *from;

	chat_space(h);
	from = h->at;
	if (!is_name_char(*from, true))
		return false;
	while (is_name_char(*h->at, false))
		h->at++;
	*name = atom_len(h->c, from, (size_t)(h->at - from));
	return true;
}

bool
chat_word(struct chat *h, const char *word)
{
	size_t n = strlen(word);

	chat_space(h);
	if (strncmp(h->at, word, n) != 0 || is_name_char(h->at[n], false))
		return false;
	h->at += n;
	return true;
}

bool
chat_truth(struct chat *h, struct value *v, bool *out)
{
	*out = false;
	if (v == NULL)
		return false;
	return !h->live || v == CHAT_UNDEFINED ||
	    value_truth(h->c, v, out);
}

bool
chat_write(struct chat *h, struct buf *b, struct value *v)
{
	return v == CHAT_UNDEFINED || value_str(h->c, b, v);
}

/* ---- operands ----------------------------------------------------------- */

static struct value *
text_literal(struct chat *h)
{
	struct buf b = BUF_INIT;
	char quote = *h->at++;

	for (; *h->at != quote; h->at++) {
		if (*h->at == '\0') {
			buf_release(&b);
			return chat_bad(h, "a text without end", "");
		}
		if (*h->at == '\\' && h->at[1] != '\0') {
			h->at++;
			buf_char(&b, *h->at == 'n' ? '\n' : *h->at == 't' ?
			    '\t' : *h->at == 'r' ? '\r' : *h->at);
		} else {
			buf_char(&b, *h->at);
		}
	}
	h->at++;
	return str_of_buf(h->c, &b);
}

static struct value *
number_literal(struct chat *h)
{
	char *end;
	long long i = strtoll(h->at, &end, 10);

	if (*end == '.' && end[1] >= '0' && end[1] <= '9') {
		double d = strtod(h->at, &end);

		h->at = end;
		return value_float(h->c, d);
	}
	h->at = end;
	return value_int(h->c, i);
}

/* Items up to the mark; *comma: one stood behind the last. */
static struct value *
items_until(struct chat *h, const char *mark, bool *comma)
{
	struct value *list = list_new(h->c, 0, NULL);

	*comma = false;
	while (!chat_accept(h, mark)) {
		struct value *v;

		if (seq_len(list) > 0 && !*comma)
			return chat_bad(h, "expected", mark);
		v = chat_expr(h);
		if (v == NULL || !list_append(h->c, list, v))
			return NULL;
		*comma = chat_accept(h, ",");
	}
	return list;
}

static struct value *
dict_literal(struct chat *h)
{
	struct value *d = dict_new(h->c);

	while (!chat_accept(h, "}")) {
		struct value *key = chat_expr(h), *v;

		if (key == NULL || !chat_accept(h, ":"))
			return chat_bad(h, "expected", ":");
		v = chat_expr(h);
		if (v == NULL || (h->live && !dict_set(h->c, d, key, v)))
			return NULL;
		if (!chat_accept(h, ",")) {
			if (!chat_accept(h, "}"))
				return chat_bad(h, "expected", "}");
			break;
		}
	}
	return d;
}

struct call {
	struct value *v[CHAT_ARGS];
	const struct atom *kw[CHAT_ARGS];
	struct args args;
};

/* Arguments behind "(". */
static bool
read_args(struct chat *h, struct call *k)
{
	size_t n = 0;

	k->args = (struct args){ k->v, 0, k->kw, 0 };
	while (!chat_accept(h, ")")) {
		const char *from = h->at;
		const struct atom *name;

		if (n == CHAT_ARGS) {
			chat_bad(h, "too many arguments", "");
			return false;
		}
		if (chat_name(h, &name) && chat_accept(h, "=") &&
		    *h->at != '=') {
			k->kw[k->args.nkw++] = name;
		} else {
			h->at = from;
			k->args.npos++;
		}
		k->v[n] = chat_expr(h);
		if (k->v[n++] == NULL)
			return false;
		if (!chat_accept(h, ",")) {
			if (!chat_accept(h, ")")) {
				chat_bad(h, "expected", ")");
				return false;
			}
			break;
		}
	}
	return true;
}

static struct value *
constant(const struct atom *name)
{
	static const struct { const char *name; struct value *v; } row[] = {
		{ "true", &value_true }, { "True", &value_true },
		{ "false", &value_false }, { "False", &value_false },
		{ "none", &value_none }, { "None", &value_none },
	};

	for (size_t i = 0; i < nitems(row); i++)
		if (strcmp(name->text, row[i].name) == 0)
			return row[i].v;
	return NULL;
}

static struct value *
name_value(struct chat *h, const struct atom *name)
{
	struct value *v = constant(name);
	struct call k;

	if (v != NULL)
		return v;
	if (chat_is_global(name) && chat_accept(h, "(")) {
		if (!read_args(h, &k))
			return NULL;
		return h->live ? chat_global(h, name, &k.args) : &value_none;
	}
	if (!h->live)
		return &value_none;
	v = dict_find_atom(h->c, h->vars, name);
	return v != NULL ? v : CHAT_UNDEFINED;
}

static struct value *
primary(struct chat *h)
{
	const struct atom *name;
	struct value *v;
	bool comma;

	if (++h->work > MAX_WORK)
		return chat_bad(h, "it takes too long", "");
	chat_space(h);
	if (*h->at == '\'' || *h->at == '"')
		return text_literal(h);
	if (*h->at >= '0' && *h->at <= '9')
		return number_literal(h);
	if (chat_accept(h, "["))
		return items_until(h, "]", &comma);
	if (chat_accept(h, "{"))
		return dict_literal(h);
	if (chat_accept(h, "(")) {
		v = items_until(h, ")", &comma);
		if (v == NULL || (seq_len(v) == 1 && !comma))
			return v == NULL ? NULL : seq_item(v, 0);
		return tuple_new(h->c, seq_len(v), seq_items(v));
	}
	if (chat_name(h, &name))
		return name_value(h, name);
	return chat_bad(h, "an expression was expected, not",
	    *h->at == '\0' ? "the end" : (char[]){ *h->at, 0 });
}

/* ---- what follows an operand -------------------------------------------- */

/* v.name: an attribute, or the item of a dict. */
static struct value *
get_field(struct chat *h, struct value *v, const struct atom *name)
{
	struct value *item = NULL;

	if (!h->live)
		return &value_none;
	if (v == CHAT_UNDEFINED)
		return chat_bad(h, "nothing is defined before",
		    name->text);
	if (value_is(v, &dict_kind)) {
		item = dict_find_atom(h->c, v, name);
		if (item != NULL)
			return item;
	}
	item = value_find_attr(h->c, v, name);
	if (item == NULL && err_is_set(h->c))
		return NULL;
	return item != NULL ? item : CHAT_UNDEFINED;
}

static struct value *
optional(struct chat *h)
{
	chat_space(h);
	return *h->at == ':' || *h->at == ']' ? &value_none : chat_expr(h);
}

/* [i], [a:b:c] behind "[" */
static struct value *
get_index(struct chat *h, struct value *v)
{
	struct value *part[3] = { optional(h), &value_none, &value_none };
	int n = 0;

	while (part[n] != NULL && n < 2 && chat_accept(h, ":"))
		part[++n] = optional(h);
	if (part[n] == NULL)
		return NULL;
	if (!chat_accept(h, "]"))
		return chat_bad(h, "expected", "]");
	if (!h->live)
		return &value_none;
	if (v == CHAT_UNDEFINED)
		return chat_bad(h, "nothing is defined before", "[");
	if (n > 0)
		return value_get_item(h->c, v, slice_new(h->c, part[0],
		    part[1], part[2]));
	if (value_is(v, &dict_kind)) {
		v = dict_find(h->c, v, part[0]);
		return v != NULL ? v : err_is_set(h->c) ? NULL :
		    CHAT_UNDEFINED;
	}
	v = value_get_item(h->c, v, part[0]);
	if (v == NULL && err_is(h->c, ERR_INDEX)) {
		err_clear(h->c);
		return CHAT_UNDEFINED;
	}
	return v;
}

static struct value *
filtered(struct chat *h, struct value *v)
{
	const struct atom *name;
	struct call k = { .args = { NULL, 0, NULL, 0 } };

	if (!chat_name(h, &name))
		return chat_bad(h, "expected a filter after", "|");
	if (chat_accept(h, "(") && !read_args(h, &k))
		return NULL;
	return h->live ? chat_filter(h, name, v, &k.args) : &value_none;
}

static struct value *
tested(struct chat *h, struct value *v)
{
	bool negate = chat_word(h, "not"), yes = false;
	const struct atom *name;

	if (!chat_name(h, &name))
		return chat_bad(h, "expected a test after", "is");
	if (h->live && !chat_test(h, name, v, &yes))
		return NULL;
	return value_bool(yes != negate);
}

static struct value *
called(struct chat *h, struct value *v)
{
	struct call k;

	if (!read_args(h, &k))
		return NULL;
	if (!h->live)
		return &value_none;
	if (v == CHAT_UNDEFINED)
		return chat_bad(h, "what is called is not defined", "");
	return value_call(h->c, v, &k.args);
}

static struct value *
postfix(struct chat *h)
{
	struct value *v = primary(h);

	while (v != NULL) {
		const struct atom *name;

		if (chat_accept(h, ".")) {
			if (!chat_name(h, &name))
				return chat_bad(h, "expected a name after",
				    ".");
			v = get_field(h, v, name);
		} else if (chat_accept(h, "[")) {
			v = get_index(h, v);
		} else if (chat_accept(h, "(")) {
			v = called(h, v);
		} else if (chat_accept(h, "|")) {
			v = filtered(h, v);
		} else if (chat_word(h, "is")) {
			v = tested(h, v);
		} else {
			break;
		}
	}
	return v;
}

/* ---- operators ---------------------------------------------------------- */

static struct value *
unary(struct chat *h)
{
	struct value *v;

	chat_space(h);
	if (*h->at == '-' && h->at[1] != '%' && h->at[1] != '}') {
		h->at++;
		v = postfix(h);
		return v == NULL || !h->live ? v :
		    value_unary(h->c, UN_NEG, v);
	}
	return postfix(h);
}

static struct value *
arith(struct chat *h, enum arith op, struct value *a, struct value *b)
{
	if (a == NULL || b == NULL || !h->live)
		return b;
	if (a == CHAT_UNDEFINED || b == CHAT_UNDEFINED)
		return chat_bad(h, "an operand is not defined", "");
	return value_arith(h->c, op, a, b);
}

static struct value *
product(struct chat *h)
{
	struct value *v = unary(h);

	while (v != NULL) {
		chat_space(h);
		if (h->at[0] == '%' && h->at[1] == '}')
			break;
		if (chat_accept(h, "*"))
			v = arith(h, ARITH_MUL, v, unary(h));
		else if (chat_accept(h, "//"))
			v = arith(h, ARITH_FLOOR_DIV, v, unary(h));
		else if (chat_accept(h, "/"))
			v = arith(h, ARITH_DIV, v, unary(h));
		else if (chat_accept(h, "%"))
			v = arith(h, ARITH_MOD, v, unary(h));
		else
			break;
	}
	return v;
}

static struct value *
joined(struct chat *h)
{
	struct value *v = product(h);

	while (v != NULL && chat_accept(h, "~")) {
		struct value *w = product(h);
		struct buf b = BUF_INIT;

		if (w == NULL)
			return NULL;
		if (!h->live)
			continue;
		if (!chat_write(h, &b, v) || !chat_write(h, &b, w)) {
			buf_release(&b);
			return NULL;
		}
		v = str_of_buf(h->c, &b);
	}
	return v;
}

static struct value *
sum(struct chat *h)
{
	struct value *v = joined(h);

	while (v != NULL) {
		chat_space(h);
		if (h->at[0] == '-' && (h->at[1] == '%' || h->at[1] == '}'))
			break;
		if (chat_accept(h, "+"))
			v = arith(h, ARITH_ADD, v, joined(h));
		else if (chat_accept(h, "-"))
			v = arith(h, ARITH_SUB, v, joined(h));
		else
			break;
	}
	return v;
}

static const struct { const char *mark; enum compare op; } comparisons[] = {
	{ "==", CMP_EQ }, { "!=", CMP_NE }, { "<=", CMP_LE }, { ">=", CMP_GE },
	{ "<", CMP_LT }, { ">", CMP_GT },
};

static struct value *
contains(struct chat *h, struct value *item, struct value *in, bool negate)
{
	bool yes = false;

	if (item == NULL || in == NULL)
		return NULL;
	if (h->live && in != CHAT_UNDEFINED && item != CHAT_UNDEFINED &&
	    !value_contains(h->c, in, item, &yes))
		return NULL;
	return value_bool(yes != negate);
}

static struct value *
comparison(struct chat *h)
{
	struct value *v = sum(h);
	bool more = v != NULL;

	while (more && v != NULL) {
		const char *from = h->at;

		more = false;
		for (size_t i = 0; i < nitems(comparisons) && !more; i++) {
			struct value *w;

			if (!chat_accept(h, comparisons[i].mark))
				continue;
			more = true;
			w = sum(h);
			if (w == NULL || !h->live)
				v = w;
			else
				v = value_compare(h->c, comparisons[i].op, v,
				    w);
		}
		if (more)
			continue;
		if (chat_word(h, "in")) {
			v = contains(h, v, sum(h), false);
			more = true;
		} else if (chat_word(h, "not")) {
			more = chat_word(h, "in");
			if (more)
				v = contains(h, v, sum(h), true);
			else
				h->at = from;
		}
	}
	return v;
}

static struct value *
negation(struct chat *h)
{
	size_t nots = 0;
	struct value *v;
	bool yes;

	while (chat_word(h, "not"))
		nots++;
	v = comparison(h);
	if (nots == 0 || v == NULL)
		return v;
	return chat_truth(h, v, &yes) ? value_bool(yes != (nots & 1)) : NULL;
}

/* and, or: the right side only counts where the left one leaves it open. */
static struct value *
junction(struct chat *h, const char *word, bool goes_on,
    struct value *(*part)(struct chat *))
{
	struct value *v = part(h);
	bool was = h->live;

	while (v != NULL && chat_word(h, word)) {
		struct value *w;
		bool yes;

		if (!chat_truth(h, v, &yes))
			return NULL;
		h->live = was && yes == goes_on;
		w = part(h);
		if (w == NULL || h->live)
			v = w;
		h->live = was;
	}
	return v;
}

static struct value *
conjunction(struct chat *h)
{
	return junction(h, "and", true, negation);
}

struct value *
chat_expr_without_if(struct chat *h)
{
	struct value *v = NULL;

	if (h->depth >= MAX_DEPTH)
		return chat_bad(h, "it is nested too deeply", "");
	h->depth++;
	v = junction(h, "or", false, conjunction);
	h->depth--;
	return v;
}

/* a if b else c. b comes behind a, so a is read twice where there is an if:
 * first without effect. */
struct value *
chat_expr(struct chat *h)
{
	const char *from = h->at, *end;
	bool was = h->live, yes;
	struct value *v, *w;

	h->live = false;
	v = chat_expr_without_if(h);
	h->live = was;
	end = h->at;
	if (v == NULL)
		return NULL;
	yes = chat_word(h, "if");
	if (!yes) {
		h->at = from;
		return was ? chat_expr_without_if(h) : (h->at = end, v);
	}
	if (!chat_truth(h, chat_expr_without_if(h), &yes))
		return NULL;
	end = h->at;
	if (was && yes) {
		h->at = from;
		v = chat_expr_without_if(h);
		h->at = end;
	} else if (was) {
		v = CHAT_UNDEFINED;
	}
	if (v == NULL || !chat_word(h, "else"))
		return v;
	h->live = was && !yes;
	w = chat_expr(h);
	h->live = was;
	return w == NULL || (was && !yes) ? w : v;
}
