/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/ast.h"

static const char *const kind_names[] = {
#define X(kind, name, member) [NODE_##kind] = name,
	NODE_KINDS(X)
#undef X
};

static const char *const binary_texts[] = {
#define X(kind, name, text) [BINARY_##kind] = text,
	BINARY_OPS(X)
#undef X
};

static const char *const unary_texts[] = {
#define X(kind, name, text) [UNARY_##kind] = text,
	UNARY_OPS(X)
#undef X
};

static const char *const compare_texts[] = {
#define X(kind, name, text) [COMPARE_##kind] = text,
	COMPARE_OPS(X)
#undef X
};

const char *
node_kind_name(enum node_kind kind)
{
	return kind_names[kind];
}

bool
node_is_statement(const struct node *n)
{
	return n->kind >= NODE_EXPR;
}

const char *
binary_op_text(enum binary_op op)
{
	return binary_texts[op];
}

const char *
unary_op_text(enum unary_op op)
{
	return unary_texts[op];
}

const char *
compare_op_text(enum compare_op op)
{
	return compare_texts[op];
}
