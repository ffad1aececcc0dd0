# SPDX-License-Identifier: Apache-2.0
try:
    raise SystemExit(3)
except SystemExit as e:
    print(e.code)  # expect: 3
try:
    exit(2)
except SystemExit as e:
    print(repr(e.code))  # expect: 2
try:
    raise KeyboardInterrupt
except Exception:
    print("no")
except BaseException as e:
    print(type(e).__name__)  # expect: KeyboardInterrupt
print(issubclass(KeyError, LookupError), issubclass(KeyboardInterrupt, Exception))  # expect: True False
