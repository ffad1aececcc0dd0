/* SPDX-License-Identifier: Apache-2.0 */
/* Candidates inside a string: keys, names of axes, paths. */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/buf.h"
#include "core/complete_private.h"
#include "core/lang/mod_penjing.h"
#include "core/look.h"
#include "core/value/array.h"
#include "core/value/named.h"

/* A folder of a million files must not hold up a keystroke. */
#define MAX_ENTRIES 10000

static void
offer_keys(struct collecting *k, struct value *dict)
{
	struct value *key, *item;
	size_t at = 0;

	while (dict_next(dict, &at, &key, &item))
		if (value_is(key, &str_kind))
			complete_offer(k, str_text(key), "key");
}

static void
offer_axes(struct collecting *k, struct value *named)
{
	struct ctx *c = &k->s->ctx;
	struct value *shape = value_find_attr(c, named,
	    atom(c, "named_shape"));

	if (shape != NULL && value_is(shape, &dict_kind))
		offer_keys(k, shape);
}

/* The value that the string is a key of: x["..., or x[{"... for axes. */
static struct value *
subscripted(struct collecting *k, const char *text, size_t quote)
{
	if (quote > 0 && text[quote - 1] == '[')
		return look_chain(k->s, text, quote - 1);
	if (quote > 1 && text[quote - 1] == '{' && text[quote - 2] == '[')
		return look_chain(k->s, text, quote - 2);
	return NULL;
}

/* The value whose method is called with the string: x.untag("... */
static struct value *
called_on(struct collecting *k, const char *text, size_t quote)
{
	size_t open, word;

	if (!look_call(text, quote, &open))
		return NULL;
	word = look_word(text, open);
	return word > 0 && text[word - 1] == '.' ?
	    look_chain(k->s, text, word - 1) : NULL;
}

static void
offer_entry(struct collecting *k, const char *folder, const char *name)
{
	struct buf path = BUF_INIT, shown = BUF_INIT;
	struct stat st;
	bool is_folder;

	buf_printf(&path, "%s/%s", folder, name);
	is_folder = stat(path.data, &st) == 0 && S_ISDIR(st.st_mode);
	buf_printf(&shown, "%s%s", name, is_folder ? "/" : "");
	complete_offer(k, shown.data, "path");
	buf_release(&path);
	buf_release(&shown);
}

/* Entries of the folder that the string names, by its last part. */
static void
offer_paths(struct collecting *k, const char *text, size_t begin, size_t end)
{
	const char *home = penjing_environ(&k->s->ctx, "HOME");
	struct buf folder = BUF_INIT;
	size_t last = end;
	const struct dirent *e;
	DIR *d;

	while (last > begin && text[last - 1] != '/')
		last--;
	k->prefix = text + last;
	k->prefix_len = end - last;
	if (last > begin + 1 && text[begin] == '~' && text[begin + 1] == '/' &&
	    home != NULL) {
		buf_str(&folder, home);
		begin++;
	}
	buf_add(&folder, text + begin, last - begin);
	if (folder.len == 0)
		buf_str(&folder, ".");
	d = opendir(folder.data);
	for (int n = 0; d != NULL && n < MAX_ENTRIES; n++) {
		e = readdir(d);
		if (e == NULL)
			break;
		if (strncmp(e->d_name, k->prefix, k->prefix_len) == 0 &&
		    (e->d_name[0] != '.' || k->prefix[0] == '.'))
			offer_entry(k, folder.data, e->d_name);
	}
	if (d != NULL)
		closedir(d);
	buf_release(&folder);
}

void
complete_string(struct collecting *k, const char *text, size_t begin,
    size_t end)
{
	size_t quote = begin;
	struct value *v;

	while (quote > 0 && (text[quote - 1] == '"' ||
	    text[quote - 1] == '\''))
		quote--;
	k->prefix = text + begin;
	k->prefix_len = end - begin;
	/* What an escape stands for would have to be undone and redone. */
	if (memchr(k->prefix, '\\', k->prefix_len) != NULL)
		return;
	v = subscripted(k, text, quote);
	if (v != NULL && value_is(v, &dict_kind)) {
		offer_keys(k, v);
		return;
	}
	if (v == NULL)
		v = called_on(k, text, quote);
	if (v != NULL && value_is(v, &named_kind))
		offer_axes(k, v);
	else
		offer_paths(k, text, begin, end);
}
