# SPDX-License-Identifier: Apache-2.0
class A:
    def f(self): return "A.f"
    def g(self): return "A.g " + self.f()
class B(A):
    def f(self): return "B.f " + super().f()
class C(A):
    def f(self): return "C.f " + super().f()
class D(B, C):
    def f(self): return "D.f " + super().f()
print(D().f(), D().g())  # expect: D.f B.f C.f A.f A.g D.f B.f C.f A.f
print([k.__name__ for k in D.__mro__], issubclass(D, A), D.__bases__ == (B, C))
# expect: ['D', 'B', 'C', 'A', 'object'] True True
class E(A): pass
print(E().g(), super(B, D()).f())  # expect: A.g A.f C.f A.f
