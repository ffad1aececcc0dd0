/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lang/symbols.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/atom.h"
#include "core/base/xalloc.h"
#include "core/lang/unit.h"

static void visit(struct symbols *, struct name_scope *, struct node *);
static void visit_list(struct symbols *, struct name_scope *,
    const struct node_list *);

void *
raise_syntax(struct ctx *c, struct unit *u, struct span at, const char *fmt,
    ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	u->err_at = at;
	err_raise(c, ERR_SYNTAX, "%s", b.data);
	buf_release(&b);
	return NULL;
}

/* ---- tables ----------------------------------------------------------------- */

static size_t
hash_name(const void *p)
{
	return ((uintptr_t)p >> 4) * 2654435761u;
}

struct symbol *
scope_symbol(const struct name_scope *s, const struct atom *name)
{
	size_t i;

	if (s->nindex == 0)
		return NULL;
	for (i = hash_name(name) & (s->nindex - 1); s->index[i] != 0;
	    i = (i + 1) & (s->nindex - 1))
		if (s->symbol[s->index[i] - 1].name == name)
			return &s->symbol[s->index[i] - 1];
	return NULL;
}

static void
index_symbol(struct name_scope *s, size_t at)
{
	size_t i = hash_name(s->symbol[at].name) & (s->nindex - 1);

	while (s->index[i] != 0)
		i = (i + 1) & (s->nindex - 1);
	s->index[i] = (uint32_t)at + 1;
}

static struct symbol *
add_symbol(struct name_scope *s, const struct atom *name, unsigned flags,
    struct span at)
{
	struct symbol *y = scope_symbol(s, name);

	if (y != NULL) {
		y->flags |= flags;
		return y;
	}
	if (s->n == s->cap)
		s->symbol = xgrow(s->symbol, &s->cap, 8, sizeof *s->symbol);
	s->symbol[s->n++] = (struct symbol){ .name = name, .flags = flags,
		.at = at };
	if (s->n * 2 > s->nindex) {
		free(s->index);
		s->nindex = s->nindex == 0 ? 16 : s->nindex * 2;
		s->index = xcalloc(s->nindex, sizeof *s->index);
		for (size_t i = 0; i < s->n; i++)
			index_symbol(s, i);
	} else
		index_symbol(s, s->n - 1);
	return &s->symbol[s->n - 1];
}

static void
map_scope(struct symbols *y, struct name_scope *s)
{
	struct scope_of *old = y->map;
	size_t oldcap = y->map_cap, i;

	if ((y->nmap + 1) * 2 > y->map_cap) {
		y->map_cap = oldcap == 0 ? 16 : oldcap * 2;
		y->map = xcalloc(y->map_cap, sizeof *y->map);
		y->nmap = 0;
		for (size_t j = 0; j < oldcap; j++)
			if (old[j].scope != NULL)
				map_scope(y, old[j].scope);
		free(old);
	}
	i = hash_name(s->node) & (y->map_cap - 1);
	while (y->map[i].scope != NULL)
		i = (i + 1) & (y->map_cap - 1);
	y->map[i].node = s->node;
	y->map[i].scope = s;
	y->nmap++;
}

struct name_scope *
symbols_of(const struct symbols *y, const struct node *node)
{
	size_t i = hash_name(node) & (y->map_cap - 1);

	while (y->map[i].scope != NULL) {
		if (y->map[i].node == node)
			return y->map[i].scope;
		i = (i + 1) & (y->map_cap - 1);
	}
	BUG("symbols: no scope for this node");
}

static struct name_scope *
new_scope(struct symbols *y, struct name_scope *up, enum scope_kind kind,
    const struct node *node)
{
	struct name_scope *s = xcalloc(1, sizeof *s);

	s->kind = kind;
	s->node = node;
	s->up = up;
	if (up != NULL) {
		s->next = up->child;
		up->child = s;
		s->class_name = up->class_name;
	}
	map_scope(y, s);
	return s;
}

const struct atom *
name_mangle(struct ctx *c, const struct name_scope *s,
    const struct atom *name)
{
	const char *class_name, *t = name->text;
	const struct atom *r;
	struct buf b = BUF_INIT;

	if (s->class_name == NULL || t[0] != '_' || t[1] != '_' ||
	    name->len < 3 || (t[name->len - 1] == '_' &&
	    t[name->len - 2] == '_') || strchr(t, '.') != NULL)
		return name;
	class_name = s->class_name->text;
	while (*class_name == '_')
		class_name++;
	if (*class_name == '\0')
		return name;
	buf_printf(&b, "_%s%s", class_name, t);
	r = atom_len(c, b.data, b.len);
	buf_release(&b);
	return r;
}

/* ---- collecting --------------------------------------------------------------- */

static void
use(struct symbols *y, struct name_scope *s, const struct atom *name,
    unsigned flags, struct span at)
{
	add_symbol(s, name_mangle(y->c, s, name), flags, at);
}

static void
bind(struct symbols *y, struct name_scope *s, struct node *target,
    unsigned more)
{
	switch (target->kind) {
	case NODE_NAME:
		use(y, s, target->name.id, SYMBOL_BOUND | more, target->at);
		break;
	case NODE_TUPLE:
	case NODE_LIST:
		for (uint32_t i = 0; i < target->sequence.items.n; i++)
			bind(y, s, target->sequence.items.item[i], more);
		break;
	case NODE_STARRED:
		bind(y, s, target->starred.value, more);
		break;
	case NODE_ATTRIBUTE:
	case NODE_SUBSCRIPT:
		visit(y, s, target);
		break;
	default:
		break;
	}
}

/* x := inside of a comprehension binds in the function around it. */
static void
bind_walrus(struct symbols *y, struct name_scope *s, struct node *target)
{
	const struct atom *name = name_mangle(y->c, s, target->name.id);
	struct name_scope *to = s;
	struct symbol *known;

	for (; to->kind == SCOPE_COMP; to = to->up) {
		known = scope_symbol(to, name);
		if (known != NULL && (known->flags & SYMBOL_ITER)) {
			raise_syntax(y->c, y->unit, target->at, "assignment "
			    "expression cannot rebind comprehension iteration "
			    "variable '%s'", name->text);
			return;
		}
		if (to->up->kind == SCOPE_CLASS) {
			raise_syntax(y->c, y->unit, target->at, "assignment "
			    "expression within a comprehension cannot be used "
			    "in a class body");
			return;
		}
	}
	add_symbol(to, name, SYMBOL_BOUND, target->at);
	for (; s != to; s = s->up)
		add_symbol(s, name, to->kind == SCOPE_MODULE ||
		    (scope_symbol(to, name)->flags & SYMBOL_GLOBAL) ?
		    SYMBOL_GLOBAL : SYMBOL_NONLOCAL, target->at);
}

static void
visit_params(struct symbols *y, struct name_scope *s,
    const struct param_list *params)
{
	for (uint32_t i = 0; i < params->n; i++) {
		const struct param_node *p = &params->item[i];
		const struct atom *name = name_mangle(y->c, s, p->name);

		if (scope_symbol(s, name) != NULL)
			raise_syntax(y->c, y->unit, p->at, "duplicate "
			    "argument '%s' in function definition",
			    name->text);
		add_symbol(s, name, SYMBOL_PARAM | SYMBOL_BOUND, p->at);
	}
}

/* Defaults and annotations are evaluated outside. */
static void
visit_param_values(struct symbols *y, struct name_scope *s,
    const struct param_list *params)
{
	for (uint32_t i = 0; i < params->n; i++) {
		visit(y, s, params->item[i].default_value);
		visit(y, s, params->item[i].annotation);
	}
}

static void
visit_function(struct symbols *y, struct name_scope *s, struct node *n)
{
	struct name_scope *inner;

	use(y, s, n->function.name, SYMBOL_BOUND, n->function.name_at);
	visit_list(y, s, &n->function.decorators);
	visit_param_values(y, s, &n->function.params);
	visit(y, s, n->function.returns);
	inner = new_scope(y, s, SCOPE_FUNCTION, n);
	visit_params(y, inner, &n->function.params);
	visit_list(y, inner, &n->function.body);
}

static void
visit_class(struct symbols *y, struct name_scope *s, struct node *n)
{
	struct name_scope *inner;

	use(y, s, n->class_def.name, SYMBOL_BOUND, n->class_def.name_at);
	visit_list(y, s, &n->class_def.decorators);
	visit_list(y, s, &n->class_def.bases);
	for (uint32_t i = 0; i < n->class_def.keywords.n; i++)
		visit(y, s, n->class_def.keywords.item[i].value);
	inner = new_scope(y, s, SCOPE_CLASS, n);
	inner->class_name = n->class_def.name;
	visit_list(y, inner, &n->class_def.body);
}

static void
visit_comp(struct symbols *y, struct name_scope *s, struct node *n)
{
	struct name_scope *inner;

	visit(y, s, n->comp.clauses[0].iter);
	inner = new_scope(y, s, SCOPE_COMP, n);
	inner->generator = n->kind == NODE_GENERATOR;
	add_symbol(inner, atom(y->c, ".0"), SYMBOL_PARAM | SYMBOL_BOUND,
	    n->at);
	for (uint32_t i = 0; i < n->comp.n; i++) {
		bind(y, inner, n->comp.clauses[i].target, SYMBOL_ITER);
		if (i > 0)
			visit(y, inner, n->comp.clauses[i].iter);
		visit_list(y, inner, &n->comp.clauses[i].ifs);
	}
	visit(y, inner, n->comp.element);
	visit(y, inner, n->comp.value);
}

static void
declare(struct symbols *y, struct name_scope *s, struct node *n)
{
	bool global = n->kind == NODE_GLOBAL;

	if (!global && s->kind == SCOPE_MODULE) {
		raise_syntax(y->c, y->unit, n->at,
		    "nonlocal declaration not allowed at module level");
		return;
	}
	for (uint32_t i = 0; i < n->scope.names.n; i++) {
		const struct atom *name = name_mangle(y->c, s,
		    n->scope.names.item[i]);
		struct symbol *k = scope_symbol(s, name);
		const char *word = global ? "global" : "nonlocal";

		if (k != NULL && (k->flags & SYMBOL_PARAM))
			raise_syntax(y->c, y->unit, n->at,
			    "name '%s' is parameter and %s", name->text,
			    word);
		else if (k != NULL && (k->flags & (global ? SYMBOL_NONLOCAL :
		    SYMBOL_GLOBAL)))
			raise_syntax(y->c, y->unit, n->at,
			    "name '%s' is nonlocal and global", name->text);
		else if (k != NULL && (k->flags & SYMBOL_ANNOTATED))
			raise_syntax(y->c, y->unit, n->at,
			    "annotated name '%s' can't be %s", name->text,
			    word);
		else if (k != NULL && (k->flags & SYMBOL_BOUND))
			raise_syntax(y->c, y->unit, n->at, "name '%s' is "
			    "assigned to before %s declaration", name->text,
			    word);
		else if (k != NULL && (k->flags & SYMBOL_USED))
			raise_syntax(y->c, y->unit, n->at, "name '%s' is used "
			    "prior to %s declaration", name->text, word);
		add_symbol(s, name, global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL,
		    n->at);
	}
}

static void
visit_imports(struct symbols *y, struct name_scope *s, struct node *n)
{
	const struct alias_list *names = n->kind == NODE_IMPORT ?
	    &n->import.names : &n->import_from.names;

	for (uint32_t i = 0; i < names->n; i++) {
		const struct alias_node *a = &names->item[i];
		const char *dot = strchr(a->path->text, '.');

		if (a->name != NULL)
			use(y, s, a->name, SYMBOL_BOUND, a->at);
		else if (strcmp(a->path->text, "*") == 0) {
			if (s->kind != SCOPE_MODULE)
				raise_syntax(y->c, y->unit, n->at, "import * "
				    "only allowed at module level");
		} else if (n->kind == NODE_IMPORT && dot != NULL)
			use(y, s, atom_len(y->c, a->path->text, (size_t)(dot -
			    a->path->text)), SYMBOL_BOUND, a->at);
		else
			use(y, s, a->path, SYMBOL_BOUND, a->at);
	}
}

static void
visit_try(struct symbols *y, struct name_scope *s, struct node *n)
{
	visit_list(y, s, &n->try_stmt.body);
	for (uint32_t i = 0; i < n->try_stmt.n; i++) {
		struct handler_node *h = &n->try_stmt.handlers[i];

		visit(y, s, h->type);
		if (h->name != NULL)
			use(y, s, h->name, SYMBOL_BOUND, h->at);
		visit_list(y, s, &h->body);
	}
	visit_list(y, s, &n->try_stmt.orelse);
	visit_list(y, s, &n->try_stmt.finally);
}

static void
visit_yield(struct symbols *y, struct name_scope *s, struct node *n)
{
	if (s->kind == SCOPE_COMP)
		raise_syntax(y->c, y->unit, n->at, "'yield' inside %s",
		    s->node->kind == NODE_LIST_COMP ? "list comprehension" :
		    s->node->kind == NODE_SET_COMP ? "set comprehension" :
		    s->node->kind == NODE_DICT_COMP ? "dict comprehension" :
		    "generator expression");
	else if (s->kind != SCOPE_FUNCTION)
		raise_syntax(y->c, y->unit, n->at, "'yield' outside function");
	s->generator = true;
	visit(y, s, n->yield.value);
}

/* super and __class__ inside a method make the class keep a cell. */
static void
note_class(struct symbols *y, struct name_scope *s, const struct atom *name,
    struct span at)
{
	if (s->kind == SCOPE_CLASS || s->kind == SCOPE_MODULE)
		return;
	if (strcmp(name->text, "super") != 0 &&
	    strcmp(name->text, "__class__") != 0)
		return;
	for (struct name_scope *k = s->up; k != NULL; k = k->up)
		if (k->kind == SCOPE_CLASS) {
			add_symbol(s, atom(y->c, "__class__"), SYMBOL_USED,
			    at);
			k->needs_class = true;
			return;
		}
}

static void
visit_simple(struct symbols *y, struct name_scope *s, struct node *n)
{
	switch (n->kind) {
	case NODE_JOINED_STR:
		visit_list(y, s, &n->joined.parts);
		break;
	case NODE_FORMATTED:
		visit(y, s, n->formatted.value);
		visit(y, s, n->formatted.spec);
		break;
	case NODE_NAME:
		use(y, s, n->name.id, SYMBOL_USED, n->at);
		note_class(y, s, n->name.id, n->at);
		break;
	case NODE_ATTRIBUTE:
		visit(y, s, n->attribute.value);
		break;
	case NODE_SUBSCRIPT:
		visit(y, s, n->subscript.value);
		visit(y, s, n->subscript.index);
		break;
	case NODE_SLICE:
		visit(y, s, n->slice.lower);
		visit(y, s, n->slice.upper);
		visit(y, s, n->slice.step);
		break;
	case NODE_CALL:
		visit(y, s, n->call.func);
		visit_list(y, s, &n->call.args);
		for (uint32_t i = 0; i < n->call.keywords.n; i++)
			visit(y, s, n->call.keywords.item[i].value);
		break;
	case NODE_STARRED:
		visit(y, s, n->starred.value);
		break;
	case NODE_UNARY:
		visit(y, s, n->unary.operand);
		break;
	case NODE_BINARY:
		visit(y, s, n->binary.left);
		visit(y, s, n->binary.right);
		break;
	case NODE_BOOL:
		visit_list(y, s, &n->boolean.values);
		break;
	case NODE_COMPARE:
		visit(y, s, n->compare.left);
		visit_list(y, s, &n->compare.right);
		break;
	case NODE_IF_EXP:
		visit(y, s, n->if_exp.test);
		visit(y, s, n->if_exp.body);
		visit(y, s, n->if_exp.orelse);
		break;
	case NODE_TUPLE:
	case NODE_LIST:
	case NODE_SET:
		visit_list(y, s, &n->sequence.items);
		break;
	case NODE_DICT:
		visit_list(y, s, &n->dict.keys);
		visit_list(y, s, &n->dict.values);
		break;
	default:
		break;
	}
}

static void
visit_statement(struct symbols *y, struct name_scope *s, struct node *n)
{
	switch (n->kind) {
	case NODE_EXPR:
		visit(y, s, n->expr.value);
		break;
	case NODE_ASSIGN:
		visit(y, s, n->assign.value);
		for (uint32_t i = 0; i < n->assign.targets.n; i++)
			bind(y, s, n->assign.targets.item[i], 0);
		break;
	case NODE_AUG_ASSIGN:
		visit(y, s, n->aug_assign.value);
		bind(y, s, n->aug_assign.target, 0);
		break;
	case NODE_ANN_ASSIGN:
		visit(y, s, n->ann_assign.annotation);
		visit(y, s, n->ann_assign.value);
		bind(y, s, n->ann_assign.target, n->ann_assign.simple ?
		    SYMBOL_ANNOTATED : 0);
		break;
	case NODE_RETURN:
		if (s->kind != SCOPE_FUNCTION)
			raise_syntax(y->c, y->unit, n->at,
			    "'return' outside function");
		visit(y, s, n->ret.value);
		break;
	case NODE_DELETE:
		for (uint32_t i = 0; i < n->del.targets.n; i++)
			bind(y, s, n->del.targets.item[i], 0);
		break;
	case NODE_FOR:
		visit(y, s, n->for_loop.iter);
		bind(y, s, n->for_loop.target, 0);
		visit_list(y, s, &n->for_loop.body);
		visit_list(y, s, &n->for_loop.orelse);
		break;
	case NODE_WHILE:
		visit(y, s, n->while_loop.test);
		visit_list(y, s, &n->while_loop.body);
		visit_list(y, s, &n->while_loop.orelse);
		break;
	case NODE_IF:
		visit(y, s, n->if_stmt.test);
		visit_list(y, s, &n->if_stmt.body);
		visit_list(y, s, &n->if_stmt.orelse);
		break;
	case NODE_WITH:
		for (uint32_t i = 0; i < n->with.n; i++) {
			visit(y, s, n->with.items[i].context);
			if (n->with.items[i].target != NULL)
				bind(y, s, n->with.items[i].target, 0);
		}
		visit_list(y, s, &n->with.body);
		break;
	case NODE_RAISE:
		visit(y, s, n->raise.exc);
		visit(y, s, n->raise.cause);
		break;
	case NODE_ASSERT:
		visit(y, s, n->assertion.test);
		visit(y, s, n->assertion.message);
		break;
	default:
		visit_simple(y, s, n);
		break;
	}
}

static void
visit(struct symbols *y, struct name_scope *s, struct node *n)
{
	if (n == NULL || err_is_set(y->c))
		return;
	switch (n->kind) {
	case NODE_FUNCTION_DEF:
		visit_function(y, s, n);
		break;
	case NODE_CLASS_DEF:
		visit_class(y, s, n);
		break;
	case NODE_LAMBDA: {
		struct name_scope *inner;

		visit_param_values(y, s, &n->lambda.params);
		inner = new_scope(y, s, SCOPE_FUNCTION, n);
		visit_params(y, inner, &n->lambda.params);
		visit(y, inner, n->lambda.body);
		break;
	}
	case NODE_LIST_COMP:
	case NODE_SET_COMP:
	case NODE_DICT_COMP:
	case NODE_GENERATOR:
		visit_comp(y, s, n);
		break;
	case NODE_NAMED_EXPR:
		visit(y, s, n->named.value);
		bind_walrus(y, s, n->named.target);
		break;
	case NODE_YIELD:
	case NODE_YIELD_FROM:
		visit_yield(y, s, n);
		break;
	case NODE_GLOBAL:
	case NODE_NONLOCAL:
		declare(y, s, n);
		break;
	case NODE_IMPORT:
	case NODE_IMPORT_FROM:
		visit_imports(y, s, n);
		break;
	case NODE_TRY:
		visit_try(y, s, n);
		break;
	default:
		visit_statement(y, s, n);
		break;
	}
}

static void
visit_list(struct symbols *y, struct name_scope *s,
    const struct node_list *list)
{
	for (uint32_t i = 0; i < list->n; i++)
		visit(y, s, list->item[i]);
}

/* ---- deciding ------------------------------------------------------------------ */

static bool
is_function(const struct name_scope *s)
{
	return s->kind == SCOPE_FUNCTION || s->kind == SCOPE_COMP;
}

static bool
is_own(const struct symbol *y)
{
	return y != NULL && (y->flags & SYMBOL_BOUND) &&
	    !(y->flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL));
}

/* The scope around s that a free name comes from; makes it a cell there and
 * a free name in between. */
static bool
find_outside(struct ctx *c, struct name_scope *s, const struct atom *name)
{
	struct name_scope *from = NULL;

	for (struct name_scope *k = s->up; k != NULL; k = k->up) {
		struct symbol *y = scope_symbol(k, name);

		if (k->kind == SCOPE_CLASS && k->needs_class &&
		    strcmp(name->text, "__class__") == 0) {
			y = add_symbol(k, name, 0, (struct span){ 0, 0 });
			y->place = PLACE_CELL;
			from = k;
			break;
		}
		if (!is_function(k) || y == NULL)
			continue;
		if (y->flags & SYMBOL_GLOBAL)
			return false;
		if (is_own(y)) {
			y->place = PLACE_CELL;
			from = k;
			break;
		}
	}
	if (from == NULL)
		return false;
	for (struct name_scope *k = s->up; k != from; k = k->up) {
		struct symbol *y = scope_symbol(k, name);

		/* A class may have a name of its own beside the free one. */
		if (y != NULL && k->kind == SCOPE_CLASS && is_own(y)) {
			y->passes = true;
			continue;
		}
		if (y == NULL)
			y = add_symbol(k, name, 0, (struct span){ 0, 0 });
		y->place = PLACE_FREE;
	}
	(void)c;
	return true;
}

static void
decide(struct symbols *y, struct name_scope *s)
{
	for (size_t i = 0; i < s->n && !err_is_set(y->c); i++) {
		struct symbol k = s->symbol[i];
		enum place place = k.place;

		if (k.flags == 0)
			continue;	/* passed through */
		if (k.flags & SYMBOL_GLOBAL)
			place = PLACE_GLOBAL;
		else if (k.flags & SYMBOL_NONLOCAL) {
			if (!find_outside(y->c, s, k.name)) {
				raise_syntax(y->c, y->unit, k.at, "no binding "
				    "for nonlocal '%s' found", k.name->text);
				return;
			}
			place = PLACE_FREE;
		} else if (k.flags & SYMBOL_BOUND) {
			if (!is_function(s))
				place = PLACE_NAME;
			else if (place != PLACE_CELL)
				place = PLACE_LOCAL;
		} else if (s->kind != SCOPE_MODULE &&
		    find_outside(y->c, s, k.name))
			place = PLACE_FREE;
		else if (is_function(s))
			place = PLACE_GLOBAL;
		else if (place != PLACE_FREE && place != PLACE_CELL)
			place = PLACE_NAME;
		s->symbol[i].place = place;
	}
	for (struct name_scope *k = s->child; k != NULL; k = k->next)
		decide(y, k);
}

bool
symbols_init(struct symbols *y, struct ctx *c, struct unit *u)
{
	memset(y, 0, sizeof *y);
	y->c = c;
	y->unit = u;
	y->top = new_scope(y, NULL, SCOPE_MODULE, NULL);
	visit_list(y, y->top, &u->body);
	if (!err_is_set(c))
		decide(y, y->top);
	return !err_is_set(c);
}

static void
free_scope(struct name_scope *s)
{
	struct name_scope *next;

	for (struct name_scope *k = s->child; k != NULL; k = next) {
		next = k->next;
		free_scope(k);
	}
	free(s->symbol);
	free(s->index);
	free(s);
}

void
symbols_release(struct symbols *y)
{
	if (y->top != NULL)
		free_scope(y->top);
	free(y->map);
	memset(y, 0, sizeof *y);
}
