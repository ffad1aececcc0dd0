# SPDX-License-Identifier: Apache-2.0
class A:
    n = 0
    @staticmethod
    def s(x): return x * 2
    @classmethod
    def c(cls, x): return cls.__name__, x
    @property
    def p(self): return self._p
    @p.setter
    def p(self, v): self._p = v + 1
    @p.deleter
    def p(self): self._p = None
class B(A): pass
a = B()
print(a.s(2), A.s(3), a.c(1), A.c(2))  # expect: 4 6 ('B', 1) ('A', 2)
a.p = 4
print(a.p)  # expect: 5
del a.p
print(a.p)  # expect: None
class R:
    @property
    def ro(self): return 1
try:
    R().ro = 2
except AttributeError as e:
    print(e)  # expect: property 'ro' of 'R' object has no setter
