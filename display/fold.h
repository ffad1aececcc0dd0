/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which folds start open, in a budget of lines: breadth first, a node that
 * fits the width stays on one line, what is closed is laid out inside, so that
 * one click shows a sensible view.
 */
#ifndef DISPLAY_FOLD_H
#define DISPLAY_FOLD_H

#include "display/doc.h"

struct fold_options {
	unsigned max_height;	/* lines; 0: no limit */
	unsigned target_width;	/* columns that may stay on one line */
	unsigned inner_height;	/* budget inside of closed folds */
	bool relax_only_child;	/* one fold in a row may overshoot */
	bool outline;		/* as outline.h shortens: chains open as one,
				 * runs take a line, their first opens first */
};

#define FOLD_DEFAULTS { 20, 60, 7, true, false }

/* The document is measured. Sets is_open everywhere; can be run again. */
void fold_choose(struct doc *, const struct fold_options *);
/* The same with outline, for HTML. */
void fold_outline(struct doc *, const struct fold_options *);
/* Opens everything above depth, closes what is at it. */
void fold_to_depth(struct doc *, unsigned depth);

#endif
