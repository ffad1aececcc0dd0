/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/connect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>
#include <uuid/uuid.h>

#include "core/base/buf.h"
#include "core/base/xalloc.h"
#include "kernel/emit.h"
#include "kernel/lenient.h"

#define MAX_FILE (1 << 20)

static char *
read_all(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *text;

	if (f == NULL)
		return NULL;
	text = xmalloc(MAX_FILE);
	*len = fread(text, 1, MAX_FILE, f);
	fclose(f);
	return text;
}

/* A port as a number, or as text. */
static bool
read_port(const json_t *j, const char *key, int *port)
{
	const json_t *v = json_object_get(j, key);
	long n = -1;

	if (json_is_integer(v))
		n = (long)json_integer_value(v);
	else if (json_is_string(v))
		n = strtol(json_string_value(v), NULL, 10);
	*port = (int)n;
	return n >= 0 && n <= 65535;
}

static char *
copy_field(const json_t *j, const char *key, const char *otherwise)
{
	const char *s = lenient_str(j, key, NULL);

	if (s == NULL)
		s = otherwise;
	return s != NULL ? xstrdup(s) : NULL;
}

/* The other form of the file: all ports stay 0, and are told later. */
static bool
read_registration(struct connect *c, const json_t *j, char *why, size_t len)
{
	c->registration_ip = copy_field(j, "registration_ip", "127.0.0.1");
	c->kernel_id = copy_field(j, "kernel_id", "");
	if (read_port(j, "registration_port", &c->registration_port) &&
	    c->registration_port > 0)
		return true;
	snprintf(why, len, "registration_port is not a port");
	return false;
}

static bool
fill(struct connect *c, const json_t *j, char *why, size_t len)
{
	const char *key = lenient_str(j, "key", &c->key_len);

	c->key = key != NULL ? xmemdup0(key, c->key_len) : xstrdup("");
	c->transport = copy_field(j, "transport", "tcp");
	c->ip = copy_field(j, "ip", "127.0.0.1");
	c->scheme = copy_field(j, "signature_scheme", "hmac-sha256");
	if (c->scheme[0] == '\0') {
		free(c->scheme);
		c->scheme = xstrdup("hmac-sha256");
	}
	c->curve_public = copy_field(j, "curve_publickey", NULL);
	c->curve_secret = copy_field(j, "curve_secretkey", NULL);
	if (strcmp(c->transport, "tcp") != 0 &&
	    strcmp(c->transport, "ipc") != 0) {
		snprintf(why, len, "transport '%s' is not known", c->transport);
		return false;
	}
	if (json_object_get(j, "registration_port") != NULL)
		return read_registration(c, j, why, len);
	for (int i = 0; i < CHANNEL_COUNT; i++) {
		char field[32];

		snprintf(field, sizeof field, "%s_port",
		    channel_name((enum channel)i));
		if (!read_port(j, field, &c->port[i])) {
			snprintf(why, len, "no %s", field);
			return false;
		}
	}
	return true;
}

bool
connect_read(struct connect *c, const char *path, char *why, size_t len)
{
	size_t n = 0;
	char *text;
	json_t *j;
	bool ok;

	memset(c, 0, sizeof *c);
	text = read_all(path, &n);
	if (text == NULL) {
		snprintf(why, len, "%s: %s", path, strerror(errno));
		return false;
	}
	j = lenient_object(text, n);
	free(text);
	if (j == NULL) {
		snprintf(why, len, "%s is not a connection file", path);
		return false;
	}
	ok = fill(c, j, why, len);
	json_decref(j);
	return ok;
}

void
connect_local(struct connect *c)
{
	uuid_t id;
	char key[37];

	memset(c, 0, sizeof *c);
	uuid_generate_random(id);
	uuid_unparse_lower(id, key);
	c->transport = xstrdup("tcp");
	c->ip = xstrdup("127.0.0.1");
	c->scheme = xstrdup("hmac-sha256");
	c->key = xstrdup(key);
	c->key_len = strlen(key);
}

bool
connect_write(const struct connect *c, const char *path, char *why,
    size_t len)
{
	struct buf b = BUF_INIT;
	struct emit e;
	char name[32];
	int fd;
	bool ok;

	emit_init(&e, &b);
	emit_open(&e, '{');
	for (int i = 0; i < CHANNEL_COUNT; i++) {
		snprintf(name, sizeof name, "%s_port",
		    channel_name((enum channel)i));
		emit_key_int(&e, name, c->port[i]);
	}
	emit_key_str(&e, "transport", c->transport);
	emit_key_str(&e, "ip", c->ip);
	emit_key(&e, "key");
	emit_text(&e, c->key, c->key_len);
	emit_key_str(&e, "signature_scheme", c->scheme);
	emit_key_str(&e, "kernel_name", "penjing");
	emit_close(&e, '{');
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ok = fd >= 0 && write(fd, b.data, b.len) == (ssize_t)b.len;
	if (!ok)
		snprintf(why, len, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	buf_release(&b);
	return ok;
}

void
connect_release(struct connect *c)
{
	free(c->transport);
	free(c->ip);
	free(c->key);
	free(c->scheme);
	free(c->registration_ip);
	free(c->kernel_id);
	free(c->curve_public);
	free(c->curve_secret);
	memset(c, 0, sizeof *c);
}

char *
connect_endpoint(const struct connect *c, enum channel ch)
{
	bool v6 = strchr(c->ip, ':') != NULL && c->ip[0] != '[';
	struct buf b = BUF_INIT;

	if (strcmp(c->transport, "ipc") == 0)
		buf_printf(&b, "ipc://%s-%d", c->ip, c->port[ch]);
	else if (c->port[ch] == 0)
		buf_printf(&b, v6 ? "tcp://[%s]:*" : "tcp://%s:*", c->ip);
	else
		buf_printf(&b, v6 ? "tcp://[%s]:%d" : "tcp://%s:%d", c->ip,
		    c->port[ch]);
	return buf_steal(&b);
}
