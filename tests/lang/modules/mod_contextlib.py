# SPDX-License-Identifier: Apache-2.0
from contextlib import contextmanager, suppress, nullcontext, closing, ExitStack, ContextDecorator
log = []
@contextmanager
def cm(name):
    log.append("enter " + name)
    try:
        yield name.upper()
    except ValueError as e:
        log.append(f"caught {e}")
    finally:
        log.append("exit " + name)
with cm("a") as v:
    log.append(v)
print(log); log.clear()  # expect: ['enter a', 'A', 'exit a']
with cm("b"):
    raise ValueError("boom")
print(log); log.clear()  # expect: ['enter b', 'caught boom', 'exit b']
try:
    with cm("c"):
        raise KeyError("k")
except KeyError as e:
    print(repr(e), log)  # expect: KeyError('k') ['enter c', 'exit c']
log.clear()
with suppress(ZeroDivisionError, KeyError):
    1 / 0
print("after")  # expect: after
with nullcontext(5) as x: print(x)  # expect: 5
class C:
    def close(self): log.append("closed")
with closing(C()) as c: print(type(c).__name__)  # expect: C
print(log); log.clear()  # expect: ['closed']
with ExitStack() as st:
    st.enter_context(cm("x")); st.enter_context(cm("y")); st.callback(log.append, "cb")
print(log); log.clear()  # expect: ['enter x', 'enter y', 'cb', 'exit y', 'exit x']
@cm("deco")
def f(): log.append("body"); return 3
print(f(), log)  # expect: 3 ['enter deco', 'body', 'exit deco']
@contextmanager
def bad():
    if False: yield
try:
    with bad(): pass
except RuntimeError as e: print(e)  # expect: generator didn't yield
@contextmanager
def twice():
    yield 1
    yield 2
try:
    with twice(): pass
except RuntimeError as e: print(e)  # expect: generator didn't stop
with ExitStack() as st:
    st.enter_context(suppress(ValueError))
    raise ValueError
print("done")  # expect: done
