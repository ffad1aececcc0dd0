/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text: UTF-8 with its length in code points. Text of one byte a code point
 * is indexed at once; other text is searched from a remembered place.
 */
#define _GNU_SOURCE	/* memmem */
#include "core/value/str.h"

#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/iter.h"
#include "core/value/repr.h"
#include "core/value/runtime.h"
#include "core/value/seq.h"
#include "core/value/str_methods.h"

#include <stdlib.h>
#include <string.h>

bool
value_is_str(const struct value *v)
{
	return value_is(v, &str_kind) || (value_is(v, &instance_kind) &&
	    value_is(value_unwrap(v), &str_kind));
}

static void
str_free(struct value *v)
{
	struct str *s = (struct str *)v;

	if (s->cap > 0)
		free(s->text);
}

static struct str *
str_alloc(struct ctx *c, size_t bytes)
{
	struct str *s;

	if (bytes > 256) {
		char *text = try_alloc(c, bytes + 1, 1);

		if (text == NULL)
			return NULL;
		s = value_alloc_untracked(c, &str_kind, sizeof *s);
		s->text = text;
		s->cap = bytes + 1;
	} else {
		s = value_alloc_untracked(c, &str_kind,
		    sizeof *s + bytes + 1);
		s->text = s->room;
	}
	s->bytes = bytes;
	s->text[bytes] = '\0';
	s->len = SIZE_MAX;
	return s;
}

struct value *
str_new_len(struct ctx *c, const char *text, size_t len)
{
	struct values *vs = c->values;
	struct str *s;

	if (text == NULL)
		return NULL;
	if (len == 0)
		return vs->empty_str;
	if (len == 1 && (unsigned char)*text < 128)
		return vs->chars[(unsigned char)*text];
	s = str_alloc(c, len);
	if (s == NULL)
		return NULL;
	memcpy(s->text, text, len);
	return value_own(c, &s->hdr);
}

struct value *
str_new(struct ctx *c, const char *text)
{
	return text == NULL ? NULL : str_new_len(c, text, strlen(text));
}

struct value *
str_of_buf(struct ctx *c, struct buf *b)
{
	struct str *s;

	if (b->len < 128 || b->cap == 0 || b->cap > b->len * 2) {
		struct value *v = str_new_len(c, b->data, b->len);

		buf_release(b);
		return v;
	}
	s = value_alloc_untracked(c, &str_kind, sizeof *s);
	s->bytes = b->len;
	s->cap = b->cap;
	s->text = buf_steal(b);
	s->len = SIZE_MAX;
	return value_own(c, &s->hdr);
}

struct value *
str_of_loop(struct ctx *c, struct buf *b)
{
	if (!err_is_set(c))
		return str_of_buf(c, b);
	buf_release(b);
	return NULL;
}

/*
 * The string of an atom lives as long as the atom and is never counted; it is
 * not the pools', which go before the atoms.
 */
struct value *
str_of_atom(struct ctx *c UNUSED, const struct atom *a)
{
	struct str *s;

	if (a == NULL)
		return NULL;
	if (a->str != NULL)
		return a->str;
	s = xcalloc(1, sizeof *s + a->len + 1);
	s->hdr = (struct value){ &str_kind, 1, VALUE_IMMORTAL };
	s->atom = a;
	s->text = s->room;
	s->bytes = a->len;
	s->len = SIZE_MAX;
	memcpy(s->text, a->text, (size_t)a->len + 1);
	s->hash = bytes_hash(s->text, s->bytes);
	((struct atom *)a)->str = s;
	return &s->hdr;
}

const struct atom *
str_atom(struct ctx *c, struct value *v)
{
	struct str *s = (struct str *)str_of(v);

	if (v == NULL)
		return NULL;
	if (s->atom == NULL)
		s->atom = atom_len(c, s->text, s->bytes);
	return s->atom;
}

const char *
str_text(const struct value *v)
{
	return v == NULL ? NULL : str_of(v)->text;
}

size_t
str_bytes(const struct value *v)
{
	return v == NULL ? 0 : str_of(v)->bytes;
}

static size_t
count_points(const struct str *s)
{
	if (s->len == SIZE_MAX)
		((struct str *)s)->len = utf8_count(s->text, s->bytes);
	return s->len;
}

size_t
str_len(const struct value *v)
{
	return v == NULL ? 0 : count_points(str_of(v));
}

const char *
value_to_text(struct ctx *c, struct value *v, const char *what)
{
	if (v == NULL)
		return NULL;
	if (!value_is_str(v))
		return err_raise(c, ERR_TYPE, "%s must be str, not %s", what,
		    value_type_name(c, v));
	return str_text(v);
}

static inline bool
is_tail(char ch)
{
	return ((unsigned char)ch & 0xC0) == 0x80;
}

size_t
str_offset(const struct str *s, size_t i)
{
	size_t point, at;

	if (count_points(s) == s->bytes)
		return i;
	if (i >= s->len)
		return s->bytes;
	point = s->near_point;
	at = s->near_byte;
	if (i < point / 2) {
		point = 0;
		at = 0;
	} else if (s->len - i < (i > point ? i - point : point - i)) {
		point = s->len;
		at = s->bytes;
	}
	for (; point < i; point++)
		for (at++; at < s->bytes && is_tail(s->text[at]); at++)
			;
	for (; point > i; point--)
		for (at--; at > 0 && is_tail(s->text[at]); at--)
			;
	((struct str *)s)->near_point = point;
	((struct str *)s)->near_byte = at;
	return at;
}

struct value *
str_slice_bytes(struct ctx *c, const struct str *s, size_t begin, size_t end)
{
	if (begin == 0 && end == s->bytes)
		return value_own(c, value_ref((struct value *)&s->hdr));
	return str_new_len(c, s->text + begin, end > begin ? end - begin : 0);
}

struct value *
str_char_at(struct ctx *c, const struct str *s, size_t i)
{
	size_t at = str_offset(s, i), end = at + 1;

	while (end < s->bytes &&
	    ((unsigned char)s->text[end] & 0xC0) == 0x80)
		end++;
	return str_new_len(c, s->text + at, end - at);
}

/* ---- the kind ----------------------------------------------------------- */

static inline uint64_t
mix(uint64_t a, uint64_t b)
{
	__uint128_t r = (__uint128_t)a * b;

	return (uint64_t)r ^ (uint64_t)(r >> 64);
}

/* Multiply and fold, eight bytes at a time. Never 0. */
int64_t
bytes_hash(const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t h = UINT64_C(0x9E3779B97F4A7C15) ^ len, w;

	for (; len >= 8; len -= 8, p += 8) {
		memcpy(&w, p, 8);
		h = mix(h ^ w, UINT64_C(0xA0761D6478BD642F));
	}
	w = 0;
	if (len > 0)
		memcpy(&w, p, len);
	h = mix(h ^ w, UINT64_C(0xE7037ED1A0B428DB));
	return h == 0 ? 1 : (int64_t)h;
}

static bool
str_hash(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	struct str *s = (struct str *)str_of(v);

	if (s->hash == 0)
		s->hash = bytes_hash(s->text, s->bytes);
	*out = s->hash;
	return true;
}

static bool
str_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	repr_text(b, str_text(v), str_bytes(v));
	return true;
}

static bool
str_str(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	buf_add(b, str_text(v), str_bytes(v));
	return true;
}

static bool
str_len_slot(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = (int64_t)str_len(v);
	return true;
}

static bool
str_truth(struct ctx *c UNUSED, struct value *v, bool *out)
{
	*out = str_bytes(v) > 0;
	return true;
}

/* UTF-8 sorts by code points when it is compared by bytes. */
static struct value *
str_compare(struct ctx *c UNUSED, enum compare op, struct value *a,
    struct value *b)
{
	const struct str *x, *y;
	size_t n;
	int order;

	if (!value_is_str(b))
		return NULL;
	x = str_of(a);
	y = str_of(b);
	if ((op == CMP_EQ || op == CMP_NE) && (x->bytes != y->bytes ||
	    (x->hash != 0 && y->hash != 0 && x->hash != y->hash)))
		return value_bool(op == CMP_NE);
	n = x->bytes < y->bytes ? x->bytes : y->bytes;
	order = x == y ? 0 : memcmp(x->text, y->text, n);
	if (order == 0)
		order = (x->bytes > y->bytes) - (x->bytes < y->bytes);
	switch (op) {
	case CMP_LT:
		return value_bool(order < 0);
	case CMP_LE:
		return value_bool(order <= 0);
	case CMP_EQ:
		return value_bool(order == 0);
	case CMP_NE:
		return value_bool(order != 0);
	case CMP_GT:
		return value_bool(order > 0);
	default:
		return value_bool(order >= 0);
	}
}

static struct value *
str_concat(struct ctx *c, const struct str *a, const struct str *b)
{
	struct str *s;

	if (a->bytes == 0)
		return value_own(c, value_ref((struct value *)&b->hdr));
	if (b->bytes == 0)
		return value_own(c, value_ref((struct value *)&a->hdr));
	s = str_alloc(c, a->bytes + b->bytes);
	if (s == NULL)
		return NULL;
	memcpy(s->text, a->text, a->bytes);
	memcpy(s->text + a->bytes, b->text, b->bytes);
	if (a->len != SIZE_MAX && b->len != SIZE_MAX)
		s->len = a->len + b->len;
	return value_own(c, &s->hdr);
}

#define REPEAT_PART ((size_t)4 << 20)

static struct value *
str_repeat(struct ctx *c, const struct str *a, int64_t n)
{
	struct str *s;
	size_t done, part;

	if (n <= 0 || a->bytes == 0)
		return c->values->empty_str;
	if (n == 1)
		return value_own(c, value_ref((struct value *)&a->hdr));
	if ((uint64_t)n > (SIZE_MAX >> 2) / a->bytes)
		return err_raise(c, ERR_OVERFLOW, "repeated string is too "
		    "long");
	s = str_alloc(c, a->bytes * (size_t)n);
	if (s == NULL)
		return NULL;
	memcpy(s->text, a->text, a->bytes);
	value_own(c, &s->hdr);
	/* What is there already is copied: in few parts, but not too large. */
	for (done = a->bytes; done < s->bytes; done += part) {
		part = done - done % a->bytes;
		part = part < REPEAT_PART ? part : REPEAT_PART;
		part = part < s->bytes - done ? part : s->bytes - done;
		memcpy(s->text + done, s->text + done % a->bytes, part);
		if (!ctx_poll(c))
			return NULL;
	}
	return &s->hdr;
}

static struct value *
str_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	int64_t n;

	if (op == ARITH_ADD && value_is_str(other))
		return reflected ? str_concat(c, str_of(other), str_of(self)) :
		    str_concat(c, str_of(self), str_of(other));
	if (op == ARITH_MUL && value_is_int(other))
		return str_repeat(c, str_of(self), value_as_int(other));
	if (op == ARITH_MUL && value_has_slots(other) &&
	    class_find_dunder(c, value_class(c, other), DUNDER_INDEX) !=
	    NULL && value_to_int(c, other, NULL, &n))
		return str_repeat(c, str_of(self), n);
	if (op == ARITH_MOD && !reflected)
		return str_percent(c, self, other);
	return NULL;
}

bool
str_append_inplace(struct ctx *c UNUSED, struct value *v,
    const struct value *more)
{
	struct str *s = (struct str *)v;
	const struct str *m;
	size_t need;

	if (!value_is(v, &str_kind) || !value_is(more, &str_kind) ||
	    s->hdr.refs != 1 || (s->hdr.flags & VALUE_IMMORTAL) ||
	    s->cap == 0 || v == more)
		return false;
	m = (const struct str *)more;
	need = s->bytes + m->bytes + 1;
	if (need > s->cap) {
		size_t cap = s->cap + s->cap / 2 + m->bytes;
		char *text = realloc(s->text, cap);

		if (text == NULL)
			return false;
		s->text = text;
		s->cap = cap;
	}
	memcpy(s->text + s->bytes, m->text, m->bytes + 1);
	s->len = s->len != SIZE_MAX && m->len != SIZE_MAX ?
	    s->len + m->len : SIZE_MAX;
	s->bytes = need - 1;
	s->hash = 0;
	s->atom = NULL;
	return true;
}

static struct value *
str_step_slice(struct ctx *c, const struct str *s, int64_t start,
    int64_t count, int64_t step)
{
	struct buf b = BUF_INIT;

	if (count == 0)
		return c->values->empty_str;
	for (int64_t i = 0; i < count && ctx_poll(c); i++) {
		size_t at = str_offset(s, (size_t)(start + i * step));
		size_t end = at + 1;

		while (end < s->bytes &&
		    ((unsigned char)s->text[end] & 0xC0) == 0x80)
			end++;
		buf_add(&b, s->text + at, end - at);
	}
	return str_of_loop(c, &b);
}

static struct value *
str_get_item(struct ctx *c, struct value *v, struct value *key)
{
	const struct str *s = str_of(v);
	int64_t start, count, step;
	size_t i;

	if (!value_is(key, &slice_kind)) {
		if (!index_of_key(c, key, "string", count_points(s), &i))
			return NULL;
		return str_char_at(c, s, i);
	}
	if (!slice_resolve(c, key, (int64_t)count_points(s), &start, &count,
	    &step))
		return NULL;
	if (step == 1)
		return str_slice_bytes(c, s, str_offset(s, (size_t)start),
		    str_offset(s, (size_t)(start + count)));
	return str_step_slice(c, s, start, count, step);
}

static bool
str_contains(struct ctx *c, struct value *v, struct value *item, bool *out)
{
	if (!value_is_str(item)) {
		err_raise(c, ERR_TYPE, "'in <string>' requires string as "
		    "left operand, not %s", value_type_name(c, item));
		return false;
	}
	*out = memmem(str_text(v), str_bytes(v), str_text(item),
	    str_bytes(item)) != NULL;
	return true;
}

/* state: the offset in bytes. */
static struct value *
str_iter_next(struct ctx *c, struct value *over, size_t *at UNUSED,
    int64_t *state)
{
	const struct str *s = str_of(over);
	size_t begin = (size_t)*state, end = begin + 1;

	if (begin >= s->bytes)
		return NULL;
	while (end < s->bytes &&
	    ((unsigned char)s->text[end] & 0xC0) == 0x80)
		end++;
	*state = (int64_t)end;
	return str_new_len(c, s->text + begin, end - begin);
}

static struct value *
str_iter(struct ctx *c, struct value *v)
{
	return iter_new(c, v, str_iter_next, 0);
}

const struct kind str_kind = {
	.name = "str", .doc = "Text.", .row = &str_row, .free = str_free,
	.repr = str_repr, .str = str_str, .truth = str_truth,
	.len = str_len_slot, .hash = str_hash, .compare = str_compare,
	.arith = str_arith, .get_item = str_get_item,
	.contains = str_contains, .iter = str_iter,
};

static struct value *
str_decode_bytes(struct ctx *c, struct value *const *args)
{
	struct value *enc = args[1] != &value_none ? args[1] :
	    str_new(c, "utf-8");
	struct value *errors = args[2] != &value_none ? args[2] :
	    str_new(c, "strict");

	if (!value_is(value_unwrap(args[0]), &bytes_kind))
		return err_raise(c, ERR_TYPE, "decoding to str: need a "
		    "bytes-like object, %s found",
		    value_type_name(c, args[0]));
	return bytes_decode(c, value_unwrap(args[0]), enc, errors);
}

static struct value *
str_make(struct ctx *c, struct class *cls UNUSED, struct value *const *args)
{
	struct buf b = BUF_INIT;

	if (args[1] != &value_none || args[2] != &value_none)
		return str_decode_bytes(c, args);
	if (value_is(args[0], &str_kind))
		return value_own(c, value_ref(args[0]));
	if (value_is_small(args[0])) {
		int64_t i = value_small(args[0]);
		char room[21];
		size_t at = (size_t)(int_digits(room + 1, i < 0 ?
		    0 - (uint64_t)i : (uint64_t)i) - room);

		if (i < 0)
			room[--at] = '-';
		return str_new_len(c, room + at, sizeof room - at);
	}
	if (!value_str(c, &b, args[0])) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}

static const struct param str_params[] = {
	{ "object", PARAM_ANY, "''", "What to say as text.", 0 },
	{ "encoding", PARAM_ANY, "None", "Of bytes.", 0 },
	{ "errors", PARAM_ANY, "None", "strict, ignore, replace.", 0 },
	{ 0 }
};

const struct class_row str_row = {
	.name = "str", .module = "builtins", .doc = "Text: code points.",
	.kind = &str_kind, .methods = str_methods, .statics = str_statics,
	.new_params = str_params, .make = str_make, .example = "str(1.5)",
};
