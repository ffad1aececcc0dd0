# SPDX-License-Identifier: Apache-2.0
"""What containers are called, to be asked for with isinstance."""


class _Meta(type):
    def __instancecheck__(cls, obj):
        return cls.__subclasscheck__(type(obj))

    def __subclasscheck__(cls, other):
        if cls in other.__mro__:
            return True
        if any(k in cls.__dict__.get("_known", ()) for k in other.__mro__):
            return True
        needs = cls.__dict__.get("_needs", ())
        return bool(needs) and all(
            getattr(other, n, None) is not None for n in needs)

    def register(cls, other):
        cls._known = (*cls.__dict__.get("_known", ()), other)
        return other


class _Base(metaclass=_Meta):
    def __class_getitem__(cls, params):
        return cls


class Hashable(_Base):
    _needs = ("__hash__",)


class Callable(_Base):
    _needs = ("__call__",)


class Sized(_Base):
    _needs = ("__len__",)


class Container(_Base):
    _needs = ("__contains__",)


class Iterable(_Base):
    _needs = ("__iter__",)


class Iterator(Iterable):
    _needs = ("__iter__", "__next__")

    def __iter__(self):
        return self


class Generator(Iterator):
    _needs = ("__iter__", "__next__", "send", "throw", "close")


class Reversible(Iterable):
    _needs = ("__iter__", "__reversed__")


class Collection(Sized, Iterable, Container):
    _needs = ("__len__", "__iter__", "__contains__")


class Sequence(Reversible, Collection):
    _known = (list, tuple, str, range, bytes)

    def __iter__(self):
        for i in range(len(self)):
            yield self[i]

    def __contains__(self, value):
        return any(v is value or v == value for v in self)

    def __reversed__(self):
        for i in reversed(range(len(self))):
            yield self[i]

    def index(self, value):
        for i, v in enumerate(self):
            if v is value or v == value:
                return i
        raise ValueError

    def count(self, value):
        return sum(1 for v in self if v is value or v == value)


class MutableSequence(Sequence):
    _known = (list,)

    def append(self, value):
        self.insert(len(self), value)

    def extend(self, values):
        for v in list(values):
            self.append(v)

    def pop(self, index=-1):
        v = self[index]
        del self[index]
        return v


class Set(Collection):
    _known = (set, frozenset)


class MutableSet(Set):
    _known = (set,)


class Mapping(Collection):
    _known = (dict,)

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def keys(self):
        return list(self)

    def values(self):
        return [self[k] for k in self]

    def items(self):
        return [(k, self[k]) for k in self]

    def __eq__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self.items()) == dict(other.items())

    __hash__ = None


class MutableMapping(Mapping):
    _known = (dict,)

    def pop(self, key, *default):
        try:
            value = self[key]
        except KeyError:
            if not default:
                raise
            return default[0]
        del self[key]
        return value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, other=(), /, **kwds):
        pairs = other.items() if hasattr(other, "items") else other
        for key, value in pairs:
            self[key] = value
        for key, value in kwds.items():
            self[key] = value

    def clear(self):
        for key in list(self):
            del self[key]
