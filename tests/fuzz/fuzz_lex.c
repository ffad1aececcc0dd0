/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes into tokens, as a cell, as a file and as between brackets: the
 * tokens must stand in the text, in order, with balanced indentation.
 */
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "core/lang/lex.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(const struct lex *l, uint32_t len)
{
	uint32_t at = 0;
	long depth = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct token *t = &l->token[i];

		/* Those without a text may stand behind later comments. */
		if ((t->at.begin < at && t->at.begin < t->at.end) ||
		    t->at.end < t->at.begin ||
		    t->at.begin > len || t->at.end > len + 1)
			BUG("a token out of place");
		if (token_text((enum token_kind)t->kind) == NULL)
			BUG("a token without a text");
		if (t->at.begin < t->at.end)
			at = t->at.begin;
		depth += (t->kind == TOKEN_INDENT) -
		    (t->kind == TOKEN_DEDENT);
		if (depth < 0)
			BUG("a dedent too many");
	}
	if (l->n == 0 || l->token[l->n - 1].kind != TOKEN_END)
		BUG("no end");
	if (l->err_text == NULL && depth != 0)
		BUG("an indent that stays open");
	if (l->err_text != NULL && (l->err_at.begin > len ||
	    l->err_at.end > len + 2))
		BUG("an error out of place");
}

static void
lex(const char *text, uint32_t len, bool magic, bool joined)
{
	struct ctx c;
	struct lex *l = malloc(sizeof *l);

	ctx_init(&c, NULL);
	lex_init(l, &c, text, 0, len);
	l->magic = magic;
	if (joined)
		lex_run_joined(l);
	else
		lex_run(l);
	check(l, len);
	lex_release(l);
	free(l);
	ctx_release(&c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* As in a unit, a NUL stands behind the text. */
	char *text = xmemdup0((const char *)data, size);

	lex(text, (uint32_t)size, true, false);
	lex(text, (uint32_t)size, false, false);
	lex(text, (uint32_t)size, false, true);
	free(text);
	return 0;
}
