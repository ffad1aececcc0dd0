/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <uuid/uuid.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/xalloc.h"
#include "kernel/emit.h"
#include "kernel/lenient.h"

#define DELIMITER "<IDS|MSG>"
#define VERSION "5.5"

/* The frames after the delimiter. */
enum { SIGNATURE, HEADER, PARENT, METADATA, CONTENT, FIXED };

bool
wire_init(struct wire *w, const char *scheme, const char *key, size_t len,
    const char *username)
{
	uuid_t id;

	memset(w, 0, sizeof *w);
	if (!sign_init(&w->signer, scheme, key, len))
		return false;
	w->replay = replay_create();
	w->username = username;
	uuid_generate_random(id);
	uuid_unparse_lower(id, w->session);
	return true;
}

void
wire_release(struct wire *w)
{
	sign_release(&w->signer);
	replay_free(&w->replay);
}

/* ---- reading ---------------------------------------------------------- */

static struct bytes
keep(struct arena *a, const struct bytes *f)
{
	return (struct bytes){ arena_memdup0(a, f->data, f->len), f->len };
}

static struct bytes *
keep_all(struct arena *a, const struct bytes *f, size_t n)
{
	struct bytes *all = arena_array(a, n > 0 ? n : 1, sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = keep(a, &f[i]);
	return all;
}

static bool
is_delimiter(const struct bytes *f)
{
	return f->len == sizeof DELIMITER - 1 &&
	    memcmp(f->data, DELIMITER, f->len) == 0;
}

/* The parsed frames; false when the header says too little. */
static bool
read_header(struct msg *m, const struct bytes *part)
{
	m->header = lenient_object(part[HEADER].data, part[HEADER].len);
	m->parent = lenient_object(part[PARENT].data, part[PARENT].len);
	m->id = lenient_str(m->header, "msg_id", NULL);
	m->type = lenient_str(m->header, "msg_type", NULL);
	return m->id != NULL && m->type != NULL;
}

struct msg *
wire_read(struct wire *w, enum channel channel, const struct bytes *frame,
    size_t n, const char **why)
{
	const struct bytes *part;
	struct arena *a;
	struct msg *m;
	size_t at;

	for (at = 0; at < n && !is_delimiter(&frame[at]); at++)
		;
	if (at == n || n - at - 1 < FIXED) {
		*why = at == n ? "no delimiter" : "too few frames";
		return NULL;
	}
	part = &frame[at + 1];
	if (!sign_check(&w->signer, &part[SIGNATURE], &part[HEADER], 4)) {
		*why = "wrong signature";
		return NULL;
	}
	if (!replay_add(w->replay, &part[SIGNATURE])) {
		*why = "a signature that was used before";
		return NULL;
	}
	a = arena_create();
	m = arena_alloc(a, sizeof *m);
	m->arena = a;
	m->channel = channel;
	m->route = keep_all(a, frame, at);
	m->nroute = at;
	m->header_text = keep(a, &part[HEADER]);
	m->metadata_text = keep(a, &part[METADATA]);
	m->content_text = keep(a, &part[CONTENT]);
	m->buffers = keep_all(a, part + FIXED, n - at - 1 - FIXED);
	m->nbuffers = n - at - 1 - FIXED;
	if (!read_header(m, part)) {
		*why = "no header that can be read";
		msg_free(&m);
	}
	return m;
}

bool
msg_open(struct msg *m)
{
	m->metadata = lenient_object(m->metadata_text.data,
	    m->metadata_text.len);
	m->content = lenient_object(m->content_text.data,
	    m->content_text.len);
	return m->content != NULL;
}

void
msg_free(struct msg **m)
{
	struct arena *a;

	if (*m == NULL)
		return;
	json_decref((*m)->header);
	json_decref((*m)->parent);
	json_decref((*m)->metadata);
	json_decref((*m)->content);
	a = (*m)->arena;
	arena_free(&a);
	*m = NULL;
}

/* ---- writing ---------------------------------------------------------- */

void
wire_date(char out[32])
{
	struct timespec t;
	struct tm tm;
	size_t n;

	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &tm);
	n = strftime(out, 32, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(out + n, 32 - n, ".%06ldZ", t.tv_nsec / 1000);
}

struct parcel *
parcel_create(enum channel channel, const struct bytes *frame, size_t n)
{
	size_t size = 0;
	struct parcel *p;
	char *at;

	for (size_t i = 0; i < n; i++)
		size += frame[i].len;
	p = xmalloc(sizeof *p + n * sizeof *frame + size);
	p->next = NULL;
	p->channel = channel;
	p->nframes = n;
	p->size = size;
	at = (char *)&p->frame[n];
	for (size_t i = 0; i < n; i++) {
		if (frame[i].len > 0)
			memcpy(at, frame[i].data, frame[i].len);
		p->frame[i] = (struct bytes){ at, frame[i].len };
		at += frame[i].len;
	}
	return p;
}

void
parcel_free(struct parcel **p)
{
	free(*p);
	*p = NULL;
}

static void
write_header(struct wire *w, const char *type, const char *id,
    struct buf *out)
{
	struct emit e;
	char date[32];

	wire_date(date);
	emit_init(&e, out);
	emit_open(&e, '{');
	emit_key_str(&e, "msg_id", id);
	emit_key_str(&e, "session", w->session);
	emit_key_str(&e, "username", w->username);
	emit_key_str(&e, "date", date);
	emit_key_str(&e, "msg_type", type);
	emit_key_str(&e, "version", VERSION);
	emit_close(&e, '{');
}

static struct bytes
or_empty(struct bytes b)
{
	return b.len > 0 ? b : (struct bytes){ "{}", 2 };
}

struct parcel *
wire_write(struct wire *w, const struct letter *l, char id_out[64])
{
	struct bytes topic, *frame, *part;
	char id[64], hex[SIGN_HEX_MAX], text[128];
	struct buf header = BUF_INIT;
	size_t n = 0, max = l->nroute + 2 + FIXED + l->nbuffers;
	struct parcel *p;

	snprintf(id, sizeof id, "%s_%llu", w->session,
	    atomic_fetch_add(&w->count, 1) + 1);
	write_header(w, l->type, id, &header);
	frame = xcalloc(max, sizeof *frame);
	for (; n < l->nroute; n++)
		frame[n] = l->route[n];
	if (l->route == NULL && l->channel == CHANNEL_IOPUB) {
		snprintf(text, sizeof text, "kernel.%s.%s", w->session,
		    l->type);
		topic = (struct bytes){ text, strlen(text) };
		frame[n++] = topic;
	}
	frame[n++] = (struct bytes){ DELIMITER, sizeof DELIMITER - 1 };
	part = &frame[n];
	part[HEADER] = (struct bytes){ header.data, header.len };
	part[PARENT] = or_empty(l->parent);
	part[METADATA] = or_empty(l->metadata);
	part[CONTENT] = or_empty(l->content);
	sign_write(&w->signer, &part[HEADER], 4, hex);
	part[SIGNATURE] = (struct bytes){ hex, strlen(hex) };
	n += FIXED;
	for (size_t i = 0; i < l->nbuffers; i++)
		frame[n++] = l->buffers[i];
	p = parcel_create(l->channel, frame, n);
	free(frame);
	buf_release(&header);
	if (id_out != NULL)
		memcpy(id_out, id, sizeof id);
	return p;
}
