/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the session share: running, completing, inspecting. */
#ifndef CORE_SESSION_PRIVATE_H
#define CORE_SESSION_PRIVATE_H

#include "core/base/ctx.h"
#include "core/session.h"
#include "core/value/param.h"

struct session {
	struct ctx ctx;
	atomic_bool stop;
	struct sink sink;
	void *request;		/* of the cell that runs */
	int count;		/* of the next cell */
	struct value *in;	/* list of sources */
	struct value *out;	/* dict: count -> result */
};

/* The function behind name?, and help; they need the session, so they are
 * added to builtins here and not in core/lang. */
extern const struct native session_help, session_help_call;

#endif
