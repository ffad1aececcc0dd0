/* SPDX-License-Identifier: Apache-2.0 */
/* Names, literals, displays, comprehensions, groups. */
#include "core/lang/parse.h"

#include "core/base/arena.h"
#include "core/base/buf.h"

/* ---- strings ---------------------------------------------------------- */

static struct node *
joined_node(struct parser *p, const struct token *first, bool format,
    bool bytes, struct node_list parts)
{
	struct node *n;

	if (!format && parts.n == 1) {
		n = parts.item[0];
		n->at.begin = first->at.begin;
		return node_end(p, n);
	}
	if (format) {
		n = node_new(p, NODE_JOINED_STR, first->at.begin);
		n->joined.parts = parts;
		return node_end(p, n);
	}
	n = node_new(p, NODE_CONSTANT, first->at.begin);
	n->constant.kind = bytes ? CONSTANT_BYTES : CONSTANT_STR;
	n->constant.text = "";
	return node_end(p, n);
}

/* Strings side by side are one. */
struct node *
parse_strings(struct parser *p)
{
	const struct token *first = p->token, *last = first;
	struct node_list parts = { NULL, 0 };
	struct buf text = BUF_INIT;
	bool format = false, bytes = false, plain = false, ok = true;

	for (; parse_at(p, TOKEN_STRING) && ok; parse_advance(p)) {
		struct literal lit = literal_open(p->unit, p->token->at);

		last = p->token;
		format = format || lit.format;
		bytes = bytes || lit.bytes;
		plain = plain || !lit.bytes;
		if (bytes && plain) {
			parse_fail(p, span_join(first->at, last->at),
			    "cannot mix bytes and nonbytes literals");
			ok = false;
		} else if (lit.format) {
			ok = fstring_parse(p, &lit, &parts, &text);
		} else {
			ok = literal_decode(p, &text, &lit, lit.body);
		}
	}
	if (ok && text.len > 0) {
		fstring_flush(p, &parts, &text,
		    span_join(first->at, last->at));
		if (bytes)
			parts.item[0]->constant.kind = CONSTANT_BYTES;
	}
	buf_release(&text);
	return ok ? joined_node(p, first, format, bytes, parts) : NULL;
}

/* ---- comprehensions --------------------------------------------------- */

static bool
comp_clause(struct parser *p, struct comp_for *f)
{
	struct node *cond;

	parse_advance(p);
	f->target = parse_for_target(p);
	if (f->target == NULL || !parse_expect(p, TOKEN_IN))
		return false;
	f->iter = parse_or(p);
	if (f->iter == NULL)
		return false;
	while (parse_accept(p, TOKEN_IF)) {
		cond = parse_or(p);
		if (cond == NULL)
			return false;
		node_add(p, &f->ifs, cond);
	}
	return true;
}

bool
parse_comp_clauses(struct parser *p, struct node *n)
{
	struct comp_for *clause;

	while (parse_at(p, TOKEN_FOR) || parse_at(p, TOKEN_ASYNC)) {
		if (parse_at(p, TOKEN_ASYNC)) {
			parse_fail(p, p->token->at,
			    "'async' is not supported");
			return false;
		}
		n->comp.clauses = list_room(p, n->comp.clauses, n->comp.n,
		    sizeof *n->comp.clauses);
		clause = &n->comp.clauses[n->comp.n++];
		if (!comp_clause(p, clause))
			return false;
	}
	return true;
}

static struct node *
comp_node(struct parser *p, enum node_kind kind, uint32_t begin,
    struct node *element, enum token_kind close)
{
	struct node *n = node_new(p, kind, begin);

	if (element->kind == NODE_STARRED)
		return parse_fail(p, element->at, "iterable unpacking cannot "
		    "be used in comprehension");
	n->comp.element = element;
	if (!parse_comp_clauses(p, n) || !parse_expect(p, close))
		return NULL;
	return node_end(p, n);
}

static bool
at_comp(const struct parser *p)
{
	return parse_at(p, TOKEN_FOR) || parse_at(p, TOKEN_ASYNC);
}

/* ---- lists, tuples, groups -------------------------------------------- */

struct node *
parse_star_named(struct parser *p)
{
	return parse_at(p, TOKEN_MUL) ? parse_star_bitor(p) : parse_named(p);
}

/* The rest of a display whose first item was parsed; passes close. */
static struct node *
sequence_rest(struct parser *p, enum node_kind kind, uint32_t begin,
    struct node *first, enum token_kind close)
{
	struct node *n = node_new(p, kind, begin), *item;

	node_add(p, &n->sequence.items, first);
	while (parse_accept(p, TOKEN_COMMA)) {
		if (parse_at(p, close))
			break;
		if (at_comp(p) && kind != NODE_TUPLE)
			return parse_fail(p, span_join(first->at,
			    p->token[-1].at), "did you forget parentheses "
			    "around the comprehension target?");
		item = parse_star_named(p);
		if (item == NULL)
			return NULL;
		node_add(p, &n->sequence.items, item);
		if (at_comp(p) && kind != NODE_TUPLE)
			return parse_fail(p, span_join(first->at, item->at),
			    "did you forget parentheses around the "
			    "comprehension target?");
	}
	if (!parse_expect(p, close))
		return NULL;
	return node_end(p, n);
}

static struct node *
parse_group(struct parser *p)
{
	uint32_t begin = p->token->at.begin;
	struct node *n;

	parse_advance(p);
	if (parse_accept(p, TOKEN_RPAREN))
		return node_end(p, node_new(p, NODE_TUPLE, begin));
	if (parse_at(p, TOKEN_POW))
		return parse_fail(p, p->token->at,
		    "cannot use double starred expression here");
	if (parse_at(p, TOKEN_YIELD)) {
		n = parse_yield(p);
		if (n == NULL || !parse_expect(p, TOKEN_RPAREN))
			return NULL;
		n->parens = true;
		return n;
	}
	n = parse_star_named(p);
	if (n == NULL)
		return NULL;
	if (at_comp(p))
		return comp_node(p, NODE_GENERATOR, begin, n, TOKEN_RPAREN);
	if (parse_at(p, TOKEN_COMMA)) {
		n = sequence_rest(p, NODE_TUPLE, begin, n, TOKEN_RPAREN);
		if (n != NULL)
			n->parens = true;
		return n;
	}
	if (parse_at(p, TOKEN_RPAREN) && n->kind == NODE_STARRED)
		return parse_fail(p, n->at,
		    "cannot use starred expression here");
	if (!parse_expect(p, TOKEN_RPAREN))
		return NULL;
	n->parens = true;
	return n;
}

static struct node *
parse_list(struct parser *p)
{
	uint32_t begin = p->token->at.begin;
	struct node *first;

	parse_advance(p);
	if (parse_accept(p, TOKEN_RBRACKET))
		return node_end(p, node_new(p, NODE_LIST, begin));
	first = parse_star_named(p);
	if (first == NULL)
		return NULL;
	if (at_comp(p))
		return comp_node(p, NODE_LIST_COMP, begin, first,
		    TOKEN_RBRACKET);
	return sequence_rest(p, NODE_LIST, begin, first, TOKEN_RBRACKET);
}

/* ---- dicts and sets --------------------------------------------------- */

/* After the colon of a key. */
static struct node *
dict_value(struct parser *p)
{
	if (parse_at(p, TOKEN_MUL))
		return parse_fail(p, p->token->at, "cannot use a starred "
		    "expression in a dictionary value");
	if (parse_at(p, TOKEN_COMMA) || parse_at(p, TOKEN_RBRACE))
		return parse_fail(p, p->token[-1].at,
		    "expression expected after dictionary key and ':'");
	return parse_test(p);
}

/* One "key: value" or "**value" (key becomes null). */
static bool
dict_item(struct parser *p, struct node **key, struct node **value)
{
	if (parse_accept(p, TOKEN_POW)) {
		*key = NULL;
		*value = parse_bitor(p);
		return *value != NULL;
	}
	*key = parse_test(p);
	if (*key == NULL)
		return false;
	if (!parse_at(p, TOKEN_COLON) && (parse_at(p, TOKEN_COMMA) ||
	    parse_at(p, TOKEN_RBRACE))) {
		parse_fail(p, (struct span) { (*key)->at.end - 1,
		    (*key)->at.end }, "':' expected after dictionary key");
		return false;
	}
	if (!parse_expect(p, TOKEN_COLON))
		return false;
	*value = dict_value(p);
	return *value != NULL;
}

static void
dict_add(struct parser *p, struct node *n, struct node *key,
    struct node *value)
{
	node_add(p, &n->dict.keys, key);
	node_add(p, &n->dict.values, value);
}

static struct node *
dict_rest(struct parser *p, uint32_t begin, struct node *key,
    struct node *value)
{
	struct node *n = node_new(p, NODE_DICT, begin);

	dict_add(p, n, key, value);
	while (parse_accept(p, TOKEN_COMMA)) {
		if (parse_at(p, TOKEN_RBRACE))
			break;
		if (!dict_item(p, &key, &value))
			return NULL;
		dict_add(p, n, key, value);
	}
	if (!parse_expect(p, TOKEN_RBRACE))
		return NULL;
	return node_end(p, n);
}

static struct node *
dict_comp(struct parser *p, uint32_t begin, struct node *key,
    struct node *value)
{
	struct node *n = node_new(p, NODE_DICT_COMP, begin);

	n->comp.element = key;
	n->comp.value = value;
	if (!parse_comp_clauses(p, n) || !parse_expect(p, TOKEN_RBRACE))
		return NULL;
	return node_end(p, n);
}

static struct node *
parse_brace(struct parser *p)
{
	struct span begin = p->token->at, star;
	struct node *first, *value;

	parse_advance(p);
	star = p->token->at;
	if (parse_accept(p, TOKEN_RBRACE))
		return node_end(p, node_new(p, NODE_DICT, begin.begin));
	if (parse_at(p, TOKEN_POW)) {
		if (!dict_item(p, &first, &value))
			return NULL;
		if (at_comp(p))
			return parse_fail(p, star, "dict unpacking cannot be "
			    "used in dict comprehension");
		return dict_rest(p, begin.begin, first, value);
	}
	first = parse_star_named(p);
	if (first == NULL)
		return NULL;
	if (at_comp(p))
		return comp_node(p, NODE_SET_COMP, begin.begin, first,
		    TOKEN_RBRACE);
	if (first->kind == NODE_STARRED || !parse_accept(p, TOKEN_COLON))
		return sequence_rest(p, NODE_SET, begin.begin, first,
		    TOKEN_RBRACE);
	value = dict_value(p);
	if (value == NULL)
		return NULL;
	if (at_comp(p))
		return dict_comp(p, begin.begin, first, value);
	return dict_rest(p, begin.begin, first, value);
}

/* ---- the atom --------------------------------------------------------- */

static struct node *
word(struct parser *p, enum constant_kind kind)
{
	struct node *n = node_new(p, NODE_CONSTANT, p->token->at.begin);

	n->constant.kind = kind;
	parse_advance(p);
	return node_end(p, n);
}

static struct node *
bracketed(struct parser *p, struct node *(*rule)(struct parser *))
{
	struct node *n;

	if (!parse_enter(p))
		return NULL;
	n = rule(p);
	parse_leave(p);
	return n;
}

struct node *
parse_atom(struct parser *p)
{
	struct node *n;

	switch (parse_kind(p)) {
	case TOKEN_IDENT:
		n = node_new(p, NODE_NAME, p->token->at.begin);
		n->name.id = parse_ident(p);
		return node_end(p, n);
	case TOKEN_NUMBER:
		n = literal_number(p, p->token->at, false);
		parse_advance(p);
		return n;
	case TOKEN_STRING:
		return bracketed(p, parse_strings);
	case TOKEN_NONE:
		return word(p, CONSTANT_NONE);
	case TOKEN_TRUE:
		return word(p, CONSTANT_TRUE);
	case TOKEN_FALSE:
		return word(p, CONSTANT_FALSE);
	case TOKEN_ELLIPSIS:
		return word(p, CONSTANT_ELLIPSIS);
	case TOKEN_LPAREN:
		return bracketed(p, parse_group);
	case TOKEN_LBRACKET:
		return bracketed(p, parse_list);
	case TOKEN_LBRACE:
		return bracketed(p, parse_brace);
	default:
		return parse_bad(p);
	}
}
