# SPDX-License-Identifier: Apache-2.0
class A:
    def __init__(self, v):
        self.v = v
    @classmethod
    def make(cls, v):
        return cls(v)
    def __eq__(self, o):
        return self.v == o.v
class B(A):
    def __init__(self, v):
        super().__init__(v + 1)
    @classmethod
    def make(cls, v):
        r = super().make(v * 10)
        return r
    def cell(self):
        return __class__
print(B.make(2).v, B(1) == A(2), B(0).cell() is B)  # expect: 21 True True
class Nest:
    def f(self):
        return [super(Nest, self).__class__.__name__ for _ in range(1)]
print(Nest().f())  # expect: ['super']
