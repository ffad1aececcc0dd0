/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/inbox.h"

#include <string.h>

#include "kernel/wire.h"

void
inbox_init(struct inbox *b)
{
	memset(b, 0, sizeof *b);
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->changed, NULL);
	b->end = &b->first;
}

void
inbox_release(struct inbox *b)
{
	struct msg *m, *next;

	for (m = b->first; m != NULL; m = next) {
		next = m->next;
		msg_free(&m);
	}
	msg_free(&b->answer);
	pthread_cond_destroy(&b->changed);
	pthread_mutex_destroy(&b->lock);
}

void
inbox_put(struct inbox *b, struct msg *m)
{
	m->next = NULL;
	pthread_mutex_lock(&b->lock);
	m->arrival = ++b->arrivals;
	*b->end = m;
	b->end = &m->next;
	atomic_store(&b->early, true);
	pthread_cond_broadcast(&b->changed);
	pthread_mutex_unlock(&b->lock);
}

/* Unlinks the message that *link points at. */
static struct msg *
unlink_at(struct inbox *b, struct msg **link)
{
	struct msg *m = *link;

	*link = m->next;
	if (b->end == &m->next)
		b->end = link;
	m->next = NULL;
	return m;
}

struct msg *
inbox_take(struct inbox *b)
{
	struct msg *m = NULL;

	pthread_mutex_lock(&b->lock);
	b->running = false;
	while (b->first == NULL && !b->closed)
		pthread_cond_wait(&b->changed, &b->lock);
	if (!b->closed) {
		m = unlink_at(b, &b->first);
		b->running = true;
	}
	pthread_mutex_unlock(&b->lock);
	return m;
}

void
inbox_close(struct inbox *b)
{
	pthread_mutex_lock(&b->lock);
	b->closed = true;
	pthread_cond_broadcast(&b->changed);
	pthread_mutex_unlock(&b->lock);
}

bool
inbox_is_busy(struct inbox *b)
{
	bool busy;

	pthread_mutex_lock(&b->lock);
	busy = b->running || b->first != NULL;
	pthread_mutex_unlock(&b->lock);
	return busy;
}

struct msg *
inbox_take_early(struct inbox *b, bool (*want)(const struct msg *))
{
	struct msg **link, *m = NULL;

	pthread_mutex_lock(&b->lock);
	for (link = &b->first; *link != NULL; link = &(*link)->next)
		if (want(*link)) {
			m = unlink_at(b, link);
			break;
		}
	pthread_mutex_unlock(&b->lock);
	return m;
}
