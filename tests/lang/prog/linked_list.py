# SPDX-License-Identifier: Apache-2.0
class Node:
    def __init__(self, v, nxt=None): self.v, self.next = v, nxt
    def __iter__(self):
        n = self
        while n is not None:
            yield n.v
            n = n.next
def reverse(n):
    prev = None
    while n:
        n.next, prev, n = prev, n, n.next
    return prev
l = Node(1, Node(2, Node(3)))
print(list(l), list(reverse(l)))  # expect: [1, 2, 3] [3, 2, 1]
