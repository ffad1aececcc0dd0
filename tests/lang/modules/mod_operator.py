# SPDX-License-Identifier: Apache-2.0
import operator as op
print(op.add(1, 2), op.sub(5, 3), op.mul(2, 3), op.truediv(1, 2), op.floordiv(7, 2), op.mod(7, 4), op.pow(2, 5))  # expect: 3 2 6 0.5 3 3 32
print(op.lt(1, 2), op.eq(1, 1.0), op.ne(1, 2), op.not_(0), op.is_(None, None), op.contains([1, 2], 2), op.neg(3), op.abs(-2))  # expect: True True True True True True -3 2
print(op.itemgetter(1)([5, 6]), op.itemgetter(0, 2)("abc"), op.attrgetter("real")(3), op.methodcaller("split", ",")("a,b"))  # expect: 6 ('a', 'c') 3 ['a', 'b']
print(sorted([("b", 2), ("a", 3)], key=op.itemgetter(1)), op.itemgetter(1), op.methodcaller("f", 1, x=2))  # expect: [('b', 2), ('a', 3)] operator.itemgetter(1) operator.methodcaller('f', 1, x=2)
x = [1]; print(op.iadd(x, [2]) is x, x, op.countOf([1, 2, 1], 1), op.indexOf([3, 4], 4))  # expect: True [1, 2] 2 1
print(op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.invert(5), op.lshift(1, 4), op.rshift(16, 2), op.getitem({"a": 1}, "a"))  # expect: 2 7 5 -6 16 4 1
