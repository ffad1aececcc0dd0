# SPDX-License-Identifier: Apache-2.0
class A:
    x = 1
a = A()
print(callable(len), callable(a), callable(A), hasattr(a, "x"), getattr(a, "q", "d"), id(a) == id(a))
# expect: True False True True d True
print(isinstance(True, int), isinstance(1, (str, int)), issubclass(bool, int), type(1), type("").__name__, type(A), type(a).__name__)
# expect: True True True <class 'int'> str <class 'type'> A
print(isinstance(1, int | str), int | None)  # expect: True int | None
print(hash("a") == hash("a"), hash(1) == hash(1.0), repr("x"), ascii("é"), format(3.14159, ".2f"))
# expect: True True 'x' '\xe9' 3.14
print(vars(a), abs(-2.5), pow(2, 5), pow(2, 5, 7), divmod(9, 4), chr(65), ord("A"))  # expect: {} 2.5 32 4 (2, 1) A 65
print(int, str, list, [].__class__, object)
# expect: <class 'int'> <class 'str'> <class 'list'> <class 'list'> <class 'object'>
print(str(None), str(True), str([1, "a"]), str({"a": (1,)}), str(1.0))  # expect: None True [1, 'a'] {'a': (1,)} 1.0
