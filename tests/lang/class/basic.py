# SPDX-License-Identifier: Apache-2.0
class A:
    "doc"
    shared = []
    def __init__(self, x=1):
        self.x = x
    def get(self):
        return self.x
    def __repr__(self):
        return f"A({self.x})"
a = A(5)
print(a, a.get(), A.get(a), A.__doc__, a.shared is A.shared, A.__name__)  # expect: A(5) 5 5 doc True A
a.y = 2
print(sorted(a.__dict__.items()), hasattr(a, "z"), getattr(a, "z", 0))  # expect: [('x', 5), ('y', 2)] False 0
print(isinstance(a, A), type(a) is A, isinstance(3, (int, str)))  # expect: True True True
m = a.get
a.x = 9
print(m())  # expect: 9
class Empty: pass
e = Empty()
e.v = 1
print(e.v)  # expect: 1
