# SPDX-License-Identifier: Apache-2.0
for i in range(3):
    print(i)
# expect: 0
# expect: 1
# expect: 2
else:
    print("else")  # expect: else
for c in "ab":
    if c == "b":
        break
else:
    print("never")
for k, v in {"a": 1, "b": 2}.items():
    print(k, v)
# expect: a 1
# expect: b 2
for x in [1, 2, 3]:
    if x == 2:
        continue
    print(x)
# expect: 1
# expect: 3
print(x)  # expect: 3
l = [1, 2, 3]
for v in l:
    if v < 3 and len(l) < 6:
        l.append(v + 10)
print(l)  # expect: [1, 2, 3, 11, 12]
for i in range(10, 0, -3):
    print(i, end=" ")
print()  # expect: 10 7 4 1 
for i in reversed([1, 2]):
    print(i)
# expect: 2
# expect: 1
class O: pass
o = O()
for o.x in range(3): pass
for l[0] in "z": pass
print(o.x, l[0])  # expect: 2 z
