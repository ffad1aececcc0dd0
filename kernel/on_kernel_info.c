/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"

static void
write_language(struct emit *e)
{
	emit_key(e, "language_info");
	emit_open(e, '{');
	/* Not "python": editors would treat the kernel as CPython. */
	emit_key_str(e, "name", "penjing");
	emit_key_str(e, "version", PACKAGE_VERSION);
	emit_key_str(e, "mimetype", "text/x-python");
	emit_key_str(e, "file_extension", ".py");
	emit_key_str(e, "pygments_lexer", "python3");
	emit_key_str(e, "codemirror_mode", "python");
	emit_key_str(e, "nbconvert_exporter", "script");
	emit_close(e, '{');
}

static void
write_link(struct emit *e, const char *text, const char *url)
{
	emit_open(e, '{');
	emit_key_str(e, "text", text);
	emit_key_str(e, "url", url);
	emit_close(e, '{');
}

void
on_kernel_info(struct kernel *k, struct msg *m, struct emit *e)
{
	(void)k;
	(void)m;
	reply_ok(e);
	emit_key_str(e, "protocol_version", "5.5");
	emit_key_str(e, "implementation", "penjing");
	emit_key_str(e, "implementation_version", PACKAGE_VERSION);
	write_language(e);
	emit_key_str(e, "banner", "Penjing " PACKAGE_VERSION
	    ": neural networks as plain data.\n"
	    "name? shows what a name means.");
	emit_key_bool(e, "debugger", false);
	emit_key_raw(e, "supported_features", "[]");
	emit_key(e, "help_links");
	emit_open(e, '[');
	write_link(e, "Penzai", "https://penzai.readthedocs.io/");
	write_link(e, "Treescope", "https://treescope.readthedocs.io/");
	emit_close(e, '[');
}
