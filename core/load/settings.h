/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration of a model, from GGUF's keys (behind "llama.") or from
 * config.json ("rope_parameters.rope_theta" goes into an object). What nobody
 * asks for could change the numbers, so settings_done refuses it by name.
 */
#ifndef CORE_LOAD_SETTINGS_H
#define CORE_LOAD_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/load/ckpt.h"

#define SETTINGS_MAX 256

struct settings {
	struct ctx *c;
	struct ckpt *k;
	const char *prefix;	/* "llama", of GGUF; else null */
	const char *known[SETTINGS_MAX];
	size_t nknown;
	const char *refused;	/* the first setting that cannot be honoured */
};

void settings_init(struct settings *, struct ctx *, struct ckpt *);
/* The value, or dflt where it is absent or null. One of another sort is
 * refused. */
int64_t settings_int(struct settings *, const char *key, int64_t dflt);
double settings_float(struct settings *, const char *key, double dflt);
bool settings_bool(struct settings *, const char *key, bool dflt);
const char *settings_text(struct settings *, const char *key,
    const char *dflt);
/* The name of an activation as core/layer has it. */
const char *settings_activation(struct settings *, const char *key,
    const char *dflt);
/* Entry i of a list of texts; null behind its end. */
const char *settings_text_at(struct settings *, const char *key, size_t i);
/* Known not to change the numbers; names end with null. */
void settings_ignore(struct settings *, ...);
/* Must have this value where it is given. */
void settings_expect_int(struct settings *, const char *key, int64_t);
void settings_expect_float(struct settings *, const char *key, double);
void settings_expect_text(struct settings *, const char *key, const char *);
void settings_refuse(struct settings *, const char *key);
/* False and ValueError that names what is unknown or refused. */
bool settings_done(struct settings *);

#endif
