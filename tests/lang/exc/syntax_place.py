# SPDX-License-Identifier: Apache-2.0
def text(source):
    try:
        exec(source)
    except SyntaxError as e:
        return "%s | %s %s | %s" % (e, e.filename, e.lineno, e.msg)
print(text("x = ("))  # expect: '(' was never closed (<string>, line 1) | <string> 1 | '(' was never closed
print(text("\n\nx y"))  # expect: invalid syntax (<string>, line 3) | <string> 3 | invalid syntax
print(text("return 1"))  # expect: 'return' outside function (<string>, line 1) | <string> 1 | 'return' outside function
print(text("if 1:\nx"))  # expect: expected an indented block after 'if' statement on line 1 (<string>, line 2) | <string> 2 | expected an indented block after 'if' statement on line 1
print(SyntaxError("m"), SyntaxError("m", ("a/f.py", 3, 1, "x")), SyntaxError("m", ("f", None, 1, "x")), SyntaxError("m", (None, 3, 1, "x")))  # expect: m m (f.py, line 3) m (f) m (line 3)
print(SyntaxError(), SyntaxError("m").lineno, repr(SyntaxError("m")))  # expect: None None SyntaxError('m')
raise SyntaxError("last", ("f", 2, 1, "x"))  # expect error: SyntaxError: last
