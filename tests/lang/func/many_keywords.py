# SPDX-License-Identifier: Apache-2.0
# No way of calling loses keywords, however many there are.
d = {f"k{i}": i for i in range(40)}


class A:
    def __init__(self, **kw):
        self.n = len(kw)


class M(type):
    def __call__(cls, *args, **kw):
        return super().__call__(*args, **kw)


class B(metaclass=M):
    def __init__(self, first, **kw):
        self.n = first + len(kw)


class C:
    def __call__(self, **kw):
        return len(kw)


class Sub:
    def __init_subclass__(cls, **kw):
        cls.n = len(kw)


print(len(dict(**d)), A(**d).n, B(1, **d).n)
# expect: 40 40 41
print(len(type.__call__(dict, **d)), C().__call__(**d), A.__call__(**d).n)
# expect: 40 40 40


class D(Sub, **d):
    pass


print(D.n, "{k0}{k39}".format(**d))
# expect: 40 039
