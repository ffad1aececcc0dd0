# SPDX-License-Identifier: Apache-2.0
x = 0
class A:
    x = 1
    def f(self): return x
    g = [x for _ in range(2)]
    h = lambda self: x
print(A().f(), A.g, A().h())  # expect: 0 [0, 0] 0
