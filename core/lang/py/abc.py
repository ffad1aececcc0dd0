# SPDX-License-Identifier: Apache-2.0
"""Abstract base classes."""

__all__ = ["ABC", "ABCMeta", "abstractmethod", "abstractproperty"]


def abstractmethod(funcobj):
    """Must be there in a class that is to have instances."""
    funcobj.__isabstractmethod__ = True
    return funcobj


abstractproperty = property


def _is_abstract(value):
    if isinstance(value, property):
        return any(_is_abstract(f) for f in
                   (value.fget, value.fset, value.fdel) if f is not None)
    if isinstance(value, (classmethod, staticmethod)):
        value = value.__func__
    return getattr(value, "__isabstractmethod__", False)


class ABCMeta(type):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = type.__new__(mcls, name, bases, namespace, **kwargs)
        abstract = {k for k, v in namespace.items() if _is_abstract(v)}
        for base in bases:
            for k in getattr(base, "__abstractmethods__", ()):
                if _is_abstract(getattr(cls, k, None)):
                    abstract.add(k)
        cls.__abstractmethods__ = frozenset(abstract)
        cls._abc_registry = []
        return cls

    def __call__(cls, /, *args, **kwargs):
        missing = sorted(cls.__abstractmethods__)
        if missing:
            s = "s" if len(missing) > 1 else ""
            raise TypeError(f"Can't instantiate abstract class "
                            f"{cls.__name__} with abstract method{s} "
                            f"{', '.join(missing)}")
        return type.__call__(cls, *args, **kwargs)

    def register(cls, subclass):
        cls._abc_registry.append(subclass)
        return subclass

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        if cls in subclass.__mro__:
            return True
        for known in cls._abc_registry:
            if issubclass(subclass, known):
                return True
        return any(cls in getattr(k, "_abc_bases", ())
                   for k in subclass.__mro__)


class ABC(metaclass=ABCMeta):
    """Derive from it to be abstract."""
