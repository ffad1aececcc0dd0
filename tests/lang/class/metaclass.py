# SPDX-License-Identifier: Apache-2.0
class M(type):
    def __new__(m, name, bases, ns, **kw):
        ns["added"] = sorted(kw)
        return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
    def __call__(cls, *a): return ("called", super().__call__(*a).x)
class A(metaclass=M, opt=1):
    x = 5
print(A.added, A(), type(A).__name__)  # expect: ['opt'] ('called', 5) M
Z = type("Z", (object,), {"q": 3, "f": lambda self: self.q})
print(Z.q, Z().f(), Z.__name__)  # expect: 3 3 Z
