# SPDX-License-Identifier: Apache-2.0
"""Cycles are found by themselves; collect() looks at once."""


def enable():
    pass


def disable():
    pass


def isenabled():
    return True
