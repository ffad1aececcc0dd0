# SPDX-License-Identifier: Apache-2.0
data = [1, 2, 3, 4]
if (n := len(data)) > 3:
    print(n)  # expect: 4
print([y := 1, y ** 2, y])  # expect: [1, 1, 1]
print([last := v for v in data], last)  # expect: [1, 2, 3, 4] 4
def f():
    total = 0
    parts = [total := total + v for v in data]
    return total, parts
print(f())  # expect: (10, [1, 3, 6, 10])
while (v := data.pop()) > 2:
    print(v)
# expect: 4
# expect: 3
print(any((hit := w) > 1 for w in [0, 2, 3]), hit)  # expect: True 2
