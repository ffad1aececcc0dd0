/* SPDX-License-Identifier: Apache-2.0 */
/*
 * .npy: "\x93NUMPY" | u8 major | u8 minor | u16 or u32 length | header (a
 * Python dict literal, read here by hand) | elements.
 * .npz: a zip archive of them, stored or deflated. Its members are found by
 * the directory at the end of the file.
 */
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "core/base/xalloc.h"
#include "core/load/ckpt_format.h"

/* ---- the header of an array --------------------------------------------- */

static const struct { const char *code; int dtype; } codes[] = {
	{ "b1", DT_BOOL }, { "i1", DT_I8 }, { "u1", DT_U8 },
	{ "i2", DT_I16 }, { "u2", DT_U16 }, { "i4", DT_I32 },
	{ "u4", DT_U32 }, { "i8", DT_I64 }, { "u8", DT_U64 },
	{ "f2", DT_F16 }, { "f4", DT_F32 }, { "f8", DT_F64 },
	/* ml_dtypes' bfloat16 as numpy writes it */
	{ "V2", DT_BF16 },
};

struct text {
	const char *p, *end;
};

static void
skip_space(struct text *t)
{
	while (t->p < t->end && (*t->p == ' ' || *t->p == '\n'))
		t->p++;
}

static bool
accept(struct text *t, char ch)
{
	skip_space(t);
	if (t->p >= t->end || *t->p != ch)
		return false;
	t->p++;
	return true;
}

/* What stands between quotes; no escapes occur. */
static bool
read_quoted(struct text *t, char *out, size_t cap)
{
	size_t n = 0;
	char quote;

	skip_space(t);
	if (t->p >= t->end || (*t->p != '\'' && *t->p != '"'))
		return false;
	quote = *t->p++;
	for (; t->p < t->end && *t->p != quote && n + 1 < cap; n++)
		out[n] = *t->p++;
	out[n] = '\0';
	return accept(t, quote);
}

static bool
read_sizes(struct text *t, struct ckpt_entry *e)
{
	e->naxes = 0;
	if (!accept(t, '('))
		return false;
	while (!accept(t, ')')) {
		int64_t n = 0;
		const char *first;

		skip_space(t);
		first = t->p;
		for (; t->p < t->end && *t->p >= '0' && *t->p <= '9'; t->p++)
			if (__builtin_mul_overflow(n, 10, &n) ||
			    __builtin_add_overflow(n, *t->p - '0', &n))
				return false;
		if (t->p == first || e->naxes == TENSOR_MAX_AXES)
			return false;
		e->size[e->naxes++] = n;
		if (!accept(t, ',')) {
			if (!accept(t, ')'))
				return false;
			break;
		}
	}
	return true;
}

static bool
read_bool(struct text *t, bool *out)
{
	skip_space(t);
	for (int v = 0; v < 2; v++) {
		const char *word = v ? "True" : "False";
		size_t n = strlen(word);

		if ((size_t)(t->end - t->p) >= n &&
		    memcmp(t->p, word, n) == 0) {
			t->p += n;
			*out = v;
			return true;
		}
	}
	return false;
}

static bool
read_dict(struct text *t, struct ckpt_entry *e, char descr[32])
{
	char key[24];
	bool has_shape = false, plain = true;

	descr[0] = '\0';
	if (!accept(t, '{'))
		return false;
	while (!accept(t, '}')) {
		if (!read_quoted(t, key, sizeof key) || !accept(t, ':'))
			return false;
		if (strcmp(key, "descr") == 0) {
			/* A list of fields is a structured array. */
			plain = read_quoted(t, descr, 32);
			if (!plain)
				return false;
		} else if (strcmp(key, "fortran_order") == 0) {
			if (!read_bool(t, &e->fortran))
				return false;
		} else if (strcmp(key, "shape") == 0) {
			has_shape = read_sizes(t, e);
			if (!has_shape)
				return false;
		} else {
			return false;
		}
		if (!accept(t, ',')) {
			if (!accept(t, '}'))
				return false;
			break;
		}
	}
	return has_shape && descr[0] != '\0';
}

static void
set_type(struct ckpt *k, struct ckpt_entry *e, const char *descr)
{
	const char *code = strchr("<>|=", descr[0]) ? descr + 1 : descr;

	for (size_t i = 0; i < nitems(codes); i++) {
		if (strcmp(code, codes[i].code) == 0) {
			e->stored = (enum dtype)codes[i].dtype;
			e->swapped = descr[0] == '>' &&
			    dtype_size(e->stored) > 1;
			return;
		}
	}
	/* Objects, text, complex numbers, dates: shown as bytes. */
	e->foreign = arena_printf(k->arena, "numpy %s", descr);
	e->stored = DT_U8;
}

/* Reads the header of an array: fills entry (but for file and offset) and
 * says where its elements begin. */
static bool
npy_header(struct ctx *c, struct ckpt *k, struct ckpt_entry *e,
    const unsigned char *data, size_t len, size_t *begin)
{
	size_t head = 10, n;
	struct text t;
	char descr[32];

	if (len < 10 || memcmp(data, "\x93NUMPY", 6) != 0)
		return format_bad(c, k, 0, e->offset,
		    "'%s' does not begin like an array", e->name);
	if (data[6] < 1 || data[6] > 3)
		return format_bad(c, k, 0, e->offset,
		    "'%s' is of version %u, known are 1 to 3", e->name,
		    data[6]);
	if (data[6] > 1)
		head = 12;
	n = data[6] == 1 ? load_u16(data + 8) : len < 12 ? len :
	    load_u32(data + 8);
	if (n > len - (len < head ? len : head))
		return format_bad(c, k, 0, e->offset,
		    "the header of '%s' is cut off", e->name);
	t = (struct text){ (const char *)data + head,
	    (const char *)data + head + n };
	if (!read_dict(&t, e, descr))
		return format_bad(c, k, 0, e->offset + head,
		    "cannot read the header of '%s' (structured arrays are "
		    "not supported)", e->name);
	set_type(k, e, descr);
	*begin = head + n;
	return true;
}

/* Gives the entry the extent of its elements; have: bytes that are there. */
static bool
set_extent(struct ctx *c, struct ckpt *k, struct ckpt_entry *e,
    uint64_t have, uint64_t *need)
{
	if (e->foreign != NULL) {
		e->naxes = 1;
		e->size[0] = (int64_t)have;
		e->fortran = false;
	}
	if (ckpt_bytes(e, need) && *need <= have)
		return true;
	format_bad(c, k, 0, e->offset, "'%s' should have more bytes than the "
	    "%llu that are there; was the file written completely?", e->name,
	    (unsigned long long)have);
	return false;
}

/* ---- npy ---------------------------------------------------------------- */

static bool
npy_probe(const unsigned char *p, size_t len)
{
	return len >= 10 && memcmp(p, "\x93NUMPY", 6) == 0;
}

static bool
npy_open(struct ctx *c, struct ckpt *k)
{
	const struct storage *s = k->file[0];
	struct ckpt_entry *e = ckpt_add(c, k, "array", 5);
	size_t begin;

	if (!npy_header(c, k, e, s->data, s->size, &begin))
		return false;
	e->offset = begin;
	return set_extent(c, k, e, s->size - begin, &e->nbytes);
}

const struct format npy_format = { "npy", npy_probe, npy_open };

/* ---- deflate ------------------------------------------------------------ */

/* Inflates at most out_len bytes; gives how many came. */
static size_t
inflate_some(const unsigned char *in, size_t len, unsigned char *out,
    size_t out_len)
{
	z_stream z = { 0 };
	size_t done = 0, used = 0;
	int r = Z_OK;

	if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
		return 0;
	while (r == Z_OK && done < out_len) {
		size_t ins = len - used, outs = out_len - done;

		/* zlib counts in 32 bits. */
		z.next_in = (unsigned char *)in + used;
		z.avail_in = ins > 1u << 30 ? 1u << 30 : (unsigned)ins;
		z.next_out = out + done;
		z.avail_out = outs > 1u << 30 ? 1u << 30 : (unsigned)outs;
		r = inflate(&z, Z_NO_FLUSH);
		used = (size_t)(z.next_in - in);
		done = (size_t)(z.next_out - out);
		if (r == Z_BUF_ERROR)
			break;
	}
	inflateEnd(&z);
	return done;
}

bool
npz_inflate(const unsigned char *in, size_t len, unsigned char *out,
    size_t out_len)
{
	return inflate_some(in, len, out, out_len) == out_len;
}

/* ---- the archive -------------------------------------------------------- */

#define END_BYTES 22
#define DIRECTORY_BYTES 46
#define LOCAL_BYTES 30

static bool
npz_probe(const unsigned char *p, size_t len)
{
	return len >= END_BYTES && (memcmp(p, "PK\3\4", 4) == 0 ||
	    memcmp(p, "PK\5\6", 4) == 0);
}

struct member {
	const unsigned char *name;
	size_t name_len;
	unsigned method, flags;
	uint64_t packed, size, at;
};

/* Sizes beyond 32 bits stand in an extra field, in the order of what is
 * all ones in the fixed part. */
static void
read_zip64(struct member *m, const unsigned char *p, size_t len)
{
	uint64_t *wide[] = { &m->size, &m->packed, &m->at };
	size_t at = 4;

	while (len >= 4 && load_u16(p) != 1) {
		size_t n = 4 + load_u16(p + 2);

		if (n > len)
			return;
		p += n;
		len -= n;
	}
	if (len < 4)
		return;
	len = load_u16(p + 2) + 4 < len ? load_u16(p + 2) + 4 : len;
	for (size_t i = 0; i < nitems(wide); i++) {
		if (*wide[i] == 0xffffffffu && at + 8 <= len) {
			*wide[i] = load_u64(p + at);
			at += 8;
		}
	}
}

/* Where the member's bytes begin: behind its local header. */
static bool
member_begin(struct ctx *c, struct ckpt *k, struct member *m)
{
	const struct storage *s = k->file[0];
	const unsigned char *p = s->data + m->at;
	uint64_t skip;

	if (m->at > s->size || s->size - m->at < LOCAL_BYTES ||
	    memcmp(p, "PK\3\4", 4) != 0)
		return format_bad(c, k, 0, m->at,
		    "no member begins here, though the directory says so");
	skip = LOCAL_BYTES + load_u16(p + 26) + load_u16(p + 28);
	if (skip > s->size - m->at || m->packed > s->size - m->at - skip)
		return format_bad(c, k, 0, m->at, "the member needs %llu "
		    "bytes, more than there are; was the file downloaded "
		    "completely?", (unsigned long long)m->packed);
	m->at += skip;
	return true;
}

static bool
add_member(struct ctx *c, struct ckpt *k, struct member *m)
{
	const unsigned char *data;
	unsigned char head[4096];
	size_t len = m->name_len, begin, have;
	struct ckpt_entry *e;
	uint64_t need;

	if (len > 4 && memcmp(m->name + len - 4, ".npy", 4) == 0)
		len -= 4;
	else
		return true;		/* not an array: nobody's business */
	if ((m->method != 0 && m->method != 8) || (m->flags & 1))
		return format_bad(c, k, 0, m->at, "a member is encrypted or "
		    "compressed by method %u; only deflate is known",
		    m->method);
	if (!member_begin(c, k, m))
		return false;
	e = ckpt_add(c, k, (const char *)m->name, len);
	if (e == NULL)
		return false;
	data = k->file[0]->data + m->at;
	have = m->packed;
	e->offset = m->at;
	e->deflated = m->method == 8;
	if (e->deflated) {
		have = inflate_some(data, m->packed, head, sizeof head);
		data = head;
	}
	if (!npy_header(c, k, e, data, have, &begin))
		return false;
	have = e->deflated ? m->size : m->packed;
	if (begin > have || !set_extent(c, k, e, have - begin, &need))
		return format_bad(c, k, 0, m->at, "a member is too short");
	if (e->deflated) {
		/* Deflate makes at most 1032 bytes of one: a size beyond that
		 * is a lie, and would be allocated. */
		if (need / 1040 > m->packed)
			return format_bad(c, k, 0, m->at, "'%s' cannot have "
			    "%llu bytes", e->name, (unsigned long long)need);
		e->nbytes = m->packed;
		e->skip = begin;
		e->inflated = begin + need;
	} else {
		e->offset += begin;
		e->nbytes = need;
	}
	return true;
}

/* The end record, searched backwards: a comment may follow it. */
static const unsigned char *
find_end(const struct storage *s)
{
	size_t least = s->size < END_BYTES + 65535 ? 0 :
	    s->size - END_BYTES - 65535;

	for (size_t at = s->size - END_BYTES + 1; at-- > least;) {
		if (memcmp(s->data + at, "PK\5\6", 4) == 0)
			return s->data + at;
	}
	return NULL;
}

/* Place and number of the directory's rows; zip64 where it is needed. */
static bool
find_directory(struct ctx *c, struct ckpt *k, uint64_t *at, uint64_t *n)
{
	const struct storage *s = k->file[0];
	const unsigned char *end = find_end(s), *wide;
	uint64_t place;

	if (end == NULL)
		return format_bad(c, k, 0, s->size, "no directory at the end; "
		    "was the file downloaded completely?");
	*n = load_u16(end + 10);
	*at = load_u32(end + 16);
	if ((*n != 0xffff && *at != 0xffffffffu) || end - s->data < 20 ||
	    memcmp(end - 20, "PK\6\7", 4) != 0)
		return true;
	place = load_u64(end - 12);
	if (place > s->size || s->size - place < 56 ||
	    memcmp(s->data + place, "PK\6\6", 4) != 0)
		return format_bad(c, k, 0, place, "no zip64 directory here");
	wide = s->data + place;
	*n = load_u64(wide + 32);
	*at = load_u64(wide + 48);
	return true;
}

static bool
npz_open(struct ctx *c, struct ckpt *k)
{
	const struct storage *s = k->file[0];
	uint64_t at = 0, n = 0;

	if (!find_directory(c, k, &at, &n))
		return false;
	for (uint64_t i = 0; i < n; i++) {
		const unsigned char *p = s->data + at;
		struct member m;
		size_t extra, comment;

		if (at > s->size || s->size - at < DIRECTORY_BYTES ||
		    memcmp(p, "PK\1\2", 4) != 0)
			return format_bad(c, k, 0, at,
			    "row %llu of the directory is damaged",
			    (unsigned long long)i);
		m = (struct member){ .name = p + DIRECTORY_BYTES,
		    .name_len = load_u16(p + 28), .flags = load_u16(p + 8),
		    .method = load_u16(p + 10), .packed = load_u32(p + 20),
		    .size = load_u32(p + 24), .at = load_u32(p + 42) };
		extra = load_u16(p + 30);
		comment = load_u16(p + 32);
		if (m.name_len + extra + comment >
		    s->size - at - DIRECTORY_BYTES)
			return format_bad(c, k, 0, at,
			    "row %llu of the directory is cut off",
			    (unsigned long long)i);
		read_zip64(&m, m.name + m.name_len, extra);
		if (!add_member(c, k, &m))
			return false;
		at += DIRECTORY_BYTES + m.name_len + extra + comment;
	}
	return true;
}

const struct format npz_format = { "npz", npz_probe, npz_open };
