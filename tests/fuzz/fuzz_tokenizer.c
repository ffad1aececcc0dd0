/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a tokenizer, which then encodes and decodes a text. */
#include <stdint.h>
#include <string.h>

#include "core/load/tokenizer.h"
#include "tests/load_case.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char text[] = "Ab  a<s>1 \xe4\xb8\xad\xc3\xa9\n\xcc\x81 "
	    "\xf0\x9f\x98\x80 ab\xe2\x96\x81x";
	struct ids ids = { NULL, 0, 0 };
	struct buf b = BUF_INIT;
	struct tokenizer *t;
	struct ctx c;

	case_init(&c);
	t = tokenizer_parse(&c, "fuzz", (const char *)data, size);
	if (t == NULL && !err_is_set(&c))
		BUG("a failure without an error");
	if (t != NULL && tokenizer_encode(&c, t, text, sizeof text - 1, true,
	    &ids))
		tokenizer_decode(&c, t, ids.id, ids.n, false, &b);
	ids_release(&ids);
	buf_release(&b);
	case_release(&c);
	return 0;
}
