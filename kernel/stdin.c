/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/stdin.h"

#include <string.h>

#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"
#include "kernel/lenient.h"

void
stdin_deliver(struct kernel *k, struct msg *m)
{
	struct inbox *b = &k->inbox;

	if (strcmp(m->type, "input_reply") != 0 || !msg_open(m)) {
		msg_free(&m);
		return;
	}
	pthread_mutex_lock(&b->lock);
	/* An answer that nobody waits for is old. */
	if (b->asking && b->answer == NULL) {
		b->answer = m;
		m = NULL;
		pthread_cond_broadcast(&b->changed);
	}
	pthread_mutex_unlock(&b->lock);
	msg_free(&m);
}

static void
send_question(struct kernel *k, const struct msg *request,
    const char *prompt, bool password, char id[64])
{
	struct letter l = { .channel = CHANNEL_STDIN, .type = "input_request",
	    .route = request->route, .nroute = request->nroute,
	    .parent = request->header_text };
	struct buf b = BUF_INIT;
	struct emit e;

	emit_init(&e, &b);
	emit_open(&e, '{');
	emit_key_str(&e, "prompt", prompt);
	emit_key_bool(&e, "password", password);
	emit_close(&e, '{');
	l.content = (struct bytes){ b.data, b.len };
	outbox_add(&k->outbox, wire_write(&k->wire, &l, id));
	buf_release(&b);
}

/* Is it the asked client's, and to this question as far as it says? */
static bool
answers(const struct msg *m, const struct msg *request, const char *id)
{
	const char *parent = lenient_str(m->parent, "msg_id", NULL);

	if (m->nroute != request->nroute)
		return false;
	for (size_t i = 0; i < m->nroute; i++)
		if (m->route[i].len != request->route[i].len ||
		    memcmp(m->route[i].data, request->route[i].data,
		    m->route[i].len) != 0)
			return false;
	return parent == NULL || parent[0] == '\0' ||
	    strcmp(parent, id) == 0 || strcmp(parent, request->id) == 0;
}

/* The next message, or null when the waiting is over. */
static struct msg *
wait_answer(struct inbox *b, const struct ctx *c)
{
	struct msg *m;

	pthread_mutex_lock(&b->lock);
	while (b->answer == NULL && !ctx_stopped(c) && !b->closed)
		pthread_cond_wait(&b->changed, &b->lock);
	m = ctx_stopped(c) || b->closed ? NULL : b->answer;
	if (m != NULL)
		b->answer = NULL;
	pthread_mutex_unlock(&b->lock);
	return m;
}

static char *
line_of(const struct msg *m)
{
	size_t len = 0;
	const char *s = lenient_str(m->content, "value", &len);

	if (s == NULL || (len == 1 && s[0] == '\x04'))
		return NULL;
	return xmemdup0(s, len);
}

static void
set_asking(struct inbox *b, bool asking)
{
	struct msg *old;

	pthread_mutex_lock(&b->lock);
	b->asking = asking;
	old = b->answer;
	b->answer = NULL;
	pthread_mutex_unlock(&b->lock);
	msg_free(&old);
}

char *
stdin_ask(struct kernel *k, const struct msg *request, const char *prompt,
    bool password)
{
	struct inbox *b = &k->inbox;
	char id[64], *line = NULL;
	struct msg *m;
	bool right;

	publish_flush(k);
	set_asking(b, true);
	send_question(k, request, prompt, password, id);
	for (;;) {
		m = wait_answer(b, session_ctx(k->session));
		if (m == NULL)
			break;
		right = answers(m, request, id);
		if (right)
			line = line_of(m);
		msg_free(&m);
		if (right)
			break;
	}
	set_asking(b, false);
	return line;
}
