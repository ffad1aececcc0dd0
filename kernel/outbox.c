/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel/outbox.h"

#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "core/base/attr.h"
#include "kernel/wire.h"

bool
outbox_init(struct outbox *o)
{
	pthread_mutex_init(&o->lock, NULL);
	o->first = NULL;
	o->end = &o->first;
	o->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return o->wake >= 0;
}

void
outbox_release(struct outbox *o)
{
	struct parcel *p, *next;

	for (p = o->first; p != NULL; p = next) {
		next = p->next;
		parcel_free(&p);
	}
	if (o->wake >= 0)
		close(o->wake);
	pthread_mutex_destroy(&o->lock);
}

void
outbox_add(struct outbox *o, struct parcel *p)
{
	bool was_empty;

	p->next = NULL;
	pthread_mutex_lock(&o->lock);
	was_empty = o->first == NULL;
	*o->end = p;
	o->end = &p->next;
	pthread_mutex_unlock(&o->lock);
	if (was_empty)
		outbox_wake(o);
}

struct parcel *
outbox_take(struct outbox *o)
{
	struct parcel *p;

	pthread_mutex_lock(&o->lock);
	p = o->first;
	o->first = NULL;
	o->end = &o->first;
	pthread_mutex_unlock(&o->lock);
	return p;
}

void
outbox_wake(struct outbox *o)
{
	uint64_t one = 1;
	ssize_t UNUSED n = write(o->wake, &one, sizeof one);
}

void
outbox_woken(struct outbox *o)
{
	uint64_t count;
	ssize_t UNUSED n = read(o->wake, &count, sizeof count);
}
