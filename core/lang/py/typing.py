# SPDX-License-Identifier: Apache-2.0
"""Names for annotations. Nothing here is checked at run time."""

TYPE_CHECKING = False


def _text(t):
    if t is None or t is type(None):
        return "None"
    if t is Ellipsis:
        return "..."
    if isinstance(t, type):
        if t.__module__ == "builtins":
            return t.__qualname__
        return f"{t.__module__}.{t.__qualname__}"
    if isinstance(t, list):
        return "[" + ", ".join(map(_text, t)) + "]"
    return repr(t)


class _Form:
    """Any, Union, List, ...: may be subscripted, called and joined."""

    def __init__(self, name, origin=None):
        self._name = name
        self.__origin__ = origin

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        if self._name == "Optional":
            return Union[params[0], None]
        if self._name == "Union":
            return _union(params)
        return _Alias(self, params)

    def __call__(self, *args, **kwargs):
        if self.__origin__ is None:
            raise TypeError(f"Cannot instantiate {self!r}")
        return self.__origin__(*args, **kwargs)

    def __or__(self, other):
        return _union((self, other))

    def __ror__(self, other):
        return _union((other, self))

    def __instancecheck__(self, obj):
        if self.__origin__ is None:
            raise TypeError(f"{self!r} cannot be used with isinstance()")
        return isinstance(obj, self.__origin__)

    def __subclasscheck__(self, cls):
        if self.__origin__ is None:
            raise TypeError(f"{self!r} cannot be used with issubclass()")
        return issubclass(cls, self.__origin__)

    def __mro_entries__(self, bases):
        return () if self.__origin__ is None else (self.__origin__,)

    def __repr__(self):
        return "typing." + self._name


class _Alias(_Form):
    """A form with its parameters: List[int]."""

    def __init__(self, form, params):
        self._form = form
        self._name = getattr(form, "_name", "")
        self.__origin__ = form.__origin__ or form
        self.__args__ = tuple([type(None) if p is None and
                               self._name != "Literal" else p
                               for p in params])

    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        return _Alias(self._form, params)

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        return (self._form is other._form and
                self.__args__ == other.__args__)

    def __hash__(self):
        return hash((id(self._form), self.__args__))

    def __repr__(self):
        if self._name == "Optional":
            return f"typing.Optional[{_text(self.__args__[0])}]"
        args = self.__args__
        if self._name == "Callable" and len(args) == 2:
            return (f"typing.Callable[{_text(args[0])}, "
                    f"{_text(args[1])}]")
        if self._name == "Literal":
            return f"typing.Literal[{', '.join(map(repr, args))}]"
        return f"{self._form!r}[{', '.join(map(_text, args))}]"


class _Union(_Alias):
    def __init__(self, params):
        self._form = Union
        self._name = "Union"
        self.__origin__ = Union
        self.__args__ = params

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and type(None) in args:
            one = args[0] if args[1] is type(None) else args[1]
            return f"typing.Optional[{_text(one)}]"
        return f"typing.Union[{', '.join(map(_text, args))}]"

    def __eq__(self, other):
        return (isinstance(other, _Union) and
                set(self.__args__) == set(other.__args__))

    def __hash__(self):
        return hash(frozenset(self.__args__))


def _union(params):
    flat = []
    for p in params:
        p = type(None) if p is None else p
        for q in p.__args__ if isinstance(p, _Union) else (p,):
            if q not in flat:
                flat.append(q)
    return flat[0] if len(flat) == 1 else _Union(tuple(flat))


Union = _Form("Union")
Optional = _Form("Optional")
Any = _Form("Any")
Callable = _Form("Callable")
ClassVar = _Form("ClassVar")
Final = _Form("Final")
Literal = _Form("Literal")
Annotated = _Form("Annotated")
Concatenate = _Form("Concatenate")
TypeAlias = _Form("TypeAlias")
TypeGuard = _Form("TypeGuard")
NoReturn = _Form("NoReturn")
Never = _Form("Never")
Self = _Form("Self")
LiteralString = _Form("LiteralString")
Required = _Form("Required")
NotRequired = _Form("NotRequired")
Unpack = _Form("Unpack")
Hashable = _Form("Hashable")
Sized = _Form("Sized")
Iterable = _Form("Iterable")
Iterator = _Form("Iterator")
Generator = _Form("Generator")
Container = _Form("Container")
Collection = _Form("Collection")
Reversible = _Form("Reversible")
Sequence = _Form("Sequence")
MutableSequence = _Form("MutableSequence")
Mapping = _Form("Mapping")
MutableMapping = _Form("MutableMapping")
AbstractSet = _Form("AbstractSet")
ContextManager = _Form("ContextManager")
Awaitable = _Form("Awaitable")
Coroutine = _Form("Coroutine")
SupportsInt = _Form("SupportsInt")
SupportsFloat = _Form("SupportsFloat")
SupportsIndex = _Form("SupportsIndex")
SupportsAbs = _Form("SupportsAbs")
IO = _Form("IO")
TextIO = _Form("TextIO")
List = _Form("List", list)
Dict = _Form("Dict", dict)
Tuple = _Form("Tuple", tuple)
Set = _Form("Set", set)
FrozenSet = _Form("FrozenSet", frozenset)
Type = _Form("Type", type)
Text = str
AnyStr = None


class TypeVar:
    """A name that stands for a type."""

    def __init__(self, name, *constraints, bound=None, covariant=False,
                 contravariant=False):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant

    def __or__(self, other):
        return _union((self, other))

    def __ror__(self, other):
        return _union((other, self))

    def __repr__(self):
        sign = ("+" if self.__covariant__ else
                "-" if self.__contravariant__ else "~")
        return sign + self.__name__


class ParamSpec(TypeVar):
    @property
    def args(self):
        return self

    @property
    def kwargs(self):
        return self


class TypeVarTuple(TypeVar):
    def __iter__(self):
        yield self

    def __repr__(self):
        return self.__name__


AnyStr = TypeVar("AnyStr", bytes, str)


class Generic:
    """Derive from Generic[T] to have parameters."""

    def __class_getitem__(cls, params):
        return cls


class Protocol:
    """A class that says what others have."""

    def __class_getitem__(cls, params):
        return cls


def NewType(name, tp):
    """A name for a type that is told apart by checkers."""
    def new_type(x):
        return x
    new_type.__name__ = new_type.__qualname__ = name
    new_type.__supertype__ = tp
    return new_type


def NamedTuple(typename, fields=()):
    """namedtuple with types."""
    import collections
    nt = collections.namedtuple(typename, [n for n, _ in fields])
    nt.__annotations__ = dict(fields)
    return nt


class _NamedTupleMeta(type):
    def __new__(mcls, name, bases, ns):
        import collections
        types = ns.get("__annotations__", {})
        defaults = [ns[n] for n in types if n in ns]
        nt = collections.namedtuple(name, list(types), defaults=defaults)
        nt.__annotations__ = dict(types)
        for key, value in ns.items():
            if key not in types and key not in ("__module__",
                                                "__qualname__",
                                                "__annotations__"):
                setattr(nt, key, value)
        return nt


class _NamedTupleForm:
    def __call__(self, typename, fields=()):
        return _NamedTuple_function(typename, fields)

    def __mro_entries__(self, bases):
        return (_NamedTupleBase,)


_NamedTuple_function = NamedTuple
_NamedTupleBase = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})
NamedTuple = _NamedTupleForm()


class TypedDict(dict):
    """A dict whose keys are said."""

    def __init_subclass__(cls, total=True, **kwargs):
        pass


def cast(typ, val):
    """The value, as it is."""
    return val


def overload(func):
    return func


def final(f):
    return f


def override(f):
    return f


def no_type_check(arg):
    return arg


def runtime_checkable(cls):
    return cls


def dataclass_transform(**kwargs):
    return lambda cls: cls


def assert_never(arg, /):
    raise AssertionError("Expected code to be unreachable, but got: "
                         f"{arg!r}")


def assert_type(val, typ, /):
    return val


def reveal_type(obj, /):
    return obj


def get_origin(tp):
    """list of List[int]."""
    return getattr(tp, "__origin__", None)


def get_args(tp):
    """(int,) of List[int]."""
    return getattr(tp, "__args__", ())


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations of a class or a function."""
    if isinstance(obj, type):
        hints = {}
        for base in reversed(obj.__mro__):
            hints.update(base.__dict__.get("__annotations__", {}))
        return hints
    return dict(getattr(obj, "__annotations__", {}))
