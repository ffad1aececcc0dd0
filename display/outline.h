/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a document is shortened without losing its outline: items that are
 * alike fold together, objects that hold one thing open with it, and a closed
 * fold shows as many levels as fit a line.
 */
#ifndef DISPLAY_OUTLINE_H
#define DISPLAY_OUTLINE_H

#include "display/doc.h"

/*
 * The fold that opens together with f, on its line: the only item of an
 * object, as Residual(delta=Sequential(sublayers=[. Null: there is none.
 */
struct doc *outline_chain(const struct doc *f);
/* The items of a fold that holds nothing else but text; or null. */
const struct doc *outline_items(const struct doc *f);
/* The fold of an item, behind its name; or null. */
struct doc *outline_fold(struct doc *item);
/* Fills run, follows and leads in items: called by doc_measure. */
void outline_mark_runs(struct doc *items);

enum { OUTLINE_WHOLE = 9, OUTLINE_BRIEF = 8 };

/*
 * How much of a closed document fits the room: all, all without what is
 * marked as detail, or only so many levels of folds.
 */
int outline_fit(const struct doc *, long room);
bool outline_fits(const struct doc *, int level, long room);

#endif
