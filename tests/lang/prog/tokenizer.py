# SPDX-License-Identifier: Apache-2.0
def tokens(s):
    i = 0
    while i < len(s):
        if s[i].isdigit():
            j = i
            while j < len(s) and s[j].isdigit(): j += 1
            yield "num", int(s[i:j])
            i = j
        elif s[i] in "+-*/()":
            yield "op", s[i]
            i += 1
        else:
            i += 1
def parse(ts):
    ts = list(ts)
    pos = 0
    def expr():
        nonlocal pos
        v = term()
        while pos < len(ts) and ts[pos][1] in ("+", "-"):
            op = ts[pos][1]
            pos += 1
            r = term()
            v = v + r if op == "+" else v - r
        return v
    def term():
        nonlocal pos
        v = atom()
        while pos < len(ts) and ts[pos][1] in ("*", "/"):
            op = ts[pos][1]
            pos += 1
            r = atom()
            v = v * r if op == "*" else v / r
        return v
    def atom():
        nonlocal pos
        k, v = ts[pos]
        pos += 1
        if k == "num": return v
        v = expr()
        pos += 1
        return v
    return expr()
print(parse(tokens("2*(3+4) - 10/5")))  # expect: 12.0
