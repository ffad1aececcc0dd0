/* SPDX-License-Identifier: Apache-2.0 */
/* Statements with blocks. */
#include "core/lang/parse.h"

#include <string.h>

/* ---- blocks ----------------------------------------------------------- */

/* What a message calls the statement that a block belongs to. */
struct owner {
	const char *what;	/* "'if' statement" */
	uint32_t begin;
};

/* After the colon: an indented block, or statements on the same line. */
static bool
block(struct parser *p, struct owner o, struct node_list *list)
{
	bool ok;

	if (!parse_accept(p, TOKEN_NEWLINE))
		return parse_simple_line(p, list);
	if (!parse_at(p, TOKEN_INDENT)) {
		parse_fail_kind(p, ERR_INDENTATION, p->token->at,
		    "expected an indented block after %s on line %u", o.what,
		    (unsigned)unit_line(p->unit, o.begin));
		return false;
	}
	if (!parse_enter(p))
		return false;
	parse_advance(p);
	ok = parse_statements(p, list) && parse_expect(p, TOKEN_DEDENT);
	parse_leave(p);
	return ok;
}

/* ":" after a header, where CPython says so only at the end of the line. */
static bool
colon(struct parser *p)
{
	if (parse_at(p, TOKEN_NEWLINE))
		return parse_force(p, TOKEN_COLON);
	return parse_expect(p, TOKEN_COLON);
}

/* A keyword with nothing but a colon and a block. */
static bool
keyword_block(struct parser *p, const char *what, struct node_list *list)
{
	struct owner o = { what, p->token->at.begin };

	parse_advance(p);
	return parse_force(p, TOKEN_COLON) && block(p, o, list);
}

static bool
else_block(struct parser *p, struct node_list *list)
{
	return !parse_at(p, TOKEN_ELSE) ||
	    keyword_block(p, "'else' statement", list);
}

/* A block ends before the lines that follow it: so does its statement. */
static struct node *
block_end(struct parser *p, struct node *n)
{
	const struct token *t = p->token;

	while (t > p->lex->token && (t[-1].kind == TOKEN_NEWLINE ||
	    t[-1].kind == TOKEN_DEDENT))
		t--;
	n->at.end = t > p->lex->token ? t[-1].at.end : n->at.begin;
	return n;
}

/* ---- if, while, for --------------------------------------------------- */

static struct node *
if_statement(struct parser *p, const char *what)
{
	struct node *n = node_new(p, NODE_IF, p->token->at.begin), *next;
	struct owner o = { what, n->at.begin };

	parse_advance(p);
	n->if_stmt.test = parse_named(p);
	if (n->if_stmt.test == NULL || !colon(p) ||
	    !block(p, o, &n->if_stmt.body))
		return NULL;
	if (parse_at(p, TOKEN_ELIF)) {
		if (!parse_enter(p))
			return NULL;
		next = if_statement(p, "'elif' statement");
		parse_leave(p);
		if (next == NULL)
			return NULL;
		node_add(p, &n->if_stmt.orelse, next);
	} else if (!else_block(p, &n->if_stmt.orelse)) {
		return NULL;
	}
	return block_end(p, n);
}

static struct node *
while_statement(struct parser *p)
{
	struct node *n = node_new(p, NODE_WHILE, p->token->at.begin);
	struct owner o = { "'while' statement", n->at.begin };

	parse_advance(p);
	n->while_loop.test = parse_named(p);
	if (n->while_loop.test == NULL || !colon(p) ||
	    !block(p, o, &n->while_loop.body) ||
	    !else_block(p, &n->while_loop.orelse))
		return NULL;
	return block_end(p, n);
}

static struct node *
for_statement(struct parser *p)
{
	struct node *n = node_new(p, NODE_FOR, p->token->at.begin);
	struct owner o = { "'for' statement", n->at.begin };

	parse_advance(p);
	n->for_loop.target = parse_for_target(p);
	if (n->for_loop.target == NULL || !parse_expect(p, TOKEN_IN))
		return NULL;
	n->for_loop.iter = parse_tests(p);
	if (n->for_loop.iter == NULL || !parse_force(p, TOKEN_COLON) ||
	    !block(p, o, &n->for_loop.body) ||
	    !else_block(p, &n->for_loop.orelse))
		return NULL;
	return block_end(p, n);
}

/* ---- with ------------------------------------------------------------- */

static bool
with_item(struct parser *p, struct node *n)
{
	struct with_item item = { NULL, NULL };

	item.context = parse_test(p);
	if (item.context == NULL)
		return false;
	if (parse_accept(p, TOKEN_AS)) {
		item.target = parse_star_bitor(p);
		if (item.target == NULL ||
		    !target_check(p, item.target, TARGET_STORE))
			return false;
	}
	n->with.items = list_room(p, n->with.items, n->with.n,
	    sizeof *n->with.items);
	n->with.items[n->with.n++] = item;
	return true;
}

/*
 * with (a as b, c): are the brackets the statement's own? Yes if they hold an
 * "as" of their own level, or a comma, and the colon follows them; brackets
 * around one expression are read as a part of it, which means the same.
 */
static bool
with_brackets(const struct parser *p)
{
	const struct token *t = p->token;
	uint8_t level = t->level;
	bool as = false, comma = false;

	for (t++; t->kind != TOKEN_END && t->level >= level; t++) {
		if (t->level == level && t->kind == TOKEN_AS)
			as = true;
		if (t->level == level && t->kind == TOKEN_COMMA)
			comma = true;
		if (t->level == level && (t->kind == TOKEN_FOR ||
		    t->kind == TOKEN_WALRUS || t->kind == TOKEN_YIELD ||
		    t->kind == TOKEN_MUL) && !as)
			return false;
	}
	return as || (comma && t->kind == TOKEN_RPAREN &&
	    t[1].kind == TOKEN_COLON);
}

static struct node *
with_statement(struct parser *p)
{
	struct node *n = node_new(p, NODE_WITH, p->token->at.begin);
	struct owner o = { "'with' statement", n->at.begin };
	bool brackets;

	parse_advance(p);
	brackets = parse_at(p, TOKEN_LPAREN) && with_brackets(p);
	if (brackets)
		parse_advance(p);
	do {
		if (brackets && n->with.n > 0 && parse_at(p, TOKEN_RPAREN))
			break;
		if (!with_item(p, n))
			return NULL;
	} while (parse_accept(p, TOKEN_COMMA));
	if (brackets && !parse_expect(p, TOKEN_RPAREN))
		return NULL;
	if (!colon(p) || !block(p, o, &n->with.body))
		return NULL;
	return block_end(p, n);
}

/* ---- try -------------------------------------------------------------- */

static bool
handler_head(struct parser *p, struct handler_node *h)
{
	struct span begin = p->token->at;

	if (parse_at(p, TOKEN_COLON) || parse_at(p, TOKEN_NEWLINE))
		return colon(p);
	h->type = parse_test(p);
	if (h->type == NULL)
		return false;
	if (parse_at(p, TOKEN_COMMA)) {
		parse_advance(p);
		if (parse_at_expression(p) && parse_probe(p,
		    parse_star_tests).ok)
			parse_fail(p, begin, "multiple exception types must "
			    "be parenthesized");
		else
			parse_bad(p);
		return false;
	}
	if (parse_accept(p, TOKEN_AS)) {
		h->name = parse_ident(p);
		if (h->name == NULL)
			return false;
	}
	return colon(p);
}

static bool
handler(struct parser *p, struct node *n)
{
	struct handler_node h = { .at = p->token->at }, *last;
	struct owner o = { "'except' statement", h.at.begin };

	if (n->try_stmt.n > 0) {
		last = &n->try_stmt.handlers[n->try_stmt.n - 1];
		if (last->type == NULL) {
			parse_fail(p, last->at,
			    "default 'except:' must be last");
			return false;
		}
	}
	parse_advance(p);
	if (parse_at(p, TOKEN_MUL)) {
		parse_fail(p, p->token->at, "'except*' is not supported");
		return false;
	}
	if (!handler_head(p, &h) || !block(p, o, &h.body))
		return false;
	h.at.end = h.body.item[h.body.n - 1]->at.end;
	n->try_stmt.handlers = list_room(p, n->try_stmt.handlers,
	    n->try_stmt.n, sizeof h);
	n->try_stmt.handlers[n->try_stmt.n++] = h;
	return true;
}

static struct node *
try_statement(struct parser *p)
{
	struct node *n = node_new(p, NODE_TRY, p->token->at.begin);

	if (!keyword_block(p, "'try' statement", &n->try_stmt.body))
		return NULL;
	if (!parse_at(p, TOKEN_EXCEPT) && !parse_at(p, TOKEN_FINALLY))
		return parse_at(p, TOKEN_INDENT) ? parse_bad(p) :
		    parse_fail(p, p->token->at,
		    "expected 'except' or 'finally' block");
	while (parse_at(p, TOKEN_EXCEPT))
		if (!handler(p, n))
			return NULL;
	if (n->try_stmt.n > 0 && !else_block(p, &n->try_stmt.orelse))
		return NULL;
	if (parse_at(p, TOKEN_FINALLY) && !keyword_block(p,
	    "'finally' statement", &n->try_stmt.finally))
		return NULL;
	return block_end(p, n);
}

/* ---- def, class ------------------------------------------------------- */

static struct node *
def_statement(struct parser *p, struct node_list decorators)
{
	struct node *n = node_new(p, NODE_FUNCTION_DEF, p->token->at.begin);
	struct owner o = { "function definition", n->at.begin };

	parse_advance(p);
	n->function.decorators = decorators;
	n->function.name_at = p->token->at;
	n->function.name = parse_ident(p);
	if (n->function.name == NULL || !parse_force(p, TOKEN_LPAREN) ||
	    !parse_params(p, &n->function.params, TOKEN_RPAREN) ||
	    !parse_expect(p, TOKEN_RPAREN))
		return NULL;
	if (parse_accept(p, TOKEN_ARROW)) {
		n->function.returns = parse_test(p);
		if (n->function.returns == NULL)
			return NULL;
	}
	if (!parse_force(p, TOKEN_COLON) ||
	    !block(p, o, &n->function.body))
		return NULL;
	return block_end(p, n);
}

static struct node *
class_statement(struct parser *p, struct node_list decorators)
{
	struct node *n = node_new(p, NODE_CLASS_DEF, p->token->at.begin);
	struct owner o = { "class definition", n->at.begin };
	uint32_t open;

	parse_advance(p);
	n->class_def.decorators = decorators;
	n->class_def.name_at = p->token->at;
	n->class_def.name = parse_ident(p);
	if (n->class_def.name == NULL)
		return NULL;
	open = p->token->at.begin;
	if (parse_accept(p, TOKEN_LPAREN) && !parse_arguments(p,
	    &n->class_def.bases, &n->class_def.keywords, open))
		return NULL;
	if (parse_failed(p) || !colon(p) || !block(p, o, &n->class_def.body))
		return NULL;
	return block_end(p, n);
}

static struct node *
decorated(struct parser *p)
{
	struct node_list decorators = { NULL, 0 };
	struct node *n;

	while (parse_accept(p, TOKEN_MATMUL)) {
		n = parse_named(p);
		if (n == NULL || !parse_expect(p, TOKEN_NEWLINE))
			return NULL;
		node_add(p, &decorators, n);
	}
	if (parse_at(p, TOKEN_DEF))
		return def_statement(p, decorators);
	if (parse_at(p, TOKEN_CLASS))
		return class_statement(p, decorators);
	if (parse_at(p, TOKEN_ASYNC))
		return parse_fail(p, p->token->at,
		    "'async' is not supported");
	return parse_bad(p);
}

/* ---- what is missing -------------------------------------------------- */

/* match x: with an indented case under it. */
static bool
at_match(const struct parser *p)
{
	const struct token *t = p->token;
	uint8_t level = t->level;

	if (!parse_at_word(p, "match"))
		return false;
	while (t->kind != TOKEN_NEWLINE && t->kind != TOKEN_END)
		t++;
	return t->kind == TOKEN_NEWLINE && t[-1].kind == TOKEN_COLON &&
	    t[-1].level == level && t[1].kind == TOKEN_INDENT &&
	    t[2].kind == TOKEN_IDENT && t[2].at.end - t[2].at.begin == 4 &&
	    memcmp(p->unit->text + t[2].at.begin, "case", 4) == 0;
}

static struct node *
compound(struct parser *p)
{
	struct node_list none = { NULL, 0 };

	switch (parse_kind(p)) {
	case TOKEN_IF:
		return if_statement(p, "'if' statement");
	case TOKEN_WHILE:
		return while_statement(p);
	case TOKEN_FOR:
		return for_statement(p);
	case TOKEN_WITH:
		return with_statement(p);
	case TOKEN_TRY:
		return try_statement(p);
	case TOKEN_DEF:
		return def_statement(p, none);
	case TOKEN_CLASS:
		return class_statement(p, none);
	case TOKEN_MATMUL:
		return decorated(p);
	case TOKEN_ASYNC:
		return parse_fail(p, p->token->at,
		    "'async' is not supported");
	default:
		if (at_match(p))
			return parse_fail(p, p->token->at,
			    "'match' is not supported");
		return NULL;
	}
}

bool
parse_statements(struct parser *p, struct node_list *list)
{
	while (!parse_at(p, TOKEN_DEDENT) && !parse_at(p, TOKEN_END)) {
		struct node *n = compound(p);

		if (parse_failed(p))
			return false;
		if (n != NULL) {
			p->unit->quiet = false;
			node_add(p, list, n);
		} else if (!parse_simple_line(p, list)) {
			return false;
		}
	}
	return true;
}
