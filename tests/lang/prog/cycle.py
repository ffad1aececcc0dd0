# SPDX-License-Identifier: Apache-2.0
class N:
    def __init__(self): self.me = self; self.f = lambda: self
for i in range(30000):
    N()
a = []
a.append(a)
print(a)  # expect: [[...]]
d = {}
d["d"] = d
print(d)  # expect: {'d': {...}}
