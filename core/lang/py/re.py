# SPDX-License-Identifier: Apache-2.0
"""Regular expressions. _compile, _match, _all, _findall, _split and _sub are
in C."""

__all__ = ["match", "fullmatch", "search", "sub", "subn", "split", "findall",
           "finditer", "compile", "purge", "escape", "error", "Pattern",
           "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII", "IGNORECASE",
           "LOCALE", "MULTILINE", "DOTALL", "VERBOSE", "UNICODE", "NOFLAG"]

NOFLAG = 0
I = IGNORECASE = 2
L = LOCALE = 4
M = MULTILINE = 8
S = DOTALL = 16
U = UNICODE = 32
X = VERBOSE = 64
A = ASCII = 256


class error(Exception):
    """The pattern is no regular expression."""

    def __init__(self, msg, pattern=None, pos=None):
        self.msg, self.pattern, self.pos = msg, pattern, pos
        self.lineno = self.colno = None
        if pos is not None and pattern is not None:
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            msg = f"{msg} at position {pos}"
            if newline in pattern:
                msg += f" (line {self.lineno}, column {self.colno})"
        Exception.__init__(self, msg)


class Match:
    """Where a pattern was found."""

    def __init__(self, pattern, string, spans, pos, endpos):
        self.re = pattern
        self.string = string
        self._spans = spans
        self.pos = pos
        self.endpos = len(string) if endpos < 0 else min(endpos, len(string))

    def _number(self, group):
        if isinstance(group, str):
            number = self.re.groupindex.get(group, -1)
        elif isinstance(group, int):
            number = group
        else:
            number = -1
        if not 0 <= number <= self.re.groups:
            raise IndexError("no such group")
        return number

    def _text(self, number, default=None):
        begin = self._spans[2 * number]
        if begin < 0:
            return default
        return self.string[begin:self._spans[2 * number + 1]]

    def group(self, *groups):
        if not groups:
            return self._text(0)
        if len(groups) == 1:
            return self._text(self._number(groups[0]))
        return tuple([self._text(self._number(g)) for g in groups])

    def __getitem__(self, group):
        return self._text(self._number(group))

    def groups(self, default=None):
        return tuple([self._text(i, default)
                      for i in range(1, self.re.groups + 1)])

    def groupdict(self, default=None):
        return {name: self._text(i, default)
                for name, i in self.re.groupindex.items()}

    def start(self, group=0):
        return self._spans[2 * self._number(group)]

    def end(self, group=0):
        return self._spans[2 * self._number(group) + 1]

    def span(self, group=0):
        i = 2 * self._number(group)
        return self._spans[i], self._spans[i + 1]

    def expand(self, template):
        return type(self.string)().join(
            [p if not isinstance(p, int) else
             self._text(p, type(self.string)())
             for p in _template(self.re, template)])

    @property
    def lastindex(self):
        last = None
        for i in range(1, self.re.groups + 1):
            begin = self._spans[2 * i]
            if begin >= 0 and (last is None or
                               begin >= self._spans[2 * last + 1]):
                last = i
        return last

    @property
    def lastgroup(self):
        last = self.lastindex
        for name, i in self.re.groupindex.items():
            if i == last:
                return name
        return None

    @property
    def regs(self):
        return tuple([self.span(i) for i in range(self.re.groups + 1)])

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return (f"<re.Match object; span={self.span()!r}, "
                f"match={self.group()!r}>")


class Pattern:
    """A regular expression, compiled."""

    def __init__(self, pattern, flags, code, groups, groupindex):
        self.pattern = pattern
        self.flags = flags
        self._code = code
        self.groups = groups
        self.groupindex = groupindex

    def _find(self, string, pos, endpos, mode):
        end = -1 if endpos is None else max(endpos, 0)
        if end >= 0 and pos > end:
            return None
        spans = _match(self._code, string, pos, end, mode)
        if spans is None:
            return None
        return Match(self, string, spans, pos, end)

    def search(self, string, pos=0, endpos=None):
        return self._find(string, pos, endpos, 0)

    def match(self, string, pos=0, endpos=None):
        return self._find(string, pos, endpos, 1)

    def fullmatch(self, string, pos=0, endpos=None):
        return self._find(string, pos, endpos, 2)

    def findall(self, string, pos=0, endpos=None):
        return _findall(self._code, string, pos,
                        -1 if endpos is None else max(endpos, 0), 0)

    def finditer(self, string, pos=0, endpos=None):
        end = -1 if endpos is None else max(endpos, 0)
        return iter([Match(self, string, spans, pos, end) for spans in
                     _all(self._code, string, pos, end, 0)])

    def split(self, string, maxsplit=0):
        return _split(self._code, string, 0, -1, maxsplit)

    def subn(self, repl, string, count=0):
        if not callable(repl):
            return _sub(self._code, string, _template(self, repl), count)
        out = []
        last = 0
        matches = _all(self._code, string, 0, -1, count)
        for spans in matches:
            out.append(string[last:spans[0]])
            new = repl(Match(self, string, spans, 0, -1))
            if new is not None:
                out.append(new)
            last = spans[1]
        out.append(string[last:])
        return string[:0].join(out), len(matches)

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return (self.pattern == other.pattern and
                type(self.pattern) is type(other.pattern) and
                self.flags == other.flags)

    def __hash__(self):
        return hash((self.pattern, self.flags))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        names = ((I, "re.IGNORECASE"), (L, "re.LOCALE"),
                 (M, "re.MULTILINE"), (S, "re.DOTALL"), (X, "re.VERBOSE"),
                 (A, "re.ASCII"))
        text = "|".join([name for bit, name in names if self.flags & bit])
        return f"re.compile({self.pattern!r}{', ' + text if text else ''})"


_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r",
            "t": "\t", "v": "\v", "\\": "\\"}
_DIGITS = "0123456789"
_OCTAL = "01234567"


def _reference(pattern, s, i, template):
    """The group of \\g<...>, whose < is at i, and what follows."""
    if s[i:i + 1] != "<":
        raise error("missing <", template, i)
    end = s.find(">", i)
    if i + 1 == len(s) or end == i + 1:
        raise error("missing group name", template, i + 1)
    if end < 0:
        raise error("missing >, unterminated name", template, i + 1)
    name = s[i + 1:end]
    if name.isdigit():
        number = int(name)
        if number > pattern.groups:
            raise error(f"invalid group reference {number}", template, i + 1)
    elif name.isidentifier():
        number = pattern.groupindex.get(name)
        if number is None:
            raise IndexError(f"unknown group name {name!r}")
    else:
        raise error(f"bad character in group name {name!r}", template, i + 1)
    return number, end + 1


def _number(pattern, s, i, template):
    """A group's number, or an octal escape; the digit is at i."""
    if s[i] == "0":
        n = 1
        while n < 3 and s[i + n:i + n + 1] in _OCTAL and i + n < len(s):
            n += 1
        return chr(int(s[i:i + n], 8) & 0xff), i + n
    n = 1
    if i + 1 < len(s) and s[i + 1] in _DIGITS:
        n = 2
        if (s[i] in _OCTAL and s[i + 1] in _OCTAL and i + 2 < len(s) and
                s[i + 2] in _OCTAL):
            value = int(s[i:i + 3], 8)
            if value > 0o377:
                raise error(f"octal escape value \\{s[i:i + 3]} outside of "
                            "range 0-0o377", template, i - 1)
            return chr(value), i + 3
    number = int(s[i:i + n])
    if number > pattern.groups:
        raise error(f"invalid group reference {number}", template, i)
    return number, i + n


_templates = {}


def _template(pattern, template):
    """Text and numbers of groups, in turn."""
    key = (pattern._code, template)
    parts = _templates.get(key)
    if parts is None:
        if len(_templates) >= 256:
            _templates.clear()
        parts = _templates[key] = _parse_template(pattern, template)
    return parts


def _parse_template(pattern, template):
    wide = isinstance(template, str)
    s = template if wide else template.decode("latin-1")
    parts = []
    i = 0
    while True:
        j = s.find("\\", i)
        if j < 0:
            break
        parts.append(s[i:j])
        ch = s[j + 1:j + 2]
        if ch == "":
            raise error("bad escape (end of pattern)", template, j)
        if ch == "g":
            part, i = _reference(pattern, s, j + 2, template)
        elif ch in _DIGITS:
            part, i = _number(pattern, s, j + 1, template)
        elif ch in _ESCAPES:
            part, i = _ESCAPES[ch], j + 2
        elif ch.isalpha() and ch < "\x80":
            raise error(f"bad escape \\{ch}", template, j)
        else:
            part, i = "\\" + ch, j + 2
        parts.append(part)
    parts.append(s[i:])
    if wide:
        return [p for p in parts if p != ""]
    return [p if isinstance(p, int) else p.encode("latin-1")
            for p in parts if p != ""]


_cache = {}


def compile(pattern, flags=0):
    """A pattern, ready to be used."""
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled "
                             "pattern")
        return pattern
    if not isinstance(pattern, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    key = (type(pattern), pattern, flags)
    found = _cache.get(key)
    if found is not None:
        return found
    made = _compile(pattern, flags)
    if len(made) == 2:
        raise error(made[0], pattern, made[1])
    code, flags, groups, names = made
    if len(_cache) >= 512:
        del _cache[next(iter(_cache))]
    found = _cache[key] = Pattern(pattern, flags, code, groups, names)
    return found


def purge():
    """Forgets compiled patterns."""
    _cache.clear()


def match(pattern, string, flags=0):
    """At the start."""
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """All of it."""
    return compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """The first place."""
    return compile(pattern, flags).search(string)


def sub(pattern, repl, string, count=0, flags=0):
    """Replaces what is found."""
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    """sub, and how many there were."""
    return compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    """What stands between."""
    return compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    """All texts that are found."""
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """All matches."""
    return compile(pattern, flags).finditer(string)


_SPECIAL = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"


def escape(pattern):
    """A pattern that finds this text."""
    if isinstance(pattern, bytes):
        return escape(pattern.decode("latin-1")).encode("latin-1")
    return "".join(["\\" + ch if ch in _SPECIAL else ch for ch in pattern])
