/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/history.h"
#include "kernel/kernel.h"
#include "kernel/lenient.h"

static void
write_entry(struct emit *e, const struct history_entry *h, bool output)
{
	emit_open(e, '[');
	emit_int(e, h->session);
	emit_int(e, h->line);
	if (output)
		emit_open(e, '[');
	emit_text(e, h->input, h->input_len);
	if (output) {
		if (h->output != NULL)
			emit_str(e, h->output);
		else
			emit_null(e);
		emit_close(e, '[');
	}
	emit_close(e, '[');
}

static size_t
find(struct history *h, const json_t *c, const struct history_entry ***found)
{
	const char *how = lenient_str(c, "hist_access_type", NULL);
	const char *pattern = lenient_str(c, "pattern", NULL);
	long long n = lenient_int(c, "n", -1);

	if (how != NULL && strcmp(how, "range") == 0)
		return history_range(h, lenient_int(c, "session", 0),
		    lenient_int(c, "start", 1), lenient_int(c, "stop", -1),
		    found);
	if (how != NULL && strcmp(how, "search") == 0)
		return history_search(h, pattern != NULL ? pattern : "*", n,
		    lenient_bool(c, "unique", 0), found);
	return history_search(h, NULL, n, false, found);
}

void
on_history(struct kernel *k, struct msg *m, struct emit *e)
{
	bool output = lenient_bool(m->content, "output", 0);
	const struct history_entry **found = NULL;
	size_t n = find(k->history, m->content, &found);

	reply_ok(e);
	emit_key(e, "history");
	emit_open(e, '[');
	for (size_t i = 0; i < n; i++)
		write_entry(e, found[i], output);
	emit_close(e, '[');
	history_found_free(&found);
}
