# SPDX-License-Identifier: Apache-2.0
class B:
    def __iter__(self): return self
    def __next__(self): raise StopIteration(42)
try: next(B())
except StopIteration as e: print(e.value, e.args)  # expect: 42 (42,)
print(next(B(), 5), list(B()))  # expect: 5 []
def g():
    r = yield from B()
    yield r
print(list(g()))  # expect: [42]
class C:
    def __next__(self): raise KeyError(1)
try: next(C(), 3)
except KeyError as e: print(repr(e))  # expect: KeyError(1)
class D: pass
try: next(D())
except TypeError as e: print(e)  # expect: 'D' object is not an iterator
