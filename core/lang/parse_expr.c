/* SPDX-License-Identifier: Apache-2.0 */
/* Operators, from the loosest to the tightest. */
#include "core/lang/parse.h"

#include <string.h>

#include "core/base/arena.h"
#include "core/base/ctx.h"

static const struct {
	uint8_t prec;		/* 0: no binary operator */
	uint8_t op;
} binary_row[TOKEN_KIND_COUNT] = {
	[TOKEN_BITOR] = { 1, BINARY_OR },
	[TOKEN_XOR] = { 2, BINARY_XOR },
	[TOKEN_BITAND] = { 3, BINARY_AND },
	[TOKEN_LSHIFT] = { 4, BINARY_LSHIFT },
	[TOKEN_RSHIFT] = { 4, BINARY_RSHIFT },
	[TOKEN_ADD] = { 5, BINARY_ADD },
	[TOKEN_SUB] = { 5, BINARY_SUB },
	[TOKEN_MUL] = { 6, BINARY_MUL },
	[TOKEN_DIV] = { 6, BINARY_DIV },
	[TOKEN_FLOORDIV] = { 6, BINARY_FLOORDIV },
	[TOKEN_MOD] = { 6, BINARY_MOD },
	[TOKEN_MATMUL] = { 6, BINARY_MATMUL },
};

/* ---- unary and power -------------------------------------------------- */

static struct node *
binary_node(struct parser *p, enum binary_op op, const struct token *first,
    struct node *left, struct node *right)
{
	struct node *n;

	if (left == NULL || right == NULL)
		return NULL;
	n = node_new(p, NODE_BINARY, first->at.begin);
	n->binary.op = op;
	n->binary.left = left;
	n->binary.right = right;
	return node_end(p, n);
}

static struct node *
unary_node(struct parser *p, enum unary_op op, struct node *(*rule)(
    struct parser *))
{
	uint32_t begin = p->token->at.begin;
	struct node *operand, *n;

	parse_advance(p);
	if (!parse_enter(p))
		return NULL;
	operand = rule(p);
	parse_leave(p);
	if (operand == NULL)
		return NULL;
	n = node_new(p, NODE_UNARY, begin);
	n->unary.op = op;
	n->unary.operand = operand;
	return node_end(p, n);
}

static struct node *parse_unary(struct parser *);

static struct node *
parse_power(struct parser *p)
{
	const struct token *first = p->token;
	struct node *left, *right;

	if (parse_at(p, TOKEN_AWAIT))
		return parse_fail(p, p->token->at,
		    "'await' is not supported");
	left = parse_primary(p);
	if (left == NULL || !parse_accept(p, TOKEN_POW))
		return left;
	if (!parse_enter(p))
		return NULL;
	right = parse_unary(p);
	parse_leave(p);
	return binary_node(p, BINARY_POW, first, left, right);
}

/*
 * -9223372036854775808 is one constant, since its positive half does not fit;
 * unless ** follows, which binds tighter than the minus.
 */
static struct node *
lowest_int(struct parser *p)
{
	struct span minus = p->token->at, number = p->token[1].at;
	struct node *n;

	if (p->token[1].kind != TOKEN_NUMBER || p->token[2].kind == TOKEN_POW)
		return NULL;
	n = literal_number(p, number, true);
	if (n == NULL || n->constant.kind != CONSTANT_INT ||
	    n->constant.i != INT64_MIN)
		return NULL;
	parse_advance(p);
	parse_advance(p);
	n->at = span_join(minus, number);
	return n;
}

static struct node *
parse_unary(struct parser *p)
{
	struct node *n;

	switch (parse_kind(p)) {
	case TOKEN_SUB:
		n = lowest_int(p);
		if (n != NULL || parse_failed(p))
			return n;
		return unary_node(p, UNARY_NEG, parse_unary);
	case TOKEN_ADD:
		return unary_node(p, UNARY_POS, parse_unary);
	case TOKEN_INVERT:
		return unary_node(p, UNARY_INVERT, parse_unary);
	default:
		return parse_power(p);
	}
}

/* ---- binary ----------------------------------------------------------- */

static struct node *
parse_binary(struct parser *p, int prec)
{
	const struct token *first = p->token;
	struct node *left = parse_unary(p);

	while (left != NULL && binary_row[parse_kind(p)].prec >= prec) {
		enum token_kind kind = parse_kind(p);

		parse_advance(p);
		left = binary_node(p, (enum binary_op)binary_row[kind].op,
		    first, left, parse_binary(p, binary_row[kind].prec + 1));
	}
	return left;
}

struct node *
parse_bitor(struct parser *p)
{
	return parse_binary(p, 1);
}

struct node *
parse_star_bitor(struct parser *p)
{
	uint32_t begin = p->token->at.begin;
	struct node *value, *n;

	if (!parse_accept(p, TOKEN_MUL))
		return parse_bitor(p);
	value = parse_bitor(p);
	if (value == NULL)
		return NULL;
	n = node_new(p, NODE_STARRED, begin);
	n->starred.value = value;
	return node_end(p, n);
}

/* ---- comparison ------------------------------------------------------- */

static const struct {
	bool is;
	uint8_t op;
} compare_row[TOKEN_KIND_COUNT] = {
	[TOKEN_EQ] = { true, COMPARE_EQ },
	[TOKEN_NE] = { true, COMPARE_NE },
	[TOKEN_LT] = { true, COMPARE_LT },
	[TOKEN_LE] = { true, COMPARE_LE },
	[TOKEN_GT] = { true, COMPARE_GT },
	[TOKEN_GE] = { true, COMPARE_GE },
	[TOKEN_IS] = { true, COMPARE_IS },
	[TOKEN_IN] = { true, COMPARE_IN },
};

/* Passes an operator if one is there. */
static bool
compare_op_accept(struct parser *p, enum compare_op *op)
{
	enum token_kind kind = parse_kind(p);

	if (kind == TOKEN_NOT && parse_next_kind(p) == TOKEN_IN) {
		*op = COMPARE_NOT_IN;
		parse_advance(p);
	} else if (kind == TOKEN_IS && parse_next_kind(p) == TOKEN_NOT) {
		*op = COMPARE_IS_NOT;
		parse_advance(p);
	} else if (compare_row[kind].is) {
		*op = (enum compare_op)compare_row[kind].op;
	} else {
		return false;
	}
	parse_advance(p);
	return true;
}

static struct node *
parse_comparison(struct parser *p)
{
	uint32_t begin = p->token->at.begin;
	struct node *left = parse_bitor(p), *n = NULL, *right;
	enum compare_op op;

	while (left != NULL && compare_op_accept(p, &op)) {
		right = parse_bitor(p);
		if (right == NULL)
			return NULL;
		if (n == NULL) {
			n = node_new(p, NODE_COMPARE, begin);
			n->compare.left = left;
		}
		n->compare.op = list_room(p, n->compare.op,
		    n->compare.right.n, sizeof *n->compare.op);
		n->compare.op[n->compare.right.n] = op;
		node_add(p, &n->compare.right, right);
		node_end(p, n);
	}
	return n != NULL ? n : left;
}

/* ---- not, and, or ----------------------------------------------------- */

static struct node *
parse_not(struct parser *p)
{
	if (parse_at(p, TOKEN_NOT))
		return unary_node(p, UNARY_NOT, parse_not);
	return parse_comparison(p);
}

static struct node *
parse_bool(struct parser *p, enum bool_op op, enum token_kind kind,
    struct node *(*rule)(struct parser *))
{
	uint32_t begin = p->token->at.begin;
	struct node *first = rule(p), *n, *next;

	if (first == NULL || !parse_at(p, kind))
		return first;
	n = node_new(p, NODE_BOOL, begin);
	n->boolean.op = op;
	node_add(p, &n->boolean.values, first);
	while (parse_accept(p, kind)) {
		next = rule(p);
		if (next == NULL)
			return NULL;
		node_add(p, &n->boolean.values, next);
	}
	return node_end(p, n);
}

static struct node *
parse_and(struct parser *p)
{
	return parse_bool(p, BOOL_AND, TOKEN_AND, parse_not);
}

struct node *
parse_or(struct parser *p)
{
	return parse_bool(p, BOOL_OR, TOKEN_OR, parse_and);
}

/* ---- conditional, lambda ---------------------------------------------- */

static struct node *
parse_lambda(struct parser *p)
{
	struct node *n = node_new(p, NODE_LAMBDA, p->token->at.begin);

	parse_advance(p);
	if (!parse_params(p, &n->lambda.params, TOKEN_COLON) ||
	    !parse_force(p, TOKEN_COLON))
		return NULL;
	n->lambda.body = parse_test(p);
	return n->lambda.body == NULL ? NULL : node_end(p, n);
}

static bool
is_word(const struct parser *p, const struct node *n, const char *word)
{
	size_t len = strlen(word);

	return n->at.end - n->at.begin == len &&
	    memcmp(p->unit->text + n->at.begin, word, len) == 0;
}

/* print x, exec x: of another time. */
static bool
is_legacy(const struct parser *p, const struct node *n)
{
	return n->kind == NODE_NAME &&
	    (is_word(p, n, "print") || is_word(p, n, "exec"));
}

/*
 * Two expressions meet: never valid. Says what is missing between them, where
 * CPython does; else "invalid syntax" is left to whoever expects something.
 */
static struct node *
two_expressions(struct parser *p, const struct token *first, struct node *n)
{
	struct parser at_name = *p;
	struct probe b;

	at_name.token = first;
	if (is_legacy(p, n)) {
		b = parse_probe(p, parse_star_tests);
		if (b.ok)
			return parse_fail(p, span_join(n->at, b.at),
			    "Missing parentheses in call to '%s'. Did you "
			    "mean %s(...)?", is_word(p, n, "print") ? "print" :
			    "exec", is_word(p, n, "print") ? "print" : "exec");
		return n;
	}
	if ((first->kind == TOKEN_IDENT && first[1].kind == TOKEN_STRING) ||
	    parse_at_word(&at_name, "_") || parse_at_word(&at_name, "match") ||
	    parse_at_word(&at_name, "case"))
		return n;
	b = parse_probe(p, parse_test);
	if (b.ok && b.after->kind == TOKEN_END && p->lex->unclosed) {
		p->token = b.after;
		return parse_bad(p);
	}
	if (!b.ok || b.after[-1].level == 0)
		return n;
	return parse_fail(p, span_join(n->at, b.at),
	    "invalid syntax. Perhaps you forgot a comma?");
}

static struct node *
parse_conditional(struct parser *p, uint32_t begin, struct node *body)
{
	struct node *n = node_new(p, NODE_IF_EXP, begin);

	parse_advance(p);
	n->if_exp.body = body;
	n->if_exp.test = parse_or(p);
	if (n->if_exp.test == NULL)
		return NULL;
	if (!parse_at(p, TOKEN_ELSE) && !parse_at(p, TOKEN_COLON))
		return parse_fail(p, span_join(body->at, n->if_exp.test->at),
		    "expected 'else' after 'if' expression");
	if (!parse_expect(p, TOKEN_ELSE))
		return NULL;
	n->if_exp.orelse = parse_test(p);
	return n->if_exp.orelse == NULL ? NULL : node_end(p, n);
}

struct node *
parse_test(struct parser *p)
{
	const struct token *first = p->token;
	struct node *n;

	if ((!p->probing && !ctx_poll(p->c)) || !parse_enter(p))
		return NULL;
	if (parse_at(p, TOKEN_LAMBDA)) {
		n = parse_lambda(p);
	} else {
		n = parse_or(p);
		if (n != NULL && parse_at(p, TOKEN_IF))
			n = parse_conditional(p, first->at.begin, n);
		else if (n != NULL && !p->probing && parse_at_expression(p))
			n = two_expressions(p, first, n);
	}
	parse_leave(p);
	return n;
}

/* ---- walrus, tuples, yield -------------------------------------------- */

struct node *
parse_named(struct parser *p)
{
	struct node *target = parse_test(p), *n;
	struct probe b;

	if (target != NULL && parse_at(p, TOKEN_ASSIGN)) {
		parse_bad_equals(p, target);
		return parse_bad(p);
	}
	if (target == NULL || !parse_at(p, TOKEN_WALRUS))
		return target;
	parse_advance(p);
	if (target->kind != NODE_NAME || target->parens) {
		b = parse_probe(p, parse_test);
		if (b.ok)
			return parse_fail(p, target->at, "cannot use "
			    "assignment expressions with %s",
			    target_name(target));
		p->token--;
		return parse_bad(p);
	}
	n = node_new(p, NODE_NAMED_EXPR, target->at.begin);
	n->named.target = target;
	n->named.value = parse_test(p);
	return n->named.value == NULL ? NULL : node_end(p, n);
}

static struct node *
parse_star_test(struct parser *p)
{
	return parse_at(p, TOKEN_MUL) ? parse_star_bitor(p) : parse_test(p);
}

struct node *
parse_star_tests(struct parser *p)
{
	uint32_t begin = p->token->at.begin;
	struct node *first = parse_star_test(p), *n, *next;

	if (first == NULL || !parse_at(p, TOKEN_COMMA))
		return first;
	n = node_new(p, NODE_TUPLE, begin);
	node_add(p, &n->sequence.items, first);
	while (parse_accept(p, TOKEN_COMMA) &&
	    (parse_at_expression(p) || parse_at(p, TOKEN_MUL))) {
		next = parse_star_test(p);
		if (next == NULL)
			return NULL;
		node_add(p, &n->sequence.items, next);
	}
	return node_end(p, n);
}

struct node *
parse_tests(struct parser *p)
{
	struct node *n = parse_star_tests(p);

	if (n != NULL && n->kind == NODE_STARRED)
		return parse_fail(p, n->at,
		    "can't use starred expression here");
	return n;
}

struct node *
parse_yield(struct parser *p)
{
	uint32_t begin = p->token->at.begin;
	struct node *n;

	parse_advance(p);
	if (parse_accept(p, TOKEN_FROM)) {
		n = node_new(p, NODE_YIELD_FROM, begin);
		n->yield.value = parse_test(p);
	} else {
		n = node_new(p, NODE_YIELD, begin);
		if (!parse_at_expression(p) && !parse_at(p, TOKEN_MUL))
			return node_end(p, n);
		n->yield.value = parse_tests(p);
	}
	return n->yield.value == NULL ? NULL : node_end(p, n);
}

struct node *
parse_yield_or_tests(struct parser *p)
{
	return parse_at(p, TOKEN_YIELD) ? parse_yield(p) : parse_tests(p);
}
