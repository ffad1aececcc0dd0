/* SPDX-License-Identifier: Apache-2.0 */
/* A checkpoint as nested dicts and lists, by the dots in its names. */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/load/ckpt.h"
#include "core/value/array.h"

#define MAX_PARTS 64	/* a name with more stays in one piece from there */

/* Puts v where the name says. What is no dict already ends the descent: the
 * rest of the name is then one key beside it. */
static bool
put(struct ctx *c, struct value *root, const char *name, struct value *v)
{
	struct value *d = root;

	for (int depth = 0; depth < MAX_PARTS; depth++) {
		const char *dot = strchr(name, '.');
		struct value *key, *next;

		if (dot == NULL || dot[1] == '\0')
			break;
		key = str_new_len(c, name, (size_t)(dot - name));
		next = dict_find(c, d, key);
		if (next == NULL) {
			next = dict_new(c);
			if (!dict_set(c, d, key, next))
				return false;
		} else if (!value_is(next, &dict_kind)) {
			break;
		}
		d = next;
		name = dot + 1;
	}
	return dict_set(c, d, str_new(c, name), v);
}

/* The number that a key of digits stands for, or -1. */
static int64_t
index_of(const struct value *key)
{
	const char *s = str_text(key);
	int64_t n = 0;

	if (s[0] == '\0' || (s[0] == '0' && s[1] != '\0') || strlen(s) > 9)
		return -1;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return -1;
		n = 10 * n + (*s - '0');
	}
	return n;
}

/* The items of a dict whose keys are 0 .. n-1 in some order; else null. */
static struct value **
dense_items(const struct value *dict)
{
	size_t n = dict_len(dict), at = 0;
	struct value **item = xcalloc(n + 1, sizeof *item), *key, *v;

	while (dict_next(dict, &at, &key, &v)) {
		int64_t i = index_of(key);

		if (i < 0 || (size_t)i >= n) {
			free(item);
			return NULL;
		}
		item[i] = v;
	}
	return item;
}

/* Depth is bounded by MAX_PARTS. */
static struct value *
with_lists(struct ctx *c, struct value *v)
{
	struct value *key, *child, **item, *list = NULL;
	size_t at = 0, n;

	if (v == NULL || !value_is(v, &dict_kind) || dict_len(v) == 0)
		return v;
	n = dict_len(v);
	while (dict_next(v, &at, &key, &child)) {
		struct value *made = with_lists(c, child);

		/* Setting a key that is there keeps the iteration valid. */
		if (made == NULL ||
		    (made != child && !dict_set(c, v, key, made)))
			return NULL;
	}
	item = dense_items(v);
	if (item == NULL)
		return v;
	list = list_new(c, n, item);
	free(item);
	return list;
}

struct value *
ckpt_tree(struct ctx *c, struct ckpt *k)
{
	size_t mark = scope_mark(&c->scope);
	struct value *root = dict_new(c);

	for (size_t i = 0; i < ckpt_count(k) && root != NULL; i++) {
		size_t inner = scope_mark(&c->scope);
		const struct ckpt_entry *e = ckpt_entry_at(k, i);
		struct tensor *t = ckpt_tensor(c, k, e);
		struct value *v = t == NULL ? NULL : array_new(c, t);

		if (v == NULL || !put(c, root, e->name, v))
			root = NULL;
		scope_drop(c, inner);
	}
	return value_leave(c, mark, with_lists(c, root));
}
