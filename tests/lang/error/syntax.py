# SPDX-License-Identifier: Apache-2.0
for src in ["return 1", "yield 1", "break", "continue", "def f(a, a): pass", "nonlocal x", "def f():\n nonlocal zz", "def f(a):\n global a", "x = 1\ndef f():\n print(x)\n global x", "1 = 2", "f() = 1", "del 1", "[x := 1 for x in y]", "for i in 1:\n  pass\nelse\n", "a b", "(", "lambda: (yield)", "[(yield 1) for x in y]"]:
    try:
        exec(src)
        print("ok", repr(src))
    except SyntaxError as e:
        print("SyntaxError", repr(src))
    except Exception as e:
        print(type(e).__name__, repr(src))
# expect: SyntaxError 'return 1'
# expect: SyntaxError 'yield 1'
# expect: SyntaxError 'break'
# expect: SyntaxError 'continue'
# expect: SyntaxError 'def f(a, a): pass'
# expect: SyntaxError 'nonlocal x'
# expect: SyntaxError 'def f():\n nonlocal zz'
# expect: SyntaxError 'def f(a):\n global a'
# expect: SyntaxError 'x = 1\ndef f():\n print(x)\n global x'
# expect: SyntaxError '1 = 2'
# expect: SyntaxError 'f() = 1'
# expect: SyntaxError 'del 1'
# expect: SyntaxError '[x := 1 for x in y]'
# expect: SyntaxError 'for i in 1:\n  pass\nelse\n'
# expect: SyntaxError 'a b'
# expect: SyntaxError '('
# expect: ok 'lambda: (yield)'
# expect: SyntaxError '[(yield 1) for x in y]'
