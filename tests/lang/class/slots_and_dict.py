# SPDX-License-Identifier: Apache-2.0
class A: pass
a = A()
a.__dict__["z"] = 4
print(a.z, vars(a), "z" in dir(a))  # expect: 4 {'z': 4} True
setattr(a, "q", 1)
delattr(a, "q")
print(hasattr(a, "q"))  # expect: False
class P:
    kind = "p"
p = P()
p.kind = "own"
print(p.kind, P.kind)  # expect: own p
del p.kind
print(p.kind)  # expect: p
P.kind = "changed"
print(p.kind)  # expect: changed
P.method = lambda self, n: n + 1
print(p.method(4))  # expect: 5
