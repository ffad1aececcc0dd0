# SPDX-License-Identifier: Apache-2.0
class A:
    x = 1
    y = x + 1
    if y > 1:
        z = "big"
    for i in range(3):
        pass
    def f(self): return self.y
    f2 = f
    del i
print(A.y, A.z, A().f2(), hasattr(A, "i"))  # expect: 2 big 2 False
y = "global"
class B:
    print(y)  # expect: global
    y = "class"
    print(y)  # expect: class
    def f(self): return y
print(B().f())  # expect: global
def outer():
    v = "enc"
    class C:
        w = v
        def g(self): return v
    return C
print(outer().w, outer()().g())  # expect: enc enc
def shadow():
    v = 1
    class C:
        v = v
    return C.v
try:
    print(shadow())
except NameError as e:
    print("NameError", e)  # expect: NameError name 'v' is not defined
