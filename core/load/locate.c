/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/locate.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <jansson.h>

#include "core/base/xalloc.h"

static bool
exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

/* The newest entry of a folder, appended to out. */
static bool
newest(const char *folder, struct buf *out)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	struct stat st;
	time_t best = 0;
	bool found = false;
	struct buf path = BUF_INIT;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		buf_truncate(&path, 0);
		buf_printf(&path, "%s/%s", folder, e->d_name);
		if (stat(path.data, &st) != 0 || (found &&
		    st.st_mtime <= best))
			continue;
		best = st.st_mtime;
		found = true;
		buf_truncate(out, 0);
		buf_str(out, path.data);
	}
	if (d != NULL)
		closedir(d);
	buf_release(&path);
	return found;
}

/* HUB/models--ORG--NAME/snapshots/REVISION */
static bool
hub(const char *name, const char *cache, struct buf *out)
{
	struct buf folder = BUF_INIT;
	bool found;

	buf_printf(&folder, "%s/models--", cache);
	for (const char *s = name; *s != '\0'; s++)
		if (*s == '/')
			buf_str(&folder, "--");
		else
			buf_char(&folder, *s);
	buf_str(&folder, "/snapshots");
	found = newest(folder.data, out);
	buf_release(&folder);
	return found;
}

/* The model layer of a manifest names a blob by its digest. */
static bool
manifest_blob(const char *manifest, const char *store, struct buf *out)
{
	json_t *j = json_load_file(manifest, 0, NULL), *layer;
	const char *digest = NULL;
	size_t i;

	json_array_foreach(json_object_get(j, "layers"), i, layer) {
		const char *type = json_string_value(json_object_get(layer,
		    "mediaType"));

		if (type != NULL && strstr(type, "image.model") != NULL)
			digest = json_string_value(json_object_get(layer,
			    "digest"));
	}
	buf_truncate(out, 0);
	if (digest != NULL && strncmp(digest, "sha256:", 7) == 0 &&
	    strchr(digest, '/') == NULL)
		buf_printf(out, "%s/blobs/sha256-%s", store, digest + 7);
	json_decref(j);
	return out->len > 0 && exists(out->data);
}

/* name or name:tag in Ollama's store */
static bool
ollama(const char *name, const char *home, struct buf *out)
{
	const char *colon = strchr(name, ':');
	size_t len = colon != NULL ? (size_t)(colon - name) : strlen(name);
	struct buf store = BUF_INIT, manifest = BUF_INIT;
	bool found;

	buf_printf(&store, "%s/.ollama/models", home);
	buf_printf(&manifest, "%s/manifests/registry.ollama.ai/%s%.*s/%s",
	    store.data, strchr(name, '/') != NULL ? "" : "library/", (int)len,
	    name, colon != NULL ? colon + 1 : "latest");
	found = exists(manifest.data) && manifest_blob(manifest.data,
	    store.data, out);
	buf_release(&store);
	buf_release(&manifest);
	return found;
}

bool
locate(struct ctx *c, const char *name, const char *home, const char *cache,
    struct buf *out)
{
	struct buf dflt = BUF_INIT;
	bool found;

	buf_truncate(out, 0);
	if (exists(name)) {
		buf_str(out, name);
		return true;
	}
	buf_printf(&dflt, "%s/.cache/huggingface/hub", home);
	if (cache == NULL)
		cache = dflt.data;
	/* A name with dots upwards is no name of a model. */
	found = strstr(name, "..") == NULL && name[0] != '/' &&
	    (hub(name, cache, out) || ollama(name, home, out));
	if (!found)
		err_raise(c, ERR_FILE_NOT_FOUND, "[Errno 2] No such file, "
		    "folder or cached model: '%s' (looked here, in %s and in "
		    "%s/.ollama/models)", name, cache, home);
	buf_release(&dflt);
	return found;
}
