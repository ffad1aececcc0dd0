/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/chat.h"

#include <string.h>

#include "core/load/chat_parts.h"

enum tag { TAG_END, TAG_ELIF, TAG_ELSE, TAG_ENDIF, TAG_ENDFOR, TAG_ENDSET };

static bool block(struct chat *, enum tag *);

/* The end of {% ... %}: with trimming, and without the newline behind it. */
static bool
close_tag(struct chat *h, const char *mark)
{
	bool trim;

	chat_space(h);
	trim = *h->at == '-';
	if (trim || *h->at == '+')
		h->at++;
	if (!chat_accept(h, mark)) {
		chat_bad(h, "expected", mark);
		return false;
	}
	if (trim) {
		chat_space(h);
	} else if (mark[0] != '}' && *h->at == '\n') {
		h->at++;
	}
	return true;
}

/* ---- text --------------------------------------------------------------- */

/* Without the blanks between the line's start and a block. */
static size_t
without_indent(const char *s, size_t len, bool at_start)
{
	size_t n = len;

	while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	return (n > 0 && s[n - 1] == '\n') || (n == 0 && at_start) ? n : len;
}

/* Text up to the next tag; *kind: '{', '%', '#', or 0 at the end. */
static void
text_run(struct chat *h, char *kind)
{
	const char *from = h->at, *p = from;
	size_t len;

	while (*p != '\0' && !(p[0] == '{' && (p[1] == '{' || p[1] == '%' ||
	    p[1] == '#')))
		p++;
	len = (size_t)(p - from);
	*kind = *p == '\0' ? 0 : p[1];
	h->at = *p == '\0' ? p : p + 2;
	if (*p != '\0' && *h->at == '-') {
		h->at++;
		while (len > 0 && strchr(" \t\n\r", from[len - 1]) != NULL)
			len--;
	} else if (*kind == '%' || *kind == '#') {
		if (*h->at == '+')
			h->at++;
		else
			len = without_indent(from, len, from == h->text ||
			    from[-1] == '\n');
	}
	if (h->live)
		buf_add(&h->out, from, len);
}

static bool
comment(struct chat *h)
{
	const char *end = strstr(h->at, "#}");

	if (end == NULL) {
		chat_bad(h, "a comment without end:", "{#");
		return false;
	}
	h->at = end;
	if (end > h->text && end[-1] == '-') {
		h->at = end + 2;
		chat_space(h);
		return true;
	}
	return close_tag(h, "#}");
}

/* ---- statements --------------------------------------------------------- */

static bool
run_if(struct chat *h)
{
	bool was = h->live, taken = false, cond;
	enum tag ended = TAG_ELIF;

	while (ended == TAG_ELIF || ended == TAG_ELSE) {
		struct value *v = &value_true;

		h->live = was && !taken;
		if (ended == TAG_ELIF)
			v = chat_expr(h);
		if (!chat_truth(h, v, &cond) || !close_tag(h, "%}"))
			return false;
		h->live = was && !taken && cond;
		taken |= h->live;
		if (!block(h, &ended))
			return false;
	}
	h->live = was;
	if (ended != TAG_ENDIF) {
		chat_bad(h, "expected", "endif");
		return false;
	}
	return close_tag(h, "%}");
}

static struct value *
vars_copy(struct chat *h, struct value *vars)
{
	struct value *d = dict_new(h->c), *key, *v;
	size_t at = 0;

	while (d != NULL && dict_next(vars, &at, &key, &v))
		if (!dict_set(h->c, d, key, v))
			return NULL;
	return d;
}

static bool
set_var(struct chat *h, struct value *d, const char *name, struct value *v)
{
	return v != NULL && dict_set_atom(h->c, d, atom(h->c, name), v);
}

static bool
set_loop(struct chat *h, struct value *items, size_t i)
{
	struct ctx *c = h->c;
	struct value *d = dict_new(c);
	size_t n = seq_len(items);

	return set_var(h, d, "index", value_int(c, (int64_t)i + 1)) &&
	    set_var(h, d, "index0", value_int(c, (int64_t)i)) &&
	    set_var(h, d, "revindex", value_int(c, (int64_t)(n - i))) &&
	    set_var(h, d, "revindex0", value_int(c, (int64_t)(n - i - 1))) &&
	    set_var(h, d, "length", value_int(c, (int64_t)n)) &&
	    set_var(h, d, "first", value_bool(i == 0)) &&
	    set_var(h, d, "last", value_bool(i + 1 == n)) &&
	    set_var(h, d, "previtem", i == 0 ? CHAT_UNDEFINED :
	    seq_item(items, i - 1)) &&
	    set_var(h, d, "nextitem", i + 1 == n ? CHAT_UNDEFINED :
	    seq_item(items, i + 1)) && set_var(h, h->vars, "loop", d);
}

struct loop {
	const struct atom *name[4];
	size_t nnames;
	const char *cond, *body;	/* cond: null without an if */
	struct value *items;
};

static bool
set_targets(struct chat *h, const struct loop *l, struct value *item)
{
	struct value *parts;

	if (l->nnames == 1)
		return dict_set_atom(h->c, h->vars, l->name[0], item);
	parts = value_to_list(h->c, item);
	if (parts == NULL || seq_len(parts) != l->nnames) {
		chat_bad(h, "cannot unpack for", l->name[0]->text);
		return false;
	}
	for (size_t i = 0; i < l->nnames; i++)
		if (!dict_set_atom(h->c, h->vars, l->name[i],
		    seq_item(parts, i)))
			return false;
	return true;
}

/* Leaves only the items for which the condition holds. */
static bool
filter_items(struct chat *h, struct loop *l)
{
	struct value *kept = list_new(h->c, 0, NULL), *outer = h->vars;

	for (size_t i = 0; i < seq_len(l->items); i++) {
		bool keep;

		h->vars = vars_copy(h, outer);
		h->at = l->cond;
		if (h->vars == NULL || !set_targets(h, l, seq_item(l->items,
		    i)) || !chat_truth(h, chat_expr(h), &keep) ||
		    (keep && !list_append(h->c, kept, seq_item(l->items, i))))
			return false;
	}
	h->vars = outer;
	l->items = kept;
	return true;
}

static bool
for_head(struct chat *h, struct loop *l)
{
	struct value *v;

	do {
		if (l->nnames == nitems(l->name) ||
		    !chat_name(h, &l->name[l->nnames++])) {
			chat_bad(h, "expected a name after", "for");
			return false;
		}
	} while (chat_accept(h, ","));
	if (!chat_word(h, "in")) {
		chat_bad(h, "expected", "in");
		return false;
	}
	v = chat_expr_without_if(h);
	if (v == NULL)
		return false;
	l->items = list_new(h->c, 0, NULL);
	if (h->live && v != CHAT_UNDEFINED)
		l->items = value_to_list(h->c, v);
	if (chat_word(h, "if")) {
		bool was = h->live;

		chat_space(h);
		l->cond = h->at;
		h->live = false;
		v = chat_expr(h);
		h->live = was;
	}
	return v != NULL && l->items != NULL;
}

static bool
run_for(struct chat *h)
{
	struct loop l = { .nnames = 0 };
	struct value *outer = h->vars;
	bool was = h->live;
	enum tag ended;
	size_t n;

	if (!for_head(h, &l) || !close_tag(h, "%}"))
		return false;
	l.body = h->at;
	if (was && l.cond != NULL && !filter_items(h, &l))
		return false;
	n = was ? seq_len(l.items) : 0;
	/* At least once, to find the end. */
	for (size_t i = 0; i < n || i == 0; i++) {
		h->at = l.body;
		h->live = was && n > 0;
		if (h->live) {
			h->vars = vars_copy(h, outer);
			if (!ctx_poll(h->c) || h->vars == NULL ||
			    !set_targets(h, &l, seq_item(l.items, i)) ||
			    !set_loop(h, l.items, i))
				return false;
		}
		if (!block(h, &ended))
			return false;
	}
	h->vars = outer;
	if (ended == TAG_ELSE) {
		h->live = was && n == 0;
		if (!close_tag(h, "%}") || !block(h, &ended))
			return false;
	}
	h->live = was;
	if (ended != TAG_ENDFOR) {
		chat_bad(h, "expected", "endfor");
		return false;
	}
	return close_tag(h, "%}");
}

/* set name = v, set ns.name = v, set name %}...{% endset */
static bool
run_set(struct chat *h)
{
	const struct atom *name, *field = NULL;
	struct value *v, *target = h->vars;

	if (!chat_name(h, &name) || (chat_accept(h, ".") &&
	    !chat_name(h, &field))) {
		chat_bad(h, "expected a name after", "set");
		return false;
	}
	if (!chat_accept(h, "=")) {
		struct buf outer = h->out;
		enum tag ended;

		h->out = (struct buf)BUF_INIT;
		if (!close_tag(h, "%}") || !block(h, &ended)) {
			buf_release(&outer);
			return false;
		}
		v = str_new_len(h->c, h->out.data, h->out.len);
		buf_release(&h->out);
		h->out = outer;
		if (ended != TAG_ENDSET) {
			chat_bad(h, "expected", "endset");
			return false;
		}
	} else {
		v = chat_expr(h);
	}
	if (v == NULL)
		return false;
	if (h->live && field != NULL) {
		target = dict_find_atom(h->c, h->vars, name);
		if (target == NULL || !value_is(target, &dict_kind)) {
			chat_bad(h, "no namespace", name->text);
			return false;
		}
		name = field;
	}
	return (!h->live || dict_set_atom(h->c, target, name, v)) &&
	    close_tag(h, "%}");
}

static const struct { const char *word; enum tag tag; } ends[] = {
	{ "elif", TAG_ELIF }, { "else", TAG_ELSE }, { "endif", TAG_ENDIF },
	{ "endfor", TAG_ENDFOR }, { "endset", TAG_ENDSET },
};
static const struct { const char *word; bool (*run)(struct chat *); }
    statements[] = {
	{ "if", run_if }, { "for", run_for }, { "set", run_set },
};

/* One {% ... %}; *ended: it closes what is around, and stands open. */
static bool
statement(struct chat *h, enum tag *ended, bool *closes)
{
	const struct atom *name = NULL;

	for (size_t i = 0; i < nitems(ends); i++) {
		if (chat_word(h, ends[i].word)) {
			*ended = ends[i].tag;
			*closes = true;
			return true;
		}
	}
	for (size_t i = 0; i < nitems(statements); i++)
		if (chat_word(h, statements[i].word))
			return statements[i].run(h);
	/* Marks for training; they write nothing. */
	if (chat_word(h, "generation") || chat_word(h, "endgeneration"))
		return close_tag(h, "%}");
	chat_name(h, &name);
	chat_bad(h, "this statement is not supported:", name == NULL ? "{%" :
	    name->text);
	return false;
}

/* Runs up to a tag that closes what is around, or the end. */
static bool
block(struct chat *h, enum tag *ended)
{
	bool ok = true, closes = false;
	char kind;

	if (!ctx_enter(h->c))
		return false;
	*ended = TAG_END;
	while (ok && !closes) {
		text_run(h, &kind);
		if (kind == 0)
			break;
		if (kind == '#') {
			ok = comment(h);
		} else if (kind == '%') {
			ok = statement(h, ended, &closes);
		} else {
			struct value *v = chat_expr(h);

			ok = v != NULL && (!h->live ||
			    chat_write(h, &h->out, v)) && close_tag(h, "}}");
		}
	}
	ctx_leave(h->c);
	return ok;
}

struct value *
chat_render(struct ctx *c, const char *template, struct value *vars)
{
	struct chat h = { .c = c, .text = template, .at = template,
		.live = true, .vars = vars, .out = BUF_INIT };
	size_t mark = scope_mark(&c->scope);
	enum tag ended;
	bool ok = block(&h, &ended);

	if (ok && ended != TAG_END) {
		chat_bad(&h, "an end without a beginning", "");
		ok = false;
	}
	if (ok)
		return value_leave(c, mark, str_of_buf(c, &h.out));
	buf_release(&h.out);
	return NULL;
}
