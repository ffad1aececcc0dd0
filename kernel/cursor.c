/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/cursor.h"

#include "core/base/utf8.h"
#include "kernel/lenient.h"
#include "kernel/wire.h"

const char *
cursor_read(const struct msg *m, size_t *len, size_t *cursor)
{
	const char *code;
	size_t all;
	long long at;

	*len = 0;
	code = lenient_str(m->content, "code", len);
	if (code == NULL)
		code = "";
	all = utf8_count(code, *len);
	at = lenient_int(m->content, "cursor_pos", (long long)all);
	*cursor = at < 0 ? 0 : (size_t)at > all ? all : (size_t)at;
	return code;
}
