# SPDX-License-Identifier: Apache-2.0
class Stack:
    def __init__(self): self.s = []
    def __enter__(self):
        self.s.append(len(self.s))
        return self
    def __exit__(self, *a):
        self.s.pop()
st = Stack()
with st as a:
    with st as b:
        print(st.s, a is b)  # expect: [0, 1] True
    print(st.s)  # expect: [0]
print(st.s)  # expect: []
