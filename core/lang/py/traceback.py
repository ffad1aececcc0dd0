# SPDX-License-Identifier: Apache-2.0
"""Errors as text. _format and _handled are in C."""

__all__ = ["format_exc", "format_exception", "format_exception_only",
           "print_exc", "print_exception"]


def _of(exc, value):
    return value if isinstance(value, BaseException) else exc


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    """The lines that a traceback prints."""
    return _format(_of(exc, value)).splitlines(True)


def format_exception_only(exc, /, value=None):
    """The last line of it."""
    return _format(_of(exc, value)).splitlines(True)[-1:]


def format_exc(limit=None, chain=True):
    """The traceback of the exception that is being handled."""
    exc = _handled()
    return "NoneType: None\n" if exc is None else _format(exc)


def _print(text, file):
    import sys
    (sys.stderr if file is None else file).write(text)


def print_exc(limit=None, file=None, chain=True):
    """Prints format_exc."""
    _print(format_exc(), file)


def print_exception(exc, /, value=None, tb=None, limit=None, file=None,
                    chain=True):
    """Prints format_exception."""
    _print(_format(_of(exc, value)), file)
