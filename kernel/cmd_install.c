/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "kernel/command.h"
#include "kernel/emit.h"

/* The files of the kernelspec, as the build has embedded them. */
static const struct asset {
	const char *name;
	const unsigned char *data;
	size_t len;
} assets[] = {
#include "kernelspec/assets.inc"
};

#define TEMPLATE "kernel.json.in"

struct wanted {
	const char *prefix;	/* null: of the user */
	const char *name, *display_name;
	bool remove;
};

/* ---- where ------------------------------------------------------------ */

/* The folder of Jupyter's data that belongs to the user. */
static bool
user_data(const struct startup *s, struct buf *b)
{
	const char *dir = startup_env(s, "JUPYTER_DATA_DIR");
	const char *home = startup_env(s, "HOME");

	if (dir != NULL) {
		buf_str(b, dir);
		return true;
	}
#ifdef __APPLE__
	if (home != NULL)
		buf_printf(b, "%s/Library/Jupyter", home);
	return home != NULL;
#else
	dir = startup_env(s, "XDG_DATA_HOME");
	if (dir != NULL)
		buf_printf(b, "%s/jupyter", dir);
	else if (home != NULL)
		buf_printf(b, "%s/.local/share/jupyter", home);
	return dir != NULL || home != NULL;
#endif
}

static const char *
environment_prefix(const struct startup *s)
{
	const char *p = startup_env(s, "VIRTUAL_ENV");

	return p != NULL ? p : startup_env(s, "CONDA_PREFIX");
}

/* Jupyter compares names in lower case, and allows these characters. */
static bool
is_name(const char *name)
{
	return name[0] != '\0' && name[0] != '.' &&
	    name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._")] == '\0';
}

/* ---- files ------------------------------------------------------------ */

static bool
complain(const char *path)
{
	fprintf(stderr, "penjing install: %s: %s\n", path, strerror(errno));
	return false;
}

static bool
make_folders(const char *path)
{
	struct buf b = BUF_INIT;
	bool ok = true;
	char *p;

	buf_str(&b, path);
	for (p = b.data + 1; ok && (p = strchr(p, '/')) != NULL; *p++ = '/') {
		*p = '\0';
		if (mkdir(b.data, 0755) != 0 && errno != EEXIST &&
		    access(b.data, X_OK) != 0)
			ok = complain(b.data);
	}
	if (ok && mkdir(path, 0755) != 0 && errno != EEXIST)
		ok = complain(path);
	buf_release(&b);
	return ok;
}

static bool
write_file(const char *dir, const char *name, const void *data, size_t len)
{
	struct buf path = BUF_INIT;
	FILE *f;
	bool ok;

	buf_printf(&path, "%s/%s", dir, name);
	f = fopen(path.data, "wb");
	ok = f != NULL && fwrite(data, 1, len, f) == len;
	if (f != NULL && fclose(f) != 0)
		ok = false;
	if (!ok)
		complain(path.data);
	buf_release(&path);
	return ok;
}

/* s inside of a JSON string that the template has opened. */
static void
add_escaped(struct buf *b, const char *s)
{
	struct buf quoted = BUF_INIT;
	struct emit e;

	emit_init(&e, &quoted);
	emit_str(&e, s);
	buf_add(b, quoted.data + 1, quoted.len - 2);
	buf_release(&quoted);
}

static void
fill_template(struct buf *b, const char *text, const char *program,
    const char *display_name)
{
	const char *at;

	while ((at = strchr(text, '@')) != NULL) {
		buf_add(b, text, (size_t)(at - text));
		if (strncmp(at, "@program@", 9) == 0) {
			add_escaped(b, program);
			text = at + 9;
		} else if (strncmp(at, "@display_name@", 14) == 0) {
			add_escaped(b, display_name);
			text = at + 14;
		} else {
			buf_char(b, '@');
			text = at + 1;
		}
	}
	buf_str(b, text);
}

static bool
write_spec(const char *dir, const char *program, const struct wanted *w)
{
	struct buf b = BUF_INIT;
	bool ok = true;

	for (size_t i = 0; ok && i < nitems(assets); i++) {
		const struct asset *a = &assets[i];

		if (strcmp(a->name, TEMPLATE) == 0) {
			fill_template(&b, (const char *)a->data, program,
			    w->display_name);
			ok = write_file(dir, "kernel.json", b.data, b.len);
			buf_release(&b);
		} else
			ok = write_file(dir, a->name, a->data, a->len);
	}
	return ok;
}

/* Only what install has written: a folder with more stays. */
static bool
remove_spec(const char *dir)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < nitems(assets); i++) {
		buf_truncate(&b, 0);
		buf_printf(&b, "%s/%s", dir,
		    strcmp(assets[i].name, TEMPLATE) == 0 ? "kernel.json" :
		    assets[i].name);
		unlink(b.data);
	}
	buf_release(&b);
	return rmdir(dir) == 0;
}

/*
 * Written aside and renamed, so that Jupyter never sees half of it; what was
 * there before is put away only then.
 */
static bool
place(const char *dir, const char *program, const struct wanted *w)
{
	struct buf aside = BUF_INIT, old = BUF_INIT;
	bool ok, had;

	buf_printf(&aside, "%s.new-%ld", dir, (long)getpid());
	buf_printf(&old, "%s.old-%ld", dir, (long)getpid());
	ok = make_folders(aside.data) && write_spec(aside.data, program, w);
	had = ok && rename(dir, old.data) == 0;
	if (ok && rename(aside.data, dir) != 0)
		ok = complain(dir);
	if (!ok) {
		remove_spec(aside.data);
		if (had && rename(old.data, dir) != 0)
			complain(old.data);
	} else if (had && !remove_spec(old.data))
		fprintf(stderr, "penjing install: files that are not ours "
		    "were kept in %s\n", old.data);
	buf_release(&aside);
	buf_release(&old);
	return ok;
}

/* ---- the command ------------------------------------------------------ */

static int
act(const struct startup *s, const struct wanted *w)
{
	struct buf dir = BUF_INIT;
	bool ok;

	if (w->prefix != NULL)
		buf_printf(&dir, "%s/share/jupyter", w->prefix);
	else if (!user_data(s, &dir))
		return startup_usage(s, "no HOME: use --prefix");
	buf_printf(&dir, "/kernels/%s", w->name);
	if (w->remove) {
		ok = remove_spec(dir.data) || complain(dir.data);
		if (ok)
			printf("Removed kernelspec %s from %s\n", w->name,
			    dir.data);
	} else {
		ok = place(dir.data, s->program, w);
		if (ok)
			printf("Installed kernelspec %s in %s\n", w->name,
			    dir.data);
	}
	buf_release(&dir);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The value of "--key=value" or "--key value"; null when it is another. */
static const char *
option(const struct startup *s, int *i, const char *key)
{
	const char *word = s->argv[*i];
	size_t len = strlen(key);

	if (strncmp(word, key, len) != 0)
		return NULL;
	if (word[len] == '=')
		return word + len + 1;
	if (word[len] == '\0' && *i + 1 < s->argc)
		return s->argv[++*i];
	return NULL;
}

static bool
parse_word(const struct startup *s, int *i, struct wanted *w)
{
	const char *word = s->argv[*i], *value;

	if (strcmp(word, "--user") == 0)
		w->prefix = NULL;
	else if (strcmp(word, "--sys-prefix") == 0) {
		w->prefix = environment_prefix(s);
		return w->prefix != NULL;
	} else if (strcmp(word, "--remove") == 0)
		w->remove = true;
	else if ((value = option(s, i, "--prefix")) != NULL)
		w->prefix = value;
	else if ((value = option(s, i, "--name")) != NULL)
		w->name = value;
	else if ((value = option(s, i, "--display-name")) != NULL)
		w->display_name = value;
	else
		return false;
	return true;
}

int
cmd_install(const struct startup *s)
{
	struct wanted w = { NULL, "penjing", "Penjing", false };

	for (int i = 1; i < s->argc; i++) {
		if (parse_word(s, &i, &w))
			continue;
		if (strcmp(s->argv[i], "--sys-prefix") == 0)
			return startup_usage(s, "neither VIRTUAL_ENV nor "
			    "CONDA_PREFIX is set; use --prefix");
		return startup_usage(s, "'%s' is not an option, or has no "
		    "value", s->argv[i]);
	}
	if (!is_name(w.name))
		return startup_usage(s, "'%s' is not a name for a kernelspec",
		    w.name);
	return act(s, &w);
}
