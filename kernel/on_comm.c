/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/base/buf.h"
#include "core/base/xalloc.h"
#include "kernel/comm.h"
#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"
#include "kernel/lenient.h"

/* Front ends open one or two; a limit keeps a broken one from our memory. */
#define MAX_COMMS 1024

struct comm {
	struct comm *next;
	const struct comm_target *target;
	char *id;
};

static struct comm **
find(struct kernel *k, const char *id)
{
	struct comm **link = &k->comms;

	while (*link != NULL && strcmp((*link)->id, id) != 0)
		link = &(*link)->next;
	return link;
}

static const struct comm_target *
find_target(const struct kernel *k, const char *name)
{
	const struct comm_target *t = k->comm_targets;

	for (; name != NULL && t != NULL && t->name != NULL; t++)
		if (strcmp(t->name, name) == 0)
			return t;
	return NULL;
}

static size_t
count(const struct kernel *k)
{
	size_t n = 0;

	for (const struct comm *c = k->comms; c != NULL; c = c->next)
		n++;
	return n;
}

static void
drop(struct comm **link)
{
	struct comm *c = *link;

	*link = c->next;
	free(c->id);
	free(c);
}

void
comms_free(struct kernel *k)
{
	while (k->comms != NULL)
		drop(&k->comms);
}

static void
publish(struct kernel *k, const struct msg *parent, const char *type,
    const char *id, const char *data, size_t len)
{
	struct buf b = BUF_INIT;
	struct emit e;

	emit_init(&e, &b);
	emit_open(&e, '{');
	emit_key_str(&e, "comm_id", id);
	emit_key(&e, "data");
	emit_raw(&e, data, len);
	emit_close(&e, '{');
	publish_comm(k, parent, type, b.data, b.len);
	buf_release(&b);
}

void
comm_send(struct kernel *k, const struct msg *parent, const char *id,
    const char *data, size_t len)
{
	publish(k, parent, "comm_msg", id, data, len);
}

static void
hand_over(struct kernel *k, const struct msg *m, const struct comm *c)
{
	const json_t *data = json_object_get(m->content, "data");
	char *text = data != NULL ? json_dumps(data, JSON_COMPACT) : NULL;
	char *answer;

	answer = c->target->answer(k->session, c->id,
	    text != NULL ? text : "{}", text != NULL ? strlen(text) : 2);
	if (answer != NULL)
		comm_send(k, m, c->id, answer, strlen(answer));
	free(answer);
	free(text);
}

void
on_comm_open(struct kernel *k, struct msg *m, struct emit *e)
{
	const char *id = lenient_str(m->content, "comm_id", NULL);
	const char *name = lenient_str(m->content, "target_name", NULL);
	const struct comm_target *target = find_target(k, name);
	struct comm *c;

	(void)e;
	if (id == NULL)
		return;
	if (target == NULL || *find(k, id) != NULL || count(k) >= MAX_COMMS) {
		publish(k, m, "comm_close", id, "{}", 2);
		return;
	}
	c = xcalloc(1, sizeof *c);
	c->id = xstrdup(id);
	c->target = target;
	c->next = k->comms;
	k->comms = c;
	session_on_poll(k->session, comms_poll, k);
	hand_over(k, m, c);
}

void
on_comm_msg(struct kernel *k, struct msg *m, struct emit *e)
{
	const char *id = lenient_str(m->content, "comm_id", NULL);
	struct comm *c = id != NULL ? *find(k, id) : NULL;

	(void)e;
	if (c != NULL)
		hand_over(k, m, c);
}

void
on_comm_close(struct kernel *k, struct msg *m, struct emit *e)
{
	const char *id = lenient_str(m->content, "comm_id", NULL);
	struct comm **link = id != NULL ? find(k, id) : NULL;

	(void)e;
	if (link == NULL || *link == NULL)
		return;
	if ((*link)->target->close != NULL)
		(*link)->target->close(k->session, id);
	drop(link);
	/* Nothing to look for at poll points any more. */
	if (k->comms == NULL)
		session_on_poll(k->session, NULL, NULL);
}

void
on_comm_info(struct kernel *k, struct msg *m, struct emit *e)
{
	const char *name = lenient_str(m->content, "target_name", NULL);

	reply_ok(e);
	emit_key(e, "comms");
	emit_open(e, '{');
	for (const struct comm *c = k->comms; c != NULL; c = c->next) {
		if (name != NULL && strcmp(name, c->target->name) != 0)
			continue;
		emit_key(e, c->id);
		emit_open(e, '{');
		emit_key_str(e, "target_name", c->target->name);
		emit_close(e, '{');
	}
	emit_close(e, '{');
}

static bool
is_polled(const struct msg *m)
{
	const struct request *row = dispatch_find(m);

	return row != NULL && row->flags & AT_POLL;
}

void
comms_poll(void *data)
{
	struct kernel *k = data;
	struct msg *m;

	if (!atomic_load_explicit(&k->inbox.early, memory_order_relaxed))
		return;
	atomic_store(&k->inbox.early, false);
	while ((m = inbox_take_early(&k->inbox, is_polled)) != NULL) {
		dispatch_msg(k, m);
		msg_free(&m);
	}
}
