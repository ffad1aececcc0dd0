/* SPDX-License-Identifier: Apache-2.0 */
/* text % values */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/value/dict.h"
#include "core/value/format_spec.h"
#include "core/value/number.h"
#include "core/value/runtime.h"
#include "core/value/seq.h"
#include "core/value/str.h"
#include "core/value/str_methods.h"

struct values_left {
	struct ctx *c;
	struct value *all;	/* as given */
	size_t n, at;		/* of a tuple; 1 for a single value */
	bool used_name;
};

static struct value *
take(struct values_left *l)
{
	if (l->at >= l->n)
		return err_raise(l->c, ERR_TYPE,
		    "not enough arguments for format string");
	l->at++;
	return value_is_tuple(l->all) ? seq_item(l->all, l->at - 1) : l->all;
}

static bool
take_number(struct values_left *l, const char **s, const char *end,
    int64_t *out)
{
	struct value *v;

	if (*s < end && **s == '*') {
		++*s;
		v = take(l);
		if (v == NULL)
			return false;
		if (!value_is_int(v)) {
			err_raise(l->c, ERR_TYPE, "* wants int");
			return false;
		}
		*out = value_as_int(v);
		return true;
	}
	*out = 0;
	while (*s < end && isdigit((unsigned char)**s)) {
		*out = *out * 10 + (*(*s)++ - '0');
		if (*out > INT32_MAX) {
			err_raise(l->c, ERR_VALUE, "width too big");
			return false;
		}
	}
	return true;
}

static bool
write_number(struct values_left *l, struct buf *b, struct value *v,
    struct format_spec *f)
{
	struct ctx *c = l->c;
	struct buf digits = BUF_INIT, wide = BUF_INIT;
	struct value *i;
	double d;
	bool ok;

	if (strchr("eEfFgG", f->type) != NULL) {
		if (!value_to_float(c, v, NULL, &d))
			return false;
		if (f->precision < 0)
			f->precision = 6;
		return format_float(c, b, d, f);
	}
	if (!value_number(v, &d) && class_find_dunder(c, value_class(c, v),
	    f->type == 'd' ? DUNDER_INT : DUNDER_INDEX) == NULL) {
		err_raise(c, ERR_TYPE, f->type == 'd' ? "%%%c format: a real "
		    "number is required, not %s" : "%%%c format: an integer "
		    "is required, not %s", f->type, value_type_name(c, v));
		return false;
	}
	if (value_is(v, &float_kind) && f->type != 'd') {
		err_raise(c, ERR_TYPE, "%%%c format: an integer is required, "
		    "not float", f->type);
		return false;
	}
	i = value_is_int(v) ? v : value_is(value_unwrap(v), &float_kind) ?
	    int_of_float(c, value_as_float(v), "integer") :
	    value_call_special(c, v, "__int__", 0, NULL);
	if (i == NULL)
		return false;
	if (f->precision < 0)
		return format_int(c, b, value_as_int(i), f);
	/* Precision of an int: at least so many digits. */
	{
		struct format_spec plain = *f;

		plain.align = '=';
		memcpy(plain.fill, "0", 2);
		plain.width = f->precision + (value_as_int(i) < 0 ||
		    f->sign != 0) + (f->alternate && f->type != 'd') * 2;
		plain.precision = -1;
		ok = format_int(c, &digits, value_as_int(i), &plain);
		plain = (struct format_spec){ .fill = " ", .width = f->width,
			.precision = -1, .align = f->align == '<' ? '<' :
			'>' };
		ok = ok && format_text(c, &wide, digits.data, digits.len,
		    &plain);
		buf_add(b, wide.data, wide.len);
	}
	buf_release(&digits);
	buf_release(&wide);
	return ok;
}

static bool
write_text(struct values_left *l, struct buf *b, struct value *v, char type,
    struct format_spec *f)
{
	struct ctx *c = l->c;
	struct buf text = BUF_INIT;
	bool ok = true;

	if (type == 'c') {
		if (value_is_int(v)) {
			int64_t i = value_as_int(v);

			if (i < 0 || i > 0x10FFFF) {
				err_raise(c, ERR_OVERFLOW,
				    "%%c arg not in range(0x110000)");
				ok = false;
			} else
				buf_utf8(&text, (uint32_t)i);
		} else if (value_is_str(v) && str_len(v) == 1)
			buf_str(&text, str_text(v));
		else {
			err_raise(c, ERR_TYPE, "%%c requires int or char");
			ok = false;
		}
	} else
		ok = type == 's' ? value_str(c, &text, v) :
		    value_repr(c, &text, v);
	f->sign = 0;
	f->alternate = f->zero = false;
	f->type = 's';
	if (f->align != '<')
		f->align = '>';
	memcpy(f->fill, " ", 2);
	ok = ok && format_text(c, b, text.data, text.len, f);
	buf_release(&text);
	return ok;
}

static struct value *
named(struct values_left *l, const char **s, const char *end)
{
	const char *from = ++*s;
	int depth = 1;

	while (*s < end && depth > 0) {
		depth += (**s == '(') - (**s == ')');
		++*s;
	}
	if (depth > 0)
		return err_raise(l->c, ERR_VALUE, "incomplete format key");
	if (value_kind(l->all)->get_item == NULL || value_is_tuple(l->all) ||
	    value_is_str(l->all))
		return err_raise(l->c, ERR_TYPE, "format requires a mapping");
	l->used_name = true;
	return value_get_item(l->c, l->all, str_new_len(l->c, from,
	    (size_t)(*s - from - 1)));
}

static void
read_flags(struct format_spec *f, const char **s, const char *end)
{
	for (; *s < end; ++*s)
		switch (**s) {
		case '-':
			f->align = '<';
			break;
		case '+':
			f->sign = '+';
			break;
		case ' ':
			f->sign = f->sign == '+' ? '+' : ' ';
			break;
		case '#':
			f->alternate = true;
			break;
		case '0':
			f->zero = true;
			break;
		default:
			return;
		}
}

static bool
one(struct values_left *l, struct buf *b, const char **sp, const char *all,
    const char *end)
{
	struct format_spec f = { .fill = " ", .width = -1, .precision = -1 };
	struct ctx *c = l->c;
	struct value *v = NULL;
	const char *s = *sp;

	if (s < end && *s == '(') {
		v = named(l, &s, end);
		if (v == NULL)
			return false;
	}
	read_flags(&f, &s, end);
	if (!take_number(l, &s, end, &f.width))
		return false;
	if (f.width < 0) {
		f.align = '<';
		f.width = -f.width;
	}
	if (s < end && *s == '.') {
		s++;
		if (!take_number(l, &s, end, &f.precision))
			return false;
		if (f.precision < 0)
			f.precision = 0;
	}
	while (s < end && (*s == 'l' || *s == 'h' || *s == 'L'))
		s++;
	if (s == end) {
		err_raise(c, ERR_VALUE, "incomplete format");
		return false;
	}
	*sp = s + 1;
	f.type = *s == 'i' || *s == 'u' ? 'd' : *s;
	if (*s == '%') {
		buf_char(b, '%');
		return true;
	}
	if (strchr("diouxXeEfFgGcsra", *s) == NULL) {
		err_raise(c, ERR_VALUE, "unsupported format character '%c' "
		    "(0x%x) at index %zu", *s, (unsigned char)*s,
		    utf8_count(all, (size_t)(s - all)));
		return false;
	}
	if (v == NULL)
		v = take(l);
	if (v == NULL)
		return false;
	if (strchr("csra", *s) != NULL)
		return write_text(l, b, v, *s, &f);
	if (f.zero && f.align != '<') {
		f.align = '=';
		memcpy(f.fill, "0", 2);
	}
	return write_number(l, b, v, &f);
}

struct value *
str_percent(struct ctx *c, struct value *text, struct value *args)
{
	struct values_left l = { c, args, value_is_tuple(args) ?
	    seq_len(args) : 1, 0, false };
	const char *s = str_text(text), *end = s + str_bytes(text), *all = s;
	struct buf b = BUF_INIT;
	bool ok = true;

	while (ok && s < end) {
		if (*s != '%')
			buf_char(&b, *s++);
		else {
			s++;
			ok = one(&l, &b, &s, all, end);
		}
	}
	if (ok && l.at < l.n && !l.used_name && !(value_is_dict(args) ||
	    (!value_is_tuple(args) && !value_is_str(args) &&
	    value_kind(args)->get_item != NULL && !value_has_slots(args) &&
	    !value_is(args, &list_kind)))) {
		err_raise(c, ERR_TYPE, "not all arguments converted during "
		    "string formatting");
		ok = false;
	}
	if (!ok) {
		buf_release(&b);
		return NULL;
	}
	return str_of_buf(c, &b);
}
