/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions, and storing to targets. */
#include <string.h>

#include "core/lang/compile_private.h"

static const enum arith arith_of[] = {
	[BINARY_ADD] = ARITH_ADD, [BINARY_SUB] = ARITH_SUB,
	[BINARY_MUL] = ARITH_MUL, [BINARY_MATMUL] = ARITH_MATMUL,
	[BINARY_DIV] = ARITH_DIV, [BINARY_FLOORDIV] = ARITH_FLOOR_DIV,
	[BINARY_MOD] = ARITH_MOD, [BINARY_POW] = ARITH_POW,
	[BINARY_LSHIFT] = ARITH_SHL, [BINARY_RSHIFT] = ARITH_SHR,
	[BINARY_AND] = ARITH_AND, [BINARY_OR] = ARITH_OR,
	[BINARY_XOR] = ARITH_XOR
};

/* ---- constants -------------------------------------------------------------------- */

static struct value *
literal(struct ctx *c, const struct node *n)
{
	switch (n->constant.kind) {
	case CONSTANT_NONE:
		return &value_none;
	case CONSTANT_FALSE:
		return &value_false;
	case CONSTANT_TRUE:
		return &value_true;
	case CONSTANT_ELLIPSIS:
		return &value_ellipsis;
	case CONSTANT_INT:
		return value_int(c, n->constant.i);
	case CONSTANT_FLOAT:
		return value_float(c, n->constant.f);
	case CONSTANT_STR:
		/* Short ones are shared with names, as keys often are. */
		if (n->constant.len <= 32)
			return str_of_atom(c, atom_len(c, n->constant.text,
			    n->constant.len));
		return str_new_len(c, n->constant.text, n->constant.len);
	default:
		return bytes_new(c, n->constant.text, n->constant.len);
	}
}

static bool
is_number(const struct value *v)
{
	return v != NULL && v != &value_true && v != &value_false &&
	    (value_is(v, &int_kind) || value_is(v, &float_kind));
}

/* What fails is left to fail where it is run. */
static struct value *
fold(struct ctx *c, struct value *r)
{
	if (r == NULL)
		err_clear(c);
	return r;
}

static struct value *
constant_tuple(struct compiler *z, const struct node_list *items)
{
	struct value *list;

	if (items->n > 256)
		return NULL;
	list = list_new(z->c, 0, NULL);
	for (uint32_t i = 0; i < items->n; i++) {
		struct value *v = constant_of(z, items->item[i]);

		if (v == NULL)
			return NULL;
		list_append(z->c, list, v);
	}
	return tuple_new(z->c, items->n, seq_items(list));
}

struct value *
constant_of(struct compiler *z, const struct node *n)
{
	struct value *a, *b;

	switch (n->kind) {
	case NODE_CONSTANT:
		return literal(z->c, n);
	case NODE_UNARY:
		if (n->unary.op != UNARY_NEG)
			return NULL;
		a = constant_of(z, n->unary.operand);
		return is_number(a) ? fold(z->c, value_unary(z->c, UN_NEG,
		    a)) : NULL;
	case NODE_BINARY:
		if (n->binary.op > BINARY_DIV && n->binary.op != BINARY_POW)
			return NULL;
		if (n->binary.op == BINARY_MATMUL)
			return NULL;
		a = constant_of(z, n->binary.left);
		b = is_number(a) ? constant_of(z, n->binary.right) : NULL;
		return is_number(b) ? fold(z->c, value_arith(z->c,
		    arith_of[n->binary.op], a, b)) : NULL;
	case NODE_TUPLE:
		return constant_tuple(z, &n->sequence.items);
	default:
		return NULL;
	}
}

/* ---- displays --------------------------------------------------------------------- */

static bool
has_star(const struct node_list *items)
{
	for (uint32_t i = 0; i < items->n; i++)
		if (items->item[i]->kind == NODE_STARRED)
			return true;
	return false;
}

void
compile_list(struct compiler *z, const struct node_list *items,
    struct span at, enum opcode build, enum opcode append)
{
	bool open = false;
	uint32_t before = 0;

	if (!has_star(items) && items->n <= 64) {
		for (uint32_t i = 0; i < items->n; i++)
			compile_expr(z, items->item[i]);
		emit(z, build, items->n, at);
		return;
	}
	/* From the first star on, and for long ones, item by item. */
	for (uint32_t i = 0; i < items->n; i++) {
		const struct node *x = items->item[i];
		bool star = x->kind == NODE_STARRED;

		if (!open && (star || before == 64)) {
			emit(z, build, before, at);
			open = true;
		}
		compile_expr(z, star ? x->starred.value : x);
		if (star)
			emit(z, build == OP_BUILD_SET ? OP_SET_UPDATE :
			    OP_LIST_EXTEND, 0, x->at);
		else if (open)
			emit(z, append, 1, at);
		else
			before++;
	}
	if (!open)
		emit(z, build, before, at);
}

void
compile_tuple(struct compiler *z, const struct node_list *items,
    struct span at)
{
	struct value *v = constant_tuple(z, items);

	if (v != NULL) {
		emit_const(z, v, at);
		return;
	}
	if (!has_star(items) && items->n <= 64) {
		for (uint32_t i = 0; i < items->n; i++)
			compile_expr(z, items->item[i]);
		emit(z, OP_BUILD_TUPLE, items->n, at);
		return;
	}
	compile_list(z, items, at, OP_BUILD_LIST, OP_LIST_APPEND);
	emit(z, OP_LIST_TO_TUPLE, 0, at);
}

static void
compile_dict(struct compiler *z, const struct node *n)
{
	const struct node_list *keys = &n->dict.keys;
	uint32_t pairs = 0;
	bool open = false;

	for (uint32_t i = 0; i < keys->n; i++) {
		bool merge = keys->item[i] == NULL;

		if (!open && (merge || pairs == 32)) {
			emit(z, OP_BUILD_MAP, pairs, n->at);
			open = true;
		}
		if (!merge)
			compile_expr(z, keys->item[i]);
		compile_expr(z, n->dict.values.item[i]);
		if (merge)
			emit(z, OP_DICT_UPDATE, 0,
			    n->dict.values.item[i]->at);
		else if (open)
			emit(z, OP_MAP_ADD, 1, keys->item[i]->at);
		else
			pairs++;
	}
	if (!open)
		emit(z, OP_BUILD_MAP, pairs, n->at);
}

static void
compile_joined(struct compiler *z, const struct node *n)
{
	const struct node_list *parts = &n->joined.parts;

	for (uint32_t i = 0; i < parts->n; i++) {
		compile_expr(z, parts->item[i]);
		/* Long ones are joined as they grow. */
		if (i > 0 && i % 64 == 0)
			emit(z, OP_BUILD_STRING, 65, n->at);
	}
	if (parts->n == 0)
		emit_const(z, str_of_atom(z->c, atom(z->c, "")), n->at);
	else if (parts->n == 1 && parts->item[0]->kind == NODE_CONSTANT)
		return;
	else
		emit(z, OP_BUILD_STRING, parts->n <= 64 ? parts->n :
		    (parts->n - 1) % 64 + 1, n->at);
}

static void
compile_formatted(struct compiler *z, const struct node *n)
{
	compile_expr(z, n->formatted.value);
	if (n->formatted.spec != NULL)
		compile_expr(z, n->formatted.spec);
	emit(z, OP_FORMAT, (uint32_t)(unsigned char)n->formatted.conversion |
	    (n->formatted.spec != NULL ? 256u : 0), n->at);
}

/* ---- operators ---------------------------------------------------------------------- */

static void
compile_binary(struct compiler *z, const struct node *n)
{
	enum arith op = arith_of[n->binary.op];

	compile_expr(z, n->binary.left);
	compile_expr(z, n->binary.right);
	switch (op) {
	case ARITH_ADD:
		emit(z, OP_ADD, op, n->at);
		break;
	case ARITH_SUB:
		emit(z, OP_SUB, op, n->at);
		break;
	case ARITH_MUL:
		emit(z, OP_MUL, op, n->at);
		break;
	default:
		emit(z, OP_BINARY, op, n->at);
		break;
	}
}

static void
compile_unary(struct compiler *z, const struct node *n)
{
	static const enum unary_arith of[] = {
		[UNARY_NEG] = UN_NEG, [UNARY_POS] = UN_POS,
		[UNARY_INVERT] = UN_INVERT
	};

	compile_expr(z, n->unary.operand);
	if (n->unary.op == UNARY_NOT)
		emit(z, OP_NOT, 0, n->at);
	else
		emit(z, OP_UNARY, of[n->unary.op], n->at);
}

static void
emit_compare(struct compiler *z, enum compare_op op, struct span at)
{
	static const enum compare of[] = {
		[COMPARE_EQ] = CMP_EQ, [COMPARE_NE] = CMP_NE,
		[COMPARE_LT] = CMP_LT, [COMPARE_LE] = CMP_LE,
		[COMPARE_GT] = CMP_GT, [COMPARE_GE] = CMP_GE
	};

	if (op == COMPARE_IS || op == COMPARE_IS_NOT)
		emit(z, OP_IS, op == COMPARE_IS_NOT, at);
	else if (op == COMPARE_IN || op == COMPARE_NOT_IN)
		emit(z, OP_CONTAINS, op == COMPARE_NOT_IN, at);
	else
		emit(z, OP_COMPARE, of[op], at);
}

static void
compile_compare(struct compiler *z, const struct node *n)
{
	uint32_t last = n->compare.right.n - 1;
	label no = label_new(z), end = label_new(z);

	compile_expr(z, n->compare.left);
	for (uint32_t i = 0; i < last; i++) {
		compile_expr(z, n->compare.right.item[i]);
		emit(z, OP_DUP, 0, n->at);
		emit(z, OP_ROT_THREE, 0, n->at);
		emit_compare(z, n->compare.op[i], n->at);
		emit_jump(z, OP_JUMP_FALSE_OR_POP, no, n->at);
	}
	compile_expr(z, n->compare.right.item[last]);
	emit_compare(z, n->compare.op[last], n->at);
	if (last > 0) {
		emit_jump(z, OP_JUMP, end, n->at);
		label_place(z, no);
		emit(z, OP_ROT_TWO, 0, n->at);
		emit(z, OP_POP_TOP, 0, n->at);
	}
	label_place(z, end);
}

static void
compile_bool(struct compiler *z, const struct node *n)
{
	const struct node_list *v = &n->boolean.values;
	label end = label_new(z);

	for (uint32_t i = 0; i + 1 < v->n; i++) {
		compile_expr(z, v->item[i]);
		emit_jump(z, n->boolean.op == BOOL_AND ?
		    OP_JUMP_FALSE_OR_POP : OP_JUMP_TRUE_OR_POP, end,
		    v->item[i]->at);
	}
	compile_expr(z, v->item[v->n - 1]);
	label_place(z, end);
}

static void
jump_if_bool(struct compiler *z, const struct node *n, label to, bool sense)
{
	const struct node_list *v = &n->boolean.values;
	bool is_or = n->boolean.op == BOOL_OR;
	label skip = label_new(z);

	for (uint32_t i = 0; i + 1 < v->n; i++)
		compile_jump_if(z, v->item[i], is_or == sense ? to : skip,
		    is_or);
	compile_jump_if(z, v->item[v->n - 1], to, sense);
	label_place(z, skip);
}

void
compile_jump_if(struct compiler *z, const struct node *n, label to,
    bool sense)
{
	if (n->kind == NODE_UNARY && n->unary.op == UNARY_NOT) {
		compile_jump_if(z, n->unary.operand, to, !sense);
		return;
	}
	if (n->kind == NODE_BOOL) {
		jump_if_bool(z, n, to, sense);
		return;
	}
	compile_expr(z, n);
	emit_jump(z, sense ? OP_POP_JUMP_TRUE : OP_POP_JUMP_FALSE, to,
	    n->at);
}

static void
compile_if_exp(struct compiler *z, const struct node *n)
{
	label no = label_new(z), end = label_new(z);

	compile_jump_if(z, n->if_exp.test, no, false);
	compile_expr(z, n->if_exp.body);
	emit_jump(z, OP_JUMP, end, n->at);
	label_place(z, no);
	compile_expr(z, n->if_exp.orelse);
	label_place(z, end);
}

static void
compile_slice(struct compiler *z, const struct node *n)
{
	const struct node *part[3] = { n->slice.lower, n->slice.upper,
		n->slice.step };

	for (int i = 0; i < (part[2] != NULL ? 3 : 2); i++)
		if (part[i] != NULL)
			compile_expr(z, part[i]);
		else
			emit_none(z, n->at);
	emit(z, OP_BUILD_SLICE, part[2] != NULL ? 3 : 2, n->at);
}

static void
compile_yield(struct compiler *z, const struct node *n)
{
	if (n->yield.value != NULL)
		compile_expr(z, n->yield.value);
	else
		emit_none(z, n->at);
	if (n->kind == NODE_YIELD) {
		emit(z, OP_YIELD, 0, n->at);
		return;
	}
	emit(z, OP_GET_YIELD_ITER, 0, n->at);
	emit_none(z, n->at);
	emit(z, OP_YIELD_FROM, 0, n->at);
}

void
compile_expr(struct compiler *z, const struct node *n)
{
	struct value *v;

	if (err_is_set(z->c))
		return;
	v = n->kind == NODE_BINARY || n->kind == NODE_UNARY ||
	    n->kind == NODE_CONSTANT ? constant_of(z, n) : NULL;
	if (v != NULL) {
		emit_const(z, v, n->at);
		return;
	}
	switch (n->kind) {
	case NODE_JOINED_STR:
		compile_joined(z, n);
		break;
	case NODE_FORMATTED:
		compile_formatted(z, n);
		break;
	case NODE_NAME:
		emit_load(z, n->name.id, n->at);
		break;
	case NODE_ATTRIBUTE:
		compile_expr(z, n->attribute.value);
		emit(z, OP_LOAD_ATTR, add_name(z, mangled(z,
		    n->attribute.name)), n->at);
		break;
	case NODE_SUBSCRIPT:
		compile_expr(z, n->subscript.value);
		compile_expr(z, n->subscript.index);
		emit(z, OP_LOAD_ITEM, 0, n->at);
		break;
	case NODE_SLICE:
		compile_slice(z, n);
		break;
	case NODE_CALL:
		compile_call(z, n);
		break;
	case NODE_UNARY:
		compile_unary(z, n);
		break;
	case NODE_BINARY:
		compile_binary(z, n);
		break;
	case NODE_BOOL:
		compile_bool(z, n);
		break;
	case NODE_COMPARE:
		compile_compare(z, n);
		break;
	case NODE_IF_EXP:
		compile_if_exp(z, n);
		break;
	case NODE_NAMED_EXPR:
		compile_expr(z, n->named.value);
		emit(z, OP_DUP, 0, n->at);
		emit_store(z, n->named.target->name.id, n->at);
		break;
	case NODE_LAMBDA:
		compile_lambda(z, n);
		break;
	case NODE_TUPLE:
		compile_tuple(z, &n->sequence.items, n->at);
		break;
	case NODE_LIST:
		compile_list(z, &n->sequence.items, n->at, OP_BUILD_LIST,
		    OP_LIST_APPEND);
		break;
	case NODE_SET:
		compile_list(z, &n->sequence.items, n->at, OP_BUILD_SET,
		    OP_SET_ADD);
		break;
	case NODE_DICT:
		compile_dict(z, n);
		break;
	case NODE_LIST_COMP:
	case NODE_SET_COMP:
	case NODE_DICT_COMP:
	case NODE_GENERATOR:
		compile_comp(z, n);
		break;
	case NODE_YIELD:
	case NODE_YIELD_FROM:
		compile_yield(z, n);
		break;
	case NODE_STARRED:
		raise_syntax(z->c, z->unit, n->at,
		    "can't use starred expression here");
		break;
	default:
		BUG("compile_expr: not an expression");
	}
}

/* ---- targets ---------------------------------------------------------------------- */

static void
store_sequence(struct compiler *z, const struct node *n)
{
	const struct node_list *items = &n->sequence.items;
	uint32_t star = items->n;

	for (uint32_t i = 0; i < items->n; i++)
		if (items->item[i]->kind == NODE_STARRED)
			star = i;
	if (star == items->n)
		emit(z, OP_UNPACK, items->n, n->at);
	else
		emit(z, OP_UNPACK_EX, star | (items->n - star - 1) << 16,
		    n->at);
	for (uint32_t i = 0; i < items->n; i++)
		compile_store(z, i == star ? items->item[i]->starred.value :
		    items->item[i]);
}

void
compile_store(struct compiler *z, const struct node *n)
{
	switch (n->kind) {
	case NODE_NAME:
		emit_store(z, n->name.id, n->at);
		break;
	case NODE_ATTRIBUTE:
		compile_expr(z, n->attribute.value);
		emit(z, OP_STORE_ATTR, add_name(z, mangled(z,
		    n->attribute.name)), n->at);
		break;
	case NODE_SUBSCRIPT:
		compile_expr(z, n->subscript.value);
		compile_expr(z, n->subscript.index);
		emit(z, OP_STORE_ITEM, 0, n->at);
		break;
	case NODE_TUPLE:
	case NODE_LIST:
		store_sequence(z, n);
		break;
	default:
		raise_syntax(z->c, z->unit, n->at, "cannot assign here");
		break;
	}
}

void
compile_delete(struct compiler *z, const struct node *n)
{
	switch (n->kind) {
	case NODE_NAME:
		emit_delete(z, n->name.id, n->at);
		break;
	case NODE_ATTRIBUTE:
		compile_expr(z, n->attribute.value);
		emit(z, OP_DELETE_ATTR, add_name(z, mangled(z,
		    n->attribute.name)), n->at);
		break;
	case NODE_SUBSCRIPT:
		compile_expr(z, n->subscript.value);
		compile_expr(z, n->subscript.index);
		emit(z, OP_DELETE_ITEM, 0, n->at);
		break;
	case NODE_TUPLE:
	case NODE_LIST:
		for (uint32_t i = 0; i < n->sequence.items.n; i++)
			compile_delete(z, n->sequence.items.item[i]);
		break;
	default:
		raise_syntax(z->c, z->unit, n->at, "cannot delete this");
		break;
	}
}
