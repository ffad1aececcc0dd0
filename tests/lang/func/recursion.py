# SPDX-License-Identifier: Apache-2.0
def fact(n):
    return 1 if n == 0 else n * fact(n - 1)
print(fact(15))  # expect: 1307674368000
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(even(100))  # expect: True
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
print(deep(800))  # expect: 800
def forever():
    return forever()
try:
    forever()
except RecursionError as e:
    print("RecursionError", str(e)[:32])  # expect: RecursionError maximum recursion depth exceeded
