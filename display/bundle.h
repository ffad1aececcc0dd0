/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A value in all the forms in which it can be shown: what kernel/ publishes
 * and `penjing view` writes. Text and HTML come from one document.
 */
#ifndef DISPLAY_BUNDLE_H
#define DISPLAY_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>

struct mime;
struct session;
struct value;

struct bundle {
	struct mime *mime;	/* "text/plain" is always there */
	size_t n;
	struct arena *arena;	/* owns all */
};

/*
 * Never fails: what cannot be shown is a red leaf in the document. The
 * session may be asked to run the value's own display methods, with limits.
 */
void bundle_make(struct bundle *, struct session *, struct value *);
void bundle_release(struct bundle *);

/* One stand-alone HTML page with the value; malloc'ed. */
char *bundle_page(struct session *, struct value *, const char *title,
    size_t *len);

struct module_row;
/* Modules that display owns (treescope, penzai.pz.ts, IPython.display);
 * null-terminated, for session_options. */
extern const struct module_row *const display_modules[];

#endif
