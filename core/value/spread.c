/* SPDX-License-Identifier: Apache-2.0 */
#include "core/value/spread.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/str.h"

void
spread_init(struct ctx *c, struct spread *s, size_t n,
    struct value *const *front, struct value *pos, struct value *kw)
{
	size_t npos = pos != NULL ? seq_len(pos) : 0, at = 0;
	size_t nkw = kw != NULL ? dict_len(kw) : 0;
	struct value *key, *v;

	s->v = xcalloc(n + npos + nkw, sizeof(struct value *));
	s->kw = xcalloc(nkw, sizeof(struct atom *));
	s->args = (struct args){ s->v, n + npos, s->kw, 0 };
	if (n > 0)
		memcpy(s->v, front, n * sizeof *front);
	if (npos > 0)
		memcpy(s->v + n, seq_items(pos), npos * sizeof *s->v);
	while (nkw > 0 && dict_next(kw, &at, &key, &v)) {
		if (!value_is_str(key))
			continue;
		s->kw[s->args.nkw] = str_atom(c, key);
		s->v[n + npos + s->args.nkw++] = v;
	}
}

void
spread_release(struct spread *s)
{
	free(s->v);
	free(s->kw);
}

struct value *
spread_call(struct ctx *c, struct value *fn, size_t n,
    struct value *const *front, struct value *pos, struct value *kw)
{
	struct spread s;
	struct value *r;

	spread_init(c, &s, n, front, pos, kw);
	r = value_call(c, fn, &s.args);
	spread_release(&s);
	return r;
}
