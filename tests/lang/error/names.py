# SPDX-License-Identifier: Apache-2.0
for src in ["undefined_name", "pritn", "del_me"]:
    try:
        eval(src)
    except NameError as e:
        print(e)
# expect: name 'undefined_name' is not defined
# expect: name 'pritn' is not defined
# expect: name 'del_me' is not defined
try:
    del never
except NameError as e:
    print(e)  # expect: name 'never' is not defined
def f():
    def g():
        return free
    if False:
        free = 1
    return g()
try:
    f()
except NameError as e:
    print(e)  # expect: cannot access free variable 'free' where it is not associated with a value in enclosing scope
