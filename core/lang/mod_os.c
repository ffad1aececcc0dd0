/* SPDX-License-Identifier: Apache-2.0 */
/*
 * os and os.path: what asks the system; the rest is in py/os.py and
 * py/os_path.py. environ is a copy of what the program was started with.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/lang/interp_private.h"
#include "core/lang/mod_std.h"
#include "core/lang/py.inc"

#define PATH_PARAM { "path", PARAM_STR, NULL, "Of a file or a folder.", 0 }

static const struct param none_params[] = { { 0 } };
static const struct param path_params[] = { PATH_PARAM, { 0 } };
static const struct param path_int_params[] = {
	PATH_PARAM, { "what", PARAM_INT, NULL, "", 0 }, { 0 }
};
static const struct param path_bool_params[] = {
	PATH_PARAM, { "folder", PARAM_BOOL, NULL, "", 0 }, { 0 }
};
static const struct param two_params[] = {
	{ "src", PARAM_STR, NULL, "What there is.", 0 },
	{ "dst", PARAM_STR, NULL, "Its new name.", 0 }, { 0 }
};

/* Names with a NUL would be cut short by the system. */
static const char *
path_text(struct ctx *c, struct value *v)
{
	const char *s = str_text(v);

	if (strlen(s) == str_bytes(v))
		return s;
	err_raise(c, ERR_VALUE, "embedded null byte");
	return NULL;
}

static struct value *
done(struct ctx *c, int r, const char *path)
{
	return r == 0 ? &value_none : err_raise_errno(c, errno, path);
}

/* ---- os.path --------------------------------------------------------------------- */

static struct value *
fn_stat(struct ctx *c, struct value *const *args)
{
	int64_t what = value_as_int(args[1]);
	const char *path = str_text(args[0]);
	struct stat st;

	if (strlen(path) != str_bytes(args[0]))
		return &value_false;
	(void)c;
	if ((what == 3 ? lstat(path, &st) : stat(path, &st)) != 0)
		return &value_false;
	return value_bool(what == 0 || (what == 1 && S_ISREG(st.st_mode)) ||
	    (what == 2 && S_ISDIR(st.st_mode)) ||
	    (what == 3 && S_ISLNK(st.st_mode)));
}

static struct value *
fn_number(struct ctx *c, struct value *const *args)
{
	const char *path = path_text(c, args[0]);
	struct stat st;

	if (path == NULL)
		return NULL;
	if (stat(path, &st) != 0)
		return err_raise_errno(c, errno, path);
	if (value_as_int(args[1]) == 0)
		return value_int(c, st.st_size);
	return value_float(c, (double)st.st_mtim.tv_sec +
	    (double)st.st_mtim.tv_nsec * 1e-9);
}

static struct value *
fn_getcwd(struct ctx *c, struct value *const *args UNUSED)
{
	char *cwd = getcwd(NULL, 0);
	struct value *v;

	if (cwd == NULL)
		return err_raise_errno(c, errno, ".");
	v = str_new(c, cwd);
	free(cwd);
	return v;
}

static struct value *
fn_realpath(struct ctx *c, struct value *const *args)
{
	const char *path = path_text(c, args[0]);
	struct value *v;
	char *real;

	if (path == NULL)
		return NULL;
	real = realpath(path, NULL);
	if (real == NULL)	/* what is not there has no links in it */
		return args[0];
	v = str_new(c, real);
	free(real);
	return v;
}

static const struct native path_functions[] = {
	{ "_stat", path_int_params, fn_stat, "Questions about a path.",
	    NULL },
	{ "_number", path_int_params, fn_number, "Size, time.", NULL },
	{ "_getcwd", none_params, fn_getcwd, "The current folder.", NULL },
	{ "_realpath", path_params, fn_realpath, "Without links.", NULL },
	{ 0 }
};

const struct module_row mod_os_path = {
	.name = "os.path", .doc = "Names of files.",
	.functions = path_functions, .source = py_os_path,
};

/* ---- os -------------------------------------------------------------------------- */

static struct value *
fn_listdir(struct ctx *c, struct value *const *args)
{
	const char *path = path_text(c, args[0]);
	struct value *list = list_new(c, 0, NULL);
	struct dirent *e;
	DIR *d;

	if (path == NULL || list == NULL)
		return NULL;
	d = opendir(path);
	if (d == NULL)
		return err_raise_errno(c, errno, path);
	while ((e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0 &&
		    !list_append(c, list, str_new(c, e->d_name)))
			break;
	closedir(d);
	return err_is_set(c) ? NULL : list;
}

static struct value *
fn_mkdir(struct ctx *c, struct value *const *args)
{
	const char *path = path_text(c, args[0]);

	return path == NULL ? NULL : done(c, mkdir(path,
	    (mode_t)value_as_int(args[1])), path);
}

static struct value *
fn_remove(struct ctx *c, struct value *const *args)
{
	const char *path = path_text(c, args[0]);

	if (path == NULL)
		return NULL;
	return done(c, args[1] == &value_true ? rmdir(path) : unlink(path),
	    path);
}

static struct value *
fn_rename(struct ctx *c, struct value *const *args)
{
	const char *src = path_text(c, args[0]);
	const char *dst = path_text(c, args[1]);

	return src == NULL || dst == NULL ? NULL : done(c, rename(src, dst),
	    src);
}

static struct value *
fn_chdir(struct ctx *c, struct value *const *args)
{
	const char *path = path_text(c, args[0]);

	return path == NULL ? NULL : done(c, chdir(path), path);
}

static struct value *
fn_getpid(struct ctx *c, struct value *const *args UNUSED)
{
	return value_int(c, getpid());
}

static struct value *
fn_cpu_count(struct ctx *c, struct value *const *args UNUSED)
{
	return value_int(c, sysconf(_SC_NPROCESSORS_ONLN));
}

static const struct native os_functions[] = {
	{ "getcwd", none_params, fn_getcwd, "The current folder.", NULL },
	{ "_listdir", path_params, fn_listdir, "Names in a folder.", NULL },
	{ "_mkdir", path_int_params, fn_mkdir, "Makes a folder.", NULL },
	{ "_remove", path_bool_params, fn_remove, "Removes.", NULL },
	{ "_rename", two_params, fn_rename, "Renames.", NULL },
	{ "_chdir", path_params, fn_chdir, "Goes to a folder.", NULL },
	{ "getpid", none_params, fn_getpid, "The number of the process.",
	    NULL },
	{ "cpu_count", none_params, fn_cpu_count, "Processors.", NULL },
	{ 0 }
};

static bool
fill(struct ctx *c, struct value *module)
{
	char *const *e = c->interp->o.environ;
	struct value *dict = dict_new(c);

	for (; e != NULL && *e != NULL; e++) {
		const char *eq = strchr(*e, '=');

		if (eq != NULL && !dict_set(c, dict, str_new_len(c, *e,
		    (size_t)(eq - *e)), str_new(c, eq + 1)))
			return false;
	}
	return module_set(c, module, "environ", dict) &&
	    module_set(c, module, "path", module_import(c, "os.path", 7));
}

const struct module_row mod_os = {
	.name = "os", .doc = "Files and the environment.",
	.functions = os_functions, .fill = fill, .source = py_os,
};
