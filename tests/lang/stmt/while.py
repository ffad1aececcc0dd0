# SPDX-License-Identifier: Apache-2.0
n = 0
while n < 5:
    n += 1
    if n == 2:
        continue
    if n == 4:
        break
    print(n)
# expect: 1
# expect: 3
else:
    print("never")
while n < 6:
    n += 1
else:
    print("else", n)  # expect: else 6
while True:
    while True:
        break
    break
print("done")  # expect: done
