# SPDX-License-Identifier: Apache-2.0
class S:
    inst = None
    def __new__(cls, *a):
        if cls.inst is None:
            cls.inst = super().__new__(cls)
        return cls.inst
    def __init__(self, v=0): self.v = v
print(S(1) is S(2), S().v)  # expect: True 0
class T(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    def total(self): return self[0] + self[1]
print(T(1, 2).total(), T(1, 2))  # expect: 3 (1, 2)
class L(list):
    def first(self): return self[0]
l = L([3, 4])
l.append(5)
print(l.first(), l, len(l))  # expect: 3 [3, 4, 5] 3
class D(dict):
    def __missing__(self, k): return k * 2
print(D(a=1)["zz"], D(a=1)["a"])  # expect: zzzz 1
class N(int):
    def double(self): return self * 2
print(N(4).double(), N(4) + 1)  # expect: 8 5
