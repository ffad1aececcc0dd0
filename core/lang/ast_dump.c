/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree as text. The form is ours, and easy to make from CPython's ast too
 * (tests/lang/parse_cases.py does): Kind(begin,end field field ...), where a
 * list is [a b], an absent field is -, text is in hex.
 */
#include "core/base/atom.h"
#include "core/base/buf.h"
#include "core/lang/ast.h"
#include "core/lang/unit.h"

static void dump(struct buf *, const struct node *);

static void
list(struct buf *b, struct node_list l)
{
	buf_str(b, " [");
	for (uint32_t i = 0; i < l.n; i++) {
		if (i > 0)
			buf_char(b, ' ');
		dump(b, l.item[i]);
	}
	buf_char(b, ']');
}

static void
one(struct buf *b, const struct node *n)
{
	buf_char(b, ' ');
	dump(b, n);
}

static void
name(struct buf *b, const struct atom *a)
{
	buf_printf(b, " %s", a == NULL ? "-" : a->text);
}

static void
hex(struct buf *b, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_printf(b, "%02x", (unsigned)(unsigned char)text[i]);
}

static void
constant(struct buf *b, const struct node *n)
{
	switch (n->constant.kind) {
	case CONSTANT_NONE:
		buf_str(b, " None");
		break;
	case CONSTANT_FALSE:
		buf_str(b, " False");
		break;
	case CONSTANT_TRUE:
		buf_str(b, " True");
		break;
	case CONSTANT_ELLIPSIS:
		buf_str(b, " Ellipsis");
		break;
	case CONSTANT_INT:
		buf_printf(b, " %lld", (long long)n->constant.i);
		break;
	case CONSTANT_FLOAT:
		buf_printf(b, " %.17g", n->constant.f);
		break;
	case CONSTANT_STR:
	case CONSTANT_BYTES:
		buf_str(b, n->constant.kind == CONSTANT_STR ? " s" : " b");
		hex(b, n->constant.text, n->constant.len);
		break;
	}
}

static void
keywords(struct buf *b, struct keyword_list l)
{
	buf_str(b, " [");
	for (uint32_t i = 0; i < l.n; i++) {
		buf_printf(b, "%s%s=", i > 0 ? " " : "",
		    l.item[i].name == NULL ? "**" : l.item[i].name->text);
		dump(b, l.item[i].value);
	}
	buf_char(b, ']');
}

static void
params(struct buf *b, struct param_list l)
{
	static const char places[] = "/p*k2";

	buf_str(b, " [");
	for (uint32_t i = 0; i < l.n; i++) {
		buf_printf(b, "%s%c%s", i > 0 ? " " : "",
		    places[l.item[i].place], l.item[i].name->text);
		one(b, l.item[i].annotation);
		one(b, l.item[i].default_value);
	}
	buf_char(b, ']');
}

static void
comprehension(struct buf *b, const struct node *n)
{
	one(b, n->comp.element);
	if (n->kind == NODE_DICT_COMP)
		one(b, n->comp.value);
	for (uint32_t i = 0; i < n->comp.n; i++) {
		buf_str(b, " for");
		one(b, n->comp.clauses[i].target);
		one(b, n->comp.clauses[i].iter);
		list(b, n->comp.clauses[i].ifs);
	}
}

static void
compare(struct buf *b, const struct node *n)
{
	one(b, n->compare.left);
	for (uint32_t i = 0; i < n->compare.right.n; i++) {
		buf_printf(b, " '%s'", compare_op_text(n->compare.op[i]));
		one(b, n->compare.right.item[i]);
	}
}

static void
dict(struct buf *b, const struct node *n)
{
	for (uint32_t i = 0; i < n->dict.keys.n; i++) {
		one(b, n->dict.keys.item[i]);
		one(b, n->dict.values.item[i]);
	}
}

static void
expression(struct buf *b, const struct node *n)
{
	switch (n->kind) {
	case NODE_CONSTANT:
		constant(b, n);
		break;
	case NODE_JOINED_STR:
		list(b, n->joined.parts);
		break;
	case NODE_FORMATTED:
		one(b, n->formatted.value);
		buf_printf(b, " %c", n->formatted.conversion == 0 ? '-' :
		    n->formatted.conversion);
		one(b, n->formatted.spec);
		break;
	case NODE_NAME:
		name(b, n->name.id);
		break;
	case NODE_ATTRIBUTE:
		one(b, n->attribute.value);
		name(b, n->attribute.name);
		break;
	case NODE_SUBSCRIPT:
		one(b, n->subscript.value);
		one(b, n->subscript.index);
		break;
	case NODE_SLICE:
		one(b, n->slice.lower);
		one(b, n->slice.upper);
		one(b, n->slice.step);
		break;
	case NODE_CALL:
		one(b, n->call.func);
		list(b, n->call.args);
		keywords(b, n->call.keywords);
		break;
	case NODE_STARRED:
		one(b, n->starred.value);
		break;
	case NODE_UNARY:
		buf_printf(b, " '%s'", unary_op_text(n->unary.op));
		one(b, n->unary.operand);
		break;
	case NODE_BINARY:
		buf_printf(b, " '%s'", binary_op_text(n->binary.op));
		one(b, n->binary.left);
		one(b, n->binary.right);
		break;
	case NODE_BOOL:
		buf_str(b, n->boolean.op == BOOL_AND ? " and" : " or");
		list(b, n->boolean.values);
		break;
	case NODE_COMPARE:
		compare(b, n);
		break;
	case NODE_IF_EXP:
		one(b, n->if_exp.test);
		one(b, n->if_exp.body);
		one(b, n->if_exp.orelse);
		break;
	case NODE_NAMED_EXPR:
		one(b, n->named.target);
		one(b, n->named.value);
		break;
	case NODE_LAMBDA:
		params(b, n->lambda.params);
		one(b, n->lambda.body);
		break;
	case NODE_TUPLE:
	case NODE_LIST:
	case NODE_SET:
		list(b, n->sequence.items);
		break;
	case NODE_DICT:
		dict(b, n);
		break;
	case NODE_LIST_COMP:
	case NODE_SET_COMP:
	case NODE_DICT_COMP:
	case NODE_GENERATOR:
		comprehension(b, n);
		break;
	case NODE_YIELD:
	case NODE_YIELD_FROM:
		one(b, n->yield.value);
		break;
	default:
		break;
	}
}

static void
try_statement(struct buf *b, const struct node *n)
{
	list(b, n->try_stmt.body);
	for (uint32_t i = 0; i < n->try_stmt.n; i++) {
		buf_str(b, " except");
		one(b, n->try_stmt.handlers[i].type);
		name(b, n->try_stmt.handlers[i].name);
		list(b, n->try_stmt.handlers[i].body);
	}
	list(b, n->try_stmt.orelse);
	list(b, n->try_stmt.finally);
}

static void
with_statement(struct buf *b, const struct node *n)
{
	for (uint32_t i = 0; i < n->with.n; i++) {
		one(b, n->with.items[i].context);
		one(b, n->with.items[i].target);
	}
	list(b, n->with.body);
}

static void
definition(struct buf *b, const struct node *n)
{
	if (n->kind == NODE_FUNCTION_DEF) {
		name(b, n->function.name);
		params(b, n->function.params);
		one(b, n->function.returns);
		list(b, n->function.decorators);
		list(b, n->function.body);
	} else {
		name(b, n->class_def.name);
		list(b, n->class_def.bases);
		keywords(b, n->class_def.keywords);
		list(b, n->class_def.decorators);
		list(b, n->class_def.body);
	}
}

static void
import(struct buf *b, const struct node *n)
{
	const struct alias_list *l = &n->import.names;

	if (n->kind == NODE_IMPORT_FROM) {
		l = &n->import_from.names;
		name(b, n->import_from.module);
	}
	for (uint32_t i = 0; i < l->n; i++) {
		name(b, l->item[i].path);
		name(b, l->item[i].name);
	}
}

static void
statement(struct buf *b, const struct node *n)
{
	switch (n->kind) {
	case NODE_EXPR:
		one(b, n->expr.value);
		break;
	case NODE_ASSIGN:
		list(b, n->assign.targets);
		one(b, n->assign.value);
		break;
	case NODE_AUG_ASSIGN:
		buf_printf(b, " '%s'", binary_op_text(n->aug_assign.op));
		one(b, n->aug_assign.target);
		one(b, n->aug_assign.value);
		break;
	case NODE_ANN_ASSIGN:
		one(b, n->ann_assign.target);
		one(b, n->ann_assign.annotation);
		one(b, n->ann_assign.value);
		buf_printf(b, " %d", n->ann_assign.simple);
		break;
	case NODE_FUNCTION_DEF:
	case NODE_CLASS_DEF:
		definition(b, n);
		break;
	case NODE_RETURN:
		one(b, n->ret.value);
		break;
	case NODE_DELETE:
		list(b, n->del.targets);
		break;
	case NODE_FOR:
		one(b, n->for_loop.target);
		one(b, n->for_loop.iter);
		list(b, n->for_loop.body);
		list(b, n->for_loop.orelse);
		break;
	case NODE_WHILE:
		one(b, n->while_loop.test);
		list(b, n->while_loop.body);
		list(b, n->while_loop.orelse);
		break;
	case NODE_IF:
		one(b, n->if_stmt.test);
		list(b, n->if_stmt.body);
		list(b, n->if_stmt.orelse);
		break;
	case NODE_WITH:
		with_statement(b, n);
		break;
	case NODE_RAISE:
		one(b, n->raise.exc);
		one(b, n->raise.cause);
		break;
	case NODE_TRY:
		try_statement(b, n);
		break;
	case NODE_ASSERT:
		one(b, n->assertion.test);
		one(b, n->assertion.message);
		break;
	case NODE_IMPORT:
	case NODE_IMPORT_FROM:
		import(b, n);
		break;
	case NODE_GLOBAL:
	case NODE_NONLOCAL:
		for (uint32_t i = 0; i < n->scope.names.n; i++)
			name(b, n->scope.names.item[i]);
		break;
	default:
		break;
	}
}

static void
dump(struct buf *b, const struct node *n)
{
	if (n == NULL) {
		buf_char(b, '-');
		return;
	}
	buf_printf(b, "%s(%u,%u", node_kind_name(n->kind),
	    (unsigned)n->at.begin, (unsigned)n->at.end);
	if (node_is_statement(n))
		statement(b, n);
	else
		expression(b, n);
	buf_char(b, ')');
}

void
ast_dump(struct buf *b, const struct unit *u)
{
	for (uint32_t i = 0; i < u->body.n; i++) {
		dump(b, u->body.item[i]);
		buf_char(b, '\n');
	}
}
