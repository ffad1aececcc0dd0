#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The browser's scripts under Node; skipped without it.
command -v node >/dev/null || { echo "js: skipped, no node"; exit 77; }
cd "${PENJING_SRC:-.}" || exit 1
# What is embedded in a script element must not end it.
grep -nE '</script|<!--' display/assets/*.js && exit 1
PENJING_SRC=$PWD exec node tests/js/figure_test.js
