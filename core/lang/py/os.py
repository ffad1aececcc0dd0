# SPDX-License-Identifier: Apache-2.0
"""Files and the environment. What asks the system is in C."""

name = "posix"
sep = "/"
altsep = None
extsep = "."
pardir = ".."
curdir = "."
pathsep = ":"
linesep = "\n"
devnull = "/dev/null"
error = OSError


class PathLike:
    """Has __fspath__."""


def fspath(path):
    """The text of a path."""
    if isinstance(path, (str, bytes)):
        return path
    if hasattr(type(path), "__fspath__"):
        return path.__fspath__()
    raise TypeError("expected str, bytes or os.PathLike object, not "
                    f"{type(path).__name__}")


def getenv(key, default=None):
    """A variable of the environment."""
    return environ.get(key, default)


def listdir(path="."):
    """Names in a folder."""
    return _listdir(fspath(path))


def mkdir(path, mode=0o777):
    """Makes a folder."""
    _mkdir(fspath(path), mode)


def makedirs(path, mode=0o777, exist_ok=False):
    """Makes a folder and those above it."""
    p = fspath(path)
    head, tail = globals()["path"].split(p)
    if not tail:
        head, tail = globals()["path"].split(head)
    if head and tail and not globals()["path"].exists(head):
        makedirs(head, exist_ok=True)
    try:
        _mkdir(p, mode)
    except OSError:
        if not exist_ok or not globals()["path"].isdir(p):
            raise


def remove(path):
    """Removes a file."""
    _remove(fspath(path), False)


unlink = remove


def rmdir(path):
    """Removes an empty folder."""
    _remove(fspath(path), True)


def rename(src, dst):
    """Gives another name."""
    _rename(fspath(src), fspath(dst))


replace = rename


def chdir(path):
    """Goes to a folder."""
    _chdir(fspath(path))


def walk(top, topdown=True, onerror=None, followlinks=False):
    """(folder, names of folders, names of files) for all below top."""
    p = globals()["path"]
    top = fspath(top)
    try:
        names = listdir(top)
    except OSError as e:
        if onerror is not None:
            onerror(e)
        return
    dirs = [n for n in names if p.isdir(p.join(top, n))]
    files = [n for n in names if n not in dirs]
    if topdown:
        yield top, dirs, files
    for n in dirs:
        below = p.join(top, n)
        if followlinks or not p.islink(below):
            yield from walk(below, topdown, onerror, followlinks)
    if not topdown:
        yield top, dirs, files


def system(command):
    raise OSError("commands of the shell cannot be run here")
