/* SPDX-License-Identifier: Apache-2.0 */
/* The parameters of def and lambda. */
#include "core/lang/parse.h"

#include <stdlib.h>

#include "core/base/xalloc.h"

struct params {
	struct param_list *list;
	enum token_kind close;
	bool slash, star, star_star, defaults;
	bool bare_star;			/* * was the last thing seen */
	struct span star_at;
};

static bool
at_end(const struct parser *p, const struct params *s)
{
	return parse_at(p, s->close);
}

/* name, with : annotation in a def. */
static struct param_node *
param_add(struct parser *p, struct params *s, enum param_place place)
{
	struct param_list *l = s->list;
	struct param_node *n;

	l->item = list_room(p, l->item, l->n, sizeof *l->item);
	n = &l->item[l->n];
	*n = (struct param_node) { .place = place, .at = p->token->at };
	if (parse_at(p, TOKEN_LPAREN))
		return parse_fail(p, p->token->at, s->close == TOKEN_COLON ?
		    "Lambda expression parameters cannot be parenthesized" :
		    "Function parameters cannot be parenthesized");
	n->name = parse_ident(p);
	if (n->name == NULL)
		return NULL;
	l->n++;
	if (s->close == TOKEN_RPAREN && parse_accept(p, TOKEN_COLON)) {
		n->annotation = place == PARAM_STAR &&
		    parse_at(p, TOKEN_MUL) ? parse_star_bitor(p) :
		    parse_test(p);
		if (n->annotation == NULL)
			return NULL;
	}
	return n;
}

static bool
fail(struct parser *p, struct span at, const char *text)
{
	parse_fail(p, at, "%s", text);
	return false;
}

static bool
slash(struct parser *p, struct params *s)
{
	struct span at = p->token->at;

	if (s->list->n == 0 && !s->star)
		return fail(p, at, "at least one argument must precede /");
	if (s->slash)
		return fail(p, at, "/ may appear only once");
	if (s->star)
		return fail(p, at, "/ must be ahead of *");
	s->slash = true;
	for (uint32_t i = 0; i < s->list->n; i++)
		s->list->item[i].place = PARAM_POSONLY;
	parse_advance(p);
	if (parse_at(p, TOKEN_MUL))
		return fail(p, p->token->at,
		    "expected comma between / and *");
	return true;
}

static bool
star(struct parser *p, struct params *s)
{
	struct param_node *n;

	s->star_at = p->token->at;
	if (s->star)
		return fail(p, p->token->at, "* argument may appear only once");
	s->star = true;
	parse_advance(p);
	if (parse_at(p, TOKEN_COMMA)) {
		s->bare_star = true;
		return true;
	}
	if (at_end(p, s))
		return fail(p, s->star_at,
		    "named arguments must follow bare *");
	n = param_add(p, s, PARAM_STAR);
	if (n == NULL)
		return false;
	if (parse_at(p, TOKEN_ASSIGN))
		return fail(p, p->token->at, "var-positional argument cannot "
		    "have default value");
	return true;
}

static bool
star_star(struct parser *p, struct params *s)
{
	if (s->bare_star)
		return fail(p, s->star_at,
		    "named arguments must follow bare *");
	s->star_star = true;
	parse_advance(p);
	if (param_add(p, s, PARAM_STARSTAR) == NULL)
		return false;
	if (parse_at(p, TOKEN_ASSIGN))
		return fail(p, p->token->at, "var-keyword argument cannot have "
		    "default value");
	return true;
}

static bool
plain(struct parser *p, struct params *s)
{
	struct param_node *n = param_add(p, s,
	    s->star ? PARAM_KWONLY : PARAM_PLAIN);

	if (n == NULL)
		return false;
	s->bare_star = false;
	if (parse_accept(p, TOKEN_ASSIGN)) {
		if (at_end(p, s) || parse_at(p, TOKEN_COMMA))
			return fail(p, p->token[-1].at,
			    "expected default value expression");
		s->defaults = true;
		n->default_value = parse_test(p);
		return n->default_value != NULL;
	}
	if (s->defaults && !s->star)
		return fail(p, n->at,
		    "non-default argument follows default argument");
	return true;
}

static bool
param(struct parser *p, struct params *s)
{
	if (s->star_star)
		return fail(p, p->token->at,
		    "arguments cannot follow var-keyword argument");
	switch (parse_kind(p)) {
	case TOKEN_DIV:
		return slash(p, s);
	case TOKEN_MUL:
		return star(p, s);
	case TOKEN_POW:
		return star_star(p, s);
	default:
		return plain(p, s);
	}
}

static bool
names_check(struct parser *p, const struct param_list *l)
{
	const struct atom **names = xcalloc(l->n + 1, sizeof *names);
	struct span *at = xcalloc(l->n + 1, sizeof *at);
	bool ok;

	for (uint32_t i = 0; i < l->n; i++) {
		names[i] = l->item[i].name;
		at[i] = l->item[i].at;
	}
	ok = parse_check_repeats(p, names, at, l->n, "duplicate argument '",
	    "' in function definition");
	free(names);
	free(at);
	return ok;
}

bool
parse_params(struct parser *p, struct param_list *list, enum token_kind close)
{
	struct params s = { .list = list, .close = close };

	while (!at_end(p, &s)) {
		if (!param(p, &s))
			return false;
		if (!parse_accept(p, TOKEN_COMMA))
			break;
	}
	if (s.bare_star && at_end(p, &s))
		return fail(p, s.star_at,
		    "named arguments must follow bare *");
	return list->n < 2 || names_check(p, list);
}
