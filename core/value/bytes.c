/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes: immutable, inside the value. */
#define _GNU_SOURCE	/* memmem */
#include <stdlib.h>
#include <string.h>

#include "core/base/xalloc.h"
#include "core/value/builtin_types.h"
#include "core/value/iter.h"
#include "core/value/number.h"
#include "core/value/repr.h"
#include "core/value/runtime.h"
#include "core/value/seq.h"
#include "core/value/str.h"
#include "core/value/str_methods.h"

struct bytes {
	struct value hdr;
	size_t len;
	int64_t hash;
	unsigned char data[];
};

static struct bytes *
bytes_of(const struct value *v)
{
	return (struct bytes *)value_unwrap(v);
}

static struct bytes *
bytes_alloc(struct ctx *c, size_t len)
{
	struct bytes *b;

	/* Asked first, because value_alloc does not come back empty. */
	if (len > 1 << 20) {
		void *probe = try_alloc(c, len + 64, 1);

		if (probe == NULL)
			return NULL;
		free(probe);
	}
	b = value_alloc(c, &bytes_kind, sizeof *b + len + 1);
	b->len = len;
	scope_add(c, b, value_unref_ptr);
	return b;
}

struct value *
bytes_new(struct ctx *c, const void *data, size_t len)
{
	struct bytes *b;

	if (len == 0 && c->values->empty_bytes != NULL)
		return c->values->empty_bytes;
	b = bytes_alloc(c, len);
	if (b == NULL)
		return NULL;
	if (len > 0)
		memcpy(b->data, data, len);
	return &b->hdr;
}

const unsigned char *
bytes_data(const struct value *v, size_t *len)
{
	if (v == NULL)
		return NULL;
	*len = bytes_of(v)->len;
	return bytes_of(v)->data;
}

static bool
is_bytes(const struct value *v)
{
	return value_is(value_unwrap(v), &bytes_kind);
}

static bool
bytes_repr(struct ctx *c UNUSED, struct buf *b, struct value *v)
{
	repr_bytes(b, bytes_of(v)->data, bytes_of(v)->len);
	return true;
}

static bool
bytes_len(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	*out = (int64_t)bytes_of(v)->len;
	return true;
}

static bool
bytes_hash_slot(struct ctx *c UNUSED, struct value *v, int64_t *out)
{
	struct bytes *b = bytes_of(v);

	if (b->hash == 0)
		b->hash = bytes_hash(b->data, b->len);
	*out = b->hash;
	return true;
}

static struct value *
bytes_compare(struct ctx *c UNUSED, enum compare op, struct value *a,
    struct value *b)
{
	struct bytes *x, *y;
	size_t n;
	int order;

	if (!is_bytes(b))
		return NULL;
	x = bytes_of(a);
	y = bytes_of(b);
	n = x->len < y->len ? x->len : y->len;
	order = memcmp(x->data, y->data, n);
	if (order == 0)
		return value_bool(compare_ints(op, (int64_t)x->len,
		    (int64_t)y->len));
	return value_bool(compare_ints(op, order, 0));
}

static struct value *
bytes_arith(struct ctx *c, enum arith op, struct value *self,
    struct value *other, bool reflected)
{
	struct bytes *a = bytes_of(self), *b, *r;
	int64_t n;

	if (op == ARITH_ADD && is_bytes(other)) {
		b = bytes_of(other);
		if (reflected) {
			a = b;
			b = bytes_of(self);
		}
		r = bytes_alloc(c, a->len + b->len);
		if (r == NULL)
			return NULL;
		memcpy(r->data, a->data, a->len);
		memcpy(r->data + a->len, b->data, b->len);
		return &r->hdr;
	}
	if (op != ARITH_MUL || !seq_times(c, other, &n))
		return NULL;
	if (n <= 0 || a->len == 0)
		return c->values->empty_bytes;
	if ((uint64_t)n > ((uint64_t)1 << 40) / a->len)
		return err_raise(c, ERR_MEMORY, "%s", "");
	r = bytes_alloc(c, a->len * (size_t)n);
	for (size_t i = 0; r != NULL && i < (size_t)n; i++)
		memcpy(r->data + i * a->len, a->data, a->len);
	return r != NULL ? &r->hdr : NULL;
}

static struct value *
bytes_get_item(struct ctx *c, struct value *v, struct value *key)
{
	struct bytes *b = bytes_of(v), *r;
	int64_t start, count, step;
	size_t i;

	if (!value_is(key, &slice_kind)) {
		if (index_of_key(c, key, "byte", b->len, &i))
			return value_int(c, b->data[i]);
		if (!err_is(c, ERR_INDEX))
			return NULL;
		err_clear(c);
		return err_raise(c, ERR_INDEX, "index out of range");
	}
	if (!slice_resolve(c, key, (int64_t)b->len, &start, &count, &step))
		return NULL;
	if (step == 1)
		return bytes_new(c, b->data + start, (size_t)count);
	r = bytes_alloc(c, (size_t)count);
	for (int64_t k = 0; r != NULL && k < count; k++)
		r->data[k] = b->data[start + k * step];
	return r != NULL ? &r->hdr : NULL;
}

static bool
bytes_contains(struct ctx *c, struct value *v, struct value *item, bool *out)
{
	struct bytes *b = bytes_of(v);
	int64_t i;

	if (is_bytes(item)) {
		*out = memmem(b->data, b->len, bytes_of(item)->data,
		    bytes_of(item)->len) != NULL;
		return true;
	}
	if (!value_is_int(item)) {
		err_raise(c, ERR_TYPE, "a bytes-like object is required, not "
		    "'%s'", value_type_name(c, item));
		return false;
	}
	i = value_as_int(item);
	if (i < 0 || i > 255) {
		err_raise(c, ERR_VALUE, "byte must be in range(0, 256)");
		return false;
	}
	*out = memchr(b->data, (int)i, b->len) != NULL;
	return true;
}

static struct value *
bytes_iter_next(struct ctx *c, struct value *over, size_t *at,
    int64_t *state UNUSED)
{
	struct bytes *b = bytes_of(over);

	return *at < b->len ? value_int(c, b->data[(*at)++]) : NULL;
}

static struct value *
bytes_iter(struct ctx *c, struct value *v)
{
	return iter_new(c, v, bytes_iter_next, 0);
}

static struct value *
bytes_of_ints(struct ctx *c, struct value *v)
{
	struct value *list = value_to_list(c, v), *r;
	struct buf b = BUF_INIT;
	int64_t i;

	for (size_t k = 0; k < seq_len(list); k++) {
		if (!value_to_int(c, seq_item(list, k), NULL, &i))
			break;
		if (i < 0 || i > 255) {
			err_raise(c, ERR_VALUE,
			    "bytes must be in range(0, 256)");
			break;
		}
		buf_char(&b, (char)i);
	}
	r = list == NULL || err_is_set(c) ? NULL :
	    bytes_new(c, b.data, b.len);
	buf_release(&b);
	return r;
}

static struct value *
bytes_make(struct ctx *c, struct class *cls UNUSED,
    struct value *const *args)
{
	struct value *v = args[0];
	struct bytes *b;
	int64_t n;

	if (value_is_str(v)) {
		if (args[1] == &value_none)
			return err_raise(c, ERR_TYPE,
			    "string argument without an encoding");
		return str_encode(c, v, args[1], args[2] != &value_none ?
		    args[2] : str_new(c, "strict"));
	}
	if (is_bytes(v))
		return value_own(c, value_ref(value_unwrap(v)));
	if (value_is_int(v)) {
		n = value_as_int(v);
		if (n < 0)
			return err_raise(c, ERR_VALUE, "negative count");
		b = bytes_alloc(c, (size_t)n);
		return b != NULL ? &b->hdr : NULL;
	}
	return bytes_of_ints(c, v);
}

static const struct param bytes_params[] = {
	{ "source", PARAM_ANY, "()", "Ints, a length, or text.", 0 },
	{ "encoding", PARAM_ANY, "None", "Of text.", 0 },
	{ "errors", PARAM_ANY, "None", "strict, ignore, replace.", 0 },
	{ 0 }
};

const struct kind bytes_kind = {
	.name = "bytes", .row = &bytes_row, .repr = bytes_repr,
	.len = bytes_len, .hash = bytes_hash_slot, .compare = bytes_compare,
	.arith = bytes_arith, .get_item = bytes_get_item,
	.contains = bytes_contains, .iter = bytes_iter,
};

const struct class_row bytes_row = {
	.name = "bytes", .module = "builtins", .doc = "A sequence of bytes.",
	.kind = &bytes_kind, .methods = bytes_methods,
	.class_methods = bytes_class_methods, .new_params = bytes_params,
	.make = bytes_make, .example = "bytes(3)",
};
