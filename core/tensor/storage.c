/* SPDX-License-Identifier: Apache-2.0 */
#include "core/tensor/storage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ctx.h"
#include "core/base/xalloc.h"
#include "core/tensor/engine.h"
#include "core/tensor/guard.h"

#define ALIGN 64
/* Small data follows its struct in one block. */
#define SMALL 1024
/* Blocks worth keeping: a fresh one costs a page fault every 4 KiB. */
#define KEEP_MIN ((size_t)64 << 10)
#define KEEP_BYTES ((size_t)256 << 20)
/* Memory is looked at again after so much was handed out. */
#define LOOK_EVERY ((size_t)64 << 20)

/* ---- how much there is ------------------------------------------------- */

/* "MemAvailable:  123 kB" in a file of such lines; 0 when absent. */
static size_t
meminfo_bytes(const char *key)
{
	FILE *f = fopen("/proc/meminfo", "re");
	char line[256];
	unsigned long long kb = 0;
	size_t len = strlen(key);

	if (f == NULL)
		return 0;
	while (fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, key, len) == 0 && line[len] == ':' &&
		    sscanf(line + len + 1, "%llu", &kb) == 1)
			break;
	fclose(f);
	return (size_t)kb << 10;
}

/* One number in a file; false for "max" and when there is no such file. */
static bool
file_number(const char *dir, const char *name, size_t *n)
{
	char path[1024];
	unsigned long long x;
	FILE *f;
	bool ok;

	if (snprintf(path, sizeof path, "%s/%s", dir, name) >=
	    (int)sizeof path)
		return false;
	f = fopen(path, "re");
	if (f == NULL)
		return false;
	ok = fscanf(f, "%llu", &x) == 1;
	fclose(f);
	if (ok)
		*n = (size_t)x;
	return ok;
}

/* The folder of this process in the unified hierarchy. */
static void
cgroup_dir(char *dir, size_t size)
{
	FILE *f = fopen("/proc/self/cgroup", "re");
	char line[512];

	snprintf(dir, size, "/sys/fs/cgroup");
	if (f == NULL)
		return;
	while (fgets(line, sizeof line, f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "0::/", 4) == 0 && line[4] != '\0')
			snprintf(dir, size, "/sys/fs/cgroup%s", line + 3);
	}
	fclose(f);
}

/* What the process may still take, by the machine and by its group. */
static size_t
memory_left(void)
{
	size_t total = meminfo_bytes("MemTotal");
	size_t left = meminfo_bytes("MemAvailable");
	size_t max, now, reserve = total / 50;
	char dir[768];

	if (left == 0)
		return SIZE_MAX / 4;
	cgroup_dir(dir, sizeof dir);
	if ((file_number(dir, "memory.max", &max) &&
	    file_number(dir, "memory.current", &now)) ||
	    (file_number("/sys/fs/cgroup/memory", "memory.limit_in_bytes",
	    &max) && file_number("/sys/fs/cgroup/memory",
	    "memory.usage_in_bytes", &now))) {
		size_t room = max > now ? max - now : 0;

		left = room < left ? room : left;
		if (max / 50 < reserve)
			reserve = max / 50;
	}
	return left > reserve ? left - reserve : 0;
}

static void
limit_look(struct engine *e)
{
	if (e->limit_fixed)
		return;
	e->limit = e->in_use + e->kept_bytes + memory_left();
	e->until_look = LOOK_EVERY;
}

/* ---- blocks kept for reuse ------------------------------------------------ */

static void
block_free(struct storage *s)
{
	if (s->data != (unsigned char *)s + ALIGN * 2)
		free(s->data);
	free(s);
}

void
storage_forget_kept(struct engine *e)
{
	size_t i;

	for (i = 0; i < nitems(e->kept); i++) {
		if (e->kept[i] != NULL)
			block_free(e->kept[i]);
		e->kept[i] = NULL;
	}
	e->kept_bytes = 0;
}

static struct storage *
kept_take(struct engine *e, size_t size)
{
	struct storage *s, *best = NULL;
	size_t i, at = 0;

	for (i = 0; i < nitems(e->kept); i++) {
		s = e->kept[i];
		if (s != NULL && s->capacity >= size &&
		    s->capacity / 2 <= size &&
		    (best == NULL || s->capacity < best->capacity)) {
			best = s;
			at = i;
		}
	}
	if (best != NULL) {
		e->kept[at] = NULL;
		e->kept_bytes -= best->capacity;
	}
	return best;
}

static void
kept_put(struct engine *e, struct storage *s)
{
	unsigned at = e->kept_next++ % nitems(e->kept);

	if (s->capacity > KEEP_BYTES) {
		block_free(s);
		return;
	}
	while (e->kept[at] != NULL || e->kept_bytes + s->capacity >
	    KEEP_BYTES) {
		struct storage *old = e->kept[at];

		e->kept[at] = NULL;
		if (old != NULL) {
			e->kept_bytes -= old->capacity;
			block_free(old);
		} else {
			at = (at + 1) % nitems(e->kept);
		}
	}
	e->kept[at] = s;
	e->kept_bytes += s->capacity;
}

/* ---- making and dropping ---------------------------------------------------- */

static void *
too_large(struct ctx *c, size_t size)
{
	struct engine *e = c->engine;
	double left = e->limit > e->in_use ? (double)(e->limit - e->in_use) :
	    0;

	return err_raise(c, ERR_MEMORY,
	    "an array of %.4g MiB does not fit: %.4g MiB are left",
	    (double)size / 0x1p20, left / 0x1p20);
}

/* Does it fit? Looks at the machine again now and then, and before it says
 * no. */
static bool
limit_fits(struct engine *e, size_t size)
{
	if (size >= e->until_look)
		limit_look(e);
	else
		e->until_look -= size;
	if (e->in_use + e->kept_bytes + size <= e->limit)
		return true;
	storage_forget_kept(e);
	limit_look(e);
	return size <= e->limit && e->in_use <= e->limit - size;
}

static struct storage *
block_alloc(size_t size)
{
	struct storage *s;
	bool small = size <= SMALL;
	size_t room = (size + ALIGN - 1) / ALIGN * ALIGN;

	_Static_assert(sizeof *s <= (size_t)ALIGN * 2, "data follows it");
	if (!small) {
		s = xcalloc(1, sizeof *s);
		s->data = aligned_alloc(ALIGN, room);
		if (s->data == NULL) {
			free(s);
			return NULL;
		}
	} else {
		s = aligned_alloc(ALIGN, ALIGN * 2 + (room ? room : ALIGN));
		if (s == NULL)
			return NULL;
		memset(s, 0, sizeof *s);
		s->data = (unsigned char *)s + ALIGN * 2;
	}
	s->capacity = room;
	return s;
}

struct storage *
storage_create(struct ctx *c, size_t size)
{
	struct engine *e = c->engine;
	struct storage *s = NULL;

	if (e->fail_nth > 0 && --e->fail_nth == 0)
		return too_large(c, size);
	if (size > SIZE_MAX / 4 || !limit_fits(e, size))
		return too_large(c, size);
	if (size >= KEEP_MIN)
		s = kept_take(e, size);
	if (s == NULL)
		s = block_alloc(size);
	if (s == NULL)
		return too_large(c, size);
	s->refs = 1;
	s->kind = STORAGE_HEAP;
	s->size = size;
	s->serial = ++e->serial;
	s->engine = e;
	e->in_use += size;
	e->live++;
	return s;
}

/* The mapping, or null with errno. An empty file has no bytes to map. */
static void *
map_open(const char *path, size_t *size)
{
	struct stat st;
	void *p = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC), saved;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) != 0 || (S_ISDIR(st.st_mode) &&
	    (errno = EISDIR)) || (!S_ISREG(st.st_mode) && (errno = EINVAL)) ||
	    ((uint64_t)st.st_size > SIZE_MAX && (errno = EFBIG))) {
		saved = errno;
		close(fd);
		errno = saved;
		return NULL;
	}
	*size = (size_t)st.st_size;
	p = mmap(NULL, *size > 0 ? *size : 1, PROT_READ, MAP_PRIVATE, fd, 0);
	saved = errno;
	close(fd);
	errno = saved;
	return p == MAP_FAILED ? NULL : p;
}

struct storage *
storage_map(struct ctx *c, const char *path)
{
	struct storage *s;
	size_t size = 0;
	void *p = map_open(path, &size);

	if (p == NULL)
		return err_raise_errno(c, errno, path);
	s = xcalloc(1, sizeof *s);
	s->refs = 1;
	s->kind = STORAGE_MAP;
	s->data = p;
	s->size = size;
	s->serial = ++c->engine->serial;
	s->engine = c->engine;
	s->path = xstrdup(path);
	s->guard = guard_add(p, size, s);
	s->engine->live++;
	return s;
}

struct storage *
storage_ref(struct storage *s)
{
	s->refs++;
	return s;
}

void
storage_touch(struct storage *s)
{
	s->serial = ++s->engine->serial;
	if (s->packed != NULL)
		s->packed_free(s->packed);
	s->packed = NULL;
}

void
storage_unref(struct storage *s)
{
	struct engine *e;

	if (s == NULL || --s->refs > 0)
		return;
	e = s->engine;
	if (s->packed != NULL)
		s->packed_free(s->packed);
	s->packed = NULL;
	if (s->kind == STORAGE_MAP) {
		guard_remove(s->guard);
		munmap(s->data, s->size > 0 ? s->size : 1);
		free(s->path);
		free(s);
	} else {
		e->in_use -= s->size;
		if (s->capacity >= KEEP_MIN)
			kept_put(e, s);
		else
			block_free(s);
	}
	engine_drop(e);
}

size_t
storage_in_use(const struct ctx *c)
{
	return c->engine->in_use;
}

size_t
storage_limit(const struct ctx *c)
{
	limit_look(c->engine);
	return c->engine->limit;
}

void
storage_fail_nth(struct ctx *c, size_t n)
{
	c->engine->fail_nth = n;
}

struct tensor *
storage_realign(struct ctx *c, struct tensor *t, struct storage *s,
    size_t offset, size_t bytes)
{
	struct storage *copy = storage_create(c, bytes);

	if (copy == NULL)
		return NULL;
	if (bytes > 0)
		memcpy(copy->data, s->data + offset, bytes);
	t->storage = copy;
	t->offset = 0;
	return t;
}

bool
storage_guard(struct ctx *c)
{
	const struct storage *s = guard_hit();

	if (s == NULL)
		return true;
	err_raise(c, ERR_OS, "[Errno 5] the file became shorter while it was "
	    "in use: '%s'", s->path);
	return false;
}
