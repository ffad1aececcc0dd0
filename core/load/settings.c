/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/settings.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/load/gguf.h"

void
settings_init(struct settings *s, struct ctx *c, struct ckpt *k)
{
	*s = (struct settings){ .c = c, .k = k };
	if (ckpt_is_gguf(k))
		s->prefix = gguf_get_text(k, "general.architecture");
}

static void
know(struct settings *s, const char *key)
{
	if (s->nknown < SETTINGS_MAX)
		s->known[s->nknown++] = key;
}

/* GGUF: the value of "llama.key". */
static const struct gguf_value *
find_gguf(struct settings *s, const char *key)
{
	char full[128];

	snprintf(full, sizeof full, "%s.%s", s->prefix, key);
	return gguf_find(s->k, full);
}

/* config.json: null is as good as absent. */
static const json_t *
find_json(struct settings *s, const char *key)
{
	const json_t *at = ckpt_config(s->c, s->k);
	char part[64];

	while (at != NULL && *key != '\0') {
		size_t n = strcspn(key, ".");

		if (n >= sizeof part)
			return NULL;
		memcpy(part, key, n);
		part[n] = '\0';
		at = json_object_get(at, part);
		key += n + (key[n] == '.');
	}
	return json_is_null(at) ? NULL : at;
}

int64_t
settings_int(struct settings *s, const char *key, int64_t dflt)
{
	const json_t *j;

	know(s, key);
	if (s->prefix != NULL) {
		const struct gguf_value *v = find_gguf(s, key);

		if (v != NULL && !gguf_int(v, &dflt))
			settings_refuse(s, key);
		return dflt;
	}
	j = find_json(s, key);
	if (j == NULL)
		return dflt;
	if (!json_is_integer(j))
		settings_refuse(s, key);
	return json_integer_value(j);
}

double
settings_float(struct settings *s, const char *key, double dflt)
{
	const json_t *j;

	know(s, key);
	if (s->prefix != NULL) {
		const struct gguf_value *v = find_gguf(s, key);

		if (v != NULL && !gguf_float(v, &dflt))
			settings_refuse(s, key);
		return dflt;
	}
	j = find_json(s, key);
	if (j == NULL)
		return dflt;
	if (!json_is_number(j))
		settings_refuse(s, key);
	return json_number_value(j);
}

bool
settings_bool(struct settings *s, const char *key, bool dflt)
{
	const json_t *j;

	know(s, key);
	if (s->prefix != NULL) {
		const struct gguf_value *v = find_gguf(s, key);

		if (v != NULL && !gguf_bool(v, &dflt))
			settings_refuse(s, key);
		return dflt;
	}
	j = find_json(s, key);
	return j == NULL ? dflt : json_is_true(j);
}

const char *
settings_text(struct settings *s, const char *key, const char *dflt)
{
	const json_t *j;

	know(s, key);
	if (s->prefix != NULL) {
		const char *text;
		char full[128];

		snprintf(full, sizeof full, "%s.%s", s->prefix, key);
		text = gguf_get_text(s->k, full);
		return text != NULL ? text : dflt;
	}
	j = find_json(s, key);
	return json_is_string(j) ? json_string_value(j) : dflt;
}

void
settings_ignore(struct settings *s, ...)
{
	const char *key;
	va_list ap;

	va_start(ap, s);
	while ((key = va_arg(ap, const char *)) != NULL)
		know(s, key);
	va_end(ap);
}

void
settings_refuse(struct settings *s, const char *key)
{
	if (s->refused == NULL)
		s->refused = key;
}

void
settings_expect_int(struct settings *s, const char *key, int64_t want)
{
	if (settings_int(s, key, want) != want)
		settings_refuse(s, key);
}

void
settings_expect_float(struct settings *s, const char *key, double want)
{
	double x = settings_float(s, key, want);

	if (fabs(x - want) > 1e-6 * fabs(want))
		settings_refuse(s, key);
}

void
settings_expect_text(struct settings *s, const char *key, const char *want)
{
	if (strcmp(settings_text(s, key, want), want) != 0)
		settings_refuse(s, key);
}

static bool
is_known(const struct settings *s, const char *key)
{
	for (size_t i = 0; i < s->nknown; i++) {
		size_t n = strlen(key);

		/* "rope_parameters" is known by what is known inside. */
		if (strncmp(s->known[i], key, n) == 0 &&
		    (s->known[i][n] == '\0' || s->known[i][n] == '.'))
			return true;
	}
	return false;
}

static void
unknown_gguf(const struct settings *s, struct buf *b)
{
	size_t n = strlen(s->prefix);

	for (size_t i = 0; i < gguf_count(s->k); i++) {
		const char *key = gguf_pair_at(s->k, i)->key;

		if (strncmp(key, s->prefix, n) == 0 && key[n] == '.' &&
		    !is_known(s, key + n + 1))
			buf_printf(b, "%s'%s'", b->len > 0 ? ", " : "", key);
	}
}

static void
unknown_json(const struct settings *s, struct buf *b)
{
	json_t *config = (json_t *)(uintptr_t)ckpt_config(s->c, s->k);
	const char *key;
	json_t *v;

	json_object_foreach(config, key, v)
		if (key[0] != '_' && !json_is_null(v) && !is_known(s, key))
			buf_printf(b, "%s'%s'", b->len > 0 ? ", " : "", key);
}

bool
settings_done(struct settings *s)
{
	struct buf b = BUF_INIT;

	if (err_is_set(s->c))
		return false;
	if (s->refused != NULL)
		buf_printf(&b, "'%s'", s->refused);
	else if (s->prefix != NULL)
		unknown_gguf(s, &b);
	else
		unknown_json(s, &b);
	if (b.len > 0)
		err_raise(s->c, ERR_VALUE, "%s: the setting %s could change "
		    "the numbers and is not supported; pj.open(path) shows "
		    "the checkpoint as a tree", ckpt_path(s->k), b.data);
	buf_release(&b);
	return !err_is_set(s->c);
}
