# SPDX-License-Identifier: Apache-2.0
x = 5
x += 2; x -= 1; x *= 3; x //= 2; x **= 2; x %= 50; x <<= 2; x >>= 1; x |= 1; x &= 15; x ^= 3
print(x)  # expect: 12
x /= 2
print(x)  # expect: 6.0
l = m = [1]
l += [2]
print(m, l is m)  # expect: [1, 2] True
l = l + [3]
print(m, l)  # expect: [1, 2] [1, 2, 3]
t = (1,)
t += (2,)
print(t)  # expect: (1, 2)
d = {"a": [1]}
d["a"] += [2]
d["a"] *= 2
print(d)  # expect: {'a': [1, 2, 1, 2]}
s = "a"
s += "b"
s *= 3
print(s)  # expect: ababab
class O: pass
o = O()
o.v = 1
o.v += 4
print(o.v)  # expect: 5
st = {1}
st |= {2}
print(st)  # expect: {1, 2}
class I:
    def __init__(self): self.v = 0
    def __iadd__(self, o):
        self.v += o
        return self
i = j = I()
i += 5
print(j.v, i is j)  # expect: 5 True
