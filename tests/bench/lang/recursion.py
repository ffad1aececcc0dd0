# SPDX-License-Identifier: Apache-2.0
"""Recursive calls: numbers, a search, closures and trees of tuples."""


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def hanoi(n, source, target, spare, moves):
    if n == 0:
        return moves
    moves = hanoi(n - 1, source, spare, target, moves)
    return hanoi(n - 1, spare, target, source, moves + source * target)


def queens(n):
    """Places one queen a row; the masks say what is attacked."""
    full = (1 << n) - 1

    def place(columns, left, right):
        if columns == full:
            return 1
        found = 0
        free = full & ~(columns | left | right)
        while free:
            bit = free & -free
            free ^= bit
            found += place(columns | bit, (left | bit) << 1,
                           (right | bit) >> 1)
        return found

    return place(0, 0, 0)


def grow(depth, value=1):
    if depth == 0:
        return (None, value, None)
    return (grow(depth - 1, value=2 * value), value,
            grow(depth - 1, value=2 * value + 1))


def weigh(tree, depth=0):
    left, value, right = tree
    if left is None:
        return value + depth
    return value + weigh(left, depth + 1) + weigh(right, depth + 1)


def permutations(items, start, found):
    if start == len(items):
        if items[0] < items[-1]:
            found.append(items[0] * items[-1])
        return
    for i in range(start, len(items)):
        items[start], items[i] = items[i], items[start]
        permutations(items, start + 1, found)
        items[start], items[i] = items[i], items[start]


def main():
    found = []
    permutations(list(range(9)), 0, found)
    print(fib(31), ackermann(2, 450), hanoi(20, 1, 3, 2, 0), queens(10),
          weigh(grow(18)), len(found), sum(found))


main()
