/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interned names (axes, fields, variables of the language): two equal names of
 * one context are one pointer. Atoms live as long as their table.
 */
#ifndef CORE_BASE_ATOM_H
#define CORE_BASE_ATOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ctx;

struct atom {
	uint32_t hash;
	uint32_t len;
	bool hidden;		/* made by atom_fresh: no two are alike */
	/* The counted string value that lang keeps for it; see value/str.h. */
	void *str;
	char text[];		/* NUL-terminated UTF-8 */
};

struct atoms;

struct atoms *atoms_create(void);
void atoms_free(struct atoms **);
/* What to do with the str of each atom when the table goes. */
void atoms_on_free(struct atoms *, void (*drop)(void *str));

const struct atom *atom(struct ctx *, const char *text);
const struct atom *atom_len(struct ctx *, const char *text, size_t len);
/* Null when no such name was ever interned; never adds one. */
const struct atom *atom_find(struct ctx *, const char *text, size_t len);
/* A name that equals no other, for axes that nmap hides. */
const struct atom *atom_fresh(struct ctx *);

#endif
