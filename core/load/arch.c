/* SPDX-License-Identifier: Apache-2.0 */
#include "core/load/arch.h"

#include <string.h>

#include "core/load/gguf.h"
#include "core/load/jsonfile.h"

static const struct arch *const archs[] = { &llama_arch, &gpt_arch, NULL };

const char *
arch_name(struct ctx *c, struct ckpt *k)
{
	const json_t *config, *classes;

	if (ckpt_is_gguf(k))
		return gguf_get_text(k, "general.architecture");
	config = ckpt_config(c, k);
	classes = json_object_get(config, "architectures");
	if (json_array_size(classes) > 0)
		return json_string_value(json_array_get(classes, 0));
	return json_string_value(json_object_get(config, "model_type"));
}

static bool
listed(const char *const *names, const char *name)
{
	for (; *names != NULL; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

/* The family of a checkpoint; null without error when there is none. */
static const struct arch *
arch_find(struct ctx *c, struct ckpt *k)
{
	const char *name = arch_name(c, k);

	for (size_t i = 0; name != NULL && archs[i] != NULL; i++)
		if (listed(ckpt_is_gguf(k) ? archs[i]->gguf :
		    archs[i]->classes, name))
			return archs[i];
	return NULL;
}

struct value *
arch_load(struct ctx *c, struct ckpt *k)
{
	const struct arch *a = arch_find(c, k);
	const char *name;
	struct buf b = BUF_INIT;

	if (err_is_set(c))
		return NULL;
	if (a != NULL)
		return a->build(c, k);
	name = arch_name(c, k);
	for (size_t i = 0; archs[i] != NULL; i++)
		for (const char *const *n = archs[i]->gguf; *n != NULL; n++)
			buf_printf(&b, "%s%s", b.len > 0 ? ", " : "", *n);
	if (!err_is_set(c))
		err_raise(c, ERR_VALUE, "%s: %s%s%s; models that can be run "
		    "are %s. pj.open(path) shows any checkpoint as a tree",
		    ckpt_path(k), name == NULL ? "it does not say what model "
		    "it is (a GGUF file, or a folder with config.json, does)" :
		    "the architecture '", name == NULL ? "" : name,
		    name == NULL ? "" : "' is not known", b.data);
	buf_release(&b);
	return NULL;
}
