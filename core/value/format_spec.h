/* SPDX-License-Identifier: Apache-2.0 */
/* The format mini-language, shared by format(), f-strings and %. */
#ifndef CORE_VALUE_FORMAT_SPEC_H
#define CORE_VALUE_FORMAT_SPEC_H

#include "core/value/value.h"

struct format_spec {
	char fill[5];		/* UTF-8 */
	char align;		/* < > = ^, or 0 */
	char sign;		/* + - space, or 0 */
	bool alternate, zero, no_negative_zero;
	int64_t width, precision;	/* -1: not given */
	char grouping;		/* , or _, or 0 */
	char type;		/* or 0 */
	const char *type_name;	/* for messages; may be null */
};

bool format_int(struct ctx *, struct buf *, int64_t,
    const struct format_spec *);
bool format_float(struct ctx *, struct buf *, double,
    const struct format_spec *);
bool format_text(struct ctx *, struct buf *, const char *, size_t,
    const struct format_spec *);

#endif
