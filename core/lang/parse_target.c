/* SPDX-License-Identifier: Apache-2.0 */
/* What may stand left of an =, after for, as and del. */
#include "core/lang/parse.h"

static const char *
constant_name(enum constant_kind kind)
{
	switch (kind) {
	case CONSTANT_NONE:
		return "None";
	case CONSTANT_FALSE:
		return "False";
	case CONSTANT_TRUE:
		return "True";
	case CONSTANT_ELLIPSIS:
		return "ellipsis";
	default:
		return "literal";
	}
}

static const char *const names[NODE_KIND_COUNT] = {
	[NODE_JOINED_STR] = "f-string expression",
	[NODE_FORMATTED] = "f-string expression",
	[NODE_NAME] = "name",
	[NODE_ATTRIBUTE] = "attribute",
	[NODE_SUBSCRIPT] = "subscript",
	[NODE_CALL] = "function call",
	[NODE_STARRED] = "starred",
	[NODE_UNARY] = "expression",
	[NODE_BINARY] = "expression",
	[NODE_BOOL] = "expression",
	[NODE_COMPARE] = "comparison",
	[NODE_IF_EXP] = "conditional expression",
	[NODE_NAMED_EXPR] = "named expression",
	[NODE_LAMBDA] = "lambda",
	[NODE_TUPLE] = "tuple",
	[NODE_LIST] = "list",
	[NODE_SET] = "set display",
	[NODE_DICT] = "dict literal",
	[NODE_LIST_COMP] = "list comprehension",
	[NODE_SET_COMP] = "set comprehension",
	[NODE_DICT_COMP] = "dict comprehension",
	[NODE_GENERATOR] = "generator expression",
	[NODE_YIELD] = "yield expression",
	[NODE_YIELD_FROM] = "yield expression",
};

const char *
target_name(const struct node *n)
{
	if (n->kind == NODE_CONSTANT)
		return constant_name(n->constant.kind);
	return names[n->kind] != NULL ? names[n->kind] : "expression";
}

struct node *
target_invalid(struct node *n, enum target_use use)
{
	switch (n->kind) {
	case NODE_NAME:
	case NODE_ATTRIBUTE:
	case NODE_SUBSCRIPT:
		return NULL;
	case NODE_STARRED:
		return use == TARGET_DEL ? n :
		    target_invalid(n->starred.value, use);
	case NODE_TUPLE:
	case NODE_LIST:
		for (uint32_t i = 0; i < n->sequence.items.n; i++) {
			struct node *bad = target_invalid(
			    n->sequence.items.item[i], use);

			if (bad != NULL)
				return bad;
		}
		return NULL;
	case NODE_COMPARE:
		if (use == TARGET_FOR && n->compare.op[0] == COMPARE_IN)
			return target_invalid(n->compare.left, use);
		return n;
	default:
		return n;
	}
}

/* Stars: one in each list or tuple, and never outside of one. */
static bool
stars_check(struct parser *p, struct node *n)
{
	struct node *star = NULL;

	if (n->kind != NODE_TUPLE && n->kind != NODE_LIST)
		return true;
	for (uint32_t i = 0; i < n->sequence.items.n; i++) {
		struct node *item = n->sequence.items.item[i];

		if (item->kind == NODE_STARRED) {
			if (star != NULL) {
				parse_fail(p, n->at, "multiple starred "
				    "expressions in assignment");
				return false;
			}
			star = item;
			item = item->starred.value;
		}
		if (!stars_check(p, item))
			return false;
	}
	return true;
}

bool
target_check(struct parser *p, struct node *n, enum target_use use)
{
	struct node *bad = target_invalid(n, use);

	if (bad != NULL) {
		parse_fail(p, bad->at, use == TARGET_DEL ?
		    "cannot delete %s" : "cannot assign to %s",
		    target_name(bad));
		return false;
	}
	if (use != TARGET_DEL && n->kind == NODE_STARRED) {
		parse_fail(p, n->at, "starred assignment target must be in "
		    "a list or tuple");
		return false;
	}
	return stars_check(p, n);
}

struct node *
parse_for_target(struct parser *p)
{
	uint32_t begin = p->token->at.begin;
	struct node *first = parse_star_bitor(p), *n, *next;

	if (first == NULL)
		return NULL;
	n = first;
	if (parse_at(p, TOKEN_COMMA)) {
		n = node_new(p, NODE_TUPLE, begin);
		node_add(p, &n->sequence.items, first);
		while (parse_accept(p, TOKEN_COMMA) &&
		    !parse_at(p, TOKEN_IN)) {
			next = parse_star_bitor(p);
			if (next == NULL)
				return NULL;
			node_add(p, &n->sequence.items, next);
		}
		node_end(p, n);
	}
	return target_check(p, n, TARGET_FOR) ? n : NULL;
}
