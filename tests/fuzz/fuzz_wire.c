/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames as a client might send them. The input is a channel and then frames,
 * each a number of two bytes (low byte first) and as many bytes. Without a
 * key, so that a change of the input reaches the JSON behind the signature.
 */
#include <stdint.h>
#include <stdlib.h>

#include "kernel/cursor.h"
#include "kernel/dispatch.h"
#include "kernel/lenient.h"
#include "kernel/wire.h"

#define MAX_FRAMES 32

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
use(struct msg *m)
{
	size_t len, cursor;

	dispatch_find(m);
	if (!msg_open(m))
		return;
	if (cursor_read(m, &len, &cursor) == NULL)
		abort();
	lenient_int(m->content, "detail_level", 0);
	lenient_bool(m->content, "silent", 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes frame[MAX_FRAMES];
	const char *why = NULL;
	struct wire w;
	struct msg *m;
	size_t n = 0, len;

	if (size < 1 || !wire_init(&w, "hmac-sha256", "", 0, ""))
		return 0;
	for (size_t at = 1; at + 2 <= size && n < MAX_FRAMES; at += len) {
		len = data[at] | (size_t)data[at + 1] << 8;
		at += 2;
		if (len > size - at)
			len = size - at;
		frame[n++] = (struct bytes){ (const char *)data + at, len };
	}
	m = wire_read(&w, (enum channel)(data[0] % CHANNEL_COUNT), frame, n,
	    &why);
	if (m != NULL)
		use(m);
	else if (why == NULL)
		abort();
	msg_free(&m);
	wire_release(&w);
	return 0;
}
