/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of one line. */
#include "core/lang/parse.h"

#include "core/base/atom.h"
#include "core/base/buf.h"
#include "core/lang/magic.h"

/* ---- assignment ------------------------------------------------------- */

static const struct {
	bool is;
	uint8_t op;
} augment_row[TOKEN_KIND_COUNT] = {
	[TOKEN_ADD_EQ] = { true, BINARY_ADD },
	[TOKEN_SUB_EQ] = { true, BINARY_SUB },
	[TOKEN_MUL_EQ] = { true, BINARY_MUL },
	[TOKEN_DIV_EQ] = { true, BINARY_DIV },
	[TOKEN_FLOORDIV_EQ] = { true, BINARY_FLOORDIV },
	[TOKEN_MOD_EQ] = { true, BINARY_MOD },
	[TOKEN_MATMUL_EQ] = { true, BINARY_MATMUL },
	[TOKEN_POW_EQ] = { true, BINARY_POW },
	[TOKEN_LSHIFT_EQ] = { true, BINARY_LSHIFT },
	[TOKEN_RSHIFT_EQ] = { true, BINARY_RSHIFT },
	[TOKEN_BITAND_EQ] = { true, BINARY_AND },
	[TOKEN_BITOR_EQ] = { true, BINARY_OR },
	[TOKEN_XOR_EQ] = { true, BINARY_XOR },
};

static struct node *
value_node(struct parser *p)
{
	struct node *n;

	if (!parse_at(p, TOKEN_MAGIC))
		return parse_yield_or_tests(p);
	n = magic_node(p, p->token->at);
	parse_advance(p);
	return n;
}

static bool
is_place(const struct node *n)
{
	return n->kind == NODE_NAME || n->kind == NODE_ATTRIBUTE ||
	    n->kind == NODE_SUBSCRIPT;
}

static struct node *
augmented(struct parser *p, struct node *target, uint32_t begin)
{
	struct node *n = node_new(p, NODE_AUG_ASSIGN, begin);

	n->aug_assign.op = (enum binary_op)augment_row[parse_kind(p)].op;
	parse_advance(p);
	n->aug_assign.target = target;
	if (!is_place(target)) {
		if (parse_probe(p, parse_yield_or_tests).ok)
			return parse_fail(p, target->at, "'%s' is an illegal "
			    "expression for augmented assignment",
			    target_name(target));
		p->token--;
		return parse_bad(p);
	}
	n->aug_assign.value = parse_yield_or_tests(p);
	return n->aug_assign.value == NULL ? NULL : node_end(p, n);
}

/* target: annotation, which is an error for most targets. */
static struct node *
annotated(struct parser *p, struct node *target, uint32_t begin)
{
	struct node *n = node_new(p, NODE_ANN_ASSIGN, begin);

	parse_advance(p);
	if (!is_place(target)) {
		if (!parse_probe(p, parse_test).ok) {
			p->token--;
			return parse_bad(p);
		}
		if (target->kind == NODE_TUPLE || target->kind == NODE_LIST)
			return parse_fail(p, target->at, "only single target "
			    "(not %s) can be annotated", target_name(target));
		return parse_fail(p, target->at,
		    "illegal target for annotation");
	}
	n->ann_assign.target = target;
	n->ann_assign.simple = target->kind == NODE_NAME && !target->parens;
	n->ann_assign.annotation = parse_test(p);
	if (n->ann_assign.annotation == NULL)
		return NULL;
	if (parse_accept(p, TOKEN_ASSIGN)) {
		n->ann_assign.value = value_node(p);
		if (n->ann_assign.value == NULL)
			return NULL;
	}
	return node_end(p, n);
}

/* The part of a, b, c that stands before an = that cannot be there. */
static struct node *
last_part(struct node *n)
{
	if (n->kind == NODE_TUPLE && !n->parens && n->sequence.items.n > 0)
		return n->sequence.items.item[n->sequence.items.n - 1];
	return n;
}

static bool
assign_target(struct parser *p, struct node *assign, struct node *target)
{
	if (target->kind == NODE_YIELD || target->kind == NODE_YIELD_FROM) {
		if (target->parens)
			parse_bad_equals(p, target);
		else
			parse_fail(p, target->at, "assignment to yield "
			    "expression not possible");
	} else if (target_invalid(target, TARGET_STORE) != NULL &&
	    assign->assign.targets.n == 0) {
		parse_bad_equals(p, last_part(target));
	}
	if (parse_failed(p) || !target_check(p, target, TARGET_STORE))
		return false;
	node_add(p, &assign->assign.targets, target);
	return true;
}

static struct node *
assigned(struct parser *p, struct node *first, uint32_t begin)
{
	struct node *n = node_new(p, NODE_ASSIGN, begin), *value = first;

	while (parse_at(p, TOKEN_ASSIGN)) {
		if (!assign_target(p, n, value))
			return NULL;
		parse_advance(p);
		if (parse_at(p, TOKEN_MAGIC))
			value = value_node(p);
		else if (parse_at(p, TOKEN_YIELD))
			value = parse_yield(p);
		else
			value = parse_star_tests(p);
		if (value == NULL)
			return NULL;
	}
	if (value->kind == NODE_STARRED)
		return parse_fail(p, value->at,
		    "can't use starred expression here");
	n->assign.value = value;
	return node_end(p, n);
}

static struct node *
expression_statement(struct parser *p)
{
	uint32_t begin = p->token->at.begin;
	struct node *first, *n;

	first = parse_at(p, TOKEN_YIELD) ? parse_yield(p) :
	    parse_star_tests(p);
	if (first == NULL)
		return NULL;
	if (parse_at(p, TOKEN_ASSIGN))
		return assigned(p, first, begin);
	if (augment_row[parse_kind(p)].is)
		return augmented(p, first, begin);
	if (parse_at(p, TOKEN_COLON))
		return annotated(p, first, begin);
	if (parse_at(p, TOKEN_WALRUS) && first->kind != NODE_NAME) {
		parse_advance(p);
		if (parse_probe(p, parse_test).ok)
			return parse_fail(p, first->at, "cannot use "
			    "assignment expressions with %s",
			    target_name(first));
		p->token--;
	}
	if (first->kind == NODE_STARRED &&
	    (parse_at(p, TOKEN_NEWLINE) || parse_at(p, TOKEN_SEMI)))
		return parse_fail(p, first->at,
		    "can't use starred expression here");
	n = node_new(p, NODE_EXPR, begin);
	n->expr.value = first;
	return node_end(p, n);
}

/* ---- import ----------------------------------------------------------- */

/* a.b.c as one name; spaces around the dots do not count. */
static const struct atom *
dotted_name(struct parser *p)
{
	const struct atom *name = parse_ident(p), *next;
	struct buf b = BUF_INIT;

	if (name == NULL || !parse_at(p, TOKEN_DOT))
		return name;
	buf_add(&b, name->text, name->len);
	while (parse_accept(p, TOKEN_DOT)) {
		next = parse_ident(p);
		if (next == NULL) {
			buf_release(&b);
			return NULL;
		}
		buf_char(&b, '.');
		buf_add(&b, next->text, next->len);
	}
	name = atom_len(p->c, b.data, b.len);
	buf_release(&b);
	return name;
}

static bool
alias_add(struct parser *p, struct alias_list *l,
    const struct atom *(*rule)(struct parser *))
{
	struct alias_node a = { .at = p->token->at };

	a.path = rule(p);
	if (a.path == NULL)
		return false;
	if (parse_accept(p, TOKEN_AS)) {
		a.name = parse_ident(p);
		if (a.name == NULL)
			return false;
	}
	a.at.end = p->token[-1].at.end;
	l->item = list_room(p, l->item, l->n, sizeof *l->item);
	l->item[l->n++] = a;
	return true;
}

static struct node *
import(struct parser *p)
{
	struct node *n = node_new(p, NODE_IMPORT, p->token->at.begin);

	parse_advance(p);
	do {
		if (!alias_add(p, &n->import.names, dotted_name))
			return NULL;
	} while (parse_accept(p, TOKEN_COMMA));
	return node_end(p, n);
}

static bool
import_targets(struct parser *p, struct alias_list *l)
{
	bool parens = parse_accept(p, TOKEN_LPAREN);

	for (;;) {
		if (!alias_add(p, l, parse_ident))
			return false;
		if (!parse_accept(p, TOKEN_COMMA))
			break;
		if (parens && parse_at(p, TOKEN_RPAREN))
			break;
		if (!parens && parse_at(p, TOKEN_NEWLINE)) {
			parse_fail(p, p->token->at, "trailing comma not "
			    "allowed without surrounding parentheses");
			return false;
		}
	}
	return !parens || parse_expect(p, TOKEN_RPAREN);
}

static struct node *
import_from(struct parser *p)
{
	struct node *n = node_new(p, NODE_IMPORT_FROM, p->token->at.begin);
	struct alias_list *l = &n->import_from.names;

	parse_advance(p);
	if (parse_at(p, TOKEN_DOT) || parse_at(p, TOKEN_ELLIPSIS))
		return parse_fail(p, p->token->at,
		    "relative imports are not supported");
	n->import_from.module = dotted_name(p);
	if (n->import_from.module == NULL || !parse_expect(p, TOKEN_IMPORT))
		return NULL;
	if (parse_at(p, TOKEN_MUL)) {
		l->item = list_room(p, NULL, 0, sizeof *l->item);
		l->item[l->n++] = (struct alias_node) {
			.path = atom(p->c, "*"), .at = p->token->at };
		parse_advance(p);
		return node_end(p, n);
	}
	return import_targets(p, l) ? node_end(p, n) : NULL;
}

/* ---- the others ------------------------------------------------------- */

static bool
at_statement_end(const struct parser *p)
{
	return parse_at(p, TOKEN_NEWLINE) || parse_at(p, TOKEN_SEMI) ||
	    parse_at(p, TOKEN_END);
}

static struct node *
bare(struct parser *p, enum node_kind kind)
{
	struct node *n = node_new(p, kind, p->token->at.begin);

	parse_advance(p);
	return node_end(p, n);
}

static struct node *
return_statement(struct parser *p)
{
	struct node *n = bare(p, NODE_RETURN);

	if (at_statement_end(p))
		return n;
	n->ret.value = parse_tests(p);
	return n->ret.value == NULL ? NULL : node_end(p, n);
}

static struct node *
raise_statement(struct parser *p)
{
	struct node *n = bare(p, NODE_RAISE);

	if (at_statement_end(p))
		return n;
	n->raise.exc = parse_test(p);
	if (n->raise.exc != NULL && parse_accept(p, TOKEN_FROM)) {
		n->raise.cause = parse_test(p);
		if (n->raise.cause == NULL)
			return NULL;
	}
	return n->raise.exc == NULL ? NULL : node_end(p, n);
}

static struct node *
assert_statement(struct parser *p)
{
	struct node *n = bare(p, NODE_ASSERT);

	n->assertion.test = parse_test(p);
	if (n->assertion.test != NULL && parse_accept(p, TOKEN_COMMA)) {
		n->assertion.message = parse_test(p);
		if (n->assertion.message == NULL)
			return NULL;
	}
	return n->assertion.test == NULL ? NULL : node_end(p, n);
}

static struct node *
del_statement(struct parser *p)
{
	struct node *n = bare(p, NODE_DELETE), *target;

	do {
		if (n->del.targets.n > 0 && at_statement_end(p))
			break;
		target = parse_at(p, TOKEN_MUL) ? parse_star_bitor(p) :
		    parse_test(p);
		if (target == NULL || !target_check(p, target, TARGET_DEL))
			return NULL;
		node_add(p, &n->del.targets, target);
	} while (parse_accept(p, TOKEN_COMMA));
	return node_end(p, n);
}

static struct node *
scope_statement(struct parser *p, enum node_kind kind)
{
	struct node *n = bare(p, kind);
	struct atom_list *l = &n->scope.names;
	const struct atom *name;

	do {
		name = parse_ident(p);
		if (name == NULL)
			return NULL;
		l->item = list_room(p, l->item, l->n, sizeof *l->item);
		l->item[l->n++] = name;
	} while (parse_accept(p, TOKEN_COMMA));
	return node_end(p, n);
}

static struct node *
magic_statement(struct parser *p)
{
	struct node *n = node_new(p, NODE_EXPR, p->token->at.begin);

	n->expr.value = magic_node(p, p->token->at);
	parse_advance(p);
	return node_end(p, n);
}

static struct node *
simple_statement(struct parser *p)
{
	switch (parse_kind(p)) {
	case TOKEN_IMPORT:
		return import(p);
	case TOKEN_FROM:
		return import_from(p);
	case TOKEN_RETURN:
		return return_statement(p);
	case TOKEN_RAISE:
		return raise_statement(p);
	case TOKEN_ASSERT:
		return assert_statement(p);
	case TOKEN_DEL:
		return del_statement(p);
	case TOKEN_GLOBAL:
		return scope_statement(p, NODE_GLOBAL);
	case TOKEN_NONLOCAL:
		return scope_statement(p, NODE_NONLOCAL);
	case TOKEN_PASS:
		return bare(p, NODE_PASS);
	case TOKEN_BREAK:
		return bare(p, NODE_BREAK);
	case TOKEN_CONTINUE:
		return bare(p, NODE_CONTINUE);
	case TOKEN_MAGIC:
		return magic_statement(p);
	default:
		return expression_statement(p);
	}
}

bool
parse_simple_line(struct parser *p, struct node_list *list)
{
	struct node *n;

	do {
		if (list->n > 0 && parse_at(p, TOKEN_NEWLINE) &&
		    p->token[-1].kind == TOKEN_SEMI)
			break;
		n = simple_statement(p);
		if (n == NULL)
			return false;
		node_add(p, list, n);
		p->unit->quiet = parse_at(p, TOKEN_SEMI);
	} while (parse_accept(p, TOKEN_SEMI));
	return parse_expect(p, TOKEN_NEWLINE);
}
