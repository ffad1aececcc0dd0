/* SPDX-License-Identifier: Apache-2.0 */
/* What follows an atom: attributes, calls, subscripts. */
#include "core/lang/parse.h"

#include <stdlib.h>

#include "core/base/atom.h"
#include "core/base/xalloc.h"

/* ---- names that occur twice ------------------------------------------- */

struct named_at {
	const struct atom *name;
	uint32_t i;
};

static int
named_at_order(const void *va, const void *vb)
{
	const struct named_at *a = va, *b = vb;

	if (a->name != b->name)
		return (uintptr_t)a->name < (uintptr_t)b->name ? -1 : 1;
	return a->i < b->i ? -1 : a->i > b->i;
}

bool
parse_check_repeats(struct parser *p, const struct atom *const *names,
    const struct span *at, uint32_t n, const char *before, const char *after)
{
	struct named_at *sorted;
	uint32_t worst = UINT32_MAX;

	if (n < 2)
		return true;
	sorted = xcalloc(n, sizeof *sorted);
	for (uint32_t i = 0; i < n; i++)
		sorted[i] = (struct named_at) { names[i], i };
	qsort(sorted, n, sizeof *sorted, named_at_order);
	for (uint32_t i = 1; i < n; i++)
		if (sorted[i].name != NULL &&
		    sorted[i].name == sorted[i - 1].name &&
		    sorted[i].i < worst)
			worst = sorted[i].i;
	free(sorted);
	if (worst == UINT32_MAX)
		return true;
	parse_fail(p, at[worst], "%s%s%s", before, names[worst]->text, after);
	return false;
}

/* ---- an = where none can be ------------------------------------------- */

/* Is it of the kind that CPython's bitwise_or takes as a whole? */
static bool
is_tight(const struct node *n)
{
	if (n->parens)
		return true;
	switch (n->kind) {
	case NODE_COMPARE:
	case NODE_BOOL:
	case NODE_IF_EXP:
	case NODE_LAMBDA:
	case NODE_NAMED_EXPR:
	case NODE_STARRED:
	case NODE_YIELD:
	case NODE_YIELD_FROM:
		return false;
	case NODE_UNARY:
		return n->unary.op != UNARY_NOT;
	default:
		return true;
	}
}

static bool
is_left_alone(const struct node *n)
{
	if (n->kind == NODE_CONSTANT)
		return n->constant.kind == CONSTANT_NONE ||
		    n->constant.kind == CONSTANT_TRUE ||
		    n->constant.kind == CONSTANT_FALSE;
	return n->kind == NODE_LIST || n->kind == NODE_TUPLE ||
	    n->kind == NODE_GENERATOR;
}

void
parse_bad_equals(struct parser *p, struct node *left)
{
	const struct token *equals = p->token;
	struct probe right;

	if (!p->probing) {
		parse_advance(p);
		right = parse_probe(p, parse_bitor);
		p->token = equals;
		if (right.ok && right.after->kind != TOKEN_ASSIGN &&
		    right.after->kind != TOKEN_WALRUS) {
			if (left->kind == NODE_NAME && !left->parens)
				parse_fail(p, span_join(left->at,
				    right.at), "invalid syntax. Maybe you "
				    "meant '==' or ':=' instead of '='?");
			else if (is_tight(left) && !is_left_alone(left))
				parse_fail(p, left->at, "cannot "
				    "assign to %s here. Maybe you meant "
				    "'==' instead of '='?",
				    target_name(left));
		}
	}
}

/* ---- arguments -------------------------------------------------------- */

struct arguments {
	struct node_list *args;
	struct keyword_list *keywords;
	uint32_t open;
	bool star_star;			/* a ** was there */
};

static bool
keyword_add(struct parser *p, struct arguments *a, const struct atom *name,
    uint32_t begin)
{
	struct keyword_list *k = a->keywords;
	struct node *value;

	if (!parse_at_expression(p) && !parse_at(p, TOKEN_END) &&
	    name != NULL && (parse_at(p, TOKEN_COMMA) ||
	    parse_at(p, TOKEN_RPAREN))) {
		parse_fail(p, (struct span) { begin, p->token[-1].at.end },
		    "expected argument value expression");
		return false;
	}
	value = parse_test(p);
	if (value == NULL)
		return false;
	if (name != NULL && parse_at(p, TOKEN_FOR)) {
		parse_fail(p, (struct span) { begin, value->at.begin },
		    "invalid syntax. Maybe you meant '==' or ':=' instead "
		    "of '='?");
		return false;
	}
	k->item = list_room(p, k->item, k->n, sizeof *k->item);
	k->item[k->n++] = (struct keyword_node) { name, value,
		{ begin, value->at.end } };
	return true;
}

/* f(x for x in y): its brackets are those of the call. */
static bool
generator_add(struct parser *p, struct arguments *a, struct node *element)
{
	struct node *n = node_new(p, NODE_GENERATOR, a->open);
	bool alone = a->args->n == 0 && a->keywords->n == 0;

	n->comp.element = element;
	if (element->kind == NODE_STARRED) {
		parse_fail(p, element->at, "iterable unpacking cannot be used "
		    "in comprehension");
		return false;
	}
	if (!parse_comp_clauses(p, n))
		return false;
	if (!alone || !parse_at(p, TOKEN_RPAREN)) {
		bool last = parse_at(p, TOKEN_COMMA) && alone &&
		    parse_next_kind(p) == TOKEN_RPAREN;

		if (!parse_at(p, TOKEN_COMMA) && !parse_at(p, TOKEN_RPAREN))
			parse_bad(p);
		else
			parse_fail(p, (struct span) { element->at.begin,
			    last ? p->token->at.end : p->token[-1].at.end },
			    "Generator expression must be parenthesized");
		return false;
	}
	node_add(p, a->args, n);
	n->at.end = p->token->at.end;
	return true;
}

static bool
positional_add(struct parser *p, struct arguments *a, struct node *n)
{
	if (a->keywords->n > 0) {
		parse_fail(p, p->token->at, a->star_star ? "positional "
		    "argument follows keyword argument unpacking" :
		    "positional argument follows keyword argument");
		return false;
	}
	node_add(p, a->args, n);
	return true;
}

/* name=value, or what looks like it */
static bool
keyword_argument(struct parser *p, struct arguments *a)
{
	struct span at = p->token->at;
	const struct atom *name;

	if (!parse_at(p, TOKEN_IDENT)) {
		parse_fail(p, span_join(at, p->token[1].at),
		    "cannot assign to %s", token_text(parse_kind(p)));
		return false;
	}
	name = parse_ident(p);
	parse_advance(p);
	return keyword_add(p, a, name, at.begin);
}

static bool
argument(struct parser *p, struct arguments *a)
{
	struct span at = p->token->at;
	struct node *n, *value;

	if (parse_next_kind(p) == TOKEN_ASSIGN && (parse_at(p, TOKEN_IDENT) ||
	    parse_at(p, TOKEN_TRUE) || parse_at(p, TOKEN_FALSE) ||
	    parse_at(p, TOKEN_NONE)))
		return keyword_argument(p, a);
	if (parse_accept(p, TOKEN_POW)) {
		a->star_star = true;
		return keyword_add(p, a, NULL, at.begin);
	}
	if (parse_accept(p, TOKEN_MUL)) {
		if (a->star_star) {
			parse_fail(p, at, "iterable argument unpacking "
			    "follows keyword argument unpacking");
			return false;
		}
		value = parse_test(p);
		if (value == NULL)
			return false;
		n = node_new(p, NODE_STARRED, at.begin);
		n->starred.value = value;
		node_end(p, n);
		node_add(p, a->args, n);
		return true;
	}
	n = parse_test(p);
	if (n == NULL)
		return false;
	if (parse_at(p, TOKEN_ASSIGN)) {
		parse_fail(p, span_join(n->at, p->token->at), "expression "
		    "cannot contain assignment, perhaps you meant \"==\"?");
		return false;
	}
	if (parse_at(p, TOKEN_WALRUS)) {
		while (p->token->at.begin > at.begin)
			p->token--;
		n = parse_named(p);
		if (n == NULL)
			return false;
	}
	if (parse_at(p, TOKEN_FOR) || parse_at(p, TOKEN_ASYNC))
		return generator_add(p, a, n);
	return positional_add(p, a, n);
}

static bool
keywords_check(struct parser *p, const struct keyword_list *k)
{
	const struct atom **names = xcalloc(k->n + 1, sizeof *names);
	struct span *at = xcalloc(k->n + 1, sizeof *at);
	bool ok;

	for (uint32_t i = 0; i < k->n; i++) {
		names[i] = k->item[i].name;
		at[i] = k->item[i].at;
	}
	ok = parse_check_repeats(p, names, at, k->n,
	    "keyword argument repeated: ", "");
	free(names);
	free(at);
	return ok;
}

bool
parse_arguments(struct parser *p, struct node_list *args,
    struct keyword_list *keywords, uint32_t open)
{
	struct arguments a = { args, keywords, open, false };

	while (!parse_at(p, TOKEN_RPAREN)) {
		if (!argument(p, &a))
			return false;
		if (!parse_accept(p, TOKEN_COMMA))
			break;
	}
	if (!parse_expect(p, TOKEN_RPAREN))
		return false;
	return keywords->n < 2 || keywords_check(p, keywords);
}

/* ---- subscripts ------------------------------------------------------- */

static struct node *
slice_part(struct parser *p, bool *ok)
{
	struct node *n = NULL;

	if (!*ok || !parse_at_expression(p))
		return NULL;
	n = parse_test(p);
	*ok = n != NULL;
	return n;
}

static struct node *
parse_slice(struct parser *p)
{
	uint32_t begin = p->token->at.begin;
	struct node *lower = NULL, *n;
	bool ok = true;

	if (!parse_at(p, TOKEN_COLON)) {
		lower = parse_star_named(p);
		if (lower == NULL || !parse_at(p, TOKEN_COLON) ||
		    lower->kind == NODE_STARRED ||
		    (lower->kind == NODE_NAMED_EXPR && !lower->parens))
			return lower;
	}
	parse_advance(p);
	n = node_new(p, NODE_SLICE, begin);
	n->slice.lower = lower;
	n->slice.upper = slice_part(p, &ok);
	if (ok && parse_accept(p, TOKEN_COLON))
		n->slice.step = slice_part(p, &ok);
	return ok ? node_end(p, n) : NULL;
}

static struct node *
parse_index(struct parser *p)
{
	uint32_t begin = p->token->at.begin;
	struct node *first = parse_slice(p), *n, *next;

	if (first == NULL ||
	    (!parse_at(p, TOKEN_COMMA) && first->kind != NODE_STARRED))
		return first;
	n = node_new(p, NODE_TUPLE, begin);
	node_add(p, &n->sequence.items, first);
	while (parse_accept(p, TOKEN_COMMA) && !parse_at(p, TOKEN_RBRACKET)) {
		next = parse_slice(p);
		if (next == NULL)
			return NULL;
		node_add(p, &n->sequence.items, next);
	}
	return node_end(p, n);
}

/* ---- the chain -------------------------------------------------------- */

static struct node *
call_node(struct parser *p, uint32_t begin, struct node *func)
{
	struct node *n = node_new(p, NODE_CALL, begin);
	uint32_t open = p->token->at.begin;

	parse_advance(p);
	n->call.func = func;
	if (!parse_arguments(p, &n->call.args, &n->call.keywords, open))
		return NULL;
	return node_end(p, n);
}

static struct node *
subscript_node(struct parser *p, uint32_t begin, struct node *value)
{
	struct node *n = node_new(p, NODE_SUBSCRIPT, begin);

	parse_advance(p);
	n->subscript.value = value;
	n->subscript.index = parse_index(p);
	if (n->subscript.index == NULL || !parse_expect(p, TOKEN_RBRACKET))
		return NULL;
	return node_end(p, n);
}

static struct node *
attribute_node(struct parser *p, uint32_t begin, struct node *value)
{
	struct node *n = node_new(p, NODE_ATTRIBUTE, begin);

	parse_advance(p);
	n->attribute.value = value;
	n->attribute.name_at = p->token->at;
	n->attribute.name = parse_ident(p);
	return n->attribute.name == NULL ? NULL : node_end(p, n);
}

struct node *
parse_primary(struct parser *p)
{
	uint32_t begin = p->token->at.begin;
	struct node *n = parse_atom(p);

	while (n != NULL) {
		if (parse_at(p, TOKEN_DOT))
			n = attribute_node(p, begin, n);
		else if (parse_at(p, TOKEN_LPAREN) && parse_enter(p)) {
			n = call_node(p, begin, n);
			parse_leave(p);
		} else if (parse_at(p, TOKEN_LBRACKET) && parse_enter(p)) {
			n = subscript_node(p, begin, n);
			parse_leave(p);
		} else {
			break;
		}
	}
	return parse_failed(p) ? NULL : n;
}
