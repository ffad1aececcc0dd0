/* SPDX-License-Identifier: Apache-2.0 */
/* str.format: fields in braces. */
#include <ctype.h>
#include <string.h>

#include "core/value/dict.h"
#include "core/value/repr.h"
#include "core/value/str_methods.h"

struct filler {
	struct ctx *c;
	struct value *args, *kwargs;
	int64_t next;		/* automatic number; -1 once given by hand */
	bool manual;
};

static bool fill(struct filler *, struct buf *, const char *, size_t,
    int depth);

static struct value *
first_of(struct filler *f, const char *name, size_t n)
{
	struct ctx *c = f->c;
	int64_t i = 0;
	struct value *key;

	if (n == 0) {
		if (f->manual)
			return err_raise(c, ERR_VALUE, "cannot switch from "
			    "manual field specification to automatic field "
			    "numbering");
		i = f->next++;
	} else if (isdigit((unsigned char)*name)) {
		if (f->next > 0)
			return err_raise(c, ERR_VALUE, "cannot switch from "
			    "automatic field numbering to manual field "
			    "specification");
		f->manual = true;
		for (size_t k = 0; k < n; k++) {
			if (!isdigit((unsigned char)name[k]) || k > 8)
				return err_raise(c, ERR_VALUE, "Too many "
				    "decimal digits in format string");
			i = i * 10 + (name[k] - '0');
		}
	} else {
		key = str_new_len(c, name, n);
		if (value_is_dict(f->kwargs)) {
			struct value *v = dict_find(c, f->kwargs, key);

			return v != NULL ? v : value_raise_key(c, key);
		}
		return value_get_item(c, f->kwargs, key);
	}
	if (i >= (int64_t)seq_len(f->args))
		return err_raise(c, ERR_INDEX, "Replacement index %lld out "
		    "of range for positional args tuple", (long long)i);
	return seq_item(f->args, (size_t)i);
}

/* One ".name" or "[key]" after the first part. */
static struct value *
follow(struct ctx *c, struct value *v, const char **s, const char *end)
{
	const char *from = ++*s;
	bool item = from[-1] == '[', number = true;
	struct value *key;
	int64_t i = 0;

	while (*s < end && (item ? **s != ']' : **s != '.' && **s != '[')) {
		number = number && isdigit((unsigned char)**s);
		if (number && i < INT64_MAX / 20)
			i = i * 10 + (**s - '0');
		++*s;
	}
	if (*s == from)
		return err_raise(c, ERR_VALUE,
		    "Empty attribute in format string");
	if (!item)
		return value_get_attr(c, v, atom_len(c, from,
		    (size_t)(*s - from)));
	if (*s == end)
		return err_raise(c, ERR_VALUE, "Missing ']' in format "
		    "string");
	key = number ? value_int(c, i) :
	    str_new_len(c, from, (size_t)(*s - from));
	++*s;
	return value_get_item(c, v, key);
}

static struct value *
field_value(struct filler *f, const char *s, const char *end)
{
	const char *from = s;
	struct value *v;

	while (s < end && *s != '.' && *s != '[')
		s++;
	v = first_of(f, from, (size_t)(s - from));
	while (v != NULL && s < end) {
		if (*s != '.' && *s != '[')
			return err_raise(f->c, ERR_VALUE, "Only '.' or '[' "
			    "may follow ']' in format field specifier");
		v = follow(f->c, v, &s, end);
	}
	return v;
}

static struct value *
convert(struct ctx *c, struct value *v, char how)
{
	struct buf b = BUF_INIT;
	bool ok;

	if (how != 'r' && how != 's' && how != 'a')
		return err_raise(c, ERR_VALUE,
		    "Unknown conversion specifier %c", how);
	ok = how == 's' ? value_str(c, &b, v) : value_repr(c, &b, v);
	if (!ok) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}

/* name!conversion:spec; spec may hold fields itself. */
static bool
fill_field(struct filler *f, struct buf *b, const char *s, const char *end,
    int depth)
{
	const char *name_end = s;
	struct buf spec = BUF_INIT;
	struct value *v;
	int brackets = 0;
	bool ok = true;
	char how = 0;

	while (name_end < end && (brackets > 0 || (*name_end != ':' &&
	    *name_end != '!'))) {
		brackets += (*name_end == '[') - (*name_end == ']');
		name_end++;
	}
	v = field_value(f, s, name_end);
	if (v == NULL)
		return false;
	s = name_end;
	if (s < end && *s == '!') {
		if (end - s < 2 || (end - s > 2 && s[2] != ':')) {
			err_raise(f->c, ERR_VALUE, "expected ':' after "
			    "conversion specifier");
			return false;
		}
		how = s[1];
		s += 2;
	}
	if (s < end)
		ok = fill(f, &spec, s + 1, (size_t)(end - s - 1), depth - 1);
	if (how != 0)
		v = convert(f->c, v, how);
	ok = ok && value_format(f->c, b, v, spec.data, spec.len);
	buf_release(&spec);
	return ok;
}

static bool
fail(struct ctx *c, const char *text)
{
	err_raise(c, ERR_VALUE, "%s", text);
	return false;
}

static const char *
field_end(const char *s, const char *end)
{
	int braces = 1, brackets = 0;

	for (; s < end; s++) {
		if (*s == '[')
			brackets++;
		else if (*s == ']' && brackets > 0)
			brackets--;
		else if (*s == '{')
			braces++;
		else if (*s == '}' && --braces == 0)
			return s;
	}
	return NULL;
}

static bool
fill(struct filler *f, struct buf *b, const char *s, size_t len, int depth)
{
	const char *end = s + len, *close;

	if (depth < 0)
		return fail(f->c, "Max string recursion exceeded");
	while (s < end) {
		if (*s != '{' && *s != '}') {
			buf_char(b, *s++);
			continue;
		}
		if (s + 1 < end && s[1] == *s) {
			buf_char(b, *s);
			s += 2;
			continue;
		}
		if (*s == '}')
			return fail(f->c,
			    "Single '}' encountered in format string");
		if (s + 1 == end)
			return fail(f->c,
			    "Single '{' encountered in format string");
		close = field_end(s + 1, end);
		if (close == NULL)
			return fail(f->c, "expected '}' before end of "
			    "string");
		if (!fill_field(f, b, s + 1, close, depth))
			return false;
		s = close + 1;
	}
	return true;
}

struct value *
str_format(struct ctx *c, struct value *text, struct value *args,
    struct value *kwargs)
{
	struct filler f = { c, args, kwargs, 0, false };
	struct buf b = BUF_INIT;

	if (!fill(&f, &b, str_text(text), str_bytes(text), 2)) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}
