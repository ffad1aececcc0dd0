/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/code.h"

#include <inttypes.h>
#include <stdlib.h>

#include "core/base/xalloc.h"
#include "core/lang/unit.h"
#include "core/value/class.h"

static const struct {
	const char *name;
	int8_t pops, pushes;
} ops[] = {
#define X(name, pops, pushes) { #name, pops, pushes },
	OPCODES(X)
#undef X
};

const char *
op_name(enum opcode op)
{
	return op < OP_COUNT ? ops[op].name : "?";
}

bool
op_jumps(enum opcode op)
{
	switch (op) {
	case OP_JUMP:
	case OP_JUMP_BACK:
	case OP_POP_JUMP_FALSE:
	case OP_POP_JUMP_TRUE:
	case OP_JUMP_FALSE_OR_POP:
	case OP_JUMP_TRUE_OR_POP:
	case OP_FOR_ITER:
		return true;
	default:
		return false;
	}
}

bool
op_ends(enum opcode op)
{
	return op == OP_JUMP || op == OP_JUMP_BACK || op == OP_RETURN ||
	    op == OP_RAISE || op == OP_RERAISE || op == OP_END_EXC;
}

static int
variable_pops(enum opcode op, uint32_t arg)
{
	int n = (int)(arg & 0xFFFF), count = 1;

	switch (op) {
	case OP_BUILD_MAP:
		return 2 * (int)arg;
	case OP_FORMAT:
		return arg & 256 ? 2 : 1;
	case OP_CALL:
		return (int)arg + 1;
	case OP_CALL_METHOD:
		return (int)arg + 2;
	case OP_CALL_KW:
		return n + 1;
	case OP_CALL_METHOD_KW:
		return n + 2;
	case OP_CALL_EX:
	case OP_BUILD_CLASS:
		return 2 + (arg != 0);
	case OP_MAKE_FUNCTION:
		for (unsigned bit = MAKE_DEFAULTS; bit <= MAKE_CLOSURE;
		    bit *= 2)
			count += (arg & bit) != 0;
		return count;
	default:
		return (int)arg;
	}
}

int
code_effect(const struct instr *i, bool jumps)
{
	int pops = ops[i->op].pops, pushes = ops[i->op].pushes;

	if (i->op == OP_FOR_ITER && jumps)
		return -1;
	if ((i->op == OP_JUMP_FALSE_OR_POP ||
	    i->op == OP_JUMP_TRUE_OR_POP) && jumps)
		return 0;
	if (pops < 0)
		pops = variable_pops(i->op, i->arg);
	if (i->op == OP_UNPACK)
		pushes = (int)i->arg;
	if (i->op == OP_UNPACK_EX)
		pushes = (int)((i->arg & 0xFFFF) + (i->arg >> 16)) + 1;
	return pushes - pops;
}

static void
code_free(struct value *v)
{
	struct code *k = (struct code *)v;

	for (uint32_t i = 0; i < k->nconstants; i++)
		value_unref(k->constant[i]);
	for (uint32_t i = 0; i < k->nkw; i++)
		free(k->kw[i].name);
	value_unref(k->doc);
	free(k->constant);
	free(k->instr);
	free(k->span);
	free(k->names);
	free(k->kw);
	free(k->tries);
	free(k->cache);
	free(k->local);
	if (k->unit != NULL)
		unit_unref(k->unit);
}

void
code_mark_top(struct code *k)
{
	k->flags |= CODE_TOP;
	for (uint32_t i = 0; i < k->nconstants; i++)
		if (value_is(k->constant[i], &code_kind))
			code_mark_top((struct code *)k->constant[i]);
}

static void
write_arg(struct ctx *c, struct buf *b, const struct code *k,
    const struct instr *i)
{
	switch (i->op) {
	case OP_LOAD_CONST:
		buf_str(b, " (");
		if (!value_repr(c, b, k->constant[i->arg]))
			err_clear(c);
		buf_char(b, ')');
		break;
	case OP_LOAD_FAST:
	case OP_STORE_FAST:
	case OP_LOAD_DEREF:
	case OP_STORE_DEREF:
	case OP_MAKE_CELL:
		buf_printf(b, " (%s)", k->local[i->arg]->text);
		break;
	case OP_LOAD_NAME:
	case OP_STORE_NAME:
	case OP_LOAD_GLOBAL:
	case OP_STORE_GLOBAL:
	case OP_LOAD_ATTR:
	case OP_STORE_ATTR:
	case OP_LOAD_METHOD:
		buf_printf(b, " (%s)", k->names[i->arg]->text);
		break;
	default:
		break;
	}
}

void
code_disassemble(struct ctx *c, struct buf *b, const struct code *k)
{
	buf_printf(b, "%s: %" PRIu32 " locals, %" PRIu32 " operands\n",
	    k->qualname->text, k->nlocals, k->nstack);
	for (uint32_t i = 0; i < k->ninstr; i++) {
		buf_printf(b, "%5" PRIu32 " %-20s %" PRIu32, i,
		    op_name(k->instr[i].op), k->instr[i].arg);
		write_arg(c, b, k, &k->instr[i]);
		buf_char(b, '\n');
	}
	for (uint32_t i = 0; i < k->ntries; i++)
		buf_printf(b, "try %" PRIu32 "..%" PRIu32 " -> %" PRIu32
		    " [%" PRIu32 "]\n", k->tries[i].begin, k->tries[i].end,
		    k->tries[i].target, k->tries[i].depth);
	for (uint32_t i = 0; i < k->nconstants; i++)
		if (value_is(k->constant[i], &code_kind))
			code_disassemble(c, b,
			    (const struct code *)k->constant[i]);
}

static bool
code_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	const struct code *k = (const struct code *)v;

	buf_printf(b, "<code object %s at %p, file \"%s\", line %" PRIu32
	    ">", k->name->text, (void *)v, k->unit->name,
	    unit_line(k->unit, k->at.begin));
	return true;
}

static struct value *
get_name(struct ctx *c, struct value *v)
{
	return str_of_atom(c, ((struct code *)v)->name);
}

static struct value *
get_argcount(struct ctx *c, struct value *v)
{
	return value_int(c, ((struct code *)v)->nargs);
}

static struct value *
get_varnames(struct ctx *c, struct value *v)
{
	struct code *k = (struct code *)v;
	struct value *list = list_new(c, 0, NULL);

	for (uint32_t i = 0; i < k->nlocals - k->nfree; i++)
		list_append(c, list, str_of_atom(c, k->local[i]));
	return tuple_new(c, seq_len(list), seq_items(list));
}

static struct value *
get_filename(struct ctx *c, struct value *v)
{
	return str_new(c, ((struct code *)v)->unit->name);
}

static struct value *
get_firstline(struct ctx *c, struct value *v)
{
	struct code *k = (struct code *)v;

	return value_int(c, unit_line(k->unit, k->at.begin));
}

static const struct getter code_getters[] = {
	{ "co_name", get_name, "The function's name.", NULL },
	{ "co_argcount", get_argcount, "Positional parameters.", NULL },
	{ "co_varnames", get_varnames, "Names of locals.", NULL },
	{ "co_filename", get_filename, "Where it was written.", NULL },
	{ "co_firstlineno", get_firstline, "Its first line.", NULL },
	{ 0 }
};

static const struct class_row code_row = {
	.name = "code", .module = "builtins", .kind = &code_kind,
	.getters = code_getters, .abstract = true, .final = true,
};

const struct kind code_kind = {
	.name = "code", .row = &code_row, .free = code_free,
	.repr = code_repr,
};
