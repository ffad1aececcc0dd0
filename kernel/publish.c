/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/publish.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "kernel/clock.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"
#include "kernel/lenient.h"

/* Text is sent when a line is done and it is quiet, or old, or much. */
#define QUIET_US (20 * 1000)
#define OLD_US (200 * 1000)
#define MUCH ((size_t)32 << 10)
/* An update of one display goes out twenty times a second at most. */
#define UPDATE_US (50 * 1000)
/*
 * Servers drop messages beyond 1 MB of text a second in three seconds, and
 * browsers stop answering long before that.
 */
#define TEXT_LIMIT ((size_t)2 << 20)
#define TEXT_RATE (128 << 10)
#define TAIL ((size_t)64 << 10)
#define SHOW_LIMIT ((double)(64 << 20))
#define SHOW_RATE (1 << 20)
#define SHOW_OVERHEAD 1024	/* of one more message */

struct update {
	struct update *next;
	char *id;
	struct buf parent, content;	/* content is empty: none waits */
	int64_t sent;
};

void
publish_init(struct publisher *p, size_t limit)
{
	memset(p, 0, sizeof *p);
	pthread_mutex_init(&p->lock, NULL);
	buf_init(&p->text);
	buf_init(&p->parent);
	buf_init(&p->tail);
	p->limit = limit > 0 ? limit : TEXT_LIMIT;
}

static void
update_free(struct update *u)
{
	free(u->id);
	buf_release(&u->parent);
	buf_release(&u->content);
	free(u);
}

void
publish_release(struct publisher *p)
{
	struct update *u, *next;

	for (u = p->updates; u != NULL; u = next) {
		next = u->next;
		update_free(u);
	}
	buf_release(&p->text);
	buf_release(&p->parent);
	buf_release(&p->tail);
	pthread_mutex_destroy(&p->lock);
}

/* ---- sending ---------------------------------------------------------- */

static void
send(struct kernel *k, const char *type, struct bytes parent,
    const struct buf *content)
{
	struct letter l = { .channel = CHANNEL_IOPUB, .type = type,
	    .parent = parent, .content = { content->data, content->len } };

	outbox_add(&k->outbox, wire_write(&k->wire, &l, NULL));
}

static struct bytes
parent_of(const struct msg *m)
{
	return m != NULL ? m->header_text : (struct bytes){ NULL, 0 };
}

static void
send_stream(struct kernel *k, struct bytes parent, enum stream stream,
    const struct buf *text)
{
	struct buf b = BUF_INIT;
	struct emit e;

	emit_init(&e, &b);
	emit_open(&e, '{');
	emit_key_str(&e, "name", stream == STREAM_OUT ? "stdout" : "stderr");
	emit_key(&e, "text");
	emit_text(&e, text->data, text->len);
	emit_close(&e, '{');
	send(k, "stream", parent, &b);
	buf_release(&b);
}

static struct bytes
waiting_parent(const struct publisher *p)
{
	return (struct bytes){ p->parent.data, p->parent.len };
}

static void
flush_text(struct kernel *k)
{
	struct publisher *p = &k->publisher;

	if (p->text.len == 0)
		return;
	send_stream(k, waiting_parent(p), p->stream, &p->text);
	buf_truncate(&p->text, 0);
}

/* ---- allowances ------------------------------------------------------- */

static void
allow(struct allowance *a, double limit, double rate)
{
	*a = (struct allowance){ limit, limit, rate, clock_us() };
}

static double
allowed(struct allowance *a, int64_t now)
{
	a->left += a->rate * (double)(now - a->when) / 1e6;
	if (a->left > a->limit)
		a->left = a->limit;
	a->when = now;
	return a->left;
}

/* Keeps the end of what is cut, in at most twice the memory. */
static void
cut_text(struct publisher *p, enum stream stream, const char *s, size_t len)
{
	size_t over;

	p->cut += len;
	p->tail_stream = stream;
	if (len > TAIL) {
		s += len - TAIL;
		len = TAIL;
		buf_truncate(&p->tail, 0);
	}
	buf_add(&p->tail, s, len);
	if (p->tail.len <= 2 * TAIL)
		return;
	over = p->tail.len - TAIL;
	memmove(p->tail.data, p->tail.data + over, TAIL);
	buf_truncate(&p->tail, TAIL);
}

/* Where the last TAIL bytes begin: at a character. */
static size_t
tail_start(const struct buf *tail)
{
	size_t i = tail->len > TAIL ? tail->len - TAIL : 0;

	while (i < tail->len && ((unsigned char)tail->data[i] & 0xC0) == 0x80)
		i++;
	return i;
}

/* Says how much was cut, and shows the end of it. */
static void
flush_cut(struct kernel *k)
{
	struct publisher *p = &k->publisher;
	struct buf b = BUF_INIT;
	size_t start, gap;

	if (p->cut == 0)
		return;
	flush_text(k);
	start = tail_start(&p->tail);
	gap = p->cut - (p->tail.len - start);
	if (gap > 0)
		buf_printf(&b, "\n[... %zu bytes of output left out ...]\n",
		    gap);
	buf_add(&b, p->tail.data + start, p->tail.len - start);
	send_stream(k, waiting_parent(p), p->tail_stream, &b);
	p->text_allowed.left -= (double)b.len;
	buf_release(&b);
	buf_truncate(&p->tail, 0);
	p->cut = 0;
}

static void
flush_shows_cut(struct kernel *k)
{
	struct publisher *p = &k->publisher;
	struct buf b = BUF_INIT;

	if (p->shows_cut == 0)
		return;
	buf_printf(&b, "[... %zu displays left out: this cell showed more "
	    "than %.0f MiB ...]\n", p->shows_cut, SHOW_LIMIT / (1 << 20));
	send_stream(k, waiting_parent(p), STREAM_ERR, &b);
	buf_release(&b);
	p->shows_cut = 0;
}

static void
send_update(struct kernel *k, struct update *u, int64_t now)
{
	if (u->content.len == 0)
		return;
	send(k, "update_display_data",
	    (struct bytes){ u->parent.data, u->parent.len }, &u->content);
	buf_truncate(&u->content, 0);
	u->sent = now;
}

static void
flush_updates(struct kernel *k)
{
	int64_t now = clock_us();

	for (struct update *u = k->publisher.updates; u != NULL; u = u->next)
		send_update(k, u, now);
}

void
publish_flush(struct kernel *k)
{
	struct publisher *p = &k->publisher;

	pthread_mutex_lock(&p->lock);
	flush_text(k);
	flush_cut(k);
	flush_shows_cut(k);
	flush_updates(k);
	pthread_mutex_unlock(&p->lock);
}

void
publish_begin(struct kernel *k, const struct msg *parent)
{
	struct publisher *p = &k->publisher;

	pthread_mutex_lock(&p->lock);
	allow(&p->text_allowed, (double)p->limit, TEXT_RATE);
	allow(&p->show_allowed, SHOW_LIMIT, SHOW_RATE);
	buf_truncate(&p->parent, 0);
	buf_add(&p->parent, parent->header_text.data,
	    parent->header_text.len);
	pthread_mutex_unlock(&p->lock);
}

/* ---- when ------------------------------------------------------------- */

static int64_t
sooner(int64_t a, int64_t b)
{
	return a < 0 || b < a ? b : a;
}

static int64_t
tick_text(struct kernel *k, int64_t now)
{
	struct publisher *p = &k->publisher;
	int64_t due;

	if (p->text.len == 0)
		return -1;
	due = p->first + OLD_US;
	if (p->text.data[p->text.len - 1] == '\n')
		due = sooner(due, p->last + QUIET_US);
	if (due > now)
		return due - now;
	flush_text(k);
	return -1;
}

static int64_t
tick_updates(struct kernel *k, int64_t now)
{
	struct update **link = &k->publisher.updates, *u;
	int64_t next = -1, due;

	while ((u = *link) != NULL) {
		due = u->sent + UPDATE_US;
		if (due > now) {
			next = sooner(next, due - now);
		} else if (u->content.len > 0) {
			send_update(k, u, now);
		} else {
			*link = u->next;
			update_free(u);
			continue;
		}
		link = &u->next;
	}
	return next;
}

long
publish_tick(struct kernel *k)
{
	struct publisher *p = &k->publisher;
	int64_t now = clock_us(), next, other;

	pthread_mutex_lock(&p->lock);
	next = tick_text(k, now);
	other = tick_updates(k, now);
	if (other >= 0)
		next = sooner(next, other);
	if (p->cut > 0 && allowed(&p->text_allowed, now) >= TAIL)
		flush_cut(k);
	pthread_mutex_unlock(&p->lock);
	return next < 0 ? -1 : (long)(next / 1000 + 1);
}

/* ---- messages --------------------------------------------------------- */

static void
send_state(struct kernel *k, struct bytes parent, const char *state)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "{\"execution_state\":\"%s\"}", state);
	send(k, "status", parent, &b);
	buf_release(&b);
}

void
publish_starting(struct kernel *k)
{
	send_state(k, (struct bytes){ NULL, 0 }, "starting");
}

void
publish_status(struct kernel *k, const struct msg *parent, const char *state)
{
	send_state(k, parent_of(parent), state);
}

void
publish_input(struct kernel *k, const struct msg *parent, const char *code,
    size_t len, int count)
{
	struct buf b = BUF_INIT;
	struct emit e;

	emit_init(&e, &b);
	emit_open(&e, '{');
	emit_key(&e, "code");
	emit_text(&e, code, len);
	emit_key_int(&e, "execution_count", count);
	emit_close(&e, '{');
	send(k, "execute_input", parent_of(parent), &b);
	buf_release(&b);
}

/* How much of s goes into left bytes without cutting a character. */
static size_t
fitting(const char *s, size_t len, double left)
{
	if (left >= (double)len)
		return len;
	return left < 1 ? 0 : utf8_floor(s, (size_t)left);
}

static bool
same_parent(const struct publisher *p, const struct msg *parent)
{
	return p->parent.len == parent->header_text.len &&
	    memcmp(p->parent.data, parent->header_text.data,
	    p->parent.len) == 0;
}

static void
gather(struct kernel *k, enum stream stream, const char *s, size_t len)
{
	struct publisher *p = &k->publisher;
	int64_t now;

	if (len == 0)
		return;
	now = clock_us();
	if (p->text.len == 0)
		p->first = now;
	p->last = now;
	p->stream = stream;
	buf_add(&p->text, s, len);
	if (p->text.len >= MUCH)
		flush_text(k);
}

void
publish_text(struct kernel *k, const struct msg *parent, enum stream stream,
    const char *s, size_t len)
{
	struct publisher *p = &k->publisher;
	size_t fits;

	pthread_mutex_lock(&p->lock);
	if (p->stream != stream || !same_parent(p, parent)) {
		flush_text(k);
		buf_truncate(&p->parent, 0);
		buf_add(&p->parent, parent->header_text.data,
		    parent->header_text.len);
	}
	fits = p->cut > 0 ? 0 :
	    fitting(s, len, allowed(&p->text_allowed, clock_us()));
	p->text_allowed.left -= (double)fits;
	gather(k, stream, s, fits);
	if (fits < len)
		cut_text(p, stream, s + fits, len - fits);
	pthread_mutex_unlock(&p->lock);
}

/* JSON text of the program's is checked: one bad value would lose all. */
static bool
is_json(const char *text, size_t len)
{
	json_t *j = json_loadb(text, len, JSON_DECODE_ANY | JSON_ALLOW_NUL,
	    NULL);

	json_decref(j);
	return j != NULL;
}

void
publish_write_data(struct emit *e, const struct mime *m, size_t n)
{
	emit_open(e, '{');
	for (size_t i = 0; i < n; i++) {
		emit_key(e, m[i].type);
		if (m[i].is_json && is_json(m[i].data, m[i].len))
			emit_raw(e, m[i].data, m[i].len);
		else
			emit_text(e, m[i].data, m[i].len);
	}
	emit_close(e, '{');
}

static void
write_show(struct buf *b, const struct mime *m, size_t n,
    const struct show *show)
{
	const char *metadata = show->metadata;
	struct emit e;

	if (metadata == NULL || !is_json(metadata, strlen(metadata)) ||
	    metadata[0] != '{')
		metadata = "{}";
	emit_init(&e, b);
	emit_open(&e, '{');
	emit_key(&e, "data");
	publish_write_data(&e, m, n);
	emit_key_raw(&e, "metadata", metadata);
	emit_key(&e, "transient");
	emit_open(&e, '{');
	if (show->id != NULL)
		emit_key_str(&e, "display_id", show->id);
	emit_close(&e, '{');
	emit_close(&e, '{');
}

/* Sends an update, or keeps it when the one before was sent just now. */
static void
update(struct kernel *k, const char *id, struct bytes parent, struct buf *b)
{
	struct publisher *p = &k->publisher;
	int64_t now = clock_us();
	struct update *u;

	for (u = p->updates; u != NULL && strcmp(u->id, id) != 0; u = u->next)
		;
	if (u == NULL) {
		u = xcalloc(1, sizeof *u);
		u->id = xstrdup(id);
		u->sent = now - UPDATE_US;
		u->next = p->updates;
		p->updates = u;
	}
	buf_truncate(&u->parent, 0);
	buf_add(&u->parent, parent.data, parent.len);
	buf_truncate(&u->content, 0);
	buf_add(&u->content, b->data, b->len);
	if (now - u->sent >= UPDATE_US)
		send_update(k, u, now);
}

static void
show_now(struct kernel *k, struct bytes parent, const struct show *show,
    struct buf *b)
{
	struct publisher *p = &k->publisher;
	double cost = (double)(b->len + SHOW_OVERHEAD);

	flush_text(k);
	if (allowed(&p->show_allowed, clock_us()) < cost) {
		p->shows_cut++;
		return;
	}
	p->show_allowed.left -= cost;
	if (show->update && show->id != NULL)
		update(k, show->id, parent, b);
	else
		send(k, "display_data", parent, b);
}

void
publish_result(struct kernel *k, const struct msg *parent,
    const struct mime *m, size_t n, int count)
{
	struct buf b = BUF_INIT;
	struct emit e;

	emit_init(&e, &b);
	emit_open(&e, '{');
	emit_key_int(&e, "execution_count", count);
	emit_key(&e, "data");
	publish_write_data(&e, m, n);
	emit_key_raw(&e, "metadata", "{}");
	emit_close(&e, '{');
	pthread_mutex_lock(&k->publisher.lock);
	flush_text(k);
	send(k, "execute_result", parent_of(parent), &b);
	pthread_mutex_unlock(&k->publisher.lock);
	buf_release(&b);
}

void
publish_show(struct kernel *k, const struct msg *parent,
    const struct mime *m, size_t n, const struct show *show)
{
	struct buf b = BUF_INIT;

	write_show(&b, m, n, show);
	pthread_mutex_lock(&k->publisher.lock);
	show_now(k, parent_of(parent), show, &b);
	pthread_mutex_unlock(&k->publisher.lock);
	buf_release(&b);
}

void
publish_error(struct kernel *k, const struct msg *parent,
    const struct run_result *r)
{
	struct buf b = BUF_INIT;
	struct emit e;

	emit_init(&e, &b);
	emit_open(&e, '{');
	emit_key_str(&e, "ename", r->ename);
	emit_key_str(&e, "evalue", r->evalue);
	emit_key(&e, "traceback");
	emit_open(&e, '[');
	for (size_t i = 0; i < r->ntraceback; i++)
		emit_str(&e, r->traceback[i]);
	emit_close(&e, '[');
	emit_close(&e, '{');
	publish_flush(k);
	send(k, "error", parent_of(parent), &b);
	buf_release(&b);
}

void
publish_clear(struct kernel *k, const struct msg *parent, bool wait)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "{\"wait\":%s}", wait ? "true" : "false");
	pthread_mutex_lock(&k->publisher.lock);
	flush_text(k);
	flush_updates(k);
	send(k, "clear_output", parent_of(parent), &b);
	pthread_mutex_unlock(&k->publisher.lock);
	buf_release(&b);
}

void
publish_comm(struct kernel *k, const struct msg *parent, const char *type,
    const char *content, size_t len)
{
	struct buf b = BUF_INIT;

	buf_add(&b, content, len);
	pthread_mutex_lock(&k->publisher.lock);
	flush_text(k);
	send(k, type, parent_of(parent), &b);
	pthread_mutex_unlock(&k->publisher.lock);
	buf_release(&b);
}

void
publish_copy(struct kernel *k, const struct msg *parent, const char *type,
    const struct buf *content)
{
	send(k, type, parent_of(parent), content);
}
