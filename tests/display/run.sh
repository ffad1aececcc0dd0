#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A page of everything that run_display writes, in a browser; skipped where
# Python's Playwright or Chromium are missing.
build=${PENJING_BUILD:-.}
src=${PENJING_SRC:-.}
python=${PENJING_PYTHON:-$src/.penjing/bin/python}
[ -x "$python" ] || python=python3
skip() { echo "browser: skipped, $1"; exit 77; }
"$python" -c 'import playwright' 2>/dev/null ||
	skip "no Python with Playwright"
: "${CHROMIUM:=$(command -v chromium)}"
[ -n "$CHROMIUM" ] || skip "no chromium"
export CHROMIUM
page=$build/display-page.html
DISPLAY_PAGE=$page "$build/run_display" >/dev/null || exit 1
"$python" "$src/tests/display/browser.py" "$page"
status=$?
rm -f "$page"
exit $status
