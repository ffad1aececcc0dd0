# SPDX-License-Identifier: Apache-2.0
"""Names of files. What asks the file system is in C."""

sep = "/"
altsep = None
extsep = "."
pardir = ".."
curdir = "."
pathsep = ":"
devnull = "/dev/null"


def _str(path):
    if hasattr(type(path), "__fspath__"):
        path = path.__fspath__()
    if not isinstance(path, str):
        raise TypeError("expected str or os.PathLike object, not "
                        f"{type(path).__name__}")
    return path


def exists(path):
    """Is there such a file or folder?"""
    return _stat(_str(path), 0)


def isfile(path):
    """Is it a regular file?"""
    return _stat(_str(path), 1)


def isdir(path):
    """Is it a folder?"""
    return _stat(_str(path), 2)


def islink(path):
    """Is it a symbolic link?"""
    return _stat(_str(path), 3)


def lexists(path):
    """exists, but a broken link does."""
    return islink(path) or exists(path)


def isabs(path):
    """Does it begin at the root?"""
    return _str(path).startswith("/")


def join(path, *paths):
    """Puts parts together with slashes."""
    path = _str(path)
    for p in paths:
        p = _str(p)
        if p.startswith("/"):
            path = p
        elif not path or path.endswith("/"):
            path += p
        else:
            path += "/" + p
    return path


def split(path):
    """(folder, last part)"""
    path = _str(path)
    i = path.rfind("/") + 1
    head, tail = path[:i], path[i:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail


def basename(path):
    """The last part."""
    path = _str(path)
    return path[path.rfind("/") + 1:]


def dirname(path):
    """What stands before the last part."""
    return split(path)[0]


def splitext(path):
    """(all before the extension, extension with its dot)"""
    path = _str(path)
    begin = path.rfind("/") + 1
    dot = path.rfind(".")
    i = begin
    while i < dot and path[i] == ".":
        i += 1
    if dot > begin and i < dot:
        return path[:dot], path[dot:]
    return path, ""


def splitdrive(path):
    return "", path


def normpath(path):
    """Without . and .. and doubled slashes."""
    path = _str(path)
    if not path:
        return "."
    root = "//" if path.startswith("//") and not path.startswith("///") \
        else "/" if path.startswith("/") else ""
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or (not root and not parts) or (
                parts and parts[-1] == ".."):
            parts.append(part)
        elif parts:
            parts.pop()
    return root + "/".join(parts) or "."


def abspath(path):
    """From the root on, normal."""
    path = _str(path)
    if not path.startswith("/"):
        path = join(_getcwd(), path)
    return normpath(path)


def realpath(path, *, strict=False):
    """abspath without symbolic links."""
    return _realpath(abspath(path))


def relpath(path, start="."):
    """The way from start."""
    if not path:
        raise ValueError("no path specified")
    a = [x for x in abspath(start).split("/") if x]
    b = [x for x in abspath(path).split("/") if x]
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return "/".join([".."] * (len(a) - n) + b[n:]) or "."


def commonprefix(paths):
    """The longest common beginning, letter by letter."""
    if not paths:
        return ""
    low, high = min(paths), max(paths)
    for i, ch in enumerate(low):
        if ch != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    """The longest common folder."""
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    root = isabs(paths[0])
    if any(isabs(p) != root for p in paths):
        raise ValueError("Can't mix absolute and relative paths")
    lists = [[x for x in p.split("/") if x and x != "."] for p in paths]
    low, high = min(lists), max(lists)
    n = 0
    while n < min(len(low), len(high)) and low[n] == high[n]:
        n += 1
    return ("/" if root else "") + "/".join(low[:n])


def expanduser(path):
    """~ is the home folder."""
    path = _str(path)
    if path != "~" and not path.startswith("~/"):
        return path
    import os
    home = os.environ.get("HOME")
    return path if home is None else (home.rstrip("/") + path[1:]) or "/"


def expandvars(path):
    """$NAME and ${NAME} from the environment."""
    import os
    import re
    return re.sub(r"\$(\w+|\{[^}]*\})", lambda m: os.environ.get(
        m.group(1).strip("{}"), m.group()), _str(path))


def getsize(path):
    """Bytes of a file."""
    return _number(_str(path), 0)


def getmtime(path):
    """When it was last written."""
    return _number(_str(path), 1)


def samefile(a, b):
    return realpath(a) == realpath(b)
