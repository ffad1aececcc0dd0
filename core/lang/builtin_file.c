/* SPDX-License-Identifier: Apache-2.0 */
/* open() and the files it gives: text in UTF-8, or bytes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/utf8.h"
#include "core/lang/mod_builtins.h"

struct file {
	struct value hdr;
	FILE *f;		/* null: closed */
	struct value *name, *mode;
	bool binary, can_read, can_write;
	bool raw;		/* newlines stay as they are */
};

static const struct kind file_kind;

static void
file_free(struct value *v)
{
	struct file *file = (struct file *)v;

	if (file->f != NULL)
		fclose(file->f);
	value_unref(file->name);
	value_unref(file->mode);
}

static struct file *
file_of(struct ctx *c, struct value *v, bool reading)
{
	struct file *file = (struct file *)v;

	if (!value_is(v, &file_kind))
		return err_raise(c, ERR_TYPE, "a file was expected, not %s",
		    value_type_name(c, v));
	if (file->f == NULL)
		return err_raise(c, ERR_VALUE,
		    "I/O operation on closed file.");
	if (reading ? !file->can_read : !file->can_write)
		return err_raise(c, ERR_OS, "not %s",
		    reading ? "readable" : "writable");
	return file;
}

/* Text must be UTF-8: a byte that is not says where it stands. */
static struct value *
content(struct ctx *c, struct file *file, struct buf *b)
{
	struct value *v;
	size_t i = 0, took;

	if (file->binary) {
		v = bytes_new(c, b->data, b->len);
		buf_release(b);
		return v;
	}
	while (i < b->len && utf8_decode(b->data + i, b->len - i, &took) !=
	    UTF8_BAD)
		i += took;
	if (i < b->len) {
		err_raise(c, ERR_UNICODE_DECODE, "'utf-8' codec can't decode "
		    "byte 0x%02x in position %zu: open it with mode 'rb' for "
		    "bytes", (unsigned char)b->data[i], i);
		buf_release(b);
		return NULL;
	}
	return str_of_buf(c, b);
}

/* Universal newlines: \r\n and \r are \n in text. */
static int
next_byte(struct file *file)
{
	int ch = getc(file->f);

	if (ch != '\r' || file->binary || file->raw)
		return ch;
	ch = getc(file->f);
	if (ch != '\n' && ch != EOF)
		ungetc(ch, file->f);
	return '\n';
}

/* Up to n bytes (characters of text), or to the end where n < 0. */
static struct value *
read_some(struct ctx *c, struct file *file, int64_t n)
{
	struct buf b = BUF_INIT;
	int ch;

	for (int64_t i = 0; n < 0 || i < n; i++) {
		if ((ch = next_byte(file)) == EOF)
			break;
		buf_char(&b, (char)ch);
		/* The rest of a character belongs to it. */
		while (!file->binary && (ch & 0xC0) == 0xC0 &&
		    (ch = getc(file->f)) != EOF) {
			if ((ch & 0xC0) != 0x80) {
				ungetc(ch, file->f);
				break;
			}
			buf_char(&b, (char)ch);
			ch = 0xC0;
		}
		if ((i & 0xFFFF) == 0xFFFF && !ctx_poll(c)) {
			buf_release(&b);
			return NULL;
		}
	}
	if (ferror(file->f)) {
		buf_release(&b);
		return err_raise_errno(c, errno, str_text(file->name));
	}
	return content(c, file, &b);
}

static struct value *
read_line(struct ctx *c, struct file *file)
{
	struct buf b = BUF_INIT;
	int ch;

	while ((ch = next_byte(file)) != EOF) {
		buf_char(&b, (char)ch);
		if (ch == '\n')
			break;
	}
	return content(c, file, &b);
}

static struct value *
file_next(struct ctx *c, struct value *v)
{
	struct file *file = file_of(c, v, true);
	struct value *line = file == NULL ? NULL : read_line(c, file);
	int64_t n;

	if (line == NULL || !value_len(c, line, &n))
		return NULL;
	return n > 0 ? line : NULL;
}

static struct value *
file_self(struct ctx *c UNUSED, struct value *v)
{
	return v;
}

static bool
file_repr(struct ctx *c, struct buf *b, struct value *v)
{
	buf_str(b, "<file name=");
	if (!value_repr(c, b, ((struct file *)v)->name))
		return false;
	buf_char(b, '>');
	return true;
}

/* ---- methods ----------------------------------------------------------------------- */

#define SELF { "self", PARAM_ANY, NULL, "", PARAM_POSITIONAL }
static const struct param self_only[] = { SELF, { 0 } };
static const struct param read_params[] = {
	SELF, { "size", PARAM_INT, "-1", "How much at the most.",
	    PARAM_OPTIONAL }, { 0 }
};
static const struct param write_params[] = {
	SELF, { "s", PARAM_ANY, NULL, "Text or bytes.", 0 }, { 0 }
};
static const struct param exit_params[] = {
	SELF, { "args", PARAM_ANY, NULL, "", PARAM_VARARGS }, { 0 }
};

static struct value *
do_read(struct ctx *c, struct value *const *args)
{
	struct file *file = file_of(c, args[0], true);

	return file == NULL ? NULL : read_some(c, file,
	    args[1] == &value_none ? -1 : value_as_int(args[1]));
}

static struct value *
do_readline(struct ctx *c, struct value *const *args)
{
	struct file *file = file_of(c, args[0], true);

	return file == NULL ? NULL : read_line(c, file);
}

static struct value *
do_readlines(struct ctx *c, struct value *const *args)
{
	return value_to_list(c, args[0]);
}

static struct value *
do_write(struct ctx *c, struct value *const *args)
{
	struct file *file = file_of(c, args[0], false);
	const void *data;
	size_t len, count;

	if (file == NULL)
		return NULL;
	if (file->binary ? !value_is(args[1], &bytes_kind) :
	    !value_is(args[1], &str_kind))
		return err_raise(c, ERR_TYPE, file->binary ?
		    "a bytes-like object is required, not '%s'" :
		    "write() argument must be str, not %s",
		    value_type_name(c, args[1]));
	if (file->binary) {
		data = bytes_data(args[1], &len);
		count = len;
	} else {
		data = str_text(args[1]);
		len = str_bytes(args[1]);
		count = str_len(args[1]);
	}
	if (fwrite(data, 1, len, file->f) != len)
		return err_raise_errno(c, errno, str_text(file->name));
	return value_int(c, (int64_t)count);
}

static struct value *
do_writelines(struct ctx *c, struct value *const *args)
{
	struct value *list = value_to_list(c, args[1]);

	for (size_t i = 0; list != NULL && i < seq_len(list); i++) {
		struct value *call[2] = { args[0], seq_item(list, i) };

		if (do_write(c, call) == NULL)
			return NULL;
	}
	return list == NULL ? NULL : &value_none;
}

static struct value *
do_flush(struct ctx *c, struct value *const *args)
{
	struct file *file = file_of(c, args[0], false);

	if (file == NULL)
		return NULL;
	return fflush(file->f) == 0 ? &value_none :
	    err_raise_errno(c, errno, str_text(file->name));
}

static struct value *
do_close(struct ctx *c, struct value *const *args)
{
	struct file *file = (struct file *)args[0];
	FILE *f;

	if (!value_is(args[0], &file_kind))
		return err_raise(c, ERR_TYPE, "a file was expected");
	f = file->f;
	file->f = NULL;
	if (f != NULL && fclose(f) != 0)
		return err_raise_errno(c, errno, str_text(file->name));
	return &value_none;
}

/* ---- places ------------------------------------------------------------------------ */

static const struct param seek_params[] = {
	SELF, { "offset", PARAM_INT, NULL, "Bytes.", PARAM_POSITIONAL },
	{ "whence", PARAM_INT, "0", "0: from the start, 1: from here, 2: from "
	    "the end.", PARAM_POSITIONAL }, { 0 }
};
static const struct param truncate_params[] = {
	SELF, { "size", PARAM_INT, "None", "Bytes; up to here when left out.",
	    PARAM_POSITIONAL | PARAM_OPTIONAL }, { 0 }
};

static FILE *
open_stream(struct ctx *c, struct value *v)
{
	struct file *file = (struct file *)v;

	if (!value_is(v, &file_kind))
		return err_raise(c, ERR_TYPE, "a file was expected");
	if (file->f == NULL)
		return err_raise(c, ERR_VALUE,
		    "I/O operation on closed file.");
	return file->f;
}

static struct value *
do_seek(struct ctx *c, struct value *const *args)
{
	static const int from[] = { SEEK_SET, SEEK_CUR, SEEK_END };
	int64_t whence = value_as_int(args[2]);
	FILE *f = open_stream(c, args[0]);

	if (f == NULL)
		return NULL;
	if (whence < 0 || whence > 2)
		return err_raise(c, ERR_VALUE, "invalid whence (%lld, should "
		    "be 0, 1 or 2)", (long long)whence);
	if (fseeko(f, value_as_int(args[1]), from[whence]) != 0)
		return err_raise_errno(c, errno,
		    str_text(((struct file *)args[0])->name));
	return value_int(c, ftello(f));
}

static struct value *
do_tell(struct ctx *c, struct value *const *args)
{
	FILE *f = open_stream(c, args[0]);

	return f == NULL ? NULL : value_int(c, ftello(f));
}

static struct value *
do_truncate(struct ctx *c, struct value *const *args)
{
	struct file *file = file_of(c, args[0], false);
	int64_t size;

	if (file == NULL)
		return NULL;
	size = args[1] == &value_none ? ftello(file->f) :
	    value_as_int(args[1]);
	if (fflush(file->f) != 0 || ftruncate(fileno(file->f), size) != 0)
		return err_raise_errno(c, errno, str_text(file->name));
	return value_int(c, size);
}

static struct value *
do_readable(struct ctx *c, struct value *const *args)
{
	return open_stream(c, args[0]) == NULL ? NULL :
	    value_bool(((struct file *)args[0])->can_read);
}

static struct value *
do_writable(struct ctx *c, struct value *const *args)
{
	return open_stream(c, args[0]) == NULL ? NULL :
	    value_bool(((struct file *)args[0])->can_write);
}

static struct value *
do_seekable(struct ctx *c, struct value *const *args)
{
	return open_stream(c, args[0]) == NULL ? NULL : &value_true;
}

static struct value *
do_isatty(struct ctx *c UNUSED, struct value *const *args UNUSED)
{
	return &value_false;
}

static struct value *
do_enter(struct ctx *c UNUSED, struct value *const *args)
{
	return args[0];
}

static struct value *
do_exit(struct ctx *c, struct value *const *args)
{
	return do_close(c, args) == NULL ? NULL : &value_false;
}

static const struct native file_methods[] = {
	{ "read", read_params, do_read, "The rest, or so much of it.", NULL },
	{ "readline", self_only, do_readline, "The next line.", NULL },
	{ "readlines", self_only, do_readlines, "The lines that are left.",
	    NULL },
	{ "write", write_params, do_write, "Writes text or bytes.", NULL },
	{ "writelines", write_params, do_writelines, "Writes several.",
	    NULL },
	{ "flush", self_only, do_flush, "Writes what waits.", NULL },
	{ "close", self_only, do_close, "Ends the use of the file.", NULL },
	{ "seek", seek_params, do_seek, "Goes to a place.", NULL },
	{ "tell", self_only, do_tell, "The place, in bytes.", NULL },
	{ "truncate", truncate_params, do_truncate, "Cuts the file.", NULL },
	{ "readable", self_only, do_readable, "May it be read?", NULL },
	{ "writable", self_only, do_writable, "May it be written?", NULL },
	{ "seekable", self_only, do_seekable, "It has places.", NULL },
	{ "isatty", self_only, do_isatty, "It is no terminal.", NULL },
	{ "__enter__", self_only, do_enter, "Itself.", NULL },
	{ "__exit__", exit_params, do_exit, "Closes it.", NULL },
	{ 0 }
};

static struct value *
get_name(struct ctx *c, struct value *self)
{
	return value_own(c, value_ref(((struct file *)self)->name));
}

static struct value *
get_closed(struct ctx *c UNUSED, struct value *self)
{
	return value_bool(((struct file *)self)->f == NULL);
}

static struct value *
get_mode(struct ctx *c, struct value *self)
{
	return value_own(c, value_ref(((struct file *)self)->mode));
}

static const struct getter file_getters[] = {
	{ "name", get_name, "Its path.", NULL },
	{ "mode", get_mode, "How it was opened.", NULL },
	{ "closed", get_closed, "Is it closed?", NULL },
	{ 0 }
};

static const struct class_row file_row = {
	.name = "TextIOWrapper", .module = "_io", .doc = "An open file.",
	.kind = &file_kind, .methods = file_methods,
	.getters = file_getters, .final = true, .abstract = true,
};

static const struct kind file_kind = {
	.name = "file", .row = &file_row, .free = file_free,
	.iter = file_self, .next = file_next, .repr = file_repr,
};

/* ---- open ---------------------------------------------------------------------------- */

static const struct param open_params[] = {
	{ "file", PARAM_ANY, NULL, "A path.", 0 },
	{ "mode", PARAM_STR, "'r'", "r, w, a or x; b for bytes; + for both.",
	    0 },
	{ "buffering", PARAM_INT, "-1", "Ignored.", 0 },
	{ "encoding", PARAM_STR, "None", "utf-8.", PARAM_OPTIONAL },
	{ "errors", PARAM_STR, "None", "strict.", PARAM_OPTIONAL },
	{ "newline", PARAM_STR, "None", "'': they stay as they are.",
	    PARAM_OPTIONAL }, { 0 }
};

static bool
is_utf8(const char *name)
{
	return strcmp(name, "utf-8") == 0 || strcmp(name, "utf8") == 0 ||
	    strcmp(name, "UTF-8") == 0 || strcmp(name, "ascii") == 0;
}

/* A str, or what __fspath__ gives. */
static struct value *
path_of(struct ctx *c, struct value *v)
{
	struct value *path = value_unwrap(v);

	if (!value_is(path, &str_kind))
		path = value_call_special(c, v, "__fspath__", 0, NULL);
	if (path == NULL && err_is_set(c))
		return NULL;
	if (!value_is(path, &str_kind))
		return err_raise(c, ERR_TYPE, "expected str, bytes or "
		    "os.PathLike object, not %s", value_type_name(c, v));
	return path;
}

static struct value *
fn_open(struct ctx *c, struct value *const *args)
{
	struct value *name = path_of(c, args[0]);
	const char *path = name == NULL ? "" : str_text(name);
	const char *mode = str_text(args[1]);
	bool plus = strchr(mode, '+') != NULL;
	char how[5] = { mode[0], 'b', plus ? '+' : '\0' };
	struct file *file;
	struct stat st;
	FILE *f;

	if (name == NULL)
		return NULL;
	if (strlen(mode) != strspn(mode, "rwaxbt+") ||
	    strchr("rwax", mode[0]) == NULL || mode[0] == '\0')
		return err_raise(c, ERR_VALUE, "invalid mode: '%s'", mode);
	if (args[3] != &value_none && !is_utf8(str_text(args[3])))
		return err_raise(c, ERR_LOOKUP, "encoding '%s' is not "
		    "supported: text is utf-8; read bytes with mode 'rb' and "
		    "decode them", str_text(args[3]));
	if (strlen(path) != str_bytes(name))
		return err_raise(c, ERR_VALUE, "embedded null byte");
	if (mode[0] == 'x')
		memcpy(how, plus ? "w+x" : "wx", plus ? 4 : 3);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return err_raise_errno(c, EISDIR, path);
	f = fopen(path, how);
	if (f == NULL)
		return err_raise_errno(c, errno, path);
	file = value_alloc(c, &file_kind, sizeof *file);
	file->f = f;
	file->name = value_ref(name);
	file->mode = value_ref(args[1]);
	file->raw = args[5] != &value_none;
	file->binary = strchr(mode, 'b') != NULL;
	file->can_read = mode[0] == 'r' || plus;
	file->can_write = mode[0] != 'r' || plus;
	return value_own(c, &file->hdr);
}

const struct native builtin_file_functions[] = {
	{ "open", open_params, fn_open, "A file of text or bytes.", NULL },
	{ 0 }
};
