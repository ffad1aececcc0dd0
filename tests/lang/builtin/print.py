# SPDX-License-Identifier: Apache-2.0
print()  # expect: 
print(1, "a", None, sep=", ", end=".\n")  # expect: 1, a, None.
print("no newline", end="")
print("!")  # expect: no newline!
print(*[], sep="x")  # expect: 
print("a\tb")  # expect: a	b
class W:
    def __init__(self): self.t = ""
    def write(self, s): self.t += s
w = W()
print("x", 1, file=w)
print(repr(w.t))  # expect: 'x 1\n'
