# SPDX-License-Identifier: Apache-2.0
import copy
a = [1, [2, 3], {"k": (4, [5])}]
b = copy.copy(a); c = copy.deepcopy(a)
print(b == a, b is a, b[1] is a[1], c == a, c[1] is a[1], c[2]["k"][1] is a[2]["k"][1])  # expect: True False True True False False
class P:
    def __init__(self): self.x = [1]; self.me = self
p = P(); q = copy.deepcopy(p); r = copy.copy(p)
print(q.x == p.x, q.x is p.x, q.me is q, r.x is p.x, r.me is p)  # expect: True False True True True
l = []; l.append(l); m = copy.deepcopy(l); print(m[0] is m, m is l)  # expect: True False
t = (1, 2); print(copy.deepcopy(t) is t, copy.copy("a"), copy.deepcopy({1, 2}))  # expect: True a {1, 2}
class D(dict): pass
d = D(a=[1]); d.tag = "t"; e = copy.deepcopy(d); print(e, type(e).__name__, e.tag, e["a"] is d["a"])  # expect: {'a': [1]} D t False
class K:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep"
print(copy.copy(K()), copy.deepcopy([K()]))  # expect: copied ['deep']
x = [1]; y = copy.deepcopy([x, x]); print(y[0] is y[1])  # expect: True
