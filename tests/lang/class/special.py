# SPDX-License-Identifier: Apache-2.0
class V:
    def __init__(self, *v): self.v = list(v)
    def __add__(self, o): return V(*[a + b for a, b in zip(self.v, o.v)])
    def __radd__(self, o): return V(*[o + a for a in self.v])
    def __mul__(self, k): return V(*[a * k for a in self.v])
    def __neg__(self): return V(*[-a for a in self.v])
    def __len__(self): return len(self.v)
    def __getitem__(self, i): return self.v[i]
    def __setitem__(self, i, x): self.v[i] = x
    def __delitem__(self, i): del self.v[i]
    def __contains__(self, x): return x in self.v
    def __iter__(self): return iter(self.v)
    def __call__(self, x): return x, len(self)
    def __eq__(self, o): return isinstance(o, V) and self.v == o.v
    def __lt__(self, o): return self.v < o.v
    def __hash__(self): return hash(tuple(self.v))
    def __bool__(self): return bool(self.v)
    def __repr__(self): return "V" + repr(self.v)
    def __str__(self): return "str"
    def __format__(self, s): return "fmt:" + s
    def __matmul__(self, o): return sum(a * b for a, b in zip(self.v, o.v))
    def __abs__(self): return 7
    def __int__(self): return 8
    def __float__(self): return 8.5
    def __index__(self): return 1
a, b = V(1, 2), V(3, 4)
print(repr(a + b), repr(1 + a), repr(a * 3), repr(-a), a @ b)  # expect: V[4, 6] V[2, 3] V[3, 6] V[-1, -2] 11
print(len(a), a[0], 2 in a, list(a), a(5), a == V(1, 2), a != b, a < b, b > a)
# expect: 2 1 True [1, 2] (5, 2) True True True True
a[0] = 10
del a[1]
print(repr(a), str(a), f"{a:x}", bool(V()), hash(V(1)) == hash(V(1)))  # expect: V[10] str fmt:x False True
print(abs(a), int(a), float(a), [5, 6][a], {V(1): 2}[V(1)])  # expect: 7 8 8.5 6 2
print(sorted([b, a, V(0)]))  # expect: [V[0], V[3, 4], V[10]]
