/* SPDX-License-Identifier: Apache-2.0 */
/* Private to core/load: a template while it runs. */
#ifndef CORE_LOAD_CHAT_PARTS_H
#define CORE_LOAD_CHAT_PARTS_H

#include "core/load/chat.h"

#define CHAT_ARGS 16

/*
 * Text is parsed and run in one pass. Where live is false it is only parsed:
 * the branch not taken. at moves back for the next turn of a loop.
 */
struct chat {
	struct ctx *c;
	const char *text, *at;
	bool live;
	struct value *vars;	/* a dict; loops have a copy of their own */
	struct buf out;
	unsigned depth;
	size_t work;
};

/* What a name stands for that has no value; false, and "" as text. */
#define CHAT_UNDEFINED (&value_ellipsis)

void *chat_bad(struct chat *, const char *what, const char *name);
void chat_space(struct chat *);
/* Takes punctuation that stands here. */
bool chat_accept(struct chat *, const char *mark);
/* Takes a name that stands here, or this word. */
bool chat_name(struct chat *, const struct atom **);
bool chat_word(struct chat *, const char *word);
/* An expression; without: up to an "if" (the part behind "in" of a for). */
struct value *chat_expr(struct chat *);
struct value *chat_expr_without_if(struct chat *);
bool chat_truth(struct chat *, struct value *, bool *);
bool chat_write(struct chat *, struct buf *, struct value *);

/* chat_filter.c: x | name(args), x is name, name(args) */
struct value *chat_filter(struct chat *, const struct atom *name,
    struct value *x, const struct args *);
bool chat_test(struct chat *, const struct atom *name, struct value *x,
    bool *);
struct value *chat_global(struct chat *, const struct atom *name,
    const struct args *);
bool chat_is_global(const struct atom *name);

#endif
