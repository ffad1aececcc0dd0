# SPDX-License-Identifier: Apache-2.0
"""Functions that work on functions."""

__all__ = ["update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS",
           "WRAPPER_UPDATES", "total_ordering", "cache", "cmp_to_key",
           "lru_cache", "reduce", "partial", "partialmethod",
           "singledispatch", "cached_property"]

_MISSING = object()

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__",
                       "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def reduce(function, iterable, initial=_MISSING, /):
    """Apply a function of two arguments from left to right."""
    it = iter(iterable)
    if initial is _MISSING:
        try:
            value = next(it)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial "
                            "value") from None
    else:
        value = initial
    for item in it:
        value = function(value, item)
    return value


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS,
                   updated=WRAPPER_UPDATES):
    """Make a wrapper look like what it wraps."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        try:
            setattr(wrapper, name, value)
        except (AttributeError, TypeError):
            pass
    for name in updated:
        for key, value in dict(getattr(wrapped, name, {})).items():
            setattr(wrapper, key, value)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """update_wrapper as a decorator."""
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)


class partial:
    """A function with some arguments given already."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        parts = [repr(self.func)]
        parts.extend(repr(x) for x in self.args)
        parts.extend(f"{k}={v!r}" for k, v in self.keywords.items())
        return "functools.partial(" + ", ".join(parts) + ")"


class partialmethod:
    """partial for a method in a class."""

    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, obj, cls=None):
        func = self.func
        if hasattr(func, "__get__"):
            func = func.__get__(obj, cls)
        return partial(func, *self.args, **self.keywords)


class cached_property:
    """A property that is computed once for each instance."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = getattr(func, "__doc__", None)

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                "Cannot assign the same cached_property to two different "
                f"names ({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without "
                            "calling __set_name__ on it.")
        value = self.func(instance)
        object.__setattr__(instance, self.attrname, value)
        return value


def _make_key(args, kwds, typed):
    key = args
    if kwds:
        key = key + (_MISSING,) + tuple(kwds.items())
    if typed:
        key = key + tuple(type(v) for v in args)
        if kwds:
            key = key + tuple(type(v) for v in kwds.values())
    return key


class _CacheInfo(tuple):
    def __new__(cls, hits, misses, maxsize, currsize):
        return tuple.__new__(cls, (hits, misses, maxsize, currsize))

    hits = property(lambda self: self[0])
    misses = property(lambda self: self[1])
    maxsize = property(lambda self: self[2])
    currsize = property(lambda self: self[3])

    def __repr__(self):
        return ("CacheInfo(hits=%r, misses=%r, maxsize=%r, currsize=%r)"
                % (self[0], self[1], self[2], self[3]))


def _lru_wrapper(func, maxsize, typed):
    found = {}
    hits = misses = 0

    def wrapper(*args, **kwds):
        nonlocal hits, misses
        key = _make_key(args, kwds, typed)
        value = found.get(key, _MISSING)
        if value is not _MISSING:
            hits += 1
            if maxsize is not None:
                # The last used stands last.
                del found[key]
                found[key] = value
            return value
        misses += 1
        value = func(*args, **kwds)
        if maxsize is None:
            found[key] = value
        elif maxsize > 0:
            if key not in found and len(found) >= maxsize:
                del found[next(iter(found))]
            found[key] = value
        return value

    def cache_info():
        return _CacheInfo(hits, misses, maxsize, len(found))

    def cache_clear():
        nonlocal hits, misses
        found.clear()
        hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, func)


def lru_cache(maxsize=128, typed=False):
    """Remember the last results of a function."""
    if callable(maxsize) and isinstance(typed, bool):
        return _lru_wrapper(maxsize, 128, typed)
    if maxsize is not None and not isinstance(maxsize, int):
        raise TypeError("Expected first argument to be an integer, a "
                        "callable, or None")
    if maxsize is not None and maxsize < 0:
        maxsize = 0
    return lambda func: _lru_wrapper(func, maxsize, typed)


def cache(user_function, /):
    """Remember all results of a function."""
    return _lru_wrapper(user_function, None, False)


def cmp_to_key(mycmp):
    """Make a key function of a function that compares."""

    class K:
        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

        __hash__ = None

    return K


def _not(r):
    return r if r is NotImplemented else not r


def _or_equal(r, self, other):
    return r if r is NotImplemented else r or self == other


def _and_differs(r, self, other):
    return r if r is NotImplemented else r and self != other


def _not_or_equal(r, self, other):
    return r if r is NotImplemented else not r or self == other


def _not_and_differs(r, self, other):
    return r if r is NotImplemented else not r and self != other


_ORDERINGS = {
    "__lt__": {
        "__gt__": lambda s, o: _not_and_differs(type(s).__lt__(s, o), s, o),
        "__le__": lambda s, o: _or_equal(type(s).__lt__(s, o), s, o),
        "__ge__": lambda s, o: _not(type(s).__lt__(s, o))},
    "__le__": {
        "__ge__": lambda s, o: _not_or_equal(type(s).__le__(s, o), s, o),
        "__lt__": lambda s, o: _and_differs(type(s).__le__(s, o), s, o),
        "__gt__": lambda s, o: _not(type(s).__le__(s, o))},
    "__gt__": {
        "__lt__": lambda s, o: _not_and_differs(type(s).__gt__(s, o), s, o),
        "__ge__": lambda s, o: _or_equal(type(s).__gt__(s, o), s, o),
        "__le__": lambda s, o: _not(type(s).__gt__(s, o))},
    "__ge__": {
        "__le__": lambda s, o: _not_or_equal(type(s).__ge__(s, o), s, o),
        "__gt__": lambda s, o: _and_differs(type(s).__ge__(s, o), s, o),
        "__lt__": lambda s, o: _not(type(s).__ge__(s, o))},
}


def total_ordering(cls):
    """Fill in the comparisons that a class leaves out."""
    given = [n for n in _ORDERINGS
             if any(n in k.__dict__ for k in cls.__mro__ if k is not object)]
    if not given:
        raise ValueError("must define at least one ordering operation: "
                         "< > <= >=")
    root = max(given)
    for name, function in _ORDERINGS[root].items():
        if name not in given:
            setattr(cls, name, function)
    return cls


def singledispatch(func):
    """A function that is chosen by the type of its first argument."""
    registry = {object: func}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry:
                return registry[base]
        return func

    def register(cls, function=None):
        if function is None:
            if isinstance(cls, type):
                return lambda f: register(cls, f)
            hints = getattr(cls, "__annotations__", {})
            if not hints:
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. Use "
                    "either `@register(some_class)` or plain `@register` on "
                    "an annotated function.")
            function = cls
            cls = next(iter(hints.values()))
        registry[cls] = function
        return function

    def wrapper(*args, **kw):
        if not args:
            name = getattr(func, "__name__", "singledispatch function")
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **kw)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return update_wrapper(wrapper, func)
