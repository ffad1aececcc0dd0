# SPDX-License-Identifier: Apache-2.0
"""Warnings, written to sys.stderr."""

import sys as _sys

__all__ = ["catch_warnings", "filterwarnings", "resetwarnings",
           "simplefilter", "showwarning", "warn"]

# (action, message, category), the last added first
filters = []
_seen = set()


class WarningMessage:
    def __init__(self, message, category):
        self.message = message
        self.category = category
        self.filename = "<cell>"
        self.lineno = 1


def _action(text, category):
    import re
    for action, message, cls in filters:
        if issubclass(category, cls) and (
                not message or re.match(message, text, re.I)):
            return action
    return "default"


def showwarning(message, category, filename="<cell>", lineno=1, file=None,
                line=None):
    print(f"{category.__name__}: {message}", file=file or _sys.stderr)


def warn(message, category=None, stacklevel=1, source=None):
    """Says something that is no error."""
    if isinstance(message, Warning):
        category = type(message)
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not "
                        f"'{type(category).__name__}'")
    text = str(message)
    action = _action(text, category)
    if action == "ignore":
        return
    if action == "error":
        raise message if isinstance(message, Warning) else category(message)
    if action != "always":
        if (text, category) in _seen:
            return
        _seen.add((text, category))
    if not isinstance(message, Warning):
        message = category(message)
    if catch_warnings._record is not None:
        catch_warnings._record.append(WarningMessage(message, category))
    else:
        showwarning(message, category)


_ACTIONS = ("default", "error", "ignore", "always", "module", "once")


def filterwarnings(action, message="", category=Warning, module="",
                   lineno=0, append=False):
    """What to do with warnings of a text and a class."""
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    if append:
        filters.append((action, message, category))
    else:
        filters.insert(0, (action, message, category))
    _seen.clear()


def simplefilter(action, category=Warning, lineno=0, append=False):
    """What to do with all warnings of a class."""
    filterwarnings(action, "", category, append=append)


def resetwarnings():
    filters.clear()


class catch_warnings:
    """Keeps filters, and optionally what is warned of, to a with."""

    _record = None

    def __init__(self, *, record=False, action=None, category=Warning):
        self._wanted = record
        self._filter = (action, category)

    def __enter__(self):
        self._filters = list(filters)
        self._outer = catch_warnings._record
        if self._filter[0] is not None:
            simplefilter(*self._filter)
        if self._wanted:
            _seen.clear()
            catch_warnings._record = []
            return catch_warnings._record

    def __exit__(self, *exc_info):
        filters[:] = self._filters
        catch_warnings._record = self._outer
