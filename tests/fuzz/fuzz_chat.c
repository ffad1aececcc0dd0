/* SPDX-License-Identifier: Apache-2.0 */
/* Any text as a chat template, over two messages. */
#include <stdint.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/load/chat.h"
#include "tests/load_case.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct value *
message(struct ctx *c, const char *role, const char *content)
{
	struct value *d = dict_new(c);

	if (!dict_set_atom(c, d, atom(c, "role"), str_new(c, role)) ||
	    !dict_set_atom(c, d, atom(c, "content"), str_new(c, content)))
		abort();
	return d;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct value *vars, *m[2];
	struct ctx c;

	memcpy(text, data, size);
	text[size] = '\0';
	if (!utf8_valid(text, strlen(text)) || size > 4096) {
		free(text);
		return 0;
	}
	case_init(&c);
	m[0] = message(&c, "system", "Be brief.");
	m[1] = message(&c, "user", " Why? ");
	vars = dict_new(&c);
	if (!dict_set_atom(&c, vars, atom(&c, "messages"), list_new(&c, 2,
	    m)))
		abort();
	if (chat_render(&c, text, vars) == NULL && !err_is_set(&c))
		BUG("a failure without an error");
	case_release(&c);
	free(text);
	return 0;
}
