/* SPDX-License-Identifier: Apache-2.0 */
/* Instructions, labels, constants, names; finishing a code object. */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/lang/compile_private.h"
#include "core/lang/frame.h"

/* ---- slots --------------------------------------------------------------------- */

static void
give_slot(struct code *k, size_t *cap, struct symbol *y)
{
	if (k->nlocals == *cap)
		k->local = xgrow(k->local, cap, 8, sizeof *k->local);
	y->slot = k->nlocals;
	k->local[k->nlocals++] = y->name;
}

/* Parameters come in the order of a call's frame: positional ones, keyword
 * only, *args, **kw. */
static void
give_params(struct compiler *z, struct code *k, size_t *cap,
    const struct param_list *params)
{
	static const enum param_place order[] = { PARAM_POSONLY, PARAM_PLAIN,
		PARAM_KWONLY, PARAM_STAR, PARAM_STARSTAR };

	for (size_t o = 0; o < nitems(order); o++)
		for (uint32_t i = 0; i < params->n; i++) {
			const struct param_node *p = &params->item[i];
			struct symbol *y;

			if (p->place != order[o])
				continue;
			y = scope_symbol(z->b->scope, mangled(z, p->name));
			give_slot(k, cap, y);
			k->nposonly += p->place == PARAM_POSONLY;
			k->nargs += p->place == PARAM_POSONLY ||
			    p->place == PARAM_PLAIN;
			k->nkwonly += p->place == PARAM_KWONLY;
			if (p->place == PARAM_STAR)
				k->flags |= CODE_VARARGS;
			if (p->place == PARAM_STARSTAR)
				k->flags |= CODE_VARKW;
		}
}

static bool
is_free(const struct symbol *y)
{
	return y->place == PLACE_FREE || y->passes;
}

static void
give_slots(struct compiler *z, struct code *k)
{
	struct name_scope *s = z->b->scope;
	size_t cap = 0;

	if (s->kind == SCOPE_FUNCTION)
		give_params(z, k, &cap, s->node->kind == NODE_LAMBDA ?
		    &s->node->lambda.params : &s->node->function.params);
	if (s->kind == SCOPE_COMP) {
		give_slot(k, &cap, &s->symbol[0]);
		k->nargs = k->nposonly = 1;
	}
	for (size_t i = 0; i < s->n; i++) {
		struct symbol *y = &s->symbol[i];

		if (!(y->flags & SYMBOL_PARAM) && (y->place == PLACE_LOCAL ||
		    y->place == PLACE_CELL))
			give_slot(k, &cap, y);
	}
	for (size_t i = 0; i < s->n; i++)
		if (is_free(&s->symbol[i])) {
			give_slot(k, &cap, &s->symbol[i]);
			k->nfree++;
		}
}

static void
emit_cells(struct compiler *z, struct span at)
{
	struct name_scope *s = z->b->scope;

	if (z->b->code->nfree > 0)
		emit(z, OP_COPY_FREE, z->b->code->nfree, at);
	for (size_t i = 0; i < s->n; i++)
		if (s->symbol[i].place == PLACE_CELL)
			emit(z, OP_MAKE_CELL, s->symbol[i].slot, at);
}

/* ---- blocks ---------------------------------------------------------------------- */

static const struct atom *
qualname_of(struct compiler *z, const struct block *up,
    const struct atom *name)
{
	const struct atom *r;
	struct buf b = BUF_INIT;
	struct symbol *y;

	if (up == NULL || up->scope->kind == SCOPE_MODULE)
		return name;
	y = scope_symbol(up->scope, name_mangle(z->c, up->scope, name));
	if (y != NULL && y->place == PLACE_GLOBAL &&
	    (y->flags & SYMBOL_GLOBAL))
		return name;
	buf_str(&b, up->code->qualname->text);
	if (up->scope->kind != SCOPE_CLASS)
		buf_str(&b, ".<locals>");
	buf_printf(&b, ".%s", name->text);
	r = atom_len(z->c, b.data, b.len);
	buf_release(&b);
	return r;
}

void
block_enter(struct compiler *z, struct name_scope *scope,
    const struct atom *name, struct span at)
{
	struct block *b = xcalloc(1, sizeof *b);
	struct code *k = value_alloc(z->c, &code_kind, sizeof *k);
	static const unsigned flags[] = {
		[SCOPE_MODULE] = CODE_MODULE, [SCOPE_CLASS] = CODE_CLASS,
	};

	b->up = z->b;
	b->scope = scope;
	b->code = k;
	k->name = name;
	k->qualname = qualname_of(z, z->b, name);
	k->unit = z->unit;
	unit_ref(z->unit);
	k->at = at;
	if (scope->kind == SCOPE_MODULE || scope->kind == SCOPE_CLASS)
		k->flags = flags[scope->kind];
	if (scope->generator)
		k->flags |= CODE_GENERATOR;
	k->ncaches = 1;		/* 0 says: none */
	z->b = b;
	give_slots(z, k);
	emit_cells(z, at);
}

/* ---- emitting ---------------------------------------------------------------------- */

static bool
is_cached(enum opcode op)
{
	switch (op) {
	case OP_LOAD_NAME:
	case OP_STORE_NAME:
	case OP_LOAD_GLOBAL:
	case OP_STORE_GLOBAL:
	case OP_LOAD_ATTR:
	case OP_STORE_ATTR:
	case OP_LOAD_METHOD:
		return true;
	default:
		return false;
	}
}

uint32_t
emit(struct compiler *z, enum opcode op, uint32_t arg, struct span at)
{
	struct block *b = z->b;
	struct code *k = b->code;
	struct instr *i;

	if (k->ninstr == b->instr_cap) {
		size_t cap = b->instr_cap;

		k->span = xgrow(k->span, &cap, 32, sizeof *k->span);
		k->instr = xgrow(k->instr, &b->instr_cap, 32,
		    sizeof *k->instr);
	}
	i = &k->instr[k->ninstr];
	i->op = (uint16_t)op;
	i->arg = arg;
	i->cache = 0;
	if (is_cached(op) && k->ncaches < UINT16_MAX)
		i->cache = (uint16_t)k->ncaches++;
	k->span[k->ninstr] = at;
	return k->ninstr++;
}

label
label_new(struct compiler *z)
{
	struct block *b = z->b;

	if (b->nlabels == b->label_cap)
		b->label_at = xgrow(b->label_at, &b->label_cap, 16,
		    sizeof *b->label_at);
	b->label_at[b->nlabels] = NO_LABEL;
	return (label)b->nlabels++;
}

void
label_place(struct compiler *z, label l)
{
	z->b->label_at[l] = z->b->code->ninstr;
}

void
emit_jump(struct compiler *z, enum opcode op, label to, struct span at)
{
	emit(z, op, to, at);
}

/* Same kind and equal, so 1, True and 1.0 stay apart; 0.0 and -0.0 too. */
static bool
same_const(const struct value *a, const struct value *b)
{
	if (a == b)
		return true;
	if (value_is(a, &str_kind) && value_is(b, &str_kind))
		return str_bytes(a) == str_bytes(b) &&
		    memcmp(str_text(a), str_text(b), str_bytes(a)) == 0;
	return false;
}

uint32_t
add_const(struct compiler *z, struct value *v)
{
	struct block *b = z->b;
	struct code *k = b->code;

	for (uint32_t i = k->nconstants; i > 0 && i + 64 > k->nconstants; i--)
		if (same_const(k->constant[i - 1], v))
			return i - 1;
	if (k->nconstants == b->const_cap)
		k->constant = xgrow(k->constant, &b->const_cap, 8,
		    sizeof *k->constant);
	k->constant[k->nconstants] = value_ref(v);
	return k->nconstants++;
}

void
emit_const(struct compiler *z, struct value *v, struct span at)
{
	if (v != NULL)
		emit(z, OP_LOAD_CONST, add_const(z, v), at);
}

void
emit_none(struct compiler *z, struct span at)
{
	emit_const(z, &value_none, at);
}

uint32_t
add_name(struct compiler *z, const struct atom *name)
{
	struct code *k = z->b->code;

	for (uint32_t i = k->nnames; i > 0 && i + 256 > k->nnames; i--)
		if (k->names[i - 1] == name)
			return i - 1;
	if (k->nnames == z->b->name_cap)
		k->names = xgrow(k->names, &z->b->name_cap, 8,
		    sizeof *k->names);
	str_of_atom(z->c, name);	/* made once, before it is run */
	k->names[k->nnames] = name;
	return k->nnames++;
}

uint32_t
add_kw(struct compiler *z, const struct atom **names, uint32_t n)
{
	struct code *k = z->b->code;

	if (k->nkw == z->b->kw_cap)
		k->kw = xgrow(k->kw, &z->b->kw_cap, 4, sizeof *k->kw);
	k->kw[k->nkw].name = xcalloc(n + 1, sizeof(struct atom *));
	memcpy(k->kw[k->nkw].name, names, n * sizeof *names);
	k->kw[k->nkw].n = n;
	return k->nkw++;
}

const struct atom *
mangled(struct compiler *z, const struct atom *name)
{
	return name_mangle(z->c, z->b->scope, name);
}

/* ---- names ------------------------------------------------------------------------ */

static void
emit_by_place(struct compiler *z, const struct atom *name, struct span at,
    const enum opcode by[5])
{
	struct symbol *y;

	name = mangled(z, name);
	y = scope_symbol(z->b->scope, name);
	if (y == NULL) {
		emit(z, by[PLACE_NAME], add_name(z, name), at);
		return;
	}
	if (y->place == PLACE_NAME || y->place == PLACE_GLOBAL)
		emit(z, by[y->place], add_name(z, name), at);
	else
		emit(z, by[y->place], y->slot, at);
}

void
emit_load(struct compiler *z, const struct atom *name, struct span at)
{
	static const enum opcode by[] = { OP_LOAD_NAME, OP_LOAD_GLOBAL,
		OP_LOAD_FAST, OP_LOAD_DEREF, OP_LOAD_DEREF };
	static const enum opcode of_class[] = { OP_LOAD_NAME, OP_LOAD_GLOBAL,
		OP_LOAD_FAST, OP_LOAD_DEREF, OP_LOAD_CLASSDEREF };

	emit_by_place(z, name, at, z->b->scope->kind == SCOPE_CLASS ?
	    of_class : by);
}

void
emit_store(struct compiler *z, const struct atom *name, struct span at)
{
	static const enum opcode by[] = { OP_STORE_NAME, OP_STORE_GLOBAL,
		OP_STORE_FAST, OP_STORE_DEREF, OP_STORE_DEREF };

	emit_by_place(z, name, at, by);
}

void
emit_delete(struct compiler *z, const struct atom *name, struct span at)
{
	static const enum opcode by[] = { OP_DELETE_NAME, OP_DELETE_GLOBAL,
		OP_DELETE_FAST, OP_DELETE_DEREF, OP_DELETE_DEREF };

	emit_by_place(z, name, at, by);
}

/* ---- regions ------------------------------------------------------------------------ */

void
region_open(struct compiler *z, struct region *r, label target, int adjust)
{
	r->target = target;
	r->adjust = adjust;
	r->begin = r->first = z->b->code->ninstr;
}

void
region_close(struct compiler *z, struct region *r)
{
	struct block *b = z->b;

	if (r->begin == b->code->ninstr)
		return;
	if (b->nranges == b->range_cap)
		b->ranges = xgrow(b->ranges, &b->range_cap, 8,
		    sizeof *b->ranges);
	b->ranges[b->nranges++] = (struct range){ r->begin, b->code->ninstr,
		r->first, r->target, r->adjust };
}

void
around_push(struct compiler *z, struct around_block *a, enum around kind,
    struct span at)
{
	memset(a, 0, sizeof *a);
	a->kind = kind;
	a->at = at;
	a->up = z->b->around;
	z->b->around = a;
	/* Deep nesting would make the copies of finally bodies explode. */
	if (++z->b->depth > 200 && !z->failed) {
		z->failed = true;
		raise_syntax(z->c, z->unit, at,
		    "too many statically nested blocks");
	}
}

void
around_pop(struct compiler *z)
{
	z->b->around = z->b->around->up;
	z->b->depth--;
}

/* ---- finishing ------------------------------------------------------------------------ */

static void
resolve_labels(struct block *b)
{
	struct code *k = b->code;

	for (uint32_t i = 0; i < k->ninstr; i++)
		if (op_jumps(k->instr[i].op))
			k->instr[i].arg = b->label_at[k->instr[i].arg];
}

/*
 * The depth of the stack before each instruction, by following all ways; a
 * range's handler starts with the depth where the range began.
 */
static void
measure(struct block *b)
{
	struct code *k = b->code;
	int *depth = xcalloc(k->ninstr + 1, sizeof *depth);
	uint32_t *todo = xcalloc(k->ninstr + 1, sizeof *todo), n = 0;
	int most = 0;

#define REACH(where, d) do {                                              \
	uint32_t w_ = (where);                                            \
	if (depth[w_] < 0) {                                              \
		depth[w_] = (d);                                          \
		todo[n++] = w_;                                           \
	} else if (depth[w_] != (d))                                      \
		BUG("compile: stack depths differ");                      \
} while (0)
	for (uint32_t i = 0; i <= k->ninstr; i++)
		depth[i] = -1;
	REACH(0, 0);
	while (n > 0) {
		uint32_t i = todo[--n];
		int d = depth[i], after = d + code_effect(&k->instr[i],
		    false);

		if (d > most)
			most = d;
		if (after > most)
			most = after;
		if (after < 0)
			BUG("compile: stack underflow");
		if (op_jumps(k->instr[i].op))
			REACH(k->instr[i].arg, d + code_effect(&k->instr[i],
			    true));
		if (!op_ends(k->instr[i].op))
			REACH(i + 1, after);
		for (size_t r = 0; r < b->nranges; r++)
			if (b->ranges[r].first == i)
				REACH(b->label_at[b->ranges[r].target],
				    d + b->ranges[r].adjust + 1);
	}
#undef REACH
	k->nstack = (uint32_t)most + 2;
	k->tries = xcalloc(b->nranges + 1, sizeof *k->tries);
	for (size_t r = 0; r < b->nranges; r++) {
		const struct range *x = &b->ranges[r];

		if (depth[x->first] < 0)
			continue;	/* never reached */
		k->tries[k->ntries++] = (struct try_range){ x->begin, x->end,
			b->label_at[x->target],
			(uint32_t)(depth[x->first] + x->adjust) };
	}
	free(depth);
	free(todo);
}

/* Marks pairs that are run as one; the second stays what it was. */
static void
join_pairs(struct code *k)
{
	static const struct {
		enum opcode first, second, both;
	} pairs[] = {
		{ OP_LOAD_FAST, OP_LOAD_FAST, OP_FAST_FAST },
		{ OP_LOAD_FAST, OP_LOAD_CONST, OP_FAST_CONST },
		{ OP_STORE_FAST, OP_LOAD_FAST, OP_STORE_FAST_FAST },
		{ OP_LOAD_FAST, OP_LOAD_ATTR, OP_FAST_ATTR },
		{ OP_LOAD_FAST, OP_LOAD_METHOD, OP_FAST_METHOD },
		{ OP_COMPARE, OP_POP_JUMP_FALSE, OP_COMPARE_JUMP },
	};

	for (uint32_t i = 0; i + 1 < k->ninstr; i++)
		for (size_t p = 0; p < nitems(pairs); p++)
			if (k->instr[i].op == pairs[p].first &&
			    k->instr[i + 1].op == pairs[p].second) {
				k->instr[i].op = (uint16_t)pairs[p].both;
				if (pairs[p].both != OP_COMPARE_JUMP)
					i++;
				break;
			}
}

static void
block_free(struct compiler *z)
{
	struct block *b = z->b;

	z->b = b->up;
	free(b->label_at);
	free(b->ranges);
	free(b);
}

struct code *
block_leave(struct compiler *z)
{
	struct code *k = z->b->code;

	scope_add(z->c, k, value_unref_ptr);
	if (err_is_set(z->c)) {
		block_free(z);
		return NULL;
	}
	resolve_labels(z->b);
	measure(z->b);
	join_pairs(k);
	k->frame_size = (k->nlocals + k->nstack + FRAME_STEP - 1) /
	    FRAME_STEP;
	k->cache = xcalloc(k->ncaches, sizeof *k->cache);
	for (uint32_t i = 0; i < k->ncaches; i++)
		k->cache[i].index = UINT32_MAX;
	if (k->nposonly == 0 && k->nkwonly == 0 && !(k->flags &
	    (CODE_VARARGS | CODE_VARKW | CODE_GENERATOR)))
		k->flags |= CODE_SIMPLE;
	block_free(z);
	return k;
}
