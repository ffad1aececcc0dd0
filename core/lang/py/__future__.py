# SPDX-License-Identifier: Apache-2.0
"""What from __future__ import asks for is there already."""

nested_scopes = generators = division = absolute_import = True
with_statement = print_function = unicode_literals = True
generator_stop = annotations = True
