# SPDX-License-Identifier: Apache-2.0
def f(n):
    try:
        if n == 0: raise ValueError("v")
        if n == 1: raise KeyError("k")
        if n == 2: return "ret"
    except ValueError as e:
        return "VE " + str(e)
    except (KeyError, IndexError) as e:
        return "KE " + str(e)
    else:
        return "else"
    finally:
        print("fin", n)
# expect: fin 0
# expect: fin 1
# expect: fin 2
# expect: fin 3
print(f(0), f(1), f(2), f(3))  # expect: VE v KE 'k' ret else
try:
    try:
        1 / 0
    except ValueError:
        print("no")
except ZeroDivisionError as e:
    print("outer", e)  # expect: outer division by zero
try:
    pass
except Exception:
    print("no")
else:
    print("else")  # expect: else
try:
    raise TypeError
except:
    print("bare")  # expect: bare
try:
    e
except NameError as x:
    print(x)  # expect: name 'e' is not defined
