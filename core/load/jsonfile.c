/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/jsonfile.h"

#include "core/tensor/storage.h"

/* A tokenizer.json of a large vocabulary has 40 MB. */
#define MAX_BYTES ((size_t)1 << 30)

json_t *
json_parse(struct ctx *c, const char *where, const char *text, size_t len)
{
	json_error_t e;
	json_t *j;

	if (len > MAX_BYTES)
		return err_raise(c, ERR_VALUE,
		    "%s: %zu bytes of JSON are too many", where, len);
	/* Jansson itself limits the depth (to 2048). */
	j = json_loadb(text, len, JSON_ALLOW_NUL | JSON_DECODE_ANY, &e);
	if (j == NULL)
		return err_raise(c, ERR_VALUE,
		    "%s: not valid JSON: line %d, column %d: %s", where,
		    e.line, e.column, e.text);
	return j;
}

json_t *
json_read(struct ctx *c, const char *path)
{
	struct storage *s = storage_map(c, path);
	json_t *j;

	if (s == NULL)
		return NULL;
	j = json_parse(c, path, (const char *)s->data, s->size);
	storage_unref(s);
	return j;
}

const char *
json_text(const json_t *j, const char *key, const char *dflt)
{
	const json_t *v = json_object_get(j, key);

	return json_is_string(v) ? json_string_value(v) : dflt;
}

int64_t
json_int(const json_t *j, const char *key, int64_t dflt)
{
	const json_t *v = json_object_get(j, key);

	return json_is_integer(v) ? json_integer_value(v) : dflt;
}

bool
json_bool(const json_t *j, const char *key, bool dflt)
{
	const json_t *v = json_object_get(j, key);

	return json_is_boolean(v) ? json_is_true(v) : dflt;
}
