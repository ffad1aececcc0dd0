/* SPDX-License-Identifier: Apache-2.0 */
#include "display/marks.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/select/select.h"

struct build_marks {
	const char **path;	/* sorted */
	struct value **keypath;	/* of holes; or null */
	size_t n;
	size_t met;
};

struct mark {
	const char *path;
	struct value *keypath;
};

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct mark *)a)->path,
	    ((const struct mark *)b)->path);
}

/* The paths of all selected places, for look-up while the tree is built. */
static struct build_marks *
marks_of(struct build *b, struct value *selection, bool holes)
{
	struct build_marks *m = arena_alloc(b->arena, sizeof(*m));
	struct mark *mark;
	struct step *step = xmalloc(TREE_MAX_DEPTH * sizeof(*step));
	struct buf s = BUF_INIT;
	size_t i;

	m->n = select_count(selection);
	mark = xcalloc(m->n + 1, sizeof(*mark));
	m->path = arena_array(b->arena, m->n + 1, sizeof(*m->path));
	m->keypath = holes ? arena_array(b->arena, m->n + 1,
	    sizeof(*m->keypath)) : NULL;
	for (i = 0; i < m->n; i++) {
		size_t n = select_steps(selection, i, step);

		buf_truncate(&s, 0);
		path_write(b->c, &s, step, n);
		mark[i].path = arena_memdup0(b->arena, s.data, s.len);
		mark[i].keypath = holes ?
		    select_keypath(b->c, selection, i) : NULL;
	}
	qsort(mark, m->n, sizeof(*mark), compare);
	for (i = 0; i < m->n; i++) {
		m->path[i] = mark[i].path;
		if (holes)
			m->keypath[i] = mark[i].keypath;
	}
	free(mark);
	free(step);
	buf_release(&s);
	return m;
}

/* Opens what a frame is in, so that it is seen. */
struct doc *
marks_find(struct build *b, struct value *v,
    struct doc *(*build)(struct build *, struct value *))
{
	struct build_marks *m = b->marks;
	const char *path = b->path.len > 0 ? b->path.data : "";
	size_t low = 0, high = m->n, before = m->met;
	struct doc *d;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int order = strcmp(m->path[mid], path);

		if (order == 0) {
			struct value *keypath = m->keypath != NULL ?
			    m->keypath[mid] : NULL;

			m->met++;
			b->marks = NULL;
			if (keypath != NULL)
				d = doc_seq(b->arena, doc_text(b->arena,
				    STYLE_PLAIN, "SelectionHole(path="),
				    build(b, keypath), doc_text(b->arena,
				    STYLE_PLAIN, ")"), DOC_END);
			else
				d = doc_box(b->arena, doc_text(b->arena,
				    STYLE_HEADING, "# Selected:"),
				    build(b, v));
			b->marks = m;
			return d;
		}
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	d = build(b, v);
	if (m->keypath == NULL && m->met > before && d->kind == DOC_FOLD)
		d->state = FOLD_OPEN;
	return d;
}

static struct doc *
build_marked(struct build *b, struct value *tree, struct build_marks *m)
{
	struct build_marks *outer = b->marks;
	struct doc *d;

	b->marks = m;
	d = build_child(b, tree, "");
	b->marks = outer;
	d->step = NULL;
	return d;
}

static struct doc *
fold_of(struct build *b, const char *open, struct doc *items,
    const char *close)
{
	return doc_fold(b->arena, doc_text(b->arena, STYLE_PLAIN, open),
	    doc_seq(b->arena, items, doc_text(b->arena, STYLE_PLAIN, close),
	    DOC_END));
}

/* OrderedDict({path: node, ...}) */
static struct doc *
build_selected(struct build *b, struct value *v)
{
	struct arena *a = b->arena;
	struct doc *items = doc_items(a, true);
	size_t i, n = select_count(v);

	for (i = 0; i < n && b->budget > 0; i++) {
		struct doc *key = build_child(b,
		    select_keypath(b->c, v, i), NULL);
		struct doc *node = build_child(b, select_node(v, i), NULL);
		struct doc *inside, *entry;

		doc_measure(key);
		if (key->kind == DOC_FOLD) {
			inside = doc_items(a, false);
			inside->tail = true;
			doc_add(inside, node);
			entry = doc_seq(a, key,
			    doc_text(a, STYLE_PLAIN, ":"),
			    doc_when(a, WHEN_OPEN, NULL,
			    doc_text(a, STYLE_PLAIN, " ")), inside, DOC_END);
		} else {
			entry = doc_seq(a, key,
			    doc_text(a, STYLE_PLAIN, ": "), node, DOC_END);
		}
		doc_add(items, entry);
	}
	if (i < n)
		doc_add(items, build_cut(b, n - i, "place", ""));
	if (n == 0)
		return doc_text(a, STYLE_PLAIN, "OrderedDict({})");
	return fold_of(b, "OrderedDict({", items, "})");
}

/* Selection(selected_by_path=..., remainder=...), as its fields are. */
static struct doc *
build_fields(struct build *b, struct value *v)
{
	struct arena *a = b->arena;
	struct doc *items = doc_items(a, true);
	bool no_path = b->no_path;

	b->no_path = true;
	doc_add(items, doc_seq(a, doc_text(a, STYLE_FIELD,
	    "selected_by_path"), doc_text(a, STYLE_PLAIN, "="),
	    build_selected(b, v), DOC_END));
	b->no_path = no_path;
	doc_add(items, doc_seq(a, doc_text(a, STYLE_FIELD, "remainder"),
	    doc_text(a, STYLE_PLAIN, "="), build_marked(b, select_tree(v),
	    marks_of(b, v, true)), DOC_END));
	return fold_of(b, "Selection(", items, ")");
}

struct doc *
build_selection(struct build *b, struct value *v)
{
	struct arena *a = b->arena;
	struct doc *items, *paths, *last;
	size_t i, n = select_count(v);

	if (!b->o.selections || b->depth > 1)
		return build_fields(b, v);
	items = doc_items(a, false);
	doc_add(items, build_marked(b, select_tree(v),
	    marks_of(b, v, false)));
	paths = doc_items(a, true);
	for (i = 0; i < n && i < 200; i++)
		doc_add(paths, build_child(b, select_keypath(b->c, v, i),
		    NULL));
	if (i < n)
		doc_add(paths, build_cut(b, n - i, "place", ""));
	last = doc_fold(a, doc_when(a, WHEN_OPEN,
	    doc_text(a, STYLE_PLAIN, "("),
	    doc_printf(a, STYLE_COMMENT,
	    "<%zu subtree%s, highlighted above>", n, n == 1 ? "" : "s")),
	    doc_when(a, WHEN_OPEN, doc_seq(a, paths,
	    doc_text(a, STYLE_PLAIN, ")"), DOC_END), NULL));
	last->state = FOLD_CLOSED;
	return doc_seq(a, doc_text(a, STYLE_COMMENT, "pz.select("), items,
	    doc_text(a, STYLE_COMMENT, ").at_keypaths("), last,
	    doc_text(a, STYLE_COMMENT, ")"), DOC_END);
}
