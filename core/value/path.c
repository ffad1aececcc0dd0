/* SPDX-License-Identifier: Apache-2.0 */
/* Paths: steps from a root, as text and followed. */
#include <inttypes.h>

#include "core/value/tree.h"
#include "core/value/values.h"

void
path_write(struct ctx *c, struct buf *b, const struct step *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		switch (s[i].kind) {
		case STEP_FIELD:
			buf_printf(b, ".%s", s[i].field->text);
			break;
		case STEP_ITEM:
			buf_printf(b, "[%" PRId64 "]", s[i].index);
			break;
		case STEP_KEY:
			buf_char(b, '[');
			value_repr(c, b, s[i].key);
			buf_char(b, ']');
			break;
		case STEP_FLAT:
			buf_printf(b, "[<flat index %" PRId64 ">]",
			    s[i].index);
			break;
		}
	}
}

/* Through children, so that nothing of the user's is run. */
static struct value *
follow_child(struct ctx *c, struct value *v, const struct step *s)
{
	const struct kind *k = value_kind(v);
	size_t n = k->nchild != NULL ? k->nchild(v) : 0;
	bool eq;

	for (size_t i = 0; i < n; i++) {
		struct child ch = k->child(v, i);

		if (ch.step.kind != s->kind || ch.value == NULL)
			continue;
		if (s->kind == STEP_FIELD && ch.step.field == s->field)
			return ch.value;
		if (s->kind == STEP_ITEM && ch.step.index == s->index)
			return ch.value;
		if (s->kind == STEP_KEY) {
			if (!value_equal(c, ch.step.key, s->key, &eq))
				return NULL;
			if (eq)
				return ch.value;
		}
	}
	if (s->kind == STEP_FLAT && (size_t)s->index < tree_nchild(v))
		return tree_child(v, (size_t)s->index).value;
	return NULL;
}

struct value *
path_follow(struct ctx *c, struct value *root, const struct step *s,
    size_t n)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		struct value *next;

		if (root == NULL)
			return NULL;
		if (s[i].kind == STEP_ITEM && value_is_seq(root))
			next = s[i].index >= 0 &&
			    (size_t)s[i].index < seq_len(root) ?
			    seq_item(root, (size_t)s[i].index) : NULL;
		else
			next = follow_child(c, root, &s[i]);
		if (next == NULL && !err_is_set(c)) {
			path_write(c, &b, s, i + 1);
			err_raise(c, ERR_KEY, "no such path: root%s",
			    b.data);
			buf_release(&b);
		}
		root = next;
	}
	return root != NULL ? value_own(c, value_ref(root)) : NULL;
}
