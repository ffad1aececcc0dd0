# SPDX-License-Identifier: Apache-2.0
"""Iterators that are made of iterators."""

_MISSING = object()


def count(start=0, step=1):
    """start, start + step, start + 2 * step, ..."""
    return _count(start, step)


def _count(n, step):
    while True:
        yield n
        n += step


def cycle(iterable, /):
    """The elements again and again."""
    return _cycle(iter(iterable))


def _cycle(it):
    saved = []
    for x in it:
        yield x
        saved.append(x)
    while saved:
        yield from saved


def repeat(object, times=None):
    """The same object, for ever or a number of times."""
    return _repeat(object, times)


def _repeat(x, times):
    if times is None:
        while True:
            yield x
    for _ in range(times):
        yield x


def accumulate(iterable, func=None, *, initial=None):
    """Running sums, or running results of func."""
    return _accumulate(iter(iterable), func, initial)


def _accumulate(it, func, total):
    if total is None:
        for total in it:
            break
        else:
            return
    yield total
    for x in it:
        total = total + x if func is None else func(total, x)
        yield total


class chain:
    """One iterable after the other."""

    def __init__(self, *iterables):
        self._it = _chain(iterables)

    @classmethod
    def from_iterable(cls, iterables, /):
        self = cls()
        self._it = _chain(iterables)
        return self

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._it)


def _chain(iterables):
    for it in iterables:
        yield from it


def compress(data, selectors):
    """Those of data whose selector is true."""
    return (d for d, s in zip(data, selectors) if s)


def dropwhile(predicate, iterable, /):
    """From the first element on for which predicate is false."""
    return _dropwhile(predicate, iter(iterable))


def _dropwhile(predicate, it):
    for x in it:
        if not predicate(x):
            yield x
            break
    yield from it


def takewhile(predicate, iterable, /):
    """Up to the first element for which predicate is false."""
    return _takewhile(predicate, iter(iterable))


def _takewhile(predicate, it):
    for x in it:
        if not predicate(x):
            return
        yield x


def filterfalse(function, iterable, /):
    """Those for which function is false."""
    if function is None:
        return (x for x in iterable if not x)
    return (x for x in iterable if not function(x))


def starmap(function, iterable, /):
    """function(*x) for each x."""
    return (function(*x) for x in iterable)


def pairwise(iterable, /):
    """Each element with the next."""
    return _pairwise(iter(iterable))


def _pairwise(it):
    for a in it:
        break
    else:
        return
    for b in it:
        yield a, b
        a = b


def _bound(value, what, default):
    if value is None:
        return default
    if not isinstance(value, int) or value < 0:
        raise ValueError(what + " must be None or an integer: "
                         "0 <= x <= sys.maxsize.")
    return value


def islice(iterable, *args):
    """A slice of an iterable: islice(x, stop), (x, start, stop, step)."""
    if not 1 <= len(args) <= 3:
        raise TypeError("islice expected at least 2 arguments, got 1"
                        if not args else "islice expected at most 4 "
                        f"arguments, got {len(args) + 1}")
    if len(args) == 1:
        stop = _bound(args[0], "Stop argument for islice()", None)
        return _islice(iter(iterable), 0, stop, 1)
    start = _bound(args[0], "Indices for islice()", 0)
    stop = _bound(args[1], "Stop argument for islice()", None)
    step = args[2] if len(args) == 3 and args[2] is not None else 1
    if not isinstance(step, int) or step < 1:
        raise ValueError("Step for islice() must be a positive integer or "
                         "None.")
    return _islice(iter(iterable), start, stop, step)


def _islice(it, start, stop, step):
    wanted = start
    i = 0
    if stop is not None and stop <= start:
        for _ in range(stop):
            next(it, None)
        return
    for x in it:
        if i == wanted:
            yield x
            wanted += step
        i += 1
        if stop is not None and (i >= stop or
                                 wanted >= stop and i >= stop):
            return


def product(*iterables, repeat=1):
    """All tuples with one element of each."""
    return _product([tuple(it) for it in iterables] * repeat)


def _product(pools):
    n = len(pools)
    if not all(pools):
        return
    at = [0] * n
    while True:
        yield tuple([pools[i][at[i]] for i in range(n)])
        i = n - 1
        while i >= 0:
            at[i] += 1
            if at[i] < len(pools[i]):
                break
            at[i] = 0
            i -= 1
        if i < 0:
            return


def permutations(iterable, r=None):
    """All orders of r elements."""
    pool = tuple(iterable)
    n = len(pool)
    r = n if r is None else r
    if r < 0:
        raise ValueError("r must be non-negative")
    return _permutations(pool, n, r)


def _permutations(pool, n, r):
    if r > n:
        return
    indices = list(range(n))
    cycles = list(range(n, n - r, -1))
    yield tuple([pool[i] for i in indices[:r]])
    while n:
        for i in reversed(range(r)):
            cycles[i] -= 1
            if cycles[i] == 0:
                indices[i:] = indices[i + 1:] + indices[i:i + 1]
                cycles[i] = n - i
            else:
                j = cycles[i]
                indices[i], indices[-j] = indices[-j], indices[i]
                yield tuple([pool[i] for i in indices[:r]])
                break
        else:
            return


def combinations(iterable, r):
    """All choices of r elements, in order."""
    if r < 0:
        raise ValueError("r must be non-negative")
    return _combinations(tuple(iterable), r)


def _combinations(pool, r):
    n = len(pool)
    if r > n:
        return
    at = list(range(r))
    while True:
        yield tuple([pool[i] for i in at])
        for i in reversed(range(r)):
            if at[i] != i + n - r:
                break
        else:
            return
        at[i] += 1
        for j in range(i + 1, r):
            at[j] = at[j - 1] + 1


def combinations_with_replacement(iterable, r):
    """All choices of r elements, each any number of times."""
    if r < 0:
        raise ValueError("r must be non-negative")
    return _combinations_replaced(tuple(iterable), r)


def _combinations_replaced(pool, r):
    n = len(pool)
    if not n and r:
        return
    at = [0] * r
    while True:
        yield tuple([pool[i] for i in at])
        for i in reversed(range(r)):
            if at[i] != n - 1:
                break
        else:
            return
        at[i:] = [at[i] + 1] * (r - i)


def groupby(iterable, key=None):
    """Runs of elements with the same key, as (key, iterator)."""
    return _groupby(iter(iterable), key)


def _groupby(it, key):
    state = {}

    def advance():
        for x in it:
            state["x"] = x
            state["k"] = x if key is None else key(x)
            return True
        state.clear()
        return False

    def group(k, number):
        while state and state["n"] == number and state["k"] == k:
            yield state["x"]
            n = state["n"]
            if not advance():
                return
            state["n"] = n if state["k"] == k else n + 1

    if not advance():
        return
    state["n"] = 0
    while state:
        k, number = state["k"], state["n"]
        yield k, group(k, number)
        while state and state["n"] == number:
            if not advance():
                return
            state["n"] = number if state["k"] == k else number + 1


def tee(iterable, n=2, /):
    """n iterators over the same elements."""
    if n < 0:
        raise ValueError("n must be >= 0")
    it = iter(iterable)
    queues = [[] for _ in range(n)]

    def one(mine):
        i = 0
        while True:
            if i == len(mine):
                mine.clear()
                i = 0
                for x in it:
                    break
                else:
                    return
                for q in queues:
                    q.append(x)
            x = mine[i]
            i += 1
            yield x

    return tuple([one(q) for q in queues])


def zip_longest(*iterables, fillvalue=None):
    """zip to the end of the longest."""
    return _zip_longest([iter(it) for it in iterables], fillvalue)


def _zip_longest(its, fill):
    left = len(its)
    done = [False] * left
    while left:
        row = []
        for i, it in enumerate(its):
            x = fill
            if not done[i]:
                x = next(it, _MISSING)
                if x is _MISSING:
                    x = fill
                    done[i] = True
                    left -= 1
            row.append(x)
        if left:
            yield tuple(row)
