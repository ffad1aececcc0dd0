# SPDX-License-Identifier: Apache-2.0
def f(**k): pass
def g(*a): pass
for src in ["f(**1)", "f(**{1: 2})", "g(*1)", "f(a=1, **{'a': 2})", "f(1)", "g(a=1)", "g(*None)", "print(1, foo=2)", "[].append()", "'a'.join(1)", "sorted(1)", "max()", "max([])", "isinstance(1, 1)", "iter(1)", "next([])", "range('a')", "sum(['a'])", "int([])", "dict([1])", "list(1)", "tuple(5)"]:
    try:
        eval(src)
    except (TypeError, ValueError) as e:
        print(src, "->", type(e).__name__)
# expect: f(**1) -> TypeError
# expect: f(**{1: 2}) -> TypeError
# expect: g(*1) -> TypeError
# expect: f(a=1, **{'a': 2}) -> TypeError
# expect: f(1) -> TypeError
# expect: g(a=1) -> TypeError
# expect: g(*None) -> TypeError
# expect: print(1, foo=2) -> TypeError
# expect: [].append() -> TypeError
# expect: 'a'.join(1) -> TypeError
# expect: sorted(1) -> TypeError
# expect: max() -> TypeError
# expect: max([]) -> ValueError
# expect: isinstance(1, 1) -> TypeError
# expect: iter(1) -> TypeError
# expect: next([]) -> TypeError
# expect: range('a') -> TypeError
# expect: sum(['a']) -> TypeError
# expect: int([]) -> TypeError
# expect: dict([1]) -> TypeError
# expect: list(1) -> TypeError
# expect: tuple(5) -> TypeError
for src in ["f(**1)", "g(*1)", "f(a=1, **{'a': 2})", "f(**{1: 2})", "max([])", "sorted(1)", "iter(1)", "next([])", "list(1)"]:
    try:
        eval(src)
    except (TypeError, ValueError) as e:
        print(e)
# expect: __main__.f() argument after ** must be a mapping, not int
# expect: __main__.g() argument after * must be an iterable, not int
# expect: __main__.f() got multiple values for keyword argument 'a'
# expect: keywords must be strings
# expect: max() arg is an empty sequence
# expect: 'int' object is not iterable
# expect: 'int' object is not iterable
# expect: 'list' object is not an iterator
# expect: 'int' object is not iterable
# texts of Python 3.11
