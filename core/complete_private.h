/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of completion share: the list that candidates go to. */
#ifndef CORE_COMPLETE_PRIVATE_H
#define CORE_COMPLETE_PRIVATE_H

#include "core/session_private.h"

struct collecting {
	struct session *s;
	struct completions *out;
	const char *prefix;	/* what candidates begin with */
	size_t prefix_len;
	size_t cap;
};

/* Adds a candidate once, if it begins with the prefix. Text is copied. */
void complete_offer(struct collecting *, const char *text, const char *type);
/*
 * The candidates of a string that is open at the cursor; text[begin] is the
 * first byte after its quote, or where a magic's path begins. Those of a
 * subscript are the keys, those of a named array's method its axes, others are
 * paths. The prefix becomes the part of the string that a candidate replaces.
 */
void complete_string(struct collecting *, const char *text, size_t begin,
    size_t end);

#endif
