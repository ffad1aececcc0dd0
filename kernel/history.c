/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "kernel/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"
#include "core/base/xalloc.h"
#include "kernel/emit.h"
#include "kernel/lenient.h"

/* Of the file only so much is read: years of typing. */
#define MAX_READ ((off_t)16 << 20)
/* Outputs are remembered up to this size, inputs whole. */
#define MAX_OUTPUT ((size_t)16 << 10)
/* Each is compared with all that were found before. */
#define MAX_UNIQUE 4096

struct history {
	char *path;
	long long session;	/* number of this one; 0: not known yet */
	bool loaded;
	/* Those of the file come first, then ours. */
	struct history_entry *old, *own;
	size_t nold, nown, cap_old, cap_own;
};

struct history *
history_create(const char *path)
{
	struct history *h = xcalloc(1, sizeof *h);

	if (path != NULL)
		h->path = xstrdup(path);
	return h;
}

static void
entries_free(struct history_entry *e, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(e[i].input);
		free(e[i].output);
	}
	free(e);
}

void
history_free(struct history **history)
{
	struct history *h = *history;

	if (h == NULL)
		return;
	entries_free(h->old, h->nold);
	entries_free(h->own, h->nown);
	free(h->path);
	free(h);
	*history = NULL;
}

/* ---- the file --------------------------------------------------------- */

static bool
make_folder(const char *path)
{
	char *dir = xstrdup(path);
	bool ok = true;

	for (char *p = strchr(dir + 1, '/'); p != NULL && ok;
	    p = strchr(p + 1, '/')) {
		*p = '\0';
		ok = mkdir(dir, 0700) == 0 || errno == EEXIST;
		*p = '/';
	}
	free(dir);
	return ok;
}

static int
open_file(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd < 0 && errno == ENOENT && flags & O_CREAT && make_folder(path))
		fd = open(path, flags | O_CLOEXEC, 0600);
	return fd;
}

/* The end of the file, malloc'ed, from the beginning of a line. */
static char *
read_tail(int fd, off_t most)
{
	off_t size = lseek(fd, 0, SEEK_END), from = 0;
	char *text, *line;
	ssize_t n;

	if (size < 0)
		return xstrdup("");
	if (size > most)
		from = size - most;
	text = xmalloc((size_t)(size - from) + 1);
	n = pread(fd, text, (size_t)(size - from), from);
	text[n > 0 ? n : 0] = '\0';
	if (from > 0 && (line = strchr(text, '\n')) != NULL)
		memmove(text, line + 1, strlen(line + 1) + 1);
	return text;
}

static bool
parse_line(const char *s, size_t len, struct history_entry *e)
{
	json_t *j = lenient_object(s, len);
	const char *input = lenient_str(j, "input", &e->input_len);
	const char *output = lenient_str(j, "output", NULL);

	if (input != NULL) {
		e->session = lenient_int(j, "session", 0);
		e->line = lenient_int(j, "line", 0);
		e->input = xmemdup0(input, e->input_len);
		e->output = output != NULL ? xstrdup(output) : NULL;
	}
	json_decref(j);
	return input != NULL;
}

/* The number of the newest session in the text. */
static long long
newest_session(const char *text)
{
	long long max = 0;
	struct history_entry e;
	const char *end;

	for (; *text != '\0'; text = end + (*end == '\n')) {
		end = strchrnul(text, '\n');
		if (!parse_line(text, (size_t)(end - text), &e))
			continue;
		if (e.session > max)
			max = e.session;
		free(e.input);
		free(e.output);
	}
	return max;
}

static void
write_line(struct buf *b, const struct history_entry *h)
{
	struct emit e;

	emit_init(&e, b);
	emit_open(&e, '{');
	emit_key_int(&e, "session", h->session);
	emit_key_int(&e, "line", h->line);
	emit_key(&e, "input");
	emit_text(&e, h->input, h->input_len);
	if (h->output != NULL)
		emit_key_str(&e, "output", h->output);
	emit_close(&e, '{');
	buf_char(b, '\n');
}

/* Appends; the first time, finds the number of this session. */
static void
append(struct history *h, struct history_entry *e)
{
	struct buf b = BUF_INIT;
	char *tail;
	int fd;

	fd = h->path != NULL ? open_file(h->path,
	    O_RDWR | O_APPEND | O_CREAT) : -1;
	if (fd >= 0)
		flock(fd, LOCK_EX);
	if (h->session == 0 && fd >= 0) {
		tail = read_tail(fd, 256 << 10);
		h->session = newest_session(tail) + 1;
		free(tail);
	} else if (h->session == 0)
		h->session = 1;
	e->session = h->session;
	if (fd < 0)
		return;
	write_line(&b, e);
	/* A full disk costs the history, not the session. */
	if (write(fd, b.data, b.len) < 0)
		errno = 0;
	buf_release(&b);
	close(fd);
}

static void
load(struct history *h)
{
	struct history_entry e;
	char *text, *end;
	int fd;

	if (h->loaded)
		return;
	h->loaded = true;
	fd = h->path != NULL ? open_file(h->path, O_RDONLY) : -1;
	if (fd < 0)
		return;
	text = read_tail(fd, MAX_READ);
	close(fd);
	for (char *p = text; *p != '\0'; p = end + (*end == '\n')) {
		end = strchrnul(p, '\n');
		if (!parse_line(p, (size_t)(end - p), &e))
			continue;
		if (e.session == h->session) {
			free(e.input);
			free(e.output);
			continue;
		}
		if (h->nold == h->cap_old)
			h->old = xgrow(h->old, &h->cap_old, 64,
			    sizeof *h->old);
		h->old[h->nold++] = e;
	}
	free(text);
}

void
history_add(struct history *h, int line, const char *input, size_t len,
    const struct buf *output)
{
	struct history_entry e = { .line = line, .input_len = len,
	    .input = xmemdup0(input, len) };

	if (output != NULL && output->len <= MAX_OUTPUT)
		e.output = xmemdup0(output->data, output->len);
	append(h, &e);
	if (h->nown == h->cap_own)
		h->own = xgrow(h->own, &h->cap_own, 64, sizeof *h->own);
	h->own[h->nown++] = e;
}

/* ---- asking ----------------------------------------------------------- */

static const struct history_entry *
entry(const struct history *h, size_t i)
{
	return i < h->nold ? &h->old[i] : &h->own[i - h->nold];
}

static size_t
count(const struct history *h)
{
	return h->nold + h->nown;
}

/* The number of the session that is back sessions before this one. */
static long long
earlier_session(const struct history *h, long long back)
{
	long long last = h->session;

	for (size_t i = h->nold; i-- > 0;)
		if (last == 0 || h->old[i].session < last) {
			last = h->old[i].session;
			if (--back == 0)
				return last;
		}
	return -1;
}

size_t
history_range(struct history *h, long long session, long long start,
    long long stop, const struct history_entry ***found)
{
	const struct history_entry *e;
	size_t n = 0;

	load(h);
	if (session < 0)
		session = session < -1000000 ? -1 :
		    earlier_session(h, -session);
	else if (session == 0)
		session = h->session;
	*found = xcalloc(count(h) + 1, sizeof **found);
	for (size_t i = 0; i < count(h); i++) {
		e = entry(h, i);
		if (e->session == session && e->line >= start &&
		    (stop < 0 || e->line < stop))
			(*found)[n++] = e;
	}
	return n;
}

static bool
is_among(const struct history_entry *e, const struct history_entry **all,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (all[i]->input_len == e->input_len &&
		    memcmp(all[i]->input, e->input, e->input_len) == 0)
			return true;
	return false;
}

size_t
history_search(struct history *h, const char *pattern, long long n,
    bool unique, const struct history_entry ***found)
{
	const struct history_entry **all, *e;
	size_t most, got = 0;

	load(h);
	most = n < 0 || (size_t)n > count(h) ? count(h) : (size_t)n;
	if (unique && most > MAX_UNIQUE)
		most = MAX_UNIQUE;
	all = xcalloc(count(h) + 1, sizeof *all);
	for (size_t i = count(h); i-- > 0 && got < most;) {
		e = entry(h, i);
		if ((pattern == NULL || history_match(pattern, e->input)) &&
		    !(unique && is_among(e, all, got)))
			all[got++] = e;
	}
	for (size_t i = 0; i < got / 2; i++) {
		e = all[i];
		all[i] = all[got - 1 - i];
		all[got - 1 - i] = e;
	}
	*found = all;
	return got;
}

void
history_found_free(const struct history_entry ***found)
{
	free((void *)(uintptr_t)*found);
	*found = NULL;
}

/* ---- patterns --------------------------------------------------------- */

static uint32_t
next_char(const char **s)
{
	size_t took;
	uint32_t c = utf8_decode(*s, strlen(*s), &took);

	*s += took;
	return c;
}

/* Does c belong to the set after a '['? Moves *p behind the ']'. */
static bool
in_set(const char **p, uint32_t c, bool *is_set)
{
	const char *s = *p;
	bool negated = *s == '^' || *s == '!', hit = false;
	uint32_t from, to;

	s += negated;
	*is_set = false;
	for (bool first = true; *s != '\0'; first = false) {
		if (*s == ']' && !first) {
			*p = s + 1;
			*is_set = true;
			return hit != negated;
		}
		from = to = next_char(&s);
		if (s[0] == '-' && s[1] != ']' && s[1] != '\0') {
			s++;
			to = next_char(&s);
		}
		hit = hit || (c >= from && c <= to);
	}
	return false;
}

/* One character of the text against one item of the pattern. */
static bool
match_one(const char **p, const char **t)
{
	const char *after = *p;
	uint32_t c = next_char(t), want = next_char(&after);
	bool is_set = false, hit;

	if (want == '[') {
		hit = in_set(&after, c, &is_set);
		if (is_set) {
			*p = after;
			return hit;
		}
	}
	*p = after;
	return want == '?' || want == c;
}

bool
history_match(const char *p, const char *t)
{
	const char *star = NULL, *retry = NULL;

	/* The last star is the only one that ever needs another try. */
	while (*t != '\0') {
		if (*p == '*') {
			star = ++p;
			retry = t;
		} else if (*p == '\0' || !match_one(&p, &t)) {
			if (star == NULL)
				return false;
			next_char(&retry);
			t = retry;
			p = star;
		}
	}
	while (*p == '*')
		p++;
	return *p == '\0';
}
