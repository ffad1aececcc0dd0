# SPDX-License-Identifier: Apache-2.0
class Matrix:
    def __init__(self, rows): self.rows = rows
    def __matmul__(self, o):
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __eq__(self, o): return self.rows == o.rows
    def __repr__(self): return "\n".join(" ".join(map(str, r)) for r in self.rows)
m = Matrix([[1, 2], [3, 4]])
print(m @ m)
# expect: 7 10
# expect: 15 22
print(m @ Matrix([[1, 0], [0, 1]]) == m)  # expect: True
