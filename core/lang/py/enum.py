# SPDX-License-Identifier: Apache-2.0
"""Names for values."""

__all__ = ["Enum", "EnumMeta", "EnumType", "Flag", "IntEnum", "IntFlag",
           "StrEnum", "auto", "unique"]


class auto:
    """The next value."""

    def __init__(self):
        self.value = None


def _is_dunder(name):
    return len(name) > 4 and name[:2] == "__" and name[-2:] == "__"


def _is_descriptor(value):
    cls = type(value)
    return (hasattr(cls, "__get__") or hasattr(cls, "__set__") or
            isinstance(value, (property, classmethod, staticmethod)) or
            cls is type(_is_dunder))


def _value_of(cls, name, value, values):
    if isinstance(value, auto):
        if value.value is None:
            value.value = cls._generate_next_value_(
                name, 1, len(values), list(values))
        return value.value
    if isinstance(value, tuple) and any(isinstance(v, auto) for v in value):
        return tuple([_value_of(cls, name, v, values) for v in value])
    return value


class EnumType(type):
    def __new__(metacls, name, bases, namespace, **kwds):
        members = {}
        rest = {}
        for key, value in namespace.items():
            if (_is_dunder(key) or _is_descriptor(value) or
                    key in ("_ignore_", "_generate_next_value_",
                            "_missing_") or key[:1] == "_" and
                    key[-1:] == "_"):
                rest[key] = value
            else:
                members[key] = value
        for base in bases:
            if getattr(base, "_member_map_", None):
                raise TypeError(f"<enum {name!r}> cannot extend "
                                f"{base!r}")
        generate = rest.get("_generate_next_value_")
        if generate is not None and not isinstance(generate, staticmethod):
            rest["_generate_next_value_"] = staticmethod(generate)
        if "_member_map_" in namespace or not bases:
            cls = type.__new__(metacls, name, bases, rest)
        else:
            cls = type.__new__(metacls, name, bases, rest)
        type.__setattr__(cls, "_member_map_", {})
        type.__setattr__(cls, "_member_names_", [])
        type.__setattr__(cls, "_value2member_map_", {})
        values = []
        for key, value in members.items():
            value = _value_of(cls, key, value, values)
            values.append(value)
            metacls._add(cls, key, value)
        return cls

    def _add(cls, name, value):
        args = value if isinstance(value, tuple) else (value,)
        data = cls._data_type_()
        new = None
        for k in cls.__mro__:
            if "__new__" in k.__dict__ and k not in (object, int, str, float,
                                                     tuple, Enum_or_none()):
                new = k.__dict__["__new__"]
                break
        if new is not None:
            member = cls.__new__(cls, *args)
        elif data is object:
            member = object.__new__(cls)
        else:
            member = data.__new__(cls, *args)
        if not hasattr(member, "_value_"):
            object.__setattr__(member, "_value_", value if data is object or
                               new is not None else data(*args))
        value = member._value_
        object.__setattr__(member, "_name_", name)
        object.__setattr__(member, "_sort_order_", len(cls._member_names_))
        init = cls.__init__
        if init is not object.__init__ and any(
                "__init__" in k.__dict__ for k in cls.__mro__
                if k.__module__ != "builtins" and k is not object):
            init(member, *args)
        for known in cls._member_map_.values():
            if known._value_ == value and type(known._value_) is type(value):
                member = known
                break
        else:
            if cls._is_canonical_(value):
                cls._member_names_.append(name)
        cls._member_map_[name] = member
        try:
            cls._value2member_map_[value] = member
        except TypeError:
            pass
        type.__setattr__(cls, name, member)

    def _data_type_(cls):
        for k in cls.__mro__:
            if k in (int, str, float, tuple, bytes):
                return k
        return object

    def _is_canonical_(cls, value):
        return True

    def __call__(cls, value, names=None, **kw):
        if names is not None:
            if isinstance(names, str):
                names = names.replace(",", " ").split()
            pairs = (list(names.items()) if isinstance(names, dict) else
                     [n if isinstance(n, tuple) else (n, i + 1)
                      for i, n in enumerate(names)])
            return type(cls)(value, (cls,), dict(pairs))
        if type(value) is cls:
            return value
        try:
            member = cls._value2member_map_.get(value)
            if member is not None:
                return member
        except TypeError:
            for member in cls._member_map_.values():
                if member._value_ == value:
                    return member
        member = cls._missing_(value)
        if member is None:
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        return member

    def __iter__(cls):
        return iter([cls._member_map_[n] for n in cls._member_names_])

    def __reversed__(cls):
        return reversed([cls._member_map_[n] for n in cls._member_names_])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    def __contains__(cls, member):
        if not isinstance(member, Enum):
            raise TypeError(
                "unsupported operand type(s) for 'in': "
                f"'{type(member).__qualname__}' and "
                f"'{type(cls).__qualname__}'")
        return isinstance(member, cls)

    def __getitem__(cls, name):
        return cls._member_map_[name]

    @property
    def __members__(cls):
        return dict(cls._member_map_)

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        type.__setattr__(cls, name, value)

    def __repr__(cls):
        return f"<enum {cls.__name__!r}>"


EnumMeta = EnumType
_roots = []


def Enum_or_none():
    return _roots[0] if _roots else None


class Enum(metaclass=EnumType):
    """A set of names for constant values."""

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        numbers = [v for v in last_values if isinstance(v, int)]
        return max(numbers) + 1 if numbers else start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{type(self).__name__}.{self._name_}"

    def __format__(self, spec):
        return format(str(self), spec)

    def __hash__(self):
        return hash(self._name_)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


_roots.append(Enum)


class IntEnum(int, Enum):
    """Members are ints."""

    __repr__ = Enum.__repr__

    def __str__(self):
        return int.__repr__(self)

    def __format__(self, spec):
        return format(int(self), spec)

    def __hash__(self):
        return hash(int(self))


class StrEnum(str, Enum):
    """Members are strings."""

    __repr__ = Enum.__repr__

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return self._value_

    def __format__(self, spec):
        return format(self._value_, spec)

    def __hash__(self):
        return hash(self._value_)


def _bit_names(cls, value):
    return [m for m in cls if m._value_ and m._value_ & value == m._value_]


class Flag(Enum):
    """Members are bits, to be joined by |."""

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        top = 0
        for v in last_values:
            if v > top:
                top = v
        bit = 1
        while bit <= top:
            bit *= 2
        return bit

    @classmethod
    def _missing_(cls, value):
        known = 0
        for m in cls._member_map_.values():
            known |= m._value_
        if not isinstance(value, int) or value & ~known and value >= 0:
            return None
        if value < 0:
            value &= known
            if value in cls._value2member_map_:
                return cls._value2member_map_[value]
        data = cls._data_type_()
        member = (object.__new__(cls) if data is object
                  else data.__new__(cls, value))
        object.__setattr__(member, "_value_", value)
        names = [m._name_ for m in _bit_names(cls, value)]
        object.__setattr__(member, "_name_",
                           "|".join(names) if names else None)
        cls._value2member_map_[value] = member
        return member

    def __contains__(self, other):
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return iter(_bit_names(type(self), self._value_))

    def __len__(self):
        return len(_bit_names(type(self), self._value_))

    def __bool__(self):
        return bool(self._value_)

    def __repr__(self):
        if self._name_ is None:
            return f"<{type(self).__name__}: {self._value_!r}>"
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        if self._name_ is None:
            return f"{type(self).__name__}({self._value_!r})"
        return f"{type(self).__name__}.{self._name_}"

    def _other(self, other):
        if isinstance(other, type(self)):
            return other._value_
        if isinstance(self, int) and isinstance(other, int):
            return int(other)
        return None

    def __or__(self, other):
        v = self._other(other)
        return NotImplemented if v is None else type(self)(self._value_ | v)

    def __and__(self, other):
        v = self._other(other)
        return NotImplemented if v is None else type(self)(self._value_ & v)

    def __xor__(self, other):
        v = self._other(other)
        return NotImplemented if v is None else type(self)(self._value_ ^ v)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        known = 0
        for m in type(self):
            known |= m._value_
        return type(self)(known & ~self._value_)


class IntFlag(int, Flag):
    """Bits that are ints."""

    __or__ = Flag.__or__
    __and__ = Flag.__and__
    __xor__ = Flag.__xor__
    __ror__ = Flag.__or__
    __rand__ = Flag.__and__
    __rxor__ = Flag.__xor__
    __invert__ = Flag.__invert__
    __repr__ = Flag.__repr__

    def __str__(self):
        return int.__repr__(self)

    def __hash__(self):
        return hash(self._value_)


def unique(enumeration):
    """No two names for one value."""
    duplicates = [(name, m._name_) for name, m in
                  enumeration._member_map_.items() if name != m._name_]
    if duplicates:
        text = ", ".join([f"{alias} -> {name}"
                          for alias, name in duplicates])
        raise ValueError(f"duplicate values found in {enumeration!r}: "
                         f"{text}")
    return enumeration
