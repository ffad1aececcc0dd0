# SPDX-License-Identifier: Apache-2.0
"""Files in memory."""

__all__ = ["BytesIO", "StringIO", "SEEK_CUR", "SEEK_END", "SEEK_SET"]

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2


class UnsupportedOperation(OSError, ValueError):
    pass


class _Memory:
    # _parts are what was written at the end, not yet joined to _text:
    # many small writes are the common case.

    _empty = ""
    _newline = "\n"

    def __init__(self, initial_value=None):
        self._text = self._empty if initial_value is None else initial_value
        self._parts = []
        self._pos = 0
        self.closed = False
        self._check(self._text)

    def _check(self, s):
        if not isinstance(s, type(self._empty)):
            raise TypeError("string argument expected, got "
                            f"'{type(s).__name__}'" if self._empty == "" else
                            "a bytes-like object is required, not "
                            f"'{type(s).__name__}'")

    def _open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        if self._parts:
            self._text += self._empty.join(self._parts)
            self._parts = []

    def getvalue(self):
        self._open()
        return self._text

    def write(self, s):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        self._check(s)
        if self._parts or self._pos == len(self._text):
            self._parts.append(s)
            self._pos += len(s)
            return len(s)
        gap = self._pos - len(self._text)
        if gap > 0:
            self._text += self._zero * gap
        self._text = (self._text[:self._pos] + s +
                      self._text[self._pos + len(s):])
        self._pos += len(s)
        return len(s)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def read(self, size=-1):
        self._open()
        end = len(self._text)
        if size is not None and size >= 0:
            end = min(end, self._pos + size)
        s = self._text[self._pos:end]
        self._pos = max(self._pos, end)
        return s

    def readline(self, size=-1):
        self._open()
        end = self._text.find(self._newline, self._pos)
        end = len(self._text) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._pos + size)
        s = self._text[self._pos:end]
        self._pos = max(self._pos, end)
        return s

    def readlines(self, hint=-1):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def tell(self):
        return self._pos

    def seek(self, pos, whence=0):
        self._open()
        if whence == SEEK_CUR:
            pos += self._pos
        elif whence == SEEK_END:
            pos += len(self._text)
        if pos < 0:
            raise ValueError(f"Negative seek position {pos}")
        self._pos = pos
        return pos

    def truncate(self, size=None):
        self._open()
        size = self._pos if size is None else size
        self._text = self._text[:size]
        return size

    def flush(self):
        pass

    def close(self):
        self.closed = True

    def isatty(self):
        return False

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


class StringIO(_Memory):
    """Text in memory, as a file."""

    _zero = "\0"

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError("initial_value must be str or None, not "
                            f"{type(initial_value).__name__}")
        _Memory.__init__(self, initial_value)


class BytesIO(_Memory):
    """Bytes in memory, as a file."""

    _empty = b""
    _newline = b"\n"
    _zero = b"\0"

    def __init__(self, initial_bytes=b""):
        _Memory.__init__(self, initial_bytes)

    def getbuffer(self):
        return self.getvalue()


DEFAULT_BUFFER_SIZE = 8192
open = open
