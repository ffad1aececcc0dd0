# SPDX-License-Identifier: Apache-2.0
"""Paths as objects."""

import os as _os

__all__ = ["Path", "PosixPath", "PurePath", "PurePosixPath"]


class PurePath:
    """A path, without asking the file system."""

    def __init__(self, *parts):
        text = _os.path.join(*[_os.fspath(p) for p in parts]) if parts \
            else ""
        root = "/" if text.startswith("/") else ""
        names = [p for p in text.split("/") if p not in ("", ".")]
        self._root = root
        self._names = names

    def __fspath__(self):
        return str(self)

    def __str__(self):
        return self._root + "/".join(self._names) or "."

    def __repr__(self):
        return f"PosixPath({str(self)!r})"

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return str(self) == str(other)

    def __lt__(self, other):
        return self.parts < other.parts

    def __hash__(self):
        return hash(str(self))

    def __truediv__(self, other):
        return type(self)(self, other)

    def __rtruediv__(self, other):
        return type(self)(other, self)

    def joinpath(self, *others):
        return type(self)(self, *others)

    @property
    def parts(self):
        return ((self._root,) if self._root else ()) + tuple(self._names)

    @property
    def root(self):
        return self._root

    @property
    def name(self):
        return self._names[-1] if self._names else ""

    @property
    def suffix(self):
        i = self.name.rfind(".")
        return self.name[i:] if 0 < i < len(self.name) - 1 else ""

    @property
    def suffixes(self):
        name = self.name
        if name.endswith("."):
            return []
        return ["." + s for s in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        suffix = self.suffix
        return self.name[:len(self.name) - len(suffix)]

    @property
    def parent(self):
        if not self._names:
            return self
        return type(self)(self._root + "/".join(self._names[:-1]))

    @property
    def parents(self):
        result = []
        p = self
        while p._names:
            p = p.parent
            result.append(p)
        return tuple(result)

    def with_name(self, name):
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        return self.parent / name

    def with_suffix(self, suffix):
        if suffix and (not suffix.startswith(".") or suffix == "."):
            raise ValueError(f"Invalid suffix {suffix!r}")
        return self.with_name(self.stem + suffix)

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def is_absolute(self):
        return bool(self._root)

    def as_posix(self):
        return str(self)

    def relative_to(self, other):
        a, b = self.parts, type(self)(other).parts
        if a[:len(b)] != b:
            raise ValueError(f"{str(self)!r} is not in the subpath of "
                             f"{str(other)!r} OR one path is relative and "
                             "the other is absolute.")
        return type(self)(*a[len(b):])

    def match(self, pattern):
        wanted = PurePath(pattern)
        a, b = self._names, wanted._names
        if wanted._root and (not self._root or len(a) != len(b)):
            return False
        return len(b) <= len(a) and all(
            _match(x, y) for x, y in zip(a[len(a) - len(b):], b))


def _match(name, pattern):
    """Does a name fit *, ? and [abc]?"""
    import re
    out = ""
    i = 0
    while i < len(pattern):
        ch = pattern[i]
        i += 1
        end = pattern.find("]", i + 1)
        if ch == "*":
            out += ".*"
        elif ch == "?":
            out += "."
        elif ch == "[" and end > 0:
            inner = pattern[i:end]
            i = end + 1
            if inner[:1] == "!":
                inner = "^" + inner[1:]
            out += "[" + inner.replace("\\", "\\\\") + "]"
        else:
            out += re.escape(ch)
    return re.fullmatch("(?s:" + out + ")", name) is not None


class Path(PurePath):
    """A path of this machine."""

    @classmethod
    def cwd(cls):
        return cls(_os.getcwd())

    @classmethod
    def home(cls):
        return cls(_os.path.expanduser("~"))

    def exists(self):
        return _os.path.exists(self)

    def is_file(self):
        return _os.path.isfile(self)

    def is_dir(self):
        return _os.path.isdir(self)

    def is_symlink(self):
        return _os.path.islink(self)

    def resolve(self, strict=False):
        return type(self)(_os.path.realpath(str(self)))

    def absolute(self):
        return type(self)(_os.path.abspath(str(self)))

    def expanduser(self):
        return type(self)(_os.path.expanduser(str(self)))

    def iterdir(self):
        return iter([self / n for n in _os.listdir(self)])

    def _below(self, names):
        if not names:
            yield self
            return
        if names[0] == "**":
            yield from self._below(names[1:])
            for p in sorted(self.iterdir()):
                if p.is_dir() and not p.is_symlink():
                    yield from p._below(names)
            return
        if not self.is_dir():
            return
        for p in sorted(self.iterdir()):
            if _match(p.name, names[0]):
                yield from p._below(names[1:])

    def glob(self, pattern):
        return self._below([n for n in pattern.split("/") if n])

    def rglob(self, pattern):
        return self.glob("**/" + pattern)

    def open(self, mode="r", *args, **kwargs):
        return open(str(self), mode, *args, **kwargs)

    def read_text(self, encoding=None, errors=None):
        with self.open("r", encoding=encoding, errors=errors) as f:
            return f.read()

    def read_bytes(self):
        with self.open("rb") as f:
            return f.read()

    def write_text(self, data, encoding=None, errors=None):
        with self.open("w", encoding=encoding, errors=errors) as f:
            return f.write(data)

    def write_bytes(self, data):
        with self.open("wb") as f:
            return f.write(data)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        if parents:
            _os.makedirs(self, mode, exist_ok)
            return
        try:
            _os.mkdir(self, mode)
        except FileExistsError:
            if not exist_ok or not self.is_dir():
                raise

    def unlink(self, missing_ok=False):
        try:
            _os.remove(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        _os.rmdir(self)

    def rename(self, target):
        _os.rename(self, target)
        return type(self)(target)

    replace = rename

    def touch(self, mode=0o666, exist_ok=True):
        with self.open("a"):
            pass


PosixPath = Path
PurePosixPath = PurePath
