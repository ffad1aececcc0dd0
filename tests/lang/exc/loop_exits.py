# SPDX-License-Identifier: Apache-2.0
def f(n):
    out = []
    for i in range(n):
        try:
            if i % 3 == 0: continue
            if i == 5: return out
            out.append(i)
        except Exception:
            pass
        else:
            out.append("e")
        finally:
            out.append("f")
    return out, "end"
print(f(4), f(9))
# expect: (['f', 1, 'e', 'f', 2, 'e', 'f', 'f'], 'end') ['f', 1, 'e', 'f', 2, 'e', 'f', 'f', 4, 'e', 'f', 'f']
def g():
    for i in [1, 2, 3]:
        try:
            raise ValueError(i)
        except ValueError as e:
            if e.args[0] == 2:
                return e.args[0]
            continue
print(g())  # expect: 2
def h():
    r = []
    while len(r) < 3:
        try:
            raise IndexError
        except IndexError as e:
            r.append(1)
            if len(r) == 2: break
    return r
print(h())  # expect: [1, 1]
