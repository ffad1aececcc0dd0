# SPDX-License-Identifier: Apache-2.0
"""Containers beyond list, dict, set and tuple."""

__all__ = ["ChainMap", "Counter", "OrderedDict", "UserDict", "defaultdict",
           "deque", "namedtuple"]

_MISSING = object()


class OrderedDict(dict):
    """A dict whose equality looks at the order."""

    def popitem(self, last=True):
        if not self:
            raise KeyError("dictionary is empty")
        key = next(reversed(self) if last else iter(self))
        return key, self.pop(key)

    def move_to_end(self, key, last=True):
        value = self.pop(key)
        if last:
            self[key] = value
            return
        rest = list(self.items())
        self.clear()
        self[key] = value
        for k, v in rest:
            self[k] = v

    def copy(self):
        return type(self)(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        self = cls()
        for key in iterable:
            self[key] = value
        return self

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return (dict.__eq__(self, other) and
                    list(self) == list(other))
        return dict.__eq__(self, other)

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def __or__(self, other):
        new = type(self)(self)
        new.update(other)
        return new

    def __repr__(self):
        if not self:
            return type(self).__name__ + "()"
        return f"{type(self).__name__}({list(self.items())!r})"


class defaultdict(dict):
    """A dict that makes what is missing."""

    def __init__(self, default_factory=None, /, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable or None")
        dict.__init__(self, *args, **kwargs)
        self.default_factory = default_factory

    def __getitem__(self, key):
        value = self.get(key, _MISSING)
        return self.__missing__(key) if value is _MISSING else value

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        value = self.default_factory()
        self[key] = value
        return value

    def copy(self):
        return type(self)(self.default_factory, self)

    __copy__ = copy

    def __or__(self, other):
        new = self.copy()
        new.update(other)
        return new

    def __repr__(self):
        return (f"{type(self).__name__}({self.default_factory!r}, "
                f"{dict(self)!r})")


class Counter(dict):
    """A dict that counts."""

    def __init__(self, iterable=None, /, **kwds):
        dict.__init__(self)
        self.update(iterable, **kwds)

    def __getitem__(self, key):
        return self.get(key, 0)

    def __missing__(self, key):
        return 0

    def update(self, iterable=None, /, **kwds):
        if isinstance(iterable, dict):
            for key, n in iterable.items():
                self[key] = self.get(key, 0) + n
        elif iterable is not None:
            for key in iterable:
                self[key] = self.get(key, 0) + 1
        for key, n in kwds.items():
            self[key] = self.get(key, 0) + n

    def subtract(self, iterable=None, /, **kwds):
        if isinstance(iterable, dict):
            for key, n in iterable.items():
                self[key] = self.get(key, 0) - n
        elif iterable is not None:
            for key in iterable:
                self[key] = self.get(key, 0) - 1
        for key, n in kwds.items():
            self[key] = self.get(key, 0) - n

    def most_common(self, n=None):
        items = sorted(self.items(), key=lambda kv: kv[1], reverse=True)
        return items if n is None else items[:n]

    def elements(self):
        return (key for key, n in self.items() for _ in range(n))

    def total(self):
        return sum(self.values())

    def copy(self):
        return type(self)(self)

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError(
            "Counter.fromkeys() is undefined.  Use Counter(iterable) "
            "instead.")

    def __delitem__(self, key):
        if key in self:
            dict.__delitem__(self, key)

    def _joined(self, other, op):
        result = Counter()
        for key in [*self, *(k for k in other if k not in self)]:
            n = op(self.get(key, 0), other.get(key, 0))
            if n > 0:
                result[key] = n
        return result

    def __add__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self._joined(other, lambda a, b: a + b)

    def __sub__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self._joined(other, lambda a, b: a - b)

    def __or__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self._joined(other, max)

    def __and__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self._joined(other, min)

    def __pos__(self):
        return self + Counter()

    def __neg__(self):
        return Counter() - self

    def __iadd__(self, other):
        self.update(other)
        return +self

    def __isub__(self, other):
        self.subtract(other)
        return +self

    def __eq__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[e] == other[e] for c in (self, other) for e in c)

    def __ne__(self, other):
        r = self.__eq__(other)
        return r if r is NotImplemented else not r

    __hash__ = None

    def __le__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[e] <= other[e] for c in (self, other) for e in c)

    def __repr__(self):
        if not self:
            return type(self).__name__ + "()"
        return f"{type(self).__name__}({dict(self.most_common())!r})"


class deque:
    """A list that is fast at both ends."""

    # Elements are _d[_h:]; what is before _h is room for appendleft.

    def __init__(self, iterable=(), maxlen=None):
        if maxlen is not None and maxlen < 0:
            raise ValueError("maxlen must be non-negative")
        self._d = []
        self._h = 0
        self._max = maxlen
        self.extend(iterable)

    @property
    def maxlen(self):
        return self._max

    def _live(self):
        return self._d[self._h:]

    def _set(self, items):
        self._d = items
        self._h = 0

    def append(self, x):
        self._d.append(x)
        if self._max is not None and len(self) > self._max:
            self.popleft()

    def appendleft(self, x):
        if self._h == 0:
            room = len(self._d) + 4
            self._d = [None] * room + self._d
            self._h = room
        self._h -= 1
        self._d[self._h] = x
        if self._max is not None and len(self) > self._max:
            self.pop()

    def extend(self, iterable):
        for x in list(iterable):
            self.append(x)

    def extendleft(self, iterable):
        for x in list(iterable):
            self.appendleft(x)

    def pop(self):
        if len(self._d) == self._h:
            raise IndexError("pop from an empty deque")
        return self._d.pop()

    def popleft(self):
        if len(self._d) == self._h:
            raise IndexError("pop from an empty deque")
        x = self._d[self._h]
        self._d[self._h] = None
        self._h += 1
        if self._h > 16 and self._h * 2 > len(self._d):
            self._set(self._live())
        return x

    def clear(self):
        self._set([])

    def copy(self):
        return type(self)(self, self._max)

    __copy__ = copy

    def count(self, x):
        return self._live().count(x)

    def index(self, x, *bounds):
        try:
            return self._live().index(x, *bounds)
        except ValueError:
            raise ValueError(f"{x!r} is not in deque") from None

    def insert(self, i, x):
        if self._max is not None and len(self) >= self._max:
            raise IndexError("deque already at its maximum size")
        items = self._live()
        items.insert(i, x)
        self._set(items)

    def remove(self, x):
        items = self._live()
        try:
            items.remove(x)
        except ValueError:
            raise ValueError("deque.remove(x): x not in deque") from None
        self._set(items)

    def reverse(self):
        self._set(self._live()[::-1])

    def rotate(self, n=1):
        items = self._live()
        if items:
            n %= len(items)
            self._set(items[len(items) - n:] + items[:len(items) - n])

    def __len__(self):
        return len(self._d) - self._h

    def __bool__(self):
        return len(self._d) > self._h

    def __iter__(self):
        return iter(self._live())

    def __reversed__(self):
        return reversed(self._live())

    def __contains__(self, x):
        return x in self._live()

    def _at(self, i):
        if not isinstance(i, int):
            raise TypeError("sequence index must be integer, not "
                            f"'{type(i).__name__}'")
        n = len(self)
        if i < 0:
            i += n
        if not 0 <= i < n:
            raise IndexError("deque index out of range")
        return i + self._h

    def __getitem__(self, i):
        return self._d[self._at(i)]

    def __setitem__(self, i, x):
        self._d[self._at(i)] = x

    def __delitem__(self, i):
        del self._d[self._at(i)]

    def __eq__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._live() == other._live()

    def __ne__(self, other):
        r = self.__eq__(other)
        return r if r is NotImplemented else not r

    __hash__ = None

    def __lt__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._live() < other._live()

    def __add__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        new = self.copy()
        new.extend(other)
        return new

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, n):
        return type(self)(self._live() * n, self._max)

    def __repr__(self):
        if self._max is None:
            return f"deque({self._live()!r})"
        return f"deque({self._live()!r}, maxlen={self._max})"


_KEYWORDS = frozenset((
    "False None True and as assert async await break class continue def del "
    "elif else except finally for from global if import in is lambda "
    "nonlocal not or pass raise return try while with yield").split())


def _field_names(field_names, rename):
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    names = [str(n) for n in field_names]
    seen = set()
    for i, name in enumerate(names):
        bad = (not name.isidentifier() or name in _KEYWORDS or
               name.startswith("_") or name in seen)
        if rename and bad:
            names[i] = f"_{i}"
        elif not name.isidentifier():
            raise ValueError("Type names and field names must be valid "
                             f"identifiers: {name!r}")
        elif name in _KEYWORDS:
            raise ValueError("Type names and field names cannot be a "
                             f"keyword: {name!r}")
        elif name.startswith("_"):
            raise ValueError("Field names cannot start with an underscore: "
                             f"{name!r}")
        elif name in seen:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        seen.add(names[i])
    return tuple(names)


def _getter(i, name):
    def get(self):
        return self[i]
    get.__doc__ = f"Alias for field number {i}"
    return property(get)


def namedtuple(typename, field_names, *, rename=False, defaults=None,
               module=None):
    """A class of tuples whose elements have names."""
    fields = _field_names(field_names, rename)
    nfields = len(fields)
    dflt = () if defaults is None else tuple(defaults)
    if len(dflt) > nfields:
        raise TypeError("Got more default values than field names")
    by_name = dict(zip(fields[nfields - len(dflt):], dflt))

    def __new__(cls, *args, **kwargs):
        if len(args) > nfields:
            takes = (f"from {nfields + 1 - len(dflt)} to {nfields + 1}"
                     if dflt else str(nfields + 1))
            raise TypeError(
                f"{typename}.__new__() takes {takes} positional "
                f"arguments but {len(args) + 1} were given")
        values = list(args)
        for name in fields[len(args):]:
            if name in kwargs:
                values.append(kwargs.pop(name))
            elif name in by_name:
                values.append(by_name[name])
            else:
                missing = [repr(n) for n in fields[len(args):]
                           if n not in kwargs and n not in by_name]
                if len(missing) > 1:
                    last = missing.pop()
                    text = ", ".join(missing) + (
                        "," if len(missing) > 1 else "") + " and " + last
                    text = f"{len(missing) + 1} required positional " \
                        f"arguments: {text}"
                else:
                    text = f"1 required positional argument: {missing[0]}"
                raise TypeError(f"{typename}.__new__() missing {text}")
        for name in kwargs:
            if name in fields:
                raise TypeError(f"{typename}.__new__() got multiple values "
                                f"for argument {name!r}")
            raise TypeError(f"{typename}.__new__() got an unexpected "
                            f"keyword argument {name!r}")
        return tuple.__new__(cls, values)

    def _make(cls, iterable):
        result = tuple.__new__(cls, iterable)
        if len(result) != nfields:
            raise TypeError(f"Expected {nfields} arguments, got "
                            f"{len(result)}")
        return result

    def _replace(self, /, **kwds):
        result = self._make([kwds.pop(n, v) for n, v in zip(fields, self)])
        if kwds:
            raise ValueError(f"Got unexpected field names: {list(kwds)!r}")
        return result

    def _asdict(self):
        return dict(zip(fields, self))

    def __repr__(self):
        return type(self).__name__ + "(" + ", ".join(
            [f"{n}={v!r}" for n, v in zip(fields, self)]) + ")"

    def __getnewargs__(self):
        return tuple(self)

    members = {
        "__doc__": f"{typename}({', '.join(fields)})",
        "__slots__": (),
        "_fields": fields,
        "_field_defaults": by_name,
        "__match_args__": fields,
        "__new__": __new__,
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
        "__repr__": __repr__,
        "__getnewargs__": __getnewargs__,
    }
    if module is not None:
        members["__module__"] = module
    for i, name in enumerate(fields):
        members[name] = _getter(i, name)
    return type(typename, (tuple,), members)


class ChainMap:
    """Several dicts seen as one; writing goes to the first."""

    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __getitem__(self, key):
        for m in self.maps:
            if key in m:
                return m[key]
        raise KeyError(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        if key not in self.maps[0]:
            raise KeyError(f"Key not found in the first mapping: {key!r}")
        del self.maps[0][key]

    def __contains__(self, key):
        return any(key in m for m in self.maps)

    def __iter__(self):
        merged = {}
        for m in reversed(self.maps):
            merged.update(dict.fromkeys(m))
        return iter(merged)

    def __len__(self):
        return len(set().union(*self.maps))

    def __bool__(self):
        return any(self.maps)

    def keys(self):
        return list(self)

    def values(self):
        return [self[k] for k in self]

    def items(self):
        return [(k, self[k]) for k in self]

    def new_child(self, m=None):
        return type(self)({} if m is None else m, *self.maps)

    @property
    def parents(self):
        return type(self)(*self.maps[1:])

    def __repr__(self):
        return (type(self).__name__ + "(" +
                ", ".join(map(repr, self.maps)) + ")")


class UserDict:
    """A dict to be derived from."""

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        if dict is not None:
            self.update(dict)
        self.update(kwargs)

    def update(self, other=(), /, **kwargs):
        pairs = other.items() if hasattr(other, "items") else other
        for key, value in pairs:
            self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        if hasattr(type(self), "__missing__"):
            return self.__missing__(key)
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.data[key] = value

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        return key in self.data

    def __iter__(self):
        return iter(self.data)

    def __len__(self):
        return len(self.data)

    def __repr__(self):
        return repr(self.data)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def keys(self):
        return self.data.keys()

    def values(self):
        return self.data.values()

    def items(self):
        return self.data.items()

    def pop(self, *args):
        return self.data.pop(*args)
