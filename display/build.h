/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values to display documents. The walker is generic: what a value shows comes
 * from its kind, its class's fields and rows; a table holds the kinds that are
 * shown otherwise. Never fails: what cannot be shown is a red leaf.
 */
#ifndef DISPLAY_BUILD_H
#define DISPLAY_BUILD_H

#include "core/base/buf.h"
#include "core/value/value.h"
#include "display/doc.h"
#include "display/weigh.h"

struct class;
struct session;

struct build_options {
	bool figures;		/* arrays are drawn */
	bool reprs;		/* text of jax arrays is their repr */
	bool selections;	/* a selection is its tree with boxes in it */
	struct value *visualizer;	/* of the user: f(value, path); or null */
	unsigned max_values;	/* how many values are walked; 0: 4000 */
	double stats_seconds;	/* for statistics of arrays; 0: 5 ms */
};

/* The document of a value. session may be null: no code of the user runs. */
struct doc *build_value(struct arena *, struct ctx *, struct session *,
    struct value *, const struct build_options *);

/* ---- for the files that build parts ---------------------------------------- */

struct build_seen;
struct build_marks;

struct build {
	struct arena *arena;
	struct ctx *c;
	struct session *session;
	struct build_options o;
	long budget;		/* values that may still be walked */
	long figures;		/* bytes of figures that may still be made */
	double stats_left, force_left;	/* seconds */
	struct weight weight;	/* of what was built of the value at hand */
	bool repeated;		/* it was counted where it was met first */
	unsigned depth;
	struct buf path;	/* of the value at hand; length 0: the root */
	bool no_path;		/* nothing below has a path */
	struct build_seen *seen;
	struct build_marks *marks;	/* selected paths, or null */
};

typedef struct doc *build_fn(struct build *, struct value *);

/* The document of a value that is reached by step (".name", "[3]"). */
struct doc *build_child(struct build *, struct value *, const char *step);
/* Keeps part of the budget for what follows: n more siblings. */
long build_share(struct build *, size_t siblings);
/* Calls code of the user with a time limit; null: it raised, or None. */
struct value *build_call(struct build *, struct value *fn, size_t n,
    struct value *const *args);
/* What the user's visualizer makes of a value; null: nothing. Sets *instead
 * when that stands in the value's place. */
struct doc *build_visual(struct build *, struct value *, bool *instead);
/* A Figure, or anything else with _repr_html_; null: it has none. */
struct doc *build_figure(struct build *, struct value *);
/* The remark that stands for n items that were left out. */
struct doc *build_cut(struct build *, size_t n, const char *what,
    const char *from);
/* A value's repr as text; the error's text where that failed. */
bool build_repr(struct build *, struct buf *, struct value *);
/* "Name(" with the module before it in source form. */
struct doc *build_type_label(struct build *, const struct class *,
    const char *open);

build_fn build_str, build_bytes, build_number, build_keyword,
    build_list, build_tuple, build_dict, build_set, build_frozenset,
    build_class, build_function, build_module, build_instance, build_var,
    build_jax_array, build_ndarray, build_named, build_selection, build_exc,
    build_dtype;

/* The colour of a type: hue in degrees from its name, as Treescope's. */
float colour_hue(const char *key);

#endif
