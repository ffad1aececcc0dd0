# SPDX-License-Identifier: Apache-2.0
class A:
    def __init__(self): self.x = 1
    def __getattr__(self, n): return "dyn_" + n
    def __setattr__(self, n, v):
        object.__setattr__(self, n, v * 2 if isinstance(v, int) else v)
    def __delattr__(self, n):
        print("del", n)
        object.__delattr__(self, n)
a = A()
print(a.x, a.foo)
a.x = 5
print(a.x)
del a.x
print(a.x)
class B:
    def __getattribute__(self, n): return "all_" + n
print(B().anything)
# expect: 2 dyn_foo
# expect: 10
# expect: del x
# expect: dyn_x
# expect: all_anything
