/* SPDX-License-Identifier: Apache-2.0 */
/* Splitting text into words, mostly by one pattern. */
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "core/load/tokenizer_parts.h"

/* Unicode's White_Space. PCRE's \s has U+180E besides, which is none. */
#define SPACE "\\t-\\r \\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}" \
	"\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}"

static bool
is_space_escape(const char *p, size_t left)
{
	return left >= 2 && p[0] == '\\' && (p[1] == 's' || p[1] == 'S');
}

/* Spells \s and \S out. */
static void
rewrite(struct buf *b, const char *p, size_t len)
{
	bool in_class = false;

	for (size_t i = 0; i < len; i++) {
		if (is_space_escape(p + i, len - i) &&
		    (!in_class || p[i + 1] == 's')) {
			buf_printf(b, in_class ? "%s%s" : "[%s%s]",
			    p[i + 1] == 'S' ? "^" : "", SPACE);
			i++;
			continue;
		}
		if (p[i] == '\\' && i + 1 < len) {
			buf_add(b, p + i++, 2);
			continue;
		}
		if (p[i] == '[')
			in_class = true;
		else if (p[i] == ']')
			in_class = false;
		buf_char(b, p[i]);
	}
}

pcre2_code *
pattern_compile(struct ctx *c, const char *pattern, size_t len, bool literal)
{
	struct buf b = BUF_INIT;
	PCRE2_SIZE at;
	pcre2_code *re;
	int error;

	if (literal)
		buf_add(&b, pattern, len);
	else
		rewrite(&b, pattern, len);
	re = pcre2_compile((PCRE2_SPTR)b.data, b.len, PCRE2_UTF |
	    (literal ? PCRE2_LITERAL : PCRE2_UCP), &error, &at, NULL);
	buf_release(&b);
	if (re == NULL)
		return err_raise(c, ERR_VALUE, "the tokenizer's pattern '%.*s' "
		    "is not supported (error %d at %zu)", (int)len, pattern,
		    error, (size_t)at);
	/* Without JIT it is slower, no more. */
	pcre2_jit_compile(re, PCRE2_JIT_COMPLETE);
	return re;
}

struct token_step *
split_add(struct ctx *c, struct token_steps *s, const char *pattern,
    bool literal, enum split_behavior behavior, bool invert)
{
	pcre2_code *re = pattern_compile(c, pattern, strlen(pattern), literal);
	struct token_step *step;

	if (re == NULL)
		return NULL;
	step = steps_add(s, split_run);
	step->re = re;
	step->behavior = behavior;
	step->invert = invert;
	return step;
}

struct part {
	size_t begin, end;
	bool match;
};

struct parts {
	struct part *part;
	size_t n, cap;
};

static void
part_add(struct parts *p, size_t begin, size_t end, bool match)
{
	if (begin == end)
		return;
	if (p->n == p->cap)
		p->part = xgrow(p->part, &p->cap, 32, sizeof *p->part);
	p->part[p->n++] = (struct part){ begin, end, match };
}

static bool
find_parts(struct ctx *c, const struct token_step *step, const char *s,
    size_t len, pcre2_match_data *m, struct parts *out)
{
	size_t from = 0, at = 0;

	while (at < len) {
		PCRE2_SIZE *o;
		int r;

		if (!ctx_poll(c))
			return false;
		r = pcre2_match(step->re, (PCRE2_SPTR)s, len, at,
		    PCRE2_NO_UTF_CHECK, m, NULL);

		if (r == PCRE2_ERROR_JIT_STACKLIMIT)
			r = pcre2_match(step->re, (PCRE2_SPTR)s, len, at,
			    PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, m, NULL);
		if (r == PCRE2_ERROR_NOMATCH)
			break;
		if (r < 0)
			return err_raise(c, ERR_VALUE, "the tokenizer's "
			    "pattern failed on this text (error %d)", r);
		o = pcre2_get_ovector_pointer(m);
		if (o[1] == o[0]) {		/* an empty match */
			size_t took;

			utf8_decode(s + o[1], len - o[1], &took);
			at = o[1] + took;
			continue;
		}
		part_add(out, from, o[0], step->invert);
		part_add(out, o[0], o[1], !step->invert);
		from = at = o[1];
	}
	part_add(out, from, len, step->invert);
	return true;
}

/* Joins or drops parts as the behaviour says. */
static void
behave(struct parts *p, enum split_behavior behavior)
{
	size_t n = 0;
	bool was = false;

	if (behavior == SPLIT_ISOLATED)
		return;
	if (behavior == SPLIT_WITH_NEXT) {
		/* From the right: a match joins what follows it. */
		for (size_t i = p->n; i-- > 0; was = p->part[i].match) {
			if (p->part[i].match && !was && i + 1 < p->n) {
				p->part[i + 1].begin = p->part[i].begin;
				p->part[i].end = p->part[i].begin;
			}
		}
		for (size_t i = 0; i < p->n; i++)
			if (p->part[i].end > p->part[i].begin)
				p->part[n++] = p->part[i];
		p->n = n;
		return;
	}
	for (size_t i = 0; i < p->n; i++) {
		struct part q = p->part[i];
		bool join = n > 0 && (behavior == SPLIT_WITH_PREVIOUS ?
		    q.match && !was : behavior == SPLIT_CONTIGUOUS &&
		    q.match == was);

		was = q.match;
		if (behavior == SPLIT_REMOVED && q.match)
			continue;
		if (join)
			p->part[n - 1].end = q.end;
		else
			p->part[n++] = q;
	}
	p->n = n;
}

bool
split_run(struct ctx *c, const struct token_step *step,
    const struct words *in, struct words *out)
{
	pcre2_match_data *m = pcre2_match_data_create_from_pattern(step->re,
	    NULL);
	struct parts p = { NULL, 0, 0 };
	bool ok = m != NULL;

	for (size_t i = 0; i < in->n && ok; i++) {
		const struct word *w = &in->word[i];
		const char *s = in->text.data + w->at;

		p.n = 0;
		ok = find_parts(c, step, s, w->len, m, &p);
		behave(&p, step->behavior);
		for (size_t k = 0; k < p.n && ok; k++)
			words_add(out, s + p.part[k].begin,
			    p.part[k].end - p.part[k].begin,
			    w->first && p.part[k].begin == 0);
	}
	free(p.part);
	pcre2_match_data_free(m);
	return ok;
}

bool
prefix_space_run(struct ctx *c UNUSED, const struct token_step *step UNUSED,
    const struct words *in, struct words *out)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct word *w = &in->word[i];
		const char *s = in->text.data + w->at;
		struct buf b = BUF_INIT;
		size_t took;

		if (w->len > 0 && !char_is_space(utf8_decode(s, w->len,
		    &took)))
			buf_char(&b, ' ');
		buf_add(&b, s, w->len);
		words_add(out, b.data, b.len, w->first);
		buf_release(&b);
	}
	return true;
}

/*
 * Spaces become text; with start 1 it is put in front of the first word, 2:
 * of every word; flag: cut before each. The cut comes in a split of its own.
 */
bool
metaspace_run(struct ctx *c UNUSED, const struct token_step *step,
    const struct words *in, struct words *out)
{
	for (size_t i = 0; i < in->n; i++) {
		const struct word *w = &in->word[i];
		const char *s = in->text.data + w->at;
		struct buf b = BUF_INIT;
		bool has = w->len > 0 && (s[0] == ' ' ||
		    (w->len >= step->text_len && memcmp(s, step->text,
		    step->text_len) == 0));

		if (!has && (step->start == 2 ||
		    (step->start == 1 && w->first)))
			buf_add(&b, step->text, step->text_len);
		for (size_t k = 0; k < w->len; k++) {
			if (s[k] == ' ')
				buf_add(&b, step->text, step->text_len);
			else
				buf_char(&b, s[k]);
		}
		words_add(out, b.data, b.len, w->first);
		buf_release(&b);
	}
	return true;
}
