# What SystemExit holds tells whether a status was given.
import sys

for args in ((), (3,), ('text',)):
    try:
        sys.exit(*args)
    except SystemExit as e:
        print(e.args, e.code)
# expect: () None
# expect: (3,) 3
# expect: ('text',) text
