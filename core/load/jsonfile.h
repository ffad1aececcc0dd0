/* SPDX-License-Identifier: Apache-2.0 */
/* Private to core/load: JSON files of checkpoints, mapped, bounded, parsed by
 * Jansson. */
#ifndef CORE_LOAD_JSONFILE_H
#define CORE_LOAD_JSONFILE_H

#include <jansson.h>

#include "core/base/ctx.h"

struct ckpt;

/* One reference belongs to the caller. FileNotFoundError, or a ValueError
 * with the line. what: "a configuration", for the message. */
json_t *json_read(struct ctx *, const char *path);
/* The same from bytes; where names them. */
json_t *json_parse(struct ctx *, const char *where, const char *text,
    size_t len);
/*
 * config.json beside the tensors, or null without error where there is none.
 * Borrowed from the checkpoint.
 */
const json_t *ckpt_config(struct ctx *, struct ckpt *);

/* Members with a default where they are absent or null. */
const char *json_text(const json_t *, const char *key, const char *dflt);
int64_t json_int(const json_t *, const char *key, int64_t dflt);
bool json_bool(const json_t *, const char *key, bool dflt);

#endif
