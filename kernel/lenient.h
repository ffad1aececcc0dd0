/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the JSON of a message, also where Jansson would refuse what browsers
 * and Python send: lone surrogates, bytes that are not UTF-8, NaN, integers
 * beyond 64 bits. Only a message that means nothing is refused.
 */
#ifndef KERNEL_LENIENT_H
#define KERNEL_LENIENT_H

#include <stddef.h>

#include <jansson.h>

/* An object, or null: not JSON, not an object, nested too deep. */
json_t *lenient_object(const char *text, size_t len);

/* Fields of an object (which may be null), with a default. */
const char *lenient_str(const json_t *, const char *key, size_t *len);
long long lenient_int(const json_t *, const char *key, long long otherwise);
int lenient_bool(const json_t *, const char *key, int otherwise);

#endif
