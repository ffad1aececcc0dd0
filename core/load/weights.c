/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/weights.h"

#include <stdlib.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/base/xalloc.h"

void
weights_init(struct weights *w, struct ctx *c, struct ckpt *k)
{
	w->c = c;
	w->k = k;
	w->used = xcalloc(ckpt_count(k), sizeof *w->used);
}

void
weights_release(struct weights *w)
{
	free(w->used);
	w->used = NULL;
}

static void
write_sizes(struct buf *b, int n, const int64_t *size)
{
	for (int i = 0; i < n; i++)
		buf_printf(b, "%s%lld", i > 0 ? " x " : "",
		    (long long)size[i]);
}

static void *
raise_sizes(const struct weights *w, const struct ckpt_entry *e, int n,
    const int64_t *size)
{
	struct buf is = BUF_INIT, want = BUF_INIT;

	write_sizes(&is, e->naxes, e->size);
	write_sizes(&want, n, size);
	err_raise(w->c, ERR_VALUE, "%s: the tensor '%s' is %s; by the "
	    "configuration it should be %s", ckpt_path(w->k), e->name,
	    is.data, want.data);
	buf_release(&is);
	buf_release(&want);
	return NULL;
}

struct tensor *
weights_get(const struct weights *w, const char *name, int n,
    const int64_t *size)
{
	const struct ckpt_entry *e = ckpt_find(w->k, name);

	if (e == NULL)
		return err_raise(w->c, ERR_VALUE, "%s: the tensor '%s' is "
		    "missing", ckpt_path(w->k), name);
	for (int i = 0; i < n; i++)
		if (e->naxes != n || e->size[i] != size[i])
			return raise_sizes(w, e, n, size);
	w->used[e - ckpt_entry_at(w->k, 0)] = true;
	return ckpt_tensor(w->c, w->k, e);
}

int64_t
weights_rows(const struct ckpt *k, const char *name)
{
	const struct ckpt_entry *e = ckpt_find(k, name);

	return e != NULL && e->naxes == 2 ? e->size[0] : 0;
}

bool
weights_check_used(const struct weights *w,
    bool (*is_idle)(const void *arg, const char *name), const void *arg)
{
	for (size_t i = 0; i < ckpt_count(w->k); i++) {
		const char *name = ckpt_entry_at(w->k, i)->name;

		if (w->used[i] || is_idle(arg, name))
			continue;
		err_raise(w->c, ERR_VALUE, "%s: the tensor '%s' would change "
		    "the numbers and is not supported; pj.open(path) shows "
		    "the checkpoint as a tree", ckpt_path(w->k), name);
		return false;
	}
	return true;
}
