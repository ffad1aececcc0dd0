# SPDX-License-Identifier: Apache-2.0
class MyErr(Exception): pass
print("before")  # expect: before
raise MyErr("bad", 3)
# expect error: MyErr: ('bad', 3)
