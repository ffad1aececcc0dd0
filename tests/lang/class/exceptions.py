# SPDX-License-Identifier: Apache-2.0
class MyErr(Exception):
    def __init__(self, code, msg="m"):
        super().__init__(msg)
        self.code = code
class Sub(MyErr): pass
try:
    raise Sub(4, "text")
except MyErr as e:
    print(type(e).__name__, e.code, e, e.args, repr(e))  # expect: Sub 4 text ('text',) Sub('text')
class NoInit(ValueError): pass
try:
    raise NoInit
except ValueError as e:
    print(repr(e))  # expect: NoInit()
class WithStr(Exception):
    def __str__(self): return "custom"
try:
    raise WithStr(1)
except Exception as e:
    print(e, repr(e))  # expect: custom WithStr(1)
