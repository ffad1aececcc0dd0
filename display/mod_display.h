/* SPDX-License-Identifier: Apache-2.0 */
/* What the modules of display share. */
#ifndef DISPLAY_MOD_DISPLAY_H
#define DISPLAY_MOD_DISPLAY_H

#include "core/lang/module.h"

extern const struct module_row mod_treescope, mod_pz_ts,
    mod_treescope_figures, mod_ipython_display;

/* _emit({type: text}, display_id, update): a ready-made bundle. */
extern const struct param emit_params[];
struct value *display_emit(struct ctx *, struct value *const *args);

#endif
