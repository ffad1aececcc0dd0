# SPDX-License-Identifier: Apache-2.0
try:
    list = 3
    list(1)
except TypeError as e:
    print(e)  # expect: 'int' object is not callable
del list
print(list("a"))  # expect: ['a']
