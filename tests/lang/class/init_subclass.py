# SPDX-License-Identifier: Apache-2.0
class Base:
    subs = []
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.subs.append((cls.__name__, tag))
class A(Base, tag="a"): pass
class B(A): pass
print(Base.subs)
class D:
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, o, t=None):
        return self if o is None else "got " + self.name
    def __set__(self, o, v):
        print("set", self.name, v)
class K:
    attr = D()
k = K()
print(k.attr, K.attr.name)
k.attr = 3
# expect: [('A', 'a'), ('B', None)]
# expect: got attr attr
# expect: set attr 3
