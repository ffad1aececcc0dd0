# SPDX-License-Identifier: Apache-2.0
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0, 1 != 2, "a" < "b", [1, 2] < [1, 3])
print(1 is 1, None is None, [] is [], None is not None)
print(2 in [1, 2], 3 not in [1, 2], "b" in "abc", 1 in {1: 2})
def f(n):
    print("f", n)
    return n
print(f(1) < f(3) < f(2) < f(4))
print(f(1) < f(2) == f(2))
print((1, 2) == (1, 2), {1, 2} == {2, 1}, {"a": 1} == {"a": 1.0})
# expect: True False True True True True
# expect: True True False False
# expect: True True True True
# expect: f 1
# expect: f 3
# expect: f 2
# expect: False
# expect: f 1
# expect: f 2
# expect: f 2
# expect: True
# expect: True True True
