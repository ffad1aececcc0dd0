/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/settings.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/ctx.h"
#include "core/load/gguf.h"
#include "core/load/jsonfile.h"

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
	for (size_t i = 0; i < s->nknown; i++)
		if (strcmp(s->known[i], key) == 0)
			return;
	if (s->nknown == SETTINGS_MAX)
		BUG("settings: too many keys");
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
	const char *rest = key;
	char part[64];

	while (at != NULL && !json_is_null(at) && *rest != '\0') {
		size_t n = strcspn(rest, ".");

		if (n >= sizeof part)
			return NULL;
		memcpy(part, rest, n);
		part[n] = '\0';
		if (!json_is_object(at))
			settings_refuse(s, key);
		at = json_object_get(at, part);
		rest += n + (rest[n] == '.');
	}
	return json_is_null(at) ? NULL : at;
}

/* A setting as it stands; both null where it is absent. */
struct setting {
	const struct gguf_value *gguf;
	const json_t *json;
};

static struct setting
find(struct settings *s, const char *key)
{
	struct setting v = { NULL, NULL };

	know(s, key);
	if (s->prefix != NULL)
		v.gguf = find_gguf(s, key);
	else
		v.json = find_json(s, key);
	return v;
}

int64_t
settings_int(struct settings *s, const char *key, int64_t dflt)
{
	struct setting v = find(s, key);

	if ((v.gguf != NULL && !gguf_int(v.gguf, &dflt)) ||
	    (v.json != NULL && !json_is_integer(v.json)))
		settings_refuse(s, key);
	return v.json != NULL ? json_integer_value(v.json) : dflt;
}

double
settings_float(struct settings *s, const char *key, double dflt)
{
	struct setting v = find(s, key);

	if ((v.gguf != NULL && !gguf_float(v.gguf, &dflt)) ||
	    (v.json != NULL && !json_is_number(v.json)))
		settings_refuse(s, key);
	return v.json != NULL ? json_number_value(v.json) : dflt;
}

bool
settings_bool(struct settings *s, const char *key, bool dflt)
{
	struct setting v = find(s, key);

	if ((v.gguf != NULL && !gguf_bool(v.gguf, &dflt)) ||
	    (v.json != NULL && !json_is_boolean(v.json)))
		settings_refuse(s, key);
	return v.json != NULL ? json_is_true(v.json) : dflt;
}

const char *
settings_text(struct settings *s, const char *key, const char *dflt)
{
	struct setting v = find(s, key);
	const char *text = v.json != NULL ? json_string_value(v.json) :
	    v.gguf != NULL ? gguf_copy_text(s->k, v.gguf) : dflt;

	if (text != NULL)
		return text;
	settings_refuse(s, key);
	return dflt;
}

const char *
settings_activation(struct settings *s, const char *key, const char *dflt)
{
	const char *name = settings_text(s, key, dflt);

	/* In checkpoints gelu is the exact one, in jax.nn the other. */
	return strcmp(name, "gelu") == 0 ? "gelu_exact" : name;
}

const char *
settings_text_at(struct settings *s, const char *key, size_t i)
{
	struct setting v = find(s, key);
	const char *text;

	if (v.gguf != NULL || (v.json != NULL && !json_is_array(v.json)))
		settings_refuse(s, key);
	if (i >= json_array_size(v.json))
		return NULL;
	text = json_string_value(json_array_get(v.json, i));
	if (text == NULL)
		settings_refuse(s, key);
	return text != NULL ? text : "";
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

/* Is the key known; is something inside of it? */
static bool
is_known(const struct settings *s, const char *key, bool inside)
{
	size_t n = strlen(key);

	for (size_t i = 0; i < s->nknown; i++)
		if (strncmp(s->known[i], key, n) == 0 &&
		    s->known[i][n] == (inside ? '.' : '\0'))
			return true;
	return false;
}

static void
write_unknown(struct buf *b, const char *key)
{
	buf_printf(b, "%s'%s'", b->len > 0 ? ", " : "", key);
}

static void
unknown_gguf(const struct settings *s, struct buf *b)
{
	size_t n = strlen(s->prefix);

	for (size_t i = 0; i < gguf_count(s->k); i++) {
		const char *key = gguf_pair_at(s->k, i)->key;

		if (strncmp(key, s->prefix, n) == 0 && key[n] == '.' &&
		    !is_known(s, key + n + 1, false))
			write_unknown(b, key);
	}
}

/* Goes into an object only where something inside is known, so no deeper
 * than the keys that are asked for. */
static void
unknown_json(const struct settings *s, const char *outer, const json_t *at,
    struct buf *b)
{
	struct buf path = BUF_INIT;
	const char *key;
	json_t *v;

	json_object_foreach((json_t *)(uintptr_t)at, key, v) {
		if (key[0] == '_' || json_is_null(v))
			continue;
		buf_truncate(&path, 0);
		buf_printf(&path, "%s%s%s", outer, *outer != '\0' ? "." : "",
		    key);
		if (json_is_object(v) && is_known(s, path.data, true))
			unknown_json(s, path.data, v, b);
		else if (!is_known(s, path.data, false))
			write_unknown(b, path.data);
	}
	buf_release(&path);
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
		unknown_json(s, "", ckpt_config(s->c, s->k), &b);
	if (b.len > 0)
		err_raise(s->c, ERR_VALUE, "%s: the setting %s could change "
		    "the numbers and is not supported; pj.open(path) shows "
		    "the checkpoint as a tree", ckpt_path(s->k), b.data);
	buf_release(&b);
	return !err_is_set(s->c);
}
