# SPDX-License-Identifier: Apache-2.0
def a():
    try:
        return 1
    finally:
        print("a")
def b():
    try:
        raise ValueError
    finally:
        return 2
def c():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print("c", i)
        finally:
            print("fin", i)
    return "end"
def d():
    while True:
        try:
            return "d1"
        finally:
            break
    return "d2"
def e():
    try:
        try:
            return "x"
        finally:
            print("inner")
    finally:
        print("outer")
def f():
    for i in range(2):
        for j in range(2):
            try:
                try:
                    if j == 1: break
                finally:
                    print("f", i, j)
            finally:
                print("g", i, j)
print(a(), b(), c(), d(), e(), f())
def g():
    try:
        return [1]
    finally:
        try:
            raise KeyError
        except KeyError:
            print("handled")
print(g())
# expect: a
# expect: c 0
# expect: fin 0
# expect: fin 1
# expect: fin 2
# expect: inner
# expect: outer
# expect: f 0 0
# expect: g 0 0
# expect: f 0 1
# expect: g 0 1
# expect: f 1 0
# expect: g 1 0
# expect: f 1 1
# expect: g 1 1
# expect: 1 2 end d2 x None
# expect: handled
# expect: [1]
