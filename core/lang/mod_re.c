/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The module re over PCRE2. A compiled pattern is a value of its own; what
 * users hold are objects of the classes in py/re.py, which call the functions
 * here. Positions are code points outside and bytes inside.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/lang/mod_std.h"
#include "core/lang/py.inc"
#include "core/lang/regex.h"

/* Steps of a match, so that a pattern that explodes ends as an error. */
#define MATCH_LIMIT 200000000

struct code {
	struct value hdr;
	pcre2_code *code;
	pcre2_match_data *match;
	pcre2_match_context *limits;
	bool bytes;
	uint32_t groups;
};

static void
code_free(struct value *v)
{
	struct code *k = (struct code *)v;

	pcre2_match_context_free(k->limits);
	pcre2_match_data_free(k->match);
	pcre2_code_free(k->code);
}

static const struct kind code_kind;
static const struct class_row code_row = {
	.name = "_Code", .module = "re", .kind = &code_kind,
	.abstract = true, .final = true,
};
static const struct kind code_kind = {
	.name = "_Code", .row = &code_row, .free = code_free,
};

/* ---- compiling ------------------------------------------------------------------- */

static uint32_t
options(unsigned flags, bool bytes)
{
	uint32_t o = bytes ? 0 : PCRE2_UTF | PCRE2_NO_UTF_CHECK;

	if (!bytes && !(flags & REGEX_ASCII))
		o |= PCRE2_UCP;
	if (flags & REGEX_IGNORECASE)
		o |= PCRE2_CASELESS;
	if (flags & REGEX_MULTILINE)
		o |= PCRE2_MULTILINE;
	if (flags & REGEX_DOTALL)
		o |= PCRE2_DOTALL;
	if (flags & REGEX_VERBOSE)
		o |= PCRE2_EXTENDED;
	return o;
}

/* (text, position) for the class error of py/re.py, raised there. */
static struct value *
error_pair(struct ctx *c, const char *text, size_t at)
{
	struct value *v[2] = { str_new(c, text), value_int(c, (int64_t)at) };

	return tuple_new(c, 2, v);
}

static struct value *
names_of(struct ctx *c, const struct code *k)
{
	struct value *dict = dict_new(c);
	uint32_t n = 0, size = 0;
	PCRE2_SPTR table = NULL;

	pcre2_pattern_info(k->code, PCRE2_INFO_NAMECOUNT, &n);
	pcre2_pattern_info(k->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(k->code, PCRE2_INFO_NAMETABLE, &table);
	/* In the order of their numbers, as Python's groupindex. */
	for (uint32_t g = 1; g <= k->groups; g++)
		for (uint32_t i = 0; i < n; i++) {
			PCRE2_SPTR e = table + (size_t)i * size;

			if ((uint32_t)(e[0] << 8 | e[1]) == g &&
			    !dict_set(c, dict, str_new(c,
			    (const char *)e + 2), value_int(c, g)))
				return NULL;
		}
	return dict;
}

static struct value *
compiled(struct ctx *c, pcre2_code *code, unsigned flags, bool bytes)
{
	struct code *k = value_alloc(c, &code_kind, sizeof *k);
	struct value *v[4];

	value_own(c, &k->hdr);
	k->code = code;
	k->bytes = bytes;
	k->match = pcre2_match_data_create_from_pattern(code, NULL);
	k->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(k->limits, MATCH_LIMIT);
	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &k->groups);
	/* Where there is no compiler for this machine, it interprets. */
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	v[0] = &k->hdr;
	v[1] = value_int(c, flags | (bytes || flags & REGEX_ASCII ? 0 :
	    REGEX_UNICODE));
	v[2] = value_int(c, k->groups);
	v[3] = names_of(c, k);
	return v[3] == NULL ? NULL : tuple_new(c, 4, v);
}

static bool
subject(struct ctx *c, struct value *v, bool *bytes, const char **s,
    size_t *len)
{
	struct value *u = value_unwrap(v);

	*bytes = value_is(u, &bytes_kind);
	if (*bytes) {
		*s = (const char *)bytes_data(u, len);
	} else if (value_is(u, &str_kind)) {
		*s = str_text(u);
		*len = str_bytes(u);
	} else {
		err_raise(c, ERR_TYPE, "expected string or bytes-like object, "
		    "got '%s'", value_type_name(c, v));
		return false;
	}
	return true;
}

static const struct param compile_params[] = {
	{ "pattern", PARAM_ANY, NULL, "Text or bytes.", 0 },
	{ "flags", PARAM_INT, NULL, "Flags.", 0 }, { 0 }
};

static struct value *
fn_compile(struct ctx *c, struct value *const *args)
{
	unsigned flags = (unsigned)value_as_int(args[1]);
	struct regex_error why;
	struct buf out = BUF_INIT;
	const char *s;
	size_t len, at;
	bool bytes;
	pcre2_compile_context *cc;
	pcre2_code *code;
	char text[160];
	int number;

	if (!subject(c, args[0], &bytes, &s, &len))
		return NULL;
	if (!regex_translate(&out, s, len, bytes, &flags, &why)) {
		buf_release(&out);
		return error_pair(c, why.text, bytes ? why.at :
		    utf8_count(s, why.at));
	}
	cc = pcre2_compile_context_create(NULL);
	pcre2_set_newline(cc, PCRE2_NEWLINE_LF);
	code = pcre2_compile((PCRE2_SPTR)out.data, out.len,
	    options(flags, bytes), &number, &at, cc);
	pcre2_compile_context_free(cc);
	buf_release(&out);
	if (code != NULL)
		return compiled(c, code, flags, bytes);
	pcre2_get_error_message(number, (PCRE2_UCHAR *)text, sizeof text);
	return error_pair(c, text, at < len ? at : len);
}

/* ---- matching -------------------------------------------------------------------- */

struct search {
	struct ctx *c;
	struct code *k;
	struct value *text;
	const char *s;
	size_t len;			/* bytes, up to endpos */
	size_t at;			/* bytes */
	bool ascii;
	/* A byte offset and its code points, to go on from. */
	size_t known_byte, known_point;
	uint32_t options;
	bool done;
};

static size_t
point_of(struct search *f, size_t byte)
{
	if (f->ascii)
		return byte;
	if (byte < f->known_byte)
		f->known_byte = f->known_point = 0;
	f->known_point += utf8_count(f->s + f->known_byte,
	    byte - f->known_byte);
	f->known_byte = byte;
	return f->known_point;
}

static size_t
clamp(int64_t i, size_t most)
{
	return i < 0 ? 0 : (uint64_t)i > most ? most : (size_t)i;
}

static bool
search_begin(struct ctx *c, struct search *f, struct value *code,
    struct value *text, int64_t pos, int64_t end)
{
	bool bytes;

	memset(f, 0, sizeof *f);
	f->c = c;
	f->k = (struct code *)code;
	f->text = value_unwrap(text);
	if (!value_is(code, &code_kind)) {
		err_raise(c, ERR_TYPE, "a compiled pattern is needed");
		return false;
	}
	if (!subject(c, text, &bytes, &f->s, &f->len))
		return false;
	if (bytes != f->k->bytes) {
		err_raise(c, ERR_TYPE, bytes ? "cannot use a string pattern "
		    "on a bytes-like object" : "cannot use a bytes pattern on "
		    "a string-like object");
		return false;
	}
	f->ascii = bytes || str_len(f->text) == f->len;
	if (end >= 0)
		f->len = f->ascii ? clamp(end, f->len) :
		    utf8_offset(f->s, f->len, (size_t)end);
	if (pos > 0)
		f->at = f->ascii ? clamp(pos, f->len) :
		    utf8_offset(f->s, f->len, (size_t)pos);
	return true;
}

/* 1: found, 0: not, -1: raised. */
static int
search_next(struct search *f)
{
	uint32_t o = f->options | (f->k->bytes ? 0 : PCRE2_NO_UTF_CHECK);
	int r;

	if (f->done || !ctx_poll(f->c))
		return f->done ? 0 : -1;
	r = pcre2_match(f->k->code, (PCRE2_SPTR)f->s, f->len, f->at, o,
	    f->k->match, f->k->limits);
	if (r > 0)
		return 1;
	f->done = true;
	if (r == PCRE2_ERROR_NOMATCH)
		return 0;
	err_raise(f->c, ERR_RECURSION,
	    "the pattern takes too many steps on this text");
	return -1;
}

/*
 * Goes on behind a match. After an empty one the next must not be empty at the
 * same place; after another it may be, as in Python.
 */
static void
search_advance(struct search *f)
{
	size_t *o = pcre2_get_ovector_pointer(f->k->match);

	f->at = o[1];
	f->options = o[0] == o[1] ? PCRE2_NOTEMPTY_ATSTART : 0;
}

static struct value *
spans(struct search *f)
{
	size_t *o = pcre2_get_ovector_pointer(f->k->match);
	size_t n = 2 * ((size_t)f->k->groups + 1);
	struct value **v = xcalloc(n, sizeof *v), *t;

	for (size_t i = 0; i < n; i++)
		v[i] = value_int(f->c, o[i] == PCRE2_UNSET ? -1 :
		    (int64_t)point_of(f, o[i]));
	t = tuple_new(f->c, n, v);
	free(v);
	return t;
}

static const struct param match_params[] = {
	{ "code", PARAM_ANY, NULL, "", 0 }, { "text", PARAM_ANY, NULL, "", 0 },
	{ "pos", PARAM_INT, NULL, "", 0 }, { "endpos", PARAM_INT, NULL, "", 0 },
	{ "mode", PARAM_INT, NULL, "0 search, 1 match, 2 fullmatch.", 0 },
	{ 0 }
};

static struct value *
fn_match(struct ctx *c, struct value *const *args)
{
	int64_t mode = value_as_int(args[4]);
	struct search f;
	int r;

	if (!search_begin(c, &f, args[0], args[1], value_as_int(args[2]),
	    value_as_int(args[3])))
		return NULL;
	f.options = mode == 0 ? 0 : mode == 1 ? PCRE2_ANCHORED :
	    PCRE2_ANCHORED | PCRE2_ENDANCHORED;
	r = search_next(&f);
	return r < 0 ? NULL : r == 0 ? &value_none : spans(&f);
}

static const struct param all_params[] = {
	{ "code", PARAM_ANY, NULL, "", 0 }, { "text", PARAM_ANY, NULL, "", 0 },
	{ "pos", PARAM_INT, NULL, "", 0 }, { "endpos", PARAM_INT, NULL, "", 0 },
	{ "limit", PARAM_INT, NULL, "At most so many; 0: all.", 0 }, { 0 }
};

static struct value *
fn_all(struct ctx *c, struct value *const *args)
{
	struct value *list = list_new(c, 0, NULL);
	int64_t limit = value_as_int(args[4]);
	struct search f;
	int r;

	if (!search_begin(c, &f, args[0], args[1], value_as_int(args[2]),
	    value_as_int(args[3])))
		return NULL;
	while ((r = search_next(&f)) > 0) {
		size_t mark = scope_mark(&c->scope);

		if (!list_append(c, list, spans(&f)))
			return NULL;
		scope_drop(c, mark);
		search_advance(&f);
		if (limit > 0 && (int64_t)seq_len(list) >= limit)
			break;
	}
	return r < 0 ? NULL : list;
}

/* ---- pieces of text -------------------------------------------------------------- */

static struct value *
piece(struct search *f, size_t begin, size_t end)
{
	if (f->k->bytes)
		return bytes_new(f->c, f->s + begin, end - begin);
	return str_new_len(f->c, f->s + begin, end - begin);
}

static struct value *
group_text(struct search *f, size_t g, struct value *unset)
{
	size_t *o = pcre2_get_ovector_pointer(f->k->match);

	if (o[2 * g] == PCRE2_UNSET)
		return unset;
	return piece(f, o[2 * g], o[2 * g + 1]);
}

static struct value *
found(struct search *f)
{
	struct value *empty = piece(f, 0, 0), **v, *t;
	size_t n = f->k->groups;

	if (n < 2)
		return group_text(f, n, empty);
	v = xcalloc(n, sizeof *v);
	for (size_t g = 0; g < n; g++)
		v[g] = group_text(f, g + 1, empty);
	t = tuple_new(f->c, n, v);
	free(v);
	return t;
}

static struct value *
fn_findall(struct ctx *c, struct value *const *args)
{
	struct value *list = list_new(c, 0, NULL);
	struct search f;
	int r;

	if (!search_begin(c, &f, args[0], args[1], value_as_int(args[2]),
	    value_as_int(args[3])))
		return NULL;
	while ((r = search_next(&f)) > 0) {
		size_t mark = scope_mark(&c->scope);

		if (!list_append(c, list, found(&f)))
			return NULL;
		scope_drop(c, mark);
		search_advance(&f);
	}
	return r < 0 ? NULL : list;
}

static struct value *
fn_split(struct ctx *c, struct value *const *args)
{
	struct value *list = list_new(c, 0, NULL);
	int64_t limit = value_as_int(args[4]), n = 0;
	struct search f;
	size_t last = 0;
	int r = 0;

	if (!search_begin(c, &f, args[0], args[1], 0, -1))
		return NULL;
	while ((limit == 0 || n < limit) && (r = search_next(&f)) > 0) {
		size_t *o = pcre2_get_ovector_pointer(f.k->match);
		size_t mark = scope_mark(&c->scope);

		if (!list_append(c, list, piece(&f, last, o[0])))
			return NULL;
		for (size_t g = 1; g <= f.k->groups; g++)
			if (!list_append(c, list, group_text(&f, g,
			    &value_none)))
				return NULL;
		scope_drop(c, mark);
		last = o[1];
		n++;
		search_advance(&f);
	}
	if (r < 0 || !list_append(c, list, piece(&f, last, f.len)))
		return NULL;
	return list;
}

static const struct param sub_params[] = {
	{ "code", PARAM_ANY, NULL, "", 0 }, { "text", PARAM_ANY, NULL, "", 0 },
	{ "parts", PARAM_LIST, NULL, "Text, and numbers of groups.", 0 },
	{ "count", PARAM_INT, NULL, "At most so many; 0: all.", 0 }, { 0 }
};

static bool
add_parts(struct search *f, struct buf *out, struct value *parts)
{
	size_t *o = pcre2_get_ovector_pointer(f->k->match), len;
	const char *s;
	bool bytes;

	for (size_t i = 0; i < seq_len(parts); i++) {
		struct value *p = seq_item(parts, i);

		if (value_is_int(p)) {
			size_t g = (size_t)value_as_int(p);

			if (g <= f->k->groups && o[2 * g] != PCRE2_UNSET)
				buf_add(out, f->s + o[2 * g],
				    o[2 * g + 1] - o[2 * g]);
		} else if (!subject(f->c, p, &bytes, &s, &len)) {
			return false;
		} else {
			buf_add(out, s, len);
		}
	}
	return true;
}

static struct value *
fn_sub(struct ctx *c, struct value *const *args)
{
	int64_t limit = value_as_int(args[3]), n = 0;
	struct buf out = BUF_INIT;
	struct value *pair[2];
	struct search f;
	size_t last = 0, *o;
	int r = 0;

	if (!search_begin(c, &f, args[0], args[1], 0, -1))
		return NULL;
	while ((limit == 0 || n < limit) && (r = search_next(&f)) > 0) {
		o = pcre2_get_ovector_pointer(f.k->match);
		buf_add(&out, f.s + last, o[0] - last);
		if (!add_parts(&f, &out, args[2])) {
			buf_release(&out);
			return NULL;
		}
		last = o[1];
		n++;
		search_advance(&f);
	}
	if (r < 0) {
		buf_release(&out);
		return NULL;
	}
	buf_add(&out, f.s + last, f.len - last);
	pair[0] = f.k->bytes ? bytes_new(c, out.data, out.len) :
	    str_new_len(c, out.data, out.len);
	pair[1] = value_int(c, n);
	buf_release(&out);
	return tuple_new(c, 2, pair);
}

static const struct native functions[] = {
	{ "_compile", compile_params, fn_compile, "(code, flags, groups, "
	    "names), or (message, place).", NULL },
	{ "_match", match_params, fn_match, "Spans, or None.", NULL },
	{ "_all", all_params, fn_all, "Spans of all matches.", NULL },
	{ "_findall", all_params, fn_findall, "Texts of all matches.", NULL },
	{ "_split", all_params, fn_split, "Texts between matches.", NULL },
	{ "_sub", sub_params, fn_sub, "(new text, number).", NULL },
	{ 0 }
};

const struct module_row mod_re = {
	.name = "re", .doc = "Regular expressions.", .functions = functions,
	.source = py_re,
};
