/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands beside tokenizer.json: which tokens begin and end a text
 * (tokenizer_config.json, generation_config.json), the template of chats.
 * None of these files is needed.
 */
#include <string.h>
#include <sys/stat.h>

#include "core/load/jsonfile.h"
#include "core/load/tokenizer_parts.h"
#include "core/tensor/storage.h"

/* A token as text, or as an object with its content; its id or -1. */
static int32_t
named_token(const struct tokenizer *t, const json_t *j)
{
	if (json_is_object(j))
		j = json_object_get(j, "content");
	return json_is_string(j) ? vocab_find(&t->vocab,
	    json_string_value(j), json_string_length(j)) : -1;
}

/* One template, or several with names: the one called default. */
static const char *
default_template(const json_t *j)
{
	for (size_t i = 0; i < json_array_size(j); i++) {
		const json_t *e = json_array_get(j, i);

		if (strcmp(json_text(e, "name", ""), "default") == 0)
			return json_text(e, "template", NULL);
	}
	return json_string_value(j);
}

static bool
beside(struct buf *path, const char *folder, int len, const char *name)
{
	struct stat st;

	buf_truncate(path, 0);
	buf_printf(path, "%.*s%s%s", len, folder, len > 0 ? "/" : "", name);
	return stat(path->data, &st) == 0;
}

static bool
read_config(struct ctx *c, struct tokenizer *t, const char *path)
{
	json_t *j = json_read(c, path);
	const char *text = default_template(json_object_get(j,
	    "chat_template"));
	int32_t id;

	if (j == NULL)
		return false;
	id = named_token(t, json_object_get(j, "bos_token"));
	t->begin = id >= 0 ? id : t->begin;
	id = named_token(t, json_object_get(j, "eos_token"));
	t->end = id >= 0 ? id : t->end;
	if (text != NULL)
		t->chat_template = arena_strdup(t->arena, text);
	json_decref(j);
	return true;
}

/* eos_token_id: a number or a list of them. */
static bool
read_generation(struct ctx *c, struct tokenizer *t, const char *path)
{
	json_t *j = json_read(c, path);
	const json_t *end = json_object_get(j, "eos_token_id");

	if (json_is_integer(end))
		ids_add(&t->ends, (int32_t)json_integer_value(end));
	for (size_t i = 0; i < json_array_size(end); i++)
		ids_add(&t->ends, (int32_t)json_integer_value(json_array_get(
		    end, i)));
	json_decref(j);
	return j != NULL;
}

static bool
read_template(struct ctx *c, struct tokenizer *t, const char *path)
{
	struct storage *s = storage_map(c, path);

	if (s == NULL)
		return false;
	t->chat_template = arena_memdup0(t->arena, (const char *)s->data,
	    s->size);
	storage_unref(s);
	return true;
}

bool
tokenizer_read_config(struct ctx *c, struct tokenizer *t,
    const char *folder, int len)
{
	static const struct {
		const char *name;
		bool (*read)(struct ctx *, struct tokenizer *, const char *);
	} files[] = {
		{ "tokenizer_config.json", read_config },
		{ "generation_config.json", read_generation },
		{ "chat_template.jinja", read_template },
	};
	struct buf path = BUF_INIT;
	bool ok = true;

	for (size_t i = 0; i < nitems(files) && ok; i++)
		if (beside(&path, folder, len, files[i].name))
			ok = files[i].read(c, t, path.data);
	buf_release(&path);
	if (ok && t->end >= 0)
		ids_add(&t->ends, t->end);
	return ok;
}
