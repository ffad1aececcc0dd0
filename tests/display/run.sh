#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A page of everything that run_display writes, in a browser; skipped where
# Python's Playwright or Chromium are missing. PYTHON names the interpreter.
build=${PENJING_BUILD:-.}
src=${PENJING_SRC:-.}
"${PYTHON:-python3}" -c 'import playwright' 2>/dev/null || exit 77
page=$build/display-page.html
DISPLAY_PAGE=$page "$build/run_display" >/dev/null || exit 1
"${PYTHON:-python3}" "$src/tests/display/browser.py" "$page"
status=$?
rm -f "$page"
exit $status
