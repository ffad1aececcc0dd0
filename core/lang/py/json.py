# SPDX-License-Identifier: Apache-2.0
"""JSON, with Python's NaN and surrogates. _loads is in C: None where it cannot
read a text, which is then read again here, hooks and messages included."""

import re as _re

__all__ = ["dump", "dumps", "load", "loads", "JSONDecodeError",
           "JSONDecoder", "JSONEncoder"]

_INF = float("inf")


class JSONDecodeError(ValueError):
    """Says where the text is no JSON."""

    def __init__(self, msg, doc, pos):
        line = doc.count("\n", 0, pos) + 1
        col = pos - doc.rfind("\n", 0, pos)
        ValueError.__init__(
            self, f"{msg}: line {line} column {col} (char {pos})")
        self.msg, self.doc, self.pos = msg, doc, pos
        self.lineno, self.colno = line, col


# ---- writing ---------------------------------------------------------------

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\f": "\\f",
            "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PLAIN = _re.compile(r'[ !#-\[\]-~]*')
_PLAIN_WIDE = _re.compile(r'[^\x00-\x1f"\\]*')


def _escape(ch, ascii_only):
    if ch in _ESCAPES:
        return _ESCAPES[ch]
    n = ord(ch)
    if n < 32 or (ascii_only and 126 < n < 0x10000):
        return "\\u%04x" % n
    if ascii_only and n >= 0x10000:
        n -= 0x10000
        return "\\u%04x\\u%04x" % (0xd800 | n >> 10, 0xdc00 | n & 0x3ff)
    return ch


def _string(s, ascii_only):
    if (_PLAIN if ascii_only else _PLAIN_WIDE).fullmatch(s):
        return '"' + s + '"'
    return '"' + "".join([_escape(ch, ascii_only) for ch in s]) + '"'


def _float(x, allow_nan):
    if x != x:
        text = "NaN"
    elif x == _INF:
        text = "Infinity"
    elif x == -_INF:
        text = "-Infinity"
    else:
        return float.__repr__(x)
    if not allow_nan:
        raise ValueError("Out of range float values are not JSON compliant")
    return text


class JSONEncoder:
    """Writes JSON; default() is asked for what JSON has no form for."""

    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True,
                 check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = " " * indent if isinstance(indent, int) else indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {type(o).__name__} is not JSON "
                        "serializable")

    def encode(self, o):
        out = []
        self._write(o, out, 0, set())
        return "".join(out)

    def iterencode(self, o):
        return iter([self.encode(o)])

    def _scalar(self, o):
        if o is None:
            return "null"
        if o is True:
            return "true"
        if o is False:
            return "false"
        if isinstance(o, str):
            return _string(o, self.ensure_ascii)
        if isinstance(o, int):
            return int.__repr__(o)
        if isinstance(o, float):
            return _float(o, self.allow_nan)
        return None

    def _key(self, key):
        if isinstance(key, str):
            return key
        if key is None or isinstance(key, (int, float)):
            return self._scalar(key)
        if self.skipkeys:
            return None
        raise TypeError("keys must be str, int, float, bool or None, not "
                        f"{type(key).__name__}")

    def _write(self, o, out, depth, seen):
        text = self._scalar(o)
        if text is not None:
            out.append(text)
            return
        if id(o) in seen:
            raise ValueError("Circular reference detected")
        seen.add(id(o))
        if isinstance(o, dict):
            self._dict(o, out, depth, seen)
        elif isinstance(o, (list, tuple)):
            self._list(o, out, depth, seen)
        else:
            self._write(self.default(o), out, depth, seen)
        seen.discard(id(o))

    def _line(self, depth):
        return "" if self.indent is None else "\n" + self.indent * depth

    def _list(self, o, out, depth, seen):
        if not o:
            out.append("[]")
            return
        lead = "[" + self._line(depth + 1)
        for item in o:
            out.append(lead)
            self._write(item, out, depth + 1, seen)
            lead = self.item_separator + self._line(depth + 1)
        out.append(self._line(depth) + "]")

    def _dict(self, o, out, depth, seen):
        items = sorted(o.items()) if self.sort_keys else o.items()
        lead = "{" + self._line(depth + 1)
        empty = True
        for key, value in items:
            key = self._key(key)
            if key is None:
                continue
            out.append(lead + _string(key, self.ensure_ascii) +
                       self.key_separator)
            self._write(value, out, depth + 1, seen)
            lead = self.item_separator + self._line(depth + 1)
            empty = False
        out.append("{}" if empty else self._line(depth) + "}")


def dumps(obj, *, cls=None, **kw):
    """JSON text of an object."""
    return (cls or JSONEncoder)(**kw).encode(obj)


def dump(obj, fp, **kw):
    """Writes JSON to a file."""
    fp.write(dumps(obj, **kw))


# ---- reading ---------------------------------------------------------------

_SPACE = _re.compile(r"[ \t\n\r]*")
_NUMBER = _re.compile(r"(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?",
                      _re.ASCII)
_CHUNK = _re.compile(r'[^"\\\x00-\x1f]*')
_BACKSLASH = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f",
              "n": "\n", "r": "\r", "t": "\t"}
_HEX = _re.compile(r"[0-9A-Fa-f]{4}")
_WORDS = (("null", None), ("true", True), ("false", False))
_NUMBER_WORDS = ("NaN", "Infinity", "-Infinity")


class JSONDecoder:
    """Reads JSON."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None,
                 parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or float
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        value, end = self.raw_decode(s, _SPACE.match(s, 0).end())
        end = _SPACE.match(s, end).end()
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return value

    def raw_decode(self, s, idx=0):
        return self._value(s, idx)

    def _value(self, s, i):
        ch = s[i:i + 1]
        if ch == '"':
            return self._string(s, i + 1)
        if ch == "{":
            return self._object(s, i + 1)
        if ch == "[":
            return self._array(s, i + 1)
        for word, value in _WORDS:
            if s.startswith(word, i):
                return value, i + len(word)
        m = _NUMBER.match(s, i)
        if m is not None:
            whole, frac, exp = m.groups()
            if frac or exp:
                return self.parse_float(m.group()), m.end()
            return self.parse_int(whole), m.end()
        for word in _NUMBER_WORDS:
            if s.startswith(word, i):
                return self.parse_constant(word), i + len(word)
        raise JSONDecodeError("Expecting value", s, i)

    def _escape(self, s, i):
        """The character whose escape has its letter at i, and its end."""
        ch = s[i:i + 1]
        if ch == "":
            raise JSONDecodeError("Unterminated string starting at", s,
                                  i - 1)
        if ch != "u":
            if ch not in _BACKSLASH:
                raise JSONDecodeError("Invalid \\escape", s, i - 1)
            return _BACKSLASH[ch], i + 1
        if not _HEX.match(s, i + 1):
            raise JSONDecodeError("Invalid \\uXXXX escape", s, i)
        n = int(s[i + 1:i + 5], 16)
        i += 5
        if 0xd800 <= n < 0xdc00 and s.startswith("\\u", i) and \
                _HEX.match(s, i + 2):
            low = int(s[i + 2:i + 6], 16)
            if 0xdc00 <= low < 0xe000:
                n = 0x10000 + ((n - 0xd800) << 10) + (low - 0xdc00)
                i += 6
        return chr(n), i

    def _string(self, s, i):
        begin = i - 1
        parts = []
        while True:
            end = _CHUNK.match(s, i).end()
            parts.append(s[i:end])
            ch = s[end:end + 1]
            if ch == '"':
                return "".join(parts), end + 1
            if ch == "":
                raise JSONDecodeError("Unterminated string starting at", s,
                                      begin)
            if ch != "\\":
                if self.strict:
                    raise JSONDecodeError("Invalid control character at", s,
                                          end)
                parts.append(ch)
                i = end + 1
                continue
            ch, i = self._escape(s, end + 1)
            parts.append(ch)

    def _array(self, s, i):
        values = []
        i = _SPACE.match(s, i).end()
        if s[i:i + 1] == "]":
            return values, i + 1
        while True:
            value, i = self._value(s, i)
            values.append(value)
            i = _SPACE.match(s, i).end()
            ch = s[i:i + 1]
            if ch == "]":
                return values, i + 1
            if ch != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, i)
            i = _SPACE.match(s, i + 1).end()

    def _made(self, pairs):
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs)
        if self.object_hook is not None:
            return self.object_hook(dict(pairs))
        return dict(pairs)

    def _object(self, s, i):
        pairs = []
        i = _SPACE.match(s, i).end()
        if s[i:i + 1] == "}":
            return self._made(pairs), i + 1
        while True:
            if s[i:i + 1] != '"':
                raise JSONDecodeError("Expecting property name enclosed in "
                                      "double quotes", s, i)
            key, i = self._string(s, i + 1)
            i = _SPACE.match(s, i).end()
            if s[i:i + 1] != ":":
                raise JSONDecodeError("Expecting ':' delimiter", s, i)
            value, i = self._value(s, _SPACE.match(s, i + 1).end())
            pairs.append((key, value))
            i = _SPACE.match(s, i).end()
            ch = s[i:i + 1]
            if ch == "}":
                return self._made(pairs), i + 1
            if ch != ",":
                raise JSONDecodeError("Expecting ',' delimiter", s, i)
            i = _SPACE.match(s, i + 1).end()


def loads(s, *, cls=None, **kw):
    """The object that JSON text says."""
    if isinstance(s, str):
        if s.startswith("\ufeff"):
            raise JSONDecodeError("Unexpected UTF-8 BOM (decode using "
                                  "utf-8-sig)", s, 0)
    elif isinstance(s, bytes):
        s = s.decode("utf-8")
    else:
        raise TypeError("the JSON object must be str, bytes or bytearray, "
                        f"not {type(s).__name__}")
    if cls is None and not kw:
        fast = _loads(s)
        if fast is not None:
            return fast[0]
    return (cls or JSONDecoder)(**kw).decode(s)


def load(fp, **kw):
    """Reads JSON from a file."""
    return loads(fp.read(), **kw)
