/* SPDX-License-Identifier: Apache-2.0 */
#include "core/value/str_methods.h"

const struct native str_methods[] = { { 0 } };
const struct native str_statics[] = { { 0 } };
const struct native bytes_methods[] = { { 0 } };
const struct native bytes_class_methods[] = { { 0 } };
struct value *str_percent(struct ctx *c, struct value *text, struct value *args) { (void)text; (void)args; return err_raise(c, ERR_TYPE, "later"); }
struct value *bytes_decode(struct ctx *c, struct value *b, struct value *e, struct value *x) { (void)e; (void)x; size_t n; const unsigned char *p = bytes_data(b, &n); return str_new_len(c, (const char *)p, n); }
struct value *str_encode(struct ctx *c, struct value *t, struct value *e, struct value *x) { (void)e; (void)x; return bytes_new(c, str_text(t), str_bytes(t)); }
