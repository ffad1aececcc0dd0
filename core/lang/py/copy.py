# SPDX-License-Identifier: Apache-2.0
"""Copies, shallow and deep."""

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    pass


_CONTAINERS = (list, dict, set)


def _attributes(x):
    try:
        return dict(x.__dict__)
    except AttributeError:
        return None


def copy(x):
    """The same contents in a new object."""
    cls = type(x)
    if hasattr(cls, "__copy__"):
        return x.__copy__()
    if cls in (list, dict, set):
        return x.copy()
    if isinstance(x, type) or cls.__module__ == "builtins":
        return x
    return _instance(x, cls, lambda v: v, {})


def _instance(x, cls, each, memo):
    attributes = _attributes(x)
    if attributes is None:
        return x
    if isinstance(x, tuple):
        new = tuple.__new__(cls, [each(v) for v in tuple(x)])
    else:
        new = cls.__new__(cls)
    memo[id(x)] = new
    if isinstance(x, dict):
        for k, v in dict.items(x):
            dict.__setitem__(new, each(k), each(v))
    elif isinstance(x, list):
        new.extend([each(v) for v in x])
    elif isinstance(x, set):
        new.update([each(v) for v in x])
    for name, value in attributes.items():
        object.__setattr__(new, name, each(value))
    return new


def deepcopy(x, memo=None):
    """Copies of all that is in it, too."""
    if memo is None:
        memo = {}
    if id(x) in memo:
        return memo[id(x)]
    cls = type(x)
    if hasattr(cls, "__deepcopy__"):
        new = x.__deepcopy__(memo)
        memo[id(x)] = new
    elif cls is list:
        new = memo[id(x)] = []
        new.extend([deepcopy(v, memo) for v in x])
    elif cls is dict:
        new = memo[id(x)] = {}
        for k, v in x.items():
            new[deepcopy(k, memo)] = deepcopy(v, memo)
    elif cls is set:
        new = memo[id(x)] = set([deepcopy(v, memo) for v in x])
    elif cls is tuple:
        items = [deepcopy(v, memo) for v in x]
        same = all(a is b for a, b in zip(items, x))
        new = memo.get(id(x), x if same else tuple(items))
    elif isinstance(x, type) or cls.__module__ == "builtins":
        return x
    else:
        new = _instance(x, cls, lambda v: deepcopy(v, memo), memo)
    memo[id(x)] = new
    # An id is only good as long as its object lives.
    memo.setdefault(id(memo), []).append(x)
    return new
