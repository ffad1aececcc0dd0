## SPDX-License-Identifier: Apache-2.0
## The kernelspec: installed by make, and held by the program for
## `penjing install`.
kernelspec_assets = %D%/kernel.json.in %D%/logo-svg.svg \
	%D%/logo-32x32.png %D%/logo-64x64.png
EXTRA_DIST += $(kernelspec_assets) %D%/embed.sh

BUILT_SOURCES += kernelspec/assets.inc
CLEANFILES += kernelspec/assets.inc kernelspec/kernel.json

kernelspec/assets.inc: $(kernelspec_assets) %D%/embed.sh
	@$(MKDIR_P) kernelspec
	$(AM_V_GEN)cd $(srcdir) && sh %D%/embed.sh $(kernelspec_assets) \
		>$(abs_builddir)/$@.tmp && mv $(abs_builddir)/$@.tmp \
		$(abs_builddir)/$@

kernelspecdir = $(datadir)/jupyter/kernels/penjing
nodist_kernelspec_DATA = kernelspec/kernel.json
dist_kernelspec_DATA = %D%/logo-svg.svg %D%/logo-32x32.png \
	%D%/logo-64x64.png

kernelspec/kernel.json: %D%/kernel.json.in Makefile
	@$(MKDIR_P) kernelspec
	$(AM_V_GEN)sed -e 's|@program[@]|$(bindir)/penjing|' \
		-e 's|@display_name[@]|Penjing|' \
		$(srcdir)/%D%/kernel.json.in >$@.tmp && mv $@.tmp $@
