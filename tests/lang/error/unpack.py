# SPDX-License-Identifier: Apache-2.0
for src in ["a, b = 1", "a, b = [1]", "a, b = 1, 2, 3", "a, *b, c = [1]", "a, b = None", "(a, b), c = 1, 2", "for a, b in [1]: pass", "a, b = 'xyz'", "[a] = ()", "a, b = {}"]:
    try:
        exec(src)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
# expect: TypeError cannot unpack non-iterable int object
# expect: ValueError not enough values to unpack (expected 2, got 1)
# expect: ValueError too many values to unpack (expected 2)
# expect: ValueError not enough values to unpack (expected at least 2, got 1)
# expect: TypeError cannot unpack non-iterable NoneType object
# expect: TypeError cannot unpack non-iterable int object
# expect: TypeError cannot unpack non-iterable int object
# expect: ValueError too many values to unpack (expected 2)
# expect: ValueError not enough values to unpack (expected 1, got 0)
# expect: ValueError not enough values to unpack (expected 2, got 0)
