/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arrays: a line that says what they are, and a picture or their text when
 * they are opened. Statistics are exact or absent, within a budget of time.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/session.h"
#include "core/value/array.h"
#include "core/value/array_text.h"
#include "display/build.h"
#include "display/figure.h"
#include "display/summary.h"

/* What the three array types say of themselves. */
struct look {
	const char *type;	/* "jax.Array" */
	bool named;
	bool angle;		/* <jax.Array(...)>: no source form */
	const char *tail;	/* " (wrapping jax.Array)" */
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Reading memory at a gigabyte a second costs more than the budget has? */
static bool
can_afford(const struct build *b, const struct tensor *t)
{
	return b->depth <= 1 ||
	    1e-9 * (double)tensor_size(t) <= b->stats_left;
}

static bool
compute(struct build *b, struct value *v, struct tensor *t, struct doc **why)
{
	char *text = NULL;
	bool ok;

	*why = NULL;
	if (!tensor_is_pending(t))
		return true;
	/* Views of weights can wait until somebody needs their numbers. */
	if (!can_afford(b, t) && b->force_left <= 0)
		return false;
	if (b->session != NULL) {
		ok = session_force(b->session, v, 10.0, &text);
		if (!ok)
			*why = doc_printf(b->arena, STYLE_ERROR, " # %s",
			    text != NULL ? text : "could not be computed");
		free(text);
		return ok;
	}
	ok = tensor_force(b->c, t);
	if (!ok) {
		*why = doc_printf(b->arena, STYLE_ERROR, " # %s",
		    b->c->err.text);
		err_clear(b->c);
	}
	return ok;
}

/* Computes a pending array, with a time limit; an error is a remark. */
static bool
force(struct build *b, struct value *v, struct tensor *t, struct doc **why)
{
	double start = now();
	bool ok = compute(b, v, t, why);

	b->force_left -= now() - start;
	return ok;
}

/* Arrays of one type and shape are alike, however they are shown. */
static uint64_t
kin_of(const struct tensor *t)
{
	struct buf s = BUF_INIT;
	uint64_t h;

	tensor_describe(&s, t);
	h = doc_hash(1, s.data, s.len);
	buf_release(&s);
	return h;
}

static void
add_stats(struct build *b, struct buf *out, struct tensor *t)
{
	struct tensor_stats s;
	double start = now();

	if (!can_afford(b, t))
		return;
	if (tensor_stats(b->c, t, &s))
		summary_stats(out, tensor_dtype(t), &s);
	else
		err_clear(b->c);
	b->stats_left -= now() - start;
}

/* "Array([1, 2], dtype=int32)" when it stands on one line with all of its
 * elements; null otherwise. */
static const char *
short_repr(struct build *b, struct tensor *t, bool numpy)
{
	struct buf s = BUF_INIT;
	const char *text = NULL;

	if (tensor_size(t) <= 1000 &&
	    array_text_repr(b->c, &s, t, numpy) &&
	    memchr(s.data, '\n', s.len) == NULL)
		text = arena_memdup0(b->arena, s.data, s.len);
	err_clear(b->c);
	buf_release(&s);
	return text;
}

/* What it is, and what its numbers are: "jax.Array float32(3, 4)" " ≈0.1". */
struct head {
	const char *what, *detail;
};

static struct head
head_text(struct build *b, struct tensor *t, const struct look *l,
    bool computed)
{
	struct buf s = BUF_INIT, more = BUF_INIT;
	struct head h;
	const char *one = NULL;

	if (l->named && tensor_npos(t) == tensor_naxes(t) && computed)
		one = short_repr(b, t, false);
	buf_printf(&s, "%s ", l->type);
	if (one != NULL) {
		buf_str(&s, one);
	} else {
		summary_shape(&s, t, l->named);
		if (computed)
			add_stats(b, &more, t);
	}
	buf_str(&more, l->tail);
	h.what = arena_memdup0(b->arena, s.data, s.len);
	h.detail = arena_memdup0(b->arena, more.data, more.len);
	buf_release(&s);
	buf_release(&more);
	return h;
}

/* "<what detail>" or without the closing one. */
static struct doc *
head_doc(struct build *b, const struct head *h, const char *close)
{
	struct arena *a = b->arena;
	struct doc *d = doc_seq(a, doc_printf(a, STYLE_ABBREV, "<%s", h->what),
	    DOC_END), *detail;

	if (*h->detail != '\0') {
		detail = doc_text(a, STYLE_ABBREV, h->detail);
		detail->detail = true;
		doc_add(d, detail);
	}
	if (*close != '\0')
		doc_add(d, doc_text(a, STYLE_ABBREV, close));
	return d;
}

/* ---- the picture ------------------------------------------------------------------ */

static struct doc *
with_figure(struct build *b, struct tensor *t, const struct head *head)
{
	struct arena *a = b->arena;
	struct figure *f;
	struct doc *items, *d;

	f = figure_make(b->c, a, t, &figure_in_tree);
	if (f == NULL) {
		err_clear(b->c);
		return NULL;
	}
	b->figures -= (long)figure_bytes(f);
	items = doc_items(a, false);
	doc_add(items, doc_figure(a, f, figure_stand_in(f, a)));
	d = doc_fold(a, head_doc(b, head, ""), doc_seq(a, doc_when(a, WHEN_OPEN, items, NULL),
	    doc_text(a, STYLE_ABBREV, ">"), DOC_END));
	d->state = FOLD_WEAK_OPEN;
	return d;
}

/* The numbers as text, under a remark that says what they are. */
static struct doc *
with_text(struct build *b, struct tensor *t, const struct head *head,
    bool numpy)
{
	struct arena *a = b->arena;
	struct buf s = BUF_INIT;
	struct doc *open, *d, *closed;
	size_t i, lines = 1;

	closed = head_doc(b, head, ">");
	if (!array_text_repr(b->c, &s, t, numpy)) {
		err_clear(b->c);
		buf_release(&s);
		return closed;
	}
	for (i = 0; i < s.len; i++)
		lines += s.data[i] == '\n';
	open = doc_seq(a, doc_printf(a, STYLE_COMMENT, "# %s%s", head->what,
	    head->detail),
	    doc_lines(a, STYLE_ABBREV, s.data, s.len, true), DOC_END);
	d = doc_fold(a, doc_text(a, STYLE_PLAIN, ""),
	    doc_when(a, WHEN_OPEN, open, closed));
	d->state = lines > 15 ? FOLD_CLOSED : FOLD_WEAK_OPEN;
	buf_release(&s);
	return d;
}

/* NamedArray( named_axes=..., data_array=...) */
static struct doc *
with_fields(struct build *b, struct tensor *t, const struct head *head,
    const struct look *l)
{
	struct arena *a = b->arena;
	const struct axis *axis = tensor_axes(t);
	struct buf s = BUF_INIT, data = BUF_INIT;
	struct doc *items = doc_items(a, true), *open, *d;
	int i, n = 0;

	for (i = 0; i < tensor_naxes(t); i++)
		if (axis[i].name != NULL)
			buf_printf(&s, "%s'%s': %lld", n++ > 0 ? ", " : "",
			    axis[i].name->text, (long long)axis[i].size);
	for (i = 0; i < tensor_naxes(t); i++)
		buf_printf(&data, "%s%lld", i > 0 ? ", " : "",
		    (long long)axis[i].size);
	doc_add(items, doc_printf(a, STYLE_PLAIN,
	    "named_axes=OrderedDict({%s})", s.data));
	doc_add(items, doc_seq(a, doc_text(a, STYLE_FIELD, "data_array"),
	    doc_text(a, STYLE_PLAIN, "="), doc_printf(a, STYLE_ABBREV,
	    "<jax.Array %s(%s%s)>", dtypes[tensor_dtype(t)].name,
	    data.data, tensor_naxes(t) == 1 ? "," : ""), DOC_END));
	open = doc_seq(a, doc_printf(a, STYLE_PLAIN, "%s(", l->type),
	    doc_printf(a, STYLE_COMMENT, "  # %s%s",
	    head->what + strlen(l->type) + 1, head->detail),
	    items, doc_text(a, STYLE_PLAIN, ")"), DOC_END);
	buf_release(&s);
	buf_release(&data);
	d = doc_fold(a, doc_text(a, STYLE_PLAIN, ""), doc_when(a,
	    WHEN_OPEN, open, head_doc(b, head, ">")));
	d->state = FOLD_CLOSED;
	return d;
}

/* Among lists and dicts, and alone, NumPy's arrays print as NumPy does. */
static const char *
repr_text_of(struct build *b, struct tensor *t, bool numpy)
{
	struct buf s = BUF_INIT;
	const char *text = NULL;

	if (array_text_repr(b->c, &s, t, numpy))
		text = arena_memdup0(b->arena, s.data, s.len);
	err_clear(b->c);
	buf_release(&s);
	return text;
}

static struct doc *
build_array(struct build *b, struct value *v, const struct look *l)
{
	struct arena *a = b->arena;
	struct tensor *t = value_find_tensor(v);
	bool numpy = value_is(v, &ndarray_kind), computed;
	const char *one = NULL;
	struct head head;
	struct doc *d = NULL, *why;

	if (tensor_has_hidden(t)) {
		struct buf s = BUF_INIT;

		tensor_describe(&s, t);
		d = doc_printf(a, STYLE_ABBREV, "<traced %s>", s.data);
		buf_release(&s);
		return d;
	}
	computed = force(b, v, t, &why);
	weigh_tensor(&b->weight, t);
	if (computed && !l->named)
		one = short_repr(b, t, numpy);
	head = head_text(b, t, l, computed);
	if (computed && b->o.figures && tensor_size(t) > 1 &&
	    b->figures > 0)
		d = with_figure(b, t, &head);
	if (d == NULL && one != NULL)
		d = numpy ? doc_seq(a, doc_text(a, STYLE_PREFIX, "np."),
		    doc_text(a, STYLE_PLAIN, one), DOC_END) :
		    doc_printf(a, STYLE_ABBREV, "<jax.%s>", one);
	if (d == NULL && computed && l->named &&
	    tensor_npos(t) < tensor_naxes(t))
		d = with_fields(b, t, &head, l);
	if (d == NULL && computed && !l->named)
		d = with_text(b, t, &head, numpy);
	if (d == NULL)
		d = head_doc(b, &head, ">");
	d->kin = kin_of(t);
	if (why != NULL)
		doc_note(a, d, why);
	if (computed && !l->named && b->depth <= 4 &&
	    (numpy || b->o.reprs))
		d->repr = repr_text_of(b, t, numpy);
	return d;
}

struct doc *
build_jax_array(struct build *b, struct value *v)
{
	static const struct look look = { "jax.Array", false, true, "" };

	return build_array(b, v, &look);
}

struct doc *
build_ndarray(struct build *b, struct value *v)
{
	static const struct look look = { "np.ndarray", false, false, "" };

	return build_array(b, v, &look);
}

struct doc *
build_named(struct build *b, struct value *v)
{
	static const struct look array = { "NamedArray", true, true,
	    " (wrapping jax.Array)" };
	static const struct look view = { "NamedArrayView", true, true,
	    " (wrapping jax.Array)" };
	const struct tensor *t = value_find_tensor(v);

	if (t == NULL)		/* holds something else than an array */
		return build_dtype(b, v);
	return build_array(b, v,
	    value_of_row(b->c, v, &named_view_row) ? &view : &array);
}
