# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations
import types, pprint, statistics, traceback, collections.abc
from collections.abc import Mapping, Sequence, Callable, Iterable
n = types.SimpleNamespace(a=1, b="x"); n.c = 2; print(n, n == types.SimpleNamespace(a=1, b="x", c=2))  # expect: namespace(a=1, b='x', c=2) True
def f(): pass
print(isinstance(f, types.FunctionType), isinstance(len, types.BuiltinFunctionType), types.NoneType, isinstance(1, int | str))  # expect: True True <class 'NoneType'> True
print(pprint.pformat({"b": 1, "a": [1, 2]}), pprint.pformat([1, 2]))  # expect: {'a': [1, 2], 'b': 1} [1, 2]
print(pprint.pformat({"key%d" % i: list(range(i * 5)) for i in range(4)}, width=40).count("\n"))  # expect: 17
print(statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), statistics.mode("aab"), statistics.fmean([1, 2]), statistics.pvariance([1, 2, 3, 4]), statistics.mean([1, 3]))  # expect: 2.5 2 a 1.5 1.25 2
try:
    1 / 0
except ZeroDivisionError as e:
    t = traceback.format_exc(); print(t.splitlines()[0], "|", t.splitlines()[-1], traceback.format_exception_only(e))  # expect: Traceback (most recent call last): | ZeroDivisionError: division by zero ['ZeroDivisionError: division by zero\n']
print(isinstance({}, Mapping), isinstance([], Sequence), isinstance(f, Callable), isinstance("", Iterable), isinstance(3, Iterable), isinstance({}, Sequence))  # expect: True True True True False False
class M(Mapping):
    def __getitem__(self, k): return {"a": 1}[k]
    def __iter__(self): return iter(["a"])
    def __len__(self): return 1
m = M(); print(m.get("a"), m.get("z", 0), "a" in m, list(m.items()), list(m.keys()), m == {"a": 1})  # expect: 1 0 True [('a', 1)] ['a'] True
