## SPDX-License-Identifier: Apache-2.0
noinst_LIBRARIES += libdisplay.a

display_assets = %D%/assets/tree.css %D%/assets/tree.js \
	%D%/assets/figure.js
EXTRA_DIST += $(display_assets) build-aux/embed.sh

BUILT_SOURCES += display/assets.inc
CLEANFILES += display/assets.inc

display/assets.inc: $(display_assets) build-aux/embed.sh
	@$(MKDIR_P) display
	$(AM_V_GEN)cd $(srcdir) && sh build-aux/embed.sh $(display_assets) \
		>$(abs_builddir)/$@.tmp && mv $(abs_builddir)/$@.tmp \
		$(abs_builddir)/$@

display/libdisplay_a-assets.$(OBJEXT): display/assets.inc

display_py = %D%/py/treescope.py %D%/py/ipython_display.py
EXTRA_DIST += $(display_py)
BUILT_SOURCES += display/treescope.inc display/ipython_display.inc
CLEANFILES += display/treescope.inc display/ipython_display.inc
display/treescope.inc: %D%/py/treescope.py build-aux/embed_py.sh
	@$(MKDIR_P) display
	$(AM_V_GEN)cd $(srcdir) && sh build-aux/embed_py.sh py \
		%D%/py/treescope.py >$(abs_builddir)/$@.tmp && \
		mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
display/ipython_display.inc: %D%/py/ipython_display.py build-aux/embed_py.sh
	@$(MKDIR_P) display
	$(AM_V_GEN)cd $(srcdir) && sh build-aux/embed_py.sh py \
		%D%/py/ipython_display.py >$(abs_builddir)/$@.tmp && \
		mv $(abs_builddir)/$@.tmp $(abs_builddir)/$@
display/libdisplay_a-mod_treescope.$(OBJEXT): display/treescope.inc
display/libdisplay_a-mod_display.$(OBJEXT): display/ipython_display.inc

libdisplay_a_SOURCES = \
	%D%/assets.c %D%/assets.h \
	%D%/build.c %D%/build.h \
	%D%/build_array.c \
	%D%/build_container.c \
	%D%/build_leaf.c \
	%D%/build_object.c \
	%D%/build_visual.c \
	%D%/bundle.c %D%/bundle.h \
	%D%/colour.c \
	%D%/doc.c %D%/doc.h \
	%D%/escape.c \
	%D%/figure.c %D%/figure.h \
	%D%/figure_draw.c \
	%D%/figure_html.c %D%/figure_html.h \
	%D%/fold.c %D%/fold.h \
	%D%/html.c %D%/html.h \
	%D%/marks.c %D%/marks.h \
	%D%/mod_display.c %D%/mod_display.h \
	%D%/mod_treescope.c \
	%D%/outline.c %D%/outline.h \
	%D%/packed.c %D%/packed.h \
	%D%/palette.c %D%/palette.h \
	%D%/png.c %D%/png.h \
	%D%/state.c %D%/state.h \
	%D%/summary.c %D%/summary.h \
	%D%/text.c %D%/text.h \
	%D%/tint.c %D%/tint.h \
	%D%/weigh.c %D%/weigh.h
libdisplay_a_CPPFLAGS = $(AM_CPPFLAGS) $(PNG_CFLAGS) $(SODIUM_CFLAGS) \
	$(ZLIB_CFLAGS)

check_PROGRAMS += run_display
run_display_SOURCES = $(runner_sources) tests/main_display.c \
	tests/check_array_text.c tests/check_doc.c tests/check_show.c tests/check_figure.c \
	tests/display_stubs.c
run_display_CPPFLAGS = $(libdisplay_a_CPPFLAGS) $(CHECK_CFLAGS)
run_display_LDADD = libdisplay.a libselect.a liblayer.a libvalue.a \
	libtensor.a libbase.a $(CHECK_LIBS) $(PNG_LIBS) $(ZLIB_LIBS) $(SODIUM_LIBS) \
	$(UTF8PROC_LIBS)

dist_check_SCRIPTS += tests/js/run.sh tests/display/run.sh
EXTRA_DIST += tests/data/array_text.txt tests/js/figure_test.js tests/display/browser.py
