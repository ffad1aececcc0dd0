# SPDX-License-Identifier: Apache-2.0
"""Classes of characters, and templates."""

import re as _re

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Each word with a capital."""
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


_PATTERN = (r"\$(?:(?P<escaped>\$)|(?P<named>[_a-zA-Z][_a-zA-Z0-9]*)|"
            r"\{(?P<braced>[_a-zA-Z][_a-zA-Z0-9]*)\}|(?P<invalid>))")


class Template:
    """Text with $name and ${name} in it."""

    def __init__(self, template):
        self.template = template

    def _substitute(self, mapping, safe):
        def one(m):
            if m.group("escaped") is not None:
                return "$"
            name = m.group("named") or m.group("braced")
            if name is not None:
                if safe and name not in mapping:
                    return m.group()
                return str(mapping[name])
            if safe:
                return m.group()
            before = self.template[:m.start()]
            line = before.count("\n") + 1
            col = m.start() - (before.rfind("\n") + 1) + 1
            raise ValueError("Invalid placeholder in string: line "
                             f"{line}, col {col}")
        return _re.sub(_PATTERN, one, self.template)

    def substitute(self, mapping={}, /, **kws):
        return self._substitute({**mapping, **kws}, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._substitute({**mapping, **kws}, True)
