# SPDX-License-Identifier: Apache-2.0
log = []
def g():
    try:
        log.append("start")
        yield 1
    finally:
        log.append("closed")
for v in g():
    break
print(log)  # expect: ['start', 'closed']
it = g()
next(it)
del it
print(log)  # expect: ['start', 'closed', 'start', 'closed']
