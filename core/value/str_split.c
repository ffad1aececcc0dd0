/* SPDX-License-Identifier: Apache-2.0 */
/* Methods of str that take text apart, and join. */
#define _GNU_SOURCE	/* memmem */
#include <string.h>

#include "core/base/utf8.h"
#include "core/value/str.h"
#include "core/value/str_methods.h"

/* Is there space at i? *took: its bytes. */
static bool
space_at(const char *s, size_t len, size_t *took)
{
	unsigned char ch = (unsigned char)*s;

	*took = 1;
	if (ch < 0x80)
		return ch == ' ' || (ch >= 9 && ch <= 13) ||
		    (ch >= 0x1C && ch <= 0x1F);
	return str_point_is(utf8_decode(s, len, took), POINT_SPACE);
}

/* Does space end at the byte before end? *took: its bytes. */
static bool
space_before(const char *s, size_t end, size_t *took)
{
	size_t i = end - 1;

	while (i > 0 && ((unsigned char)s[i] & 0xC0) == 0x80)
		i--;
	return space_at(s + i, end - i, took) && i + *took == end;
}

static bool
one_of(const struct str *set, const char *s, size_t n)
{
	size_t took;

	for (size_t i = 0; i < set->bytes; i += took) {
		utf8_decode(set->text + i, set->bytes - i, &took);
		if (took == n && memcmp(set->text + i, s, n) == 0)
			return true;
	}
	return false;
}

static size_t
last_point(const char *s, size_t end)
{
	size_t i = end - 1;

	while (i > 0 && ((unsigned char)s[i] & 0xC0) == 0x80)
		i--;
	return i;
}

static struct value *
strip(struct ctx *c, struct value *const *args, bool left, bool right)
{
	const struct str *s = str_of(args[0]), *set = NULL;
	size_t begin = 0, end = s->bytes, took, i;

	if (args[1] != &value_none) {
		if (!value_is_str(args[1]))
			return err_raise(c, ERR_TYPE,
			    "strip arg must be None or str");
		set = str_of(args[1]);
	}
	while (left && begin < end) {
		if (set == NULL ? !space_at(s->text + begin, end - begin,
		    &took) : (utf8_decode(s->text + begin, end - begin,
		    &took), !one_of(set, s->text + begin, took)))
			break;
		begin += took;
	}
	while (right && begin < end) {
		i = last_point(s->text, end);
		if (set == NULL ? !space_before(s->text, end, &took) :
		    !one_of(set, s->text + i, end - i))
			break;
		end = i;
	}
	return str_slice_bytes(c, s, begin, end);
}

struct value *
str_strip(struct ctx *c, struct value *const *args)
{
	return strip(c, args, true, true);
}

struct value *
str_lstrip(struct ctx *c, struct value *const *args)
{
	return strip(c, args, true, false);
}

struct value *
str_rstrip(struct ctx *c, struct value *const *args)
{
	return strip(c, args, false, true);
}

static bool
add_part(struct ctx *c, struct value *list, const struct str *s,
    size_t begin, size_t end)
{
	size_t mark = scope_mark(&c->scope);
	bool ok = ctx_poll(c) && list_append(c, list, str_slice_bytes(c, s, begin, end));

	scope_drop(c, mark);
	return ok;
}

static struct value *
split_space(struct ctx *c, const struct str *s, int64_t most)
{
	struct value *list = list_new(c, 0, NULL);
	size_t i = 0, begin, took;

	for (;;) {
		while (i < s->bytes && space_at(s->text + i, s->bytes - i,
		    &took))
			i += took;
		if (i == s->bytes)
			return list;
		begin = i;
		if (most-- == 0)
			break;
		while (i < s->bytes && !space_at(s->text + i, s->bytes - i,
		    &took))
			i += took;
		if (!add_part(c, list, s, begin, i))
			return NULL;
	}
	/* What is left keeps the space at its end. */
	return add_part(c, list, s, begin, s->bytes) ? list : NULL;
}

static struct value *
rsplit_space(struct ctx *c, const struct str *s, int64_t most)
{
	struct value *list = list_new(c, 0, NULL);
	size_t end = s->bytes, i, took;

	for (;;) {
		while (end > 0 && space_before(s->text, end, &took))
			end -= took;
		if (end == 0)
			break;
		if (most-- == 0) {
			add_part(c, list, s, 0, end);
			break;
		}
		i = end;
		while (i > 0 && !space_before(s->text, i, &took))
			i = last_point(s->text, i);
		if (!add_part(c, list, s, i, end))
			return NULL;
		end = i;
	}
	value_call_method(c, list, "reverse", 0, NULL);
	return list;
}

static struct value *
split_at(struct ctx *c, const struct str *s, const struct str *sep,
    int64_t most)
{
	struct value *list = list_new(c, 0, NULL);
	const char *at = s->text, *end = s->text + s->bytes, *next;

	while (most-- != 0 && (next = memmem(at, (size_t)(end - at),
	    sep->text, sep->bytes)) != NULL) {
		if (!add_part(c, list, s, (size_t)(at - s->text),
		    (size_t)(next - s->text)))
			return NULL;
		at = next + sep->bytes;
	}
	return add_part(c, list, s, (size_t)(at - s->text), s->bytes) ?
	    list : NULL;
}

static struct value *
rsplit_at(struct ctx *c, const struct str *s, const struct str *sep,
    int64_t most)
{
	struct value *list = list_new(c, 0, NULL);
	size_t end = s->bytes, i;

	for (i = end; i >= sep->bytes && most != 0;) {
		if (memcmp(s->text + i - sep->bytes, sep->text,
		    sep->bytes) != 0) {
			i--;
			continue;
		}
		if (!add_part(c, list, s, i, end))
			return NULL;
		end = i -= sep->bytes;
		most--;
	}
	add_part(c, list, s, 0, end);
	value_call_method(c, list, "reverse", 0, NULL);
	return list;
}

static struct value *
split(struct ctx *c, struct value *const *args, bool right)
{
	const struct str *s = str_of(args[0]), *sep;
	int64_t most;

	if (!value_to_int(c, args[2], NULL, &most))
		return NULL;
	if (args[1] == &value_none)
		return right ? rsplit_space(c, s, most) :
		    split_space(c, s, most);
	if (!value_is_str(args[1]))
		return err_raise(c, ERR_TYPE, "must be str or None, not %s",
		    value_type_name(c, args[1]));
	sep = str_of(args[1]);
	if (sep->bytes == 0)
		return err_raise(c, ERR_VALUE, "empty separator");
	return right ? rsplit_at(c, s, sep, most) :
	    split_at(c, s, sep, most);
}

struct value *
str_split(struct ctx *c, struct value *const *args)
{
	return split(c, args, false);
}

struct value *
str_rsplit(struct ctx *c, struct value *const *args)
{
	return split(c, args, true);
}

/* Bytes of the line break at s, 0 where there is none. */
static size_t
line_break(const char *s, size_t len)
{
	unsigned char ch = (unsigned char)*s;

	if (ch == '\r')
		return len > 1 && s[1] == '\n' ? 2 : 1;
	if ((ch >= '\n' && ch <= '\f') || (ch >= 0x1C && ch <= 0x1E))
		return 1;
	if (len >= 2 && memcmp(s, "\xC2\x85", 2) == 0)
		return 2;
	if (len >= 3 && (memcmp(s, "\xE2\x80\xA8", 3) == 0 ||
	    memcmp(s, "\xE2\x80\xA9", 3) == 0))
		return 3;
	return 0;
}

struct value *
str_splitlines(struct ctx *c, struct value *const *args)
{
	const struct str *s = str_of(args[0]);
	struct value *list = list_new(c, 0, NULL);
	size_t begin = 0, i = 0, n;
	bool keep;

	if (!value_truth(c, args[1], &keep))
		return NULL;
	while (i < s->bytes) {
		n = line_break(s->text + i, s->bytes - i);
		if (n == 0) {
			i++;
			continue;
		}
		if (!add_part(c, list, s, begin, keep ? i + n : i))
			return NULL;
		begin = i += n;
	}
	if (begin < s->bytes && !add_part(c, list, s, begin, s->bytes))
		return NULL;
	return list;
}

struct value *
str_join(struct ctx *c, struct value *const *args)
{
	const struct str *sep = str_of(args[0]);
	struct value *list = value_is_seq(args[1]) ? args[1] :
	    value_to_list(c, args[1]);
	struct buf b = BUF_INIT;

	if (list == NULL) {
		if (err_is(c, ERR_TYPE) && value_kind(args[1])->iter == NULL) {
			err_clear(c);
			err_raise(c, ERR_TYPE, "can only join an iterable");
		}
		return NULL;
	}
	for (size_t i = 0; i < seq_len(list) && ctx_poll(c); i++) {
		struct value *x = seq_item(list, i);

		if (!value_is_str(x)) {
			buf_release(&b);
			return err_raise(c, ERR_TYPE, "sequence item %zu: "
			    "expected str instance, %s found", i,
			    value_type_name(c, x));
		}
		if (i > 0)
			buf_add(&b, sep->text, sep->bytes);
		buf_add(&b, str_text(x), str_bytes(x));
	}
	return str_of_loop(c, &b);
}
