# SPDX-License-Identifier: Apache-2.0
print(0 or "x", 1 and "y", "" or [] or "z", not 0, not [1])
print(None and 1, 0 or None)
def t(v):
    print("t", v)
    return v
if t(0) or t(1) and t(2):
    print("yes")
if not (t(1) and t(0)):
    print("no")
print(1 if t("") else 2)
x = t(0) or t(5)
print(x)
while not t(1):
    pass
# expect: x y z True False
# expect: None None
# expect: t 0
# expect: t 1
# expect: t 2
# expect: yes
# expect: t 1
# expect: t 0
# expect: no
# expect: t 
# expect: 2
# expect: t 0
# expect: t 5
# expect: 5
# expect: t 1
