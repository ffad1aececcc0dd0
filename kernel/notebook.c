/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "kernel/notebook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/base/buf.h"
#include "core/base/xalloc.h"
#include "kernel/emit.h"
#include "kernel/lenient.h"
#include "kernel/publish.h"
#include "kernel/terminal.h"

struct notebook {
	json_t *root;
	json_t *cells;
	size_t next;
	json_t *cell, *outputs;		/* of the current cell */
	bool clear;			/* when the next output comes */
	/* display id to an array of outputs, of all cells */
	json_t *shown;
};

struct notebook *
notebook_read(const char *text, size_t len, char *why, size_t why_len)
{
	json_t *root = lenient_object(text, len);
	json_t *cells = json_object_get(root, "cells");
	struct notebook *n;

	if (!json_is_array(cells)) {
		snprintf(why, why_len, root == NULL ? "not JSON" :
		    "not a notebook of version 4: it has no list of cells");
		json_decref(root);
		return NULL;
	}
	n = xcalloc(1, sizeof *n);
	n->root = root;
	n->cells = cells;
	n->shown = json_object();
	return n;
}

void
notebook_free(struct notebook **n)
{
	if (*n == NULL)
		return;
	json_decref((*n)->root);
	json_decref((*n)->shown);
	free(*n);
	*n = NULL;
}

/* A text, or the list of its lines. */
static char *
join(const json_t *source, size_t *len)
{
	struct buf b = BUF_INIT;
	const json_t *line;
	size_t i;

	if (json_is_string(source))
		buf_add(&b, json_string_value(source),
		    json_string_length(source));
	json_array_foreach(source, i, line)
		if (json_is_string(line))
			buf_add(&b, json_string_value(line),
			    json_string_length(line));
	*len = b.len;
	return buf_steal(&b);
}

char *
notebook_next(struct notebook *n, size_t *len)
{
	const char *type;

	while (n->next < json_array_size(n->cells)) {
		n->cell = json_array_get(n->cells, n->next++);
		type = lenient_str(n->cell, "cell_type", NULL);
		if (type == NULL || strcmp(type, "code") != 0)
			continue;
		n->outputs = json_array();
		json_object_set_new(n->cell, "outputs", n->outputs);
		json_object_set_new(n->cell, "execution_count", json_null());
		n->clear = false;
		return join(json_object_get(n->cell, "source"), len);
	}
	return NULL;
}

bool
notebook_may_fail(const struct notebook *n)
{
	const json_t *tags, *tag;
	size_t i;

	tags = json_object_get(json_object_get(n->cell, "metadata"), "tags");
	json_array_foreach(tags, i, tag)
		if (json_is_string(tag) && strcmp(json_string_value(tag),
		    "raises-exception") == 0)
			return true;
	return false;
}

/* Any bytes as a JSON string: what is not UTF-8 is replaced. */
static json_t *
text_new(const char *s, size_t len)
{
	json_t *j = json_stringn(s, len), *list;
	struct buf b = BUF_INIT;
	struct emit e;

	if (j != NULL)
		return j;
	emit_init(&e, &b);
	emit_open(&e, '[');
	emit_text(&e, s, len);
	emit_close(&e, '[');
	list = json_loadb(b.data, b.len, JSON_ALLOW_NUL, NULL);
	j = json_incref(json_array_get(list, 0));
	json_decref(list);
	buf_release(&b);
	return j;
}

/* nbformat keeps text as a list of lines, which is kind to diffs. */
static json_t *
lines_new(const char *s, size_t len)
{
	json_t *list = json_array();
	const char *end;
	size_t n;

	for (; len > 0; s += n, len -= n) {
		end = memchr(s, '\n', len);
		n = end != NULL ? (size_t)(end - s) + 1 : len;
		json_array_append_new(list, text_new(s, n));
	}
	return list;
}

static void
add_output(struct notebook *n, json_t *output)
{
	if (n->clear)
		json_array_clear(n->outputs);
	n->clear = false;
	json_array_append_new(n->outputs, output);
}

/* The last output, when it is of this stream. */
static json_t *
open_stream(struct notebook *n, const char *name)
{
	size_t count = json_array_size(n->outputs);
	json_t *last = count > 0 && !n->clear ?
	    json_array_get(n->outputs, count - 1) : NULL;
	const char *is = lenient_str(last, "name", NULL);

	return is != NULL && strcmp(is, name) == 0 ? last : NULL;
}

/* Continues the last line of the list when it has no end yet. */
static void
extend_lines(json_t *lines, const char *s, size_t len)
{
	size_t count = json_array_size(lines), n = 0;
	json_t *last = count > 0 ? json_array_get(lines, count - 1) : NULL;
	struct buf b = BUF_INIT;

	if (last != NULL) {
		n = json_string_length(last);
		buf_add(&b, json_string_value(last), n);
	}
	if (n > 0 && b.data[n - 1] != '\n')
		json_array_remove(lines, count - 1);
	else
		buf_truncate(&b, 0);
	buf_add(&b, s, len);
	last = lines_new(b.data, b.len);
	json_array_extend(lines, last);
	json_decref(last);
	buf_release(&b);
}

static void
hear_text(void *data, enum stream to, const char *s, size_t len)
{
	const char *name = to == STREAM_OUT ? "stdout" : "stderr";
	struct notebook *n = data;
	json_t *o = open_stream(n, name);

	if (n->outputs == NULL)
		return;
	if (o == NULL) {
		o = json_object();
		json_object_set_new(o, "name", json_string(name));
		json_object_set_new(o, "output_type", json_string("stream"));
		json_object_set_new(o, "text", json_array());
		add_output(n, o);
	}
	extend_lines(json_object_get(o, "text"), s, len);
}

static json_t *
data_new(const struct mime *m, size_t n)
{
	json_t *data = json_object(), *v;

	for (size_t i = 0; i < n; i++) {
		v = m[i].is_json ? json_loadb(m[i].data, m[i].len,
		    JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL) : NULL;
		if (v == NULL)
			v = lines_new(m[i].data, m[i].len);
		json_object_set_new(data, m[i].type, v);
	}
	return data;
}

/* Replaces what was shown under this id, in all cells. */
static bool
replace_shown(struct notebook *n, const char *id, json_t *data)
{
	json_t *all = json_object_get(n->shown, id), *o;
	size_t i;

	json_array_foreach(all, i, o)
		json_object_set(o, "data", data);
	return all != NULL;
}

static void
remember_shown(struct notebook *n, const char *id, json_t *output)
{
	json_t *all = json_object_get(n->shown, id);

	if (all == NULL) {
		all = json_array();
		json_object_set_new(n->shown, id, all);
	}
	json_array_append(all, output);
}

static void
hear_bundle(void *data, const struct mime *m, size_t count,
    const struct show *show)
{
	struct notebook *n = data;
	json_t *o, *bundle = data_new(m, count), *metadata = NULL;

	if (n->outputs == NULL || (show->update && show->id != NULL)) {
		if (n->outputs != NULL)
			replace_shown(n, show->id, bundle);
		json_decref(bundle);
		return;
	}
	if (show->metadata != NULL)
		metadata = lenient_object(show->metadata,
		    strlen(show->metadata));
	o = json_object();
	json_object_set_new(o, "data", bundle);
	if (show->count > 0)
		json_object_set_new(o, "execution_count",
		    json_integer(show->count));
	json_object_set_new(o, "metadata",
	    metadata != NULL ? metadata : json_object());
	json_object_set_new(o, "output_type", json_string(
	    show->count > 0 ? "execute_result" : "display_data"));
	add_output(n, o);
	if (show->id != NULL && show->id[0] != '\0')
		remember_shown(n, show->id, o);
}

static void
hear_clear(void *data, bool wait)
{
	struct notebook *n = data;

	n->clear = true;
	if (!wait && n->outputs != NULL) {
		json_array_clear(n->outputs);
		n->clear = false;
	}
}

void
notebook_listen(struct notebook *n, struct listener *l)
{
	*l = (struct listener){ .data = n, .text = hear_text,
	    .bundle = hear_bundle, .clear = hear_clear };
}

void
notebook_finish_cell(struct notebook *n, const struct run_result *r)
{
	json_t *o, *lines;

	json_object_set_new(n->cell, "execution_count",
	    json_integer(r->count));
	if (r->status != RUN_ERROR)
		return;
	lines = json_array();
	for (size_t i = 0; i < r->ntraceback; i++)
		json_array_append_new(lines, text_new(r->traceback[i],
		    strlen(r->traceback[i])));
	o = json_object();
	json_object_set_new(o, "ename", text_new(r->ename,
	    strlen(r->ename)));
	json_object_set_new(o, "evalue", text_new(r->evalue,
	    strlen(r->evalue)));
	json_object_set_new(o, "output_type", json_string("error"));
	json_object_set_new(o, "traceback", lines);
	add_output(n, o);
}

bool
notebook_write(const struct notebook *n, const char *path)
{
	struct buf aside = BUF_INIT;
	bool ok;

	/* Aside first: the notebook may be the one that was read. */
	buf_printf(&aside, "%s.tmp", path);
	ok = json_dump_file(n->root, aside.data, JSON_INDENT(1) |
	    JSON_REAL_PRECISION(17)) == 0;
	if (ok) {
		FILE *f = fopen(aside.data, "a");

		if (f != NULL) {
			fputc('\n', f);
			fclose(f);
		}
		ok = rename(aside.data, path) == 0;
	}
	buf_release(&aside);
	return ok;
}
