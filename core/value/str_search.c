/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of str that look for text in text. */
#define _GNU_SOURCE	/* memmem, memrchr */
#include <string.h>

#include "core/value/runtime.h"
#include "core/value/seq.h"
#include "core/value/str.h"
#include "core/value/str_methods.h"

/* Bytes of s between two indices in code points, as find() takes them. */
struct part {
	const struct str *s;
	size_t begin, end;
	bool ok;		/* false: begin is behind end */
};

static bool
part_of(struct ctx *c, struct value *const *args, struct part *p)
{
	int64_t begin, end, n = (int64_t)str_len(args[0]);

	p->s = str_of(args[0]);
	if (!slice_int(c, args[2], 0, &begin) ||
	    !slice_int(c, args[3], n, &end))
		return false;
	if (begin < 0)
		begin = begin + n < 0 ? 0 : begin + n;
	if (end < 0)
		end = end + n < 0 ? 0 : end + n;
	if (end > n)
		end = n;
	p->ok = begin <= end;
	if (begin > n)
		begin = n;
	p->begin = str_offset(p->s, (size_t)begin);
	p->end = p->ok ? str_offset(p->s, (size_t)end) : p->begin;
	return true;
}

static bool
need_str(struct ctx *c, struct value *v)
{
	if (value_is_str(v))
		return true;
	err_raise(c, ERR_TYPE, "must be str, not %s", value_type_name(c, v));
	return false;
}

static const char *
find_last(const char *s, size_t len, const char *what, size_t n)
{
	if (n > len)
		return NULL;
	for (size_t i = len - n + 1; i-- > 0;)
		if (memcmp(s + i, what, n) == 0)
			return s + i;
	return NULL;
}

/* The place in code points, or -1; -2 with an error. */
static int64_t
find_place(struct ctx *c, struct value *const *args, bool last)
{
	const struct str *w;
	struct part p;
	const char *at, *from;
	size_t n;

	if (!need_str(c, args[1]) || !part_of(c, args, &p))
		return -2;
	if (!p.ok)
		return -1;
	w = str_of(args[1]);
	from = p.s->text + p.begin;
	n = p.end - p.begin;
	at = last ? find_last(from, n, w->text, w->bytes) :
	    memmem(from, n, w->text, w->bytes);
	if (at == NULL)
		return -1;
	if (p.s->bytes == str_len(args[0]))
		return at - p.s->text;
	n = 0;
	for (const char *q = p.s->text; q < at; q++)
		n += ((unsigned char)*q & 0xC0) != 0x80;
	return (int64_t)n;
}

static struct value *
place(struct ctx *c, struct value *const *args, bool last, bool must)
{
	int64_t i = find_place(c, args, last);

	if (i == -2)
		return NULL;
	if (i < 0 && must)
		return err_raise(c, ERR_VALUE, "substring not found");
	return value_int(c, i);
}

struct value *
str_find(struct ctx *c, struct value *const *args)
{
	return place(c, args, false, false);
}

struct value *
str_rfind(struct ctx *c, struct value *const *args)
{
	return place(c, args, true, false);
}

struct value *
str_index(struct ctx *c, struct value *const *args)
{
	return place(c, args, false, true);
}

struct value *
str_rindex(struct ctx *c, struct value *const *args)
{
	return place(c, args, true, true);
}

struct value *
str_count(struct ctx *c, struct value *const *args)
{
	const struct str *w;
	struct part p;
	const char *s, *end;
	int64_t n = 0;

	if (!need_str(c, args[1]) || !part_of(c, args, &p))
		return NULL;
	if (!p.ok)
		return value_int(c, 0);
	w = str_of(args[1]);
	s = p.s->text + p.begin;
	end = p.s->text + p.end;
	if (w->bytes == 0) {
		for (; s < end; s++)
			n += ((unsigned char)*s & 0xC0) != 0x80;
		return value_int(c, n + 1);
	}
	while ((s = memmem(s, (size_t)(end - s), w->text, w->bytes)) !=
	    NULL) {
		n++;
		s += w->bytes;
		if (!ctx_poll(c))
			return NULL;
	}
	return value_int(c, n);
}

static bool
has_affix(const struct part *p, const struct value *affix, bool at_end)
{
	const struct str *w = str_of(affix);

	if (!p->ok || w->bytes > p->end - p->begin)
		return false;
	return memcmp(p->s->text + (at_end ? p->end - w->bytes : p->begin),
	    w->text, w->bytes) == 0;
}

static struct value *
affix(struct ctx *c, struct value *const *args, bool at_end)
{
	struct part p;

	if (!part_of(c, args, &p))
		return NULL;
	if (value_is_str(args[1]))
		return value_bool(has_affix(&p, args[1], at_end));
	if (!value_is_tuple(args[1]))
		return err_raise(c, ERR_TYPE, "%s first arg must be str or a "
		    "tuple of str, not %s", at_end ? "endswith" :
		    "startswith", value_type_name(c, args[1]));
	for (size_t i = 0; i < seq_len(args[1]); i++) {
		struct value *w = seq_item(args[1], i);

		if (!value_is_str(w))
			return err_raise(c, ERR_TYPE, "tuple for %s must "
			    "only contain str, not %s", at_end ? "endswith" :
			    "startswith", value_type_name(c, w));
		if (has_affix(&p, w, at_end))
			return &value_true;
	}
	return &value_false;
}

struct value *
str_startswith(struct ctx *c, struct value *const *args)
{
	return affix(c, args, false);
}

struct value *
str_endswith(struct ctx *c, struct value *const *args)
{
	return affix(c, args, true);
}

struct value *
str_removeprefix(struct ctx *c, struct value *const *args)
{
	const struct str *s = str_of(args[0]), *w;

	if (!need_str(c, args[1]))
		return NULL;
	w = str_of(args[1]);
	if (w->bytes > s->bytes || memcmp(s->text, w->text, w->bytes) != 0)
		return str_slice_bytes(c, s, 0, s->bytes);
	return str_slice_bytes(c, s, w->bytes, s->bytes);
}

struct value *
str_removesuffix(struct ctx *c, struct value *const *args)
{
	const struct str *s = str_of(args[0]), *w;

	if (!need_str(c, args[1]))
		return NULL;
	w = str_of(args[1]);
	if (w->bytes > s->bytes || memcmp(s->text + s->bytes - w->bytes,
	    w->text, w->bytes) != 0)
		return str_slice_bytes(c, s, 0, s->bytes);
	return str_slice_bytes(c, s, 0, s->bytes - w->bytes);
}

/* An empty needle stands between all code points. */
static void
replace_empty(struct buf *b, const struct str *s, const struct str *with,
    int64_t most)
{
	for (size_t i = 0; i < s->bytes; i++) {
		if (((unsigned char)s->text[i] & 0xC0) != 0x80 &&
		    most != 0) {
			buf_add(b, with->text, with->bytes);
			most--;
		}
		buf_char(b, s->text[i]);
	}
	if (most != 0)
		buf_add(b, with->text, with->bytes);
}

struct value *
str_replace(struct ctx *c, struct value *const *args)
{
	const struct str *s = str_of(args[0]), *old, *with;
	const char *at = s->text, *end = s->text + s->bytes, *next;
	struct buf b = BUF_INIT;
	int64_t most;

	if (!need_str(c, args[1]) || !need_str(c, args[2]) ||
	    !value_to_int(c, args[3], NULL, &most))
		return NULL;
	old = str_of(args[1]);
	with = str_of(args[2]);
	if (old->bytes == 0)
		replace_empty(&b, s, with, most);
	else {
		for (; most != 0; most--) {
			next = memmem(at, (size_t)(end - at), old->text,
			    old->bytes);
			if (next == NULL)
				break;
			buf_add(&b, at, (size_t)(next - at));
			buf_add(&b, with->text, with->bytes);
			at = next + old->bytes;
			if (!ctx_poll(c))
				break;
		}
		if (at == s->text)
			return str_slice_bytes(c, s, 0, s->bytes);
		buf_add(&b, at, (size_t)(end - at));
	}
	return str_of_loop(c, &b);
}

static struct value *
partition(struct ctx *c, struct value *const *args, bool last)
{
	const struct str *s = str_of(args[0]), *w;
	struct value *part[3];
	const char *at;
	size_t i;

	if (!need_str(c, args[1]))
		return NULL;
	w = str_of(args[1]);
	if (w->bytes == 0)
		return err_raise(c, ERR_VALUE, "empty separator");
	at = last ? find_last(s->text, s->bytes, w->text, w->bytes) :
	    memmem(s->text, s->bytes, w->text, w->bytes);
	part[0] = part[1] = part[2] = c->values->empty_str;
	if (at == NULL)
		part[last ? 2 : 0] = str_slice_bytes(c, s, 0, s->bytes);
	else {
		i = (size_t)(at - s->text);
		part[0] = str_slice_bytes(c, s, 0, i);
		part[1] = args[1];
		part[2] = str_slice_bytes(c, s, i + w->bytes, s->bytes);
	}
	return tuple_new(c, 3, part);
}

struct value *
str_partition(struct ctx *c, struct value *const *args)
{
	return partition(c, args, false);
}

struct value *
str_rpartition(struct ctx *c, struct value *const *args)
{
	return partition(c, args, true);
}
