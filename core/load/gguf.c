/* SPDX-License-Identifier: Apache-2.0 */
/*
 *	"GGUF" | u32 version | u64 tensors | u64 pairs
 *	pairs:   string key | u32 type | value
 *	tensors: string name | u32 axes | u64 size[axes] (fastest first) |
 *	         u32 type | u64 offset
 *	padding to the alignment | data
 *
 * A string is u64 length and bytes; an array u32 type, u64 count, elements.
 */
#include "core/load/gguf.h"

#include <string.h>

#include "core/base/buf.h"
#include "core/base/xalloc.h"
#include "core/load/ckpt_format.h"

#define MAX_NESTING 4
#define ALIGNMENT "general.alignment"

static const uint8_t width[GGUF_TYPE_COUNT] = {
	[GGUF_U8] = 1, [GGUF_I8] = 1, [GGUF_U16] = 2, [GGUF_I16] = 2,
	[GGUF_U32] = 4, [GGUF_I32] = 4, [GGUF_F32] = 4, [GGUF_BOOL] = 1,
	[GGUF_U64] = 8, [GGUF_I64] = 8, [GGUF_F64] = 8,
};

/* ggml's numbers of types. Those that only live in memory have no row. */
static const struct { uint32_t number; int dtype; } types[] = {
	{ 0, DT_F32 }, { 1, DT_F16 }, { 2, DT_Q4_0 }, { 3, DT_Q4_1 },
	{ 6, DT_Q5_0 }, { 7, DT_Q5_1 }, { 8, DT_Q8_0 }, { 10, DT_Q2_K },
	{ 11, DT_Q3_K }, { 12, DT_Q4_K }, { 13, DT_Q5_K }, { 14, DT_Q6_K },
	{ 16, DT_IQ2_XXS }, { 17, DT_IQ2_XS }, { 18, DT_IQ3_XXS },
	{ 19, DT_IQ1_S }, { 20, DT_IQ4_NL }, { 21, DT_IQ3_S },
	{ 22, DT_IQ2_S }, { 23, DT_IQ4_XS }, { 24, DT_I8 }, { 25, DT_I16 },
	{ 26, DT_I32 }, { 27, DT_I64 }, { 28, DT_F64 }, { 29, DT_IQ1_M },
	{ 30, DT_BF16 }, { 34, DT_TQ1_0 }, { 35, DT_TQ2_0 },
	{ 39, DT_MXFP4 }, { 40, DT_NVFP4 },
};

/* Where reading stands. Once bad, every read gives zero. */
struct cursor {
	struct ctx *c;
	struct ckpt *k;
	const unsigned char *data;
	size_t size, at;
	bool bad;
	const char *part;	/* "setting", "tensor", for messages */
	uint64_t index;
};

static void
cursor_bad(struct cursor *r, const char *what, uint64_t n)
{
	if (r->bad)
		return;
	r->bad = true;
	format_bad(r->c, r->k, 0, r->at, "%s %llu: %s (%llu)", r->part,
	    (unsigned long long)r->index, what, (unsigned long long)n);
}

/* n bytes here, or null. */
static const unsigned char *
take(struct cursor *r, uint64_t n)
{
	const unsigned char *p = r->data + r->at;

	if (r->bad)
		return NULL;
	if (n > r->size - r->at) {
		cursor_bad(r, "the file ends inside it; was it downloaded "
		    "completely? Bytes needed here", n);
		return NULL;
	}
	r->at += n;
	return p;
}

static uint32_t
take_u32(struct cursor *r)
{
	const unsigned char *p = take(r, 4);

	return p == NULL ? 0 : load_u32(p);
}

static uint64_t
take_u64(struct cursor *r)
{
	const unsigned char *p = take(r, 8);

	return p == NULL ? 0 : load_u64(p);
}

static const char *
take_string(struct cursor *r, size_t *len)
{
	uint64_t n = take_u64(r);
	const unsigned char *p = take(r, n);

	*len = p == NULL ? 0 : n;
	return (const char *)p;
}

/* ---- settings ----------------------------------------------------------- */

static void skip_value(struct cursor *, enum gguf_type, int depth);

static enum gguf_type
take_type(struct cursor *r)
{
	uint32_t t = take_u32(r);

	if (t < GGUF_TYPE_COUNT)
		return (enum gguf_type)t;
	cursor_bad(r, "there is no such kind of value", t);
	return GGUF_U8;
}

static void
skip_array(struct cursor *r, int depth)
{
	enum gguf_type t = take_type(r);
	uint64_t n = take_u64(r), least = width[t];

	if (depth >= MAX_NESTING) {
		cursor_bad(r, "arrays are nested too deeply", (uint64_t)depth);
		return;
	}
	if (least == 0)		/* a string's length, an array's head */
		least = t == GGUF_STRING ? 8 : 12;
	if (n > (r->size - r->at) / least) {
		cursor_bad(r, "the file is too short for an array of this "
		    "many elements; was it downloaded completely?", n);
		return;
	}
	if (width[t] != 0) {
		take(r, n * width[t]);
		return;
	}
	for (uint64_t i = 0; i < n && !r->bad; i++)
		skip_value(r, t, depth + 1);
}

static void
skip_value(struct cursor *r, enum gguf_type t, int depth)
{
	size_t len;

	if (t == GGUF_STRING)
		take_string(r, &len);
	else if (t == GGUF_ARRAY)
		skip_array(r, depth);
	else
		take(r, width[t]);
}

static void
read_pairs(struct cursor *r, uint64_t n)
{
	struct ckpt *k = r->k;

	r->part = "setting";
	/* A pair takes 13 bytes at least: the count is bounded by the file. */
	if (n > (r->size - r->at) / 13) {
		cursor_bad(r, "the file is too short for this many settings",
		    n);
		return;
	}
	k->pair = xcalloc(n + 1, sizeof *k->pair);
	for (; r->index < n && !r->bad; r->index++) {
		struct gguf_pair *p = &k->pair[r->index];
		size_t len;
		const char *key = take_string(r, &len);

		if (key == NULL)
			return;
		p->key = arena_memdup0(k->arena, key, len);
		p->value.type = take_type(r);
		p->value.at = r->data + r->at;
		skip_value(r, p->value.type, 0);
		if (!r->bad)
			k->npairs++;
	}
}

/* ---- tensors ------------------------------------------------------------ */

static void
read_type(struct cursor *r, struct ckpt_entry *e, uint32_t number)
{
	for (size_t i = 0; i < nitems(types); i++) {
		if (types[i].number != number)
			continue;
		e->stored = (enum dtype)types[i].dtype;
		if (!ckpt_bytes(e, &e->nbytes))
			cursor_bad(r, "its sizes overflow or are no multiple "
			    "of the block of its type", number);
		return;
	}
	/* Its extent is known once all offsets are. */
	e->foreign = arena_printf(r->k->arena, "ggml type %u", number);
	e->stored = DT_U8;
}

static void
read_tensor(struct cursor *r)
{
	size_t len;
	const char *name = take_string(r, &len);
	uint32_t naxes = take_u32(r);
	struct ckpt_entry *e;
	uint32_t type;

	if (naxes > TENSOR_MAX_AXES)
		cursor_bad(r, "too many axes", naxes);
	if (r->bad)
		return;
	e = ckpt_add(r->c, r->k, name, len);
	if (e == NULL) {
		r->bad = true;
		return;
	}
	e->naxes = (int)naxes;
	for (uint32_t i = 0; i < naxes; i++) {
		uint64_t n = take_u64(r);

		if (n > INT64_MAX)
			cursor_bad(r, "an axis is too long", n);
		e->size[naxes - 1 - i] = (int64_t)(n & INT64_MAX);
	}
	type = take_u32(r);
	e->offset = take_u64(r);
	if (!r->bad)
		read_type(r, e, type);
}

/* A foreign tensor ends where the next one begins. */
static void
bound_foreign(struct ckpt *k, struct ckpt_entry *e)
{
	uint64_t end = k->file[0]->size;

	for (size_t i = 0; i < k->n; i++) {
		if (k->entry[i].offset > e->offset &&
		    k->entry[i].offset < end)
			end = k->entry[i].offset;
	}
	e->nbytes = end > e->offset ? end - e->offset : 0;
	e->naxes = 1;
	e->size[0] = (int64_t)e->nbytes;
}

static void
place_tensors(struct cursor *r)
{
	struct ckpt *k = r->k;
	uint64_t alignment = (uint64_t)gguf_get_int(k, ALIGNMENT, 32), base;

	if (alignment == 0 || (alignment & (alignment - 1)) != 0 ||
	    alignment > 1 << 20) {
		cursor_bad(r, ALIGNMENT " must be a power of two", alignment);
		return;
	}
	base = (r->at + alignment - 1) & ~(alignment - 1);
	for (r->index = 0; r->index < k->n && !r->bad; r->index++) {
		struct ckpt_entry *e = &k->entry[r->index];

		if (e->offset % alignment != 0)
			cursor_bad(r, "its offset is no multiple of "
			    ALIGNMENT, e->offset);
		else if (__builtin_add_overflow(e->offset, base, &e->offset))
			cursor_bad(r, "its offset is too large", e->offset);
	}
	for (size_t i = 0; i < k->n && !r->bad; i++) {
		if (k->entry[i].foreign != NULL)
			bound_foreign(k, &k->entry[i]);
	}
}

static void
read_tensors(struct cursor *r, uint64_t n)
{
	r->part = "tensor";
	r->index = 0;
	if (!r->bad && n > (r->size - r->at) / 24)
		cursor_bad(r, "the file is too short for this many tensors",
		    n);
	for (; r->index < n && !r->bad; r->index++)
		read_tensor(r);
	if (!r->bad)
		place_tensors(r);
}

static bool
gguf_probe(const unsigned char *p, size_t len)
{
	return len >= 4 && memcmp(p, "GGUF", 4) == 0;
}

static bool
gguf_open(struct ctx *c, struct ckpt *k)
{
	struct cursor r = { .c = c, .k = k, .data = k->file[0]->data,
	    .size = k->file[0]->size, .at = 4, .part = "header" };
	uint32_t version = take_u32(&r);
	uint64_t ntensors = take_u64(&r), npairs = take_u64(&r);

	if (!r.bad && version != 2 && version != 3)
		return format_bad(c, k, 0, 4, version != 0 &&
		    (version & 0xffff) == 0 ?
		    "big-endian files are not supported: convert it again" :
		    "version %u is not supported, only 2 and 3: convert it "
		    "again", version);
	if (!r.bad)
		read_pairs(&r, npairs);
	read_tensors(&r, ntensors);
	return !r.bad;
}

const struct format gguf_format = { "GGUF", gguf_probe, gguf_open };

/* ---- reading settings --------------------------------------------------- */

bool
ckpt_is_gguf(const struct ckpt *k)
{
	return k->format == &gguf_format;
}

size_t
gguf_count(const struct ckpt *k)
{
	return k->npairs;
}

const struct gguf_pair *
gguf_pair_at(const struct ckpt *k, size_t i)
{
	return &k->pair[i];
}

const struct gguf_value *
gguf_find(const struct ckpt *k, const char *key)
{
	for (size_t i = 0; i < k->npairs; i++) {
		if (strcmp(k->pair[i].key, key) == 0)
			return &k->pair[i].value;
	}
	return NULL;
}

bool
gguf_int(const struct gguf_value *v, int64_t *out)
{
	uint64_t u;

	switch (v->type) {
	case GGUF_U8: *out = v->at[0]; return true;
	case GGUF_I8: *out = (int8_t)v->at[0]; return true;
	case GGUF_U16: *out = (uint16_t)load_u16(v->at); return true;
	case GGUF_I16: *out = (int16_t)load_u16(v->at); return true;
	case GGUF_U32: *out = load_u32(v->at); return true;
	case GGUF_I32: *out = (int32_t)load_u32(v->at); return true;
	case GGUF_I64: *out = (int64_t)load_u64(v->at); return true;
	case GGUF_U64:
		u = load_u64(v->at);
		*out = (int64_t)u;
		return u <= INT64_MAX;
	default: return false;
	}
}

bool
gguf_float(const struct gguf_value *v, double *out)
{
	union { uint32_t u; float f; } x32;
	union { uint64_t u; double f; } x64;
	int64_t i;

	if (v->type == GGUF_F32) {
		x32.u = load_u32(v->at);
		*out = x32.f;
		return true;
	}
	if (v->type == GGUF_F64) {
		x64.u = load_u64(v->at);
		*out = x64.f;
		return true;
	}
	if (!gguf_int(v, &i))
		return false;
	*out = (double)i;
	return true;
}

bool
gguf_bool(const struct gguf_value *v, bool *out)
{
	*out = v->type == GGUF_BOOL && v->at[0] != 0;
	return v->type == GGUF_BOOL;
}

bool
gguf_text(const struct gguf_value *v, const char **text, size_t *len)
{
	if (v->type != GGUF_STRING)
		return false;
	*len = load_u64(v->at);
	*text = (const char *)v->at + 8;
	return true;
}

bool
gguf_array(const struct gguf_value *v, struct gguf_array *a)
{
	if (v->type != GGUF_ARRAY)
		return false;
	a->type = (enum gguf_type)load_u32(v->at);
	a->left = load_u64(v->at + 4);
	a->at = v->at + 12;
	return true;
}

/* Bytes of a value that was checked when the file was opened; nesting was
 * bounded there. */
static size_t
value_bytes(enum gguf_type t, const unsigned char *at)
{
	struct gguf_value v = { GGUF_ARRAY, at }, item;
	struct gguf_array a;

	if (t == GGUF_STRING)
		return 8 + load_u64(at);
	if (t != GGUF_ARRAY)
		return width[t];
	gguf_array(&v, &a);
	while (gguf_next(&a, &item))
		;
	return (size_t)(a.at - at);
}

bool
gguf_next(struct gguf_array *a, struct gguf_value *v)
{
	if (a->left == 0)
		return false;
	v->type = a->type;
	v->at = a->at;
	a->at += value_bytes(a->type, a->at);
	a->left--;
	return true;
}

int64_t
gguf_get_int(const struct ckpt *k, const char *key, int64_t dflt)
{
	const struct gguf_value *v = gguf_find(k, key);
	int64_t i;

	return v != NULL && gguf_int(v, &i) ? i : dflt;
}

bool
gguf_get_bool(const struct ckpt *k, const char *key, bool dflt)
{
	const struct gguf_value *v = gguf_find(k, key);
	bool b;

	return v != NULL && gguf_bool(v, &b) ? b : dflt;
}

const char *
gguf_copy_text(struct ckpt *k, const struct gguf_value *v)
{
	const char *text;
	size_t len;

	return v != NULL && gguf_text(v, &text, &len) ?
	    arena_memdup0(k->arena, text, len) : NULL;
}

const char *
gguf_get_text(struct ckpt *k, const char *key)
{
	return gguf_copy_text(k, gguf_find(k, key));
}
