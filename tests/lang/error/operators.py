# SPDX-License-Identifier: Apache-2.0
for src in ["1 + 'a'", "'a' + 1", "[] + ()", "None + 1", "-'a'", "~1.5", "1 < 'a'", "{} < {}", "'a' * 'b'", "1 @ 2", "None[0]", "1[0]", "len(1)", "1()", "'a'()", "[1][1]", "[1]['a']", "(1,)[5]", "{}['k']", "{}[[]]", "'abc'[10]", "1 in 2", "{[]}", "{[]: 1}", "1 / 0", "1 // 0", "1 % 0", "1.0 / 0", "1.0 // 0", "int('x')", "float('x')", "'a' - 'b'", "[] < 1", "'%d' % 'a'", "1 << -1"]:
    try:
        print(eval(src))
    except Exception as e:
        print(src, "->", type(e).__name__ + ":", e)
# expect: 1 + 'a' -> TypeError: unsupported operand type(s) for +: 'int' and 'str'
# expect: 'a' + 1 -> TypeError: can only concatenate str (not "int") to str
# expect: [] + () -> TypeError: can only concatenate list (not "tuple") to list
# expect: None + 1 -> TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'
# expect: -'a' -> TypeError: bad operand type for unary -: 'str'
# expect: ~1.5 -> TypeError: bad operand type for unary ~: 'float'
# expect: 1 < 'a' -> TypeError: '<' not supported between instances of 'int' and 'str'
# expect: {} < {} -> TypeError: '<' not supported between instances of 'dict' and 'dict'
# expect: 'a' * 'b' -> TypeError: can't multiply sequence by non-int of type 'str'
# expect: 1 @ 2 -> TypeError: unsupported operand type(s) for @: 'int' and 'int'
# expect: None[0] -> TypeError: 'NoneType' object is not subscriptable
# expect: 1[0] -> TypeError: 'int' object is not subscriptable
# expect: len(1) -> TypeError: object of type 'int' has no len()
# expect: 1() -> TypeError: 'int' object is not callable
# expect: 'a'() -> TypeError: 'str' object is not callable
# expect: [1][1] -> IndexError: list index out of range
# expect: [1]['a'] -> TypeError: list indices must be integers or slices, not str
# expect: (1,)[5] -> IndexError: tuple index out of range
# expect: {}['k'] -> KeyError: 'k'
# expect: {}[[]] -> TypeError: unhashable type: 'list'
# expect: 'abc'[10] -> IndexError: string index out of range
# expect: 1 in 2 -> TypeError: argument of type 'int' is not iterable
# expect: {[]} -> TypeError: unhashable type: 'list'
# expect: {[]: 1} -> TypeError: unhashable type: 'list'
# expect: 1 / 0 -> ZeroDivisionError: division by zero
# expect: 1 // 0 -> ZeroDivisionError: integer division or modulo by zero
# expect: 1 % 0 -> ZeroDivisionError: integer modulo by zero
# expect: 1.0 / 0 -> ZeroDivisionError: float division by zero
# expect: 1.0 // 0 -> ZeroDivisionError: float floor division by zero
# expect: int('x') -> ValueError: invalid literal for int() with base 10: 'x'
# expect: float('x') -> ValueError: could not convert string to float: 'x'
# expect: 'a' - 'b' -> TypeError: unsupported operand type(s) for -: 'str' and 'str'
# expect: [] < 1 -> TypeError: '<' not supported between instances of 'list' and 'int'
# expect: '%d' % 'a' -> TypeError: %d format: a real number is required, not str
# expect: 1 << -1 -> ValueError: negative shift count
