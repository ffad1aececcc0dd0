# SPDX-License-Identifier: Apache-2.0
import functools
from functools import (partial, reduce, wraps, lru_cache, cache, cached_property,
                       total_ordering, singledispatch, cmp_to_key)
print(reduce(lambda a, b: a * 10 + b, [1, 2, 3]))  # expect: 123
print(reduce(lambda a, b: a + b, [], 5))  # expect: 5
try:
    reduce(lambda a, b: a, [])
except TypeError as e:
    print(e)  # expect: reduce() of empty iterable with no initial value
p = partial(int, base=2)
print(p("101"), p.args, p.keywords, p.func is int)  # expect: 5 () {'base': 2} True
q = partial(partial(max, 3), 9)
print(q(1, 2), q.args)  # expect: 9 (3, 9)
calls = []
@lru_cache(maxsize=2)
def f(x):
    calls.append(x)
    return x * x
print([f(x) for x in (1, 2, 1, 3, 2, 1)], calls)  # expect: [1, 4, 1, 9, 4, 1] [1, 2, 3, 2, 1]
print(f.cache_info())  # expect: CacheInfo(hits=1, misses=5, maxsize=2, currsize=2)
f.cache_clear()
print(f.cache_info().misses)  # expect: 0
@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.__name__)  # expect: 23416728348467685 fib
class A:
    n = 0
    @cached_property
    def x(self):
        A.n += 1
        return 42
a = A()
print(a.x, a.x, A.n)  # expect: 42 42 1
def deco(fn):
    @wraps(fn)
    def inner(*args):
        "inner doc"
        return fn(*args) + 1
    return inner
@deco
def add(a, b):
    "add doc"
    return a + b
print(add(1, 2), add.__name__, add.__doc__, add.__wrapped__(1, 2))  # expect: 4 add add doc 3
@total_ordering
class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2), V(1) < V(2))  # expect: True True False True
@singledispatch
def kind(x): return "object"
@kind.register(int)
def _(x): return "int"
@kind.register
def _(x: str): return "str"
print(kind(1), kind("a"), kind(2.0), kind(True))  # expect: int str object int
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))  # expect: [3, 2, 1]
