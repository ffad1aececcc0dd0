/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/suggest.h"

#include <ctype.h>
#include <string.h>

#define MAX_NAME 64

static size_t
min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/*
 * Edit distance with a swap of neighbours as one step (Damerau-Levenshtein,
 * the restricted form), where a change of case costs nothing.
 */
static size_t
distance(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);
	size_t d[3][MAX_NAME + 1];

	for (size_t j = 0; j <= lb; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t *row = d[i % 3], *up = d[(i + 2) % 3];
		size_t *up2 = d[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			int ca = tolower((unsigned char)a[i - 1]);
			int cb = tolower((unsigned char)b[j - 1]);

			row[j] = min3(up[j] + 1, row[j - 1] + 1,
			    up[j - 1] + (ca != cb));
			if (i > 1 && j > 1 &&
			    ca == tolower((unsigned char)b[j - 2]) &&
			    cb == tolower((unsigned char)a[i - 2]) &&
			    up2[j - 2] + 1 < row[j])
				row[j] = up2[j - 2] + 1;
		}
	}
	return d[la % 3][lb];
}

void
suggest_init(struct suggest *s, const char *wanted)
{
	size_t len = strlen(wanted);

	s->wanted = len <= MAX_NAME ? wanted : "";
	s->best = NULL;
	/* One in three letters may be wrong, at least one. */
	s->distance = (len < 3 ? 1 : len / 3) + 1;
}

void
suggest_offer(struct suggest *s, const char *candidate)
{
	size_t d;

	if (*s->wanted == '\0' || strlen(candidate) > MAX_NAME ||
	    strcmp(s->wanted, candidate) == 0)
		return;
	d = distance(s->wanted, candidate);
	if (d < s->distance) {
		s->distance = d;
		s->best = candidate;
	}
}
