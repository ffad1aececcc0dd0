#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes ./configure. A release tarball has it already.
cd "$(dirname "$0")" && exec autoreconf -i
