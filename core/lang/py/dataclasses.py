# SPDX-License-Identifier: Apache-2.0
"""Classes that are records. The fields themselves are the class's own, in C:
_set_fields and _get_fields come from there."""

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar",
           "KW_ONLY", "MISSING", "fields", "asdict", "astuple",
           "make_dataclass", "replace", "is_dataclass"]


class _MISSING_TYPE:
    def __repr__(self):
        return "<dataclasses._MISSING_TYPE object>"


class _KW_ONLY_TYPE:
    pass


MISSING = _MISSING_TYPE()
KW_ONLY = _KW_ONLY_TYPE()


class InitVar:
    def __class_getitem__(cls, type):
        raise NotImplementedError("dataclasses.InitVar is not supported")


class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare,
                 metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = {} if metadata is None else metadata
        self.kw_only = kw_only

    def __repr__(self):
        return (f"Field(name={self.name!r},type={self.type!r},"
                f"default={self.default!r},"
                f"default_factory={self.default_factory!r},"
                f"init={self.init!r},repr={self.repr!r},hash={self.hash!r},"
                f"compare={self.compare!r},metadata={self.metadata!r},"
                f"kw_only={self.kw_only!r})")


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True,
          hash=None, compare=True, metadata=None, kw_only=MISSING):
    """Says more about a field than its default."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare,
                 metadata, kw_only)


def _is_class_var(annotation):
    text = annotation if isinstance(annotation, str) else (
        "" if isinstance(annotation, type) else repr(annotation))
    return text.split("[")[0].split(".")[-1] == "ClassVar"


def _is_kw_only(annotation):
    if isinstance(annotation, str):
        return annotation.split(".")[-1] == "KW_ONLY"
    return annotation is KW_ONLY


def _own_fields(cls, kw_only):
    own = []
    for name, annotation in cls.__dict__.get("__annotations__", {}).items():
        if _is_kw_only(annotation):
            kw_only = True
            continue
        if _is_class_var(annotation):
            continue
        if (isinstance(annotation, str) and
                annotation.split("[")[0].split(".")[-1] == "InitVar"):
            raise NotImplementedError("dataclasses.InitVar is not supported")
        f = cls.__dict__.get(name, MISSING)
        if not isinstance(f, Field):
            f = field(default=f)
        f.name, f.type = name, annotation
        if f.kw_only is MISSING:
            f.kw_only = kw_only
        if f.default is not MISSING and type(f.default).__hash__ is None:
            raise ValueError(f"mutable default {type(f.default)} for field "
                             f"{name} is not allowed: use default_factory")
        if f.default is not MISSING:
            setattr(cls, name, f.default)
        elif name in cls.__dict__:
            delattr(cls, name)
        own.append(f)
    for name, value in list(cls.__dict__.items()):
        if isinstance(value, Field):
            raise TypeError(f"{name!r} is a field but has no type annotation")
    return own


def _in_order(cls):
    seen = False
    for f in fields(cls):
        if not f.init or f.kw_only:
            continue
        if f.default is not MISSING or f.default_factory is not MISSING:
            seen = True
        elif seen:
            raise TypeError(f"non-default argument {f.name!r} follows "
                            "default argument")


def _add_order(cls):
    def key(self):
        return tuple([getattr(self, f.name) for f in fields(self)
                      if f.compare])

    def __lt__(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        return key(self) < key(other)

    def __le__(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        return key(self) <= key(other)

    def __gt__(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        return key(self) > key(other)

    def __ge__(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        return key(self) >= key(other)

    for function in (__lt__, __le__, __gt__, __ge__):
        if function.__name__ in cls.__dict__:
            raise TypeError(f"Cannot overwrite attribute "
                            f"{function.__name__} in class {cls.__name__}. "
                            "Consider using functools.total_ordering")
        setattr(cls, function.__name__, function)


def _hash(self):
    return hash(tuple([getattr(self, f.name) for f in fields(self)
                       if (f.compare if f.hash is None else f.hash)]))


def _make(cls, init, repr, eq, order, unsafe_hash, frozen, match_args,
          kw_only):
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    for base in cls.__mro__[1:]:
        if "__dataclass_params__" in base.__dict__:
            other = base.__dict__["__dataclass_params__"]["frozen"]
            if other and not frozen:
                raise TypeError("cannot inherit non-frozen dataclass from a "
                                "frozen one")
            if frozen and not other:
                raise TypeError("cannot inherit frozen dataclass from a "
                                "non-frozen one")
    if frozen and "__setattr__" in cls.__dict__:
        raise TypeError("Cannot overwrite attribute __setattr__ in class "
                        f"{cls.__name__}")
    own = _own_fields(cls, kw_only)
    rows = [(f.name, f.default is not MISSING, f.default,
             f.default_factory is not MISSING, f.default_factory, f.type,
             f.metadata, f.init, f.repr, f.compare, f.kw_only)
            for f in own]
    has_hash = "__hash__" in cls.__dict__ and not (
        cls.__dict__["__hash__"] is None and "__eq__" in cls.__dict__)
    use_eq = eq and "__eq__" not in cls.__dict__
    _set_fields(cls, rows, init and "__init__" not in cls.__dict__,
                repr and "__repr__" not in cls.__dict__, use_eq, frozen)
    cls.__dataclass_params__ = {"init": init, "repr": repr, "eq": eq,
                                "order": order, "frozen": frozen,
                                "unsafe_hash": unsafe_hash,
                                "kw_only": kw_only}
    _in_order(cls)
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple([f.name for f in fields(cls)
                                    if f.init and not f.kw_only])
    if order:
        _add_order(cls)
    if unsafe_hash:
        if has_hash:
            raise TypeError("Cannot overwrite attribute __hash__ in class "
                            f"{cls.__name__}")
        cls.__hash__ = _hash
    elif eq and not frozen and not has_hash:
        cls.__hash__ = None
    return cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False,
              unsafe_hash=False, frozen=False, match_args=True,
              kw_only=False, slots=False, weakref_slot=False):
    """Makes a record of a class with annotations."""
    def wrap(cls):
        return _make(cls, init, repr, eq, order, unsafe_hash, frozen,
                     match_args, kw_only)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """The fields of a dataclass or of an instance of one."""
    rows = _get_fields(class_or_instance)
    if rows is None:
        raise TypeError("must be called with a dataclass type or instance")
    result = []
    for (name, has_default, default, has_factory, factory, type_, metadata,
         init, repr, compare, kw_only) in rows:
        f = Field(default if has_default else MISSING,
                  factory if has_factory else MISSING, init, repr, None,
                  compare, metadata, kw_only)
        f.name, f.type = name, type_
        result.append(f)
    return tuple(result)


def is_dataclass(obj):
    """Is it a dataclass, or an instance of one?"""
    return _get_fields(obj) is not None


def _is_instance(obj):
    return not isinstance(obj, type) and _get_fields(obj) is not None


def _inner(obj, make):
    if _is_instance(obj):
        return make([(f.name, _inner(getattr(obj, f.name), make))
                     for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_inner(v, make) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)([_inner(v, make) for v in obj])
    if isinstance(obj, dict):
        return type(obj)((_inner(k, make), _inner(v, make))
                         for k, v in obj.items())
    import copy
    return copy.deepcopy(obj)


def asdict(obj, *, dict_factory=dict):
    """The fields as a dict, of what is inside too."""
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _inner(obj, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    """The fields as a tuple, of what is inside too."""
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _inner(obj, lambda pairs: tuple_factory([v for _, v in pairs]))


def replace(obj, /, **changes):
    """A new one with other values for some fields."""
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in fields(obj):
        if not f.init:
            if f.name in changes:
                raise ValueError(f"field {f.name} is declared with "
                                 "init=False, it cannot be specified with "
                                 "replace()")
        elif f.name not in changes:
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **kwargs):
    """A dataclass of a list of names, (name, type) or (name, type, field)."""
    members = {} if namespace is None else dict(namespace)
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            annotations[item] = object
        elif len(item) == 2:
            annotations[item[0]] = item[1]
        else:
            annotations[item[0]] = item[1]
            members[item[0]] = item[2]
    members["__annotations__"] = annotations
    return dataclass(type(cls_name, tuple(bases), members), **kwargs)
