# SPDX-License-Identifier: Apache-2.0
class C:
    def __init__(self, n, swallow=False): self.n, self.s = n, swallow
    def __enter__(self):
        print("enter", self.n)
        return self.n
    def __exit__(self, t, v, tb):
        print("exit", self.n, t.__name__ if t else None, v)
        return self.s
with C(1) as a, C(2) as b:
    print(a, b)
with C(3, True):
    raise ValueError("x")
def f():
    with C(4):
        return "r"
print(f())
try:
    with C(5):
        raise KeyError("k")
except KeyError as e:
    print("caught", e)
for i in range(3):
    with C(6):
        if i == 0: continue
        break
with (C(7) as p, C(8)):
    print(p)
class O: pass
o = O()
with C(9) as o.x:
    print(o.x)
with C(10, True) as (y):
    1 / 0
print("end")
# expect: enter 1
# expect: enter 2
# expect: 1 2
# expect: exit 2 None None
# expect: exit 1 None None
# expect: enter 3
# expect: exit 3 ValueError x
# expect: enter 4
# expect: exit 4 None None
# expect: r
# expect: enter 5
# expect: exit 5 KeyError 'k'
# expect: caught 'k'
# expect: enter 6
# expect: exit 6 None None
# expect: enter 6
# expect: exit 6 None None
# expect: enter 7
# expect: enter 8
# expect: 7
# expect: exit 8 None None
# expect: exit 7 None None
# expect: enter 9
# expect: 9
# expect: exit 9 None None
# expect: enter 10
# expect: exit 10 ZeroDivisionError division by zero
# expect: end
