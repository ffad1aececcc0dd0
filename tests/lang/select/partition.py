# SPDX-License-Identifier: Apache-2.0
# Trees in parts, at subtrees and at leaves, and together again.
from penzai import pz

tree = {"a": {"a1": 1, "a2": 2}, "b": {"b1": 3, "b2": 4}, "c": {"c1": 5, "c2": 6}}
some = pz.select(tree).at(lambda t: (t["a"], t["b"]["b1"]), multiple=True)


def show(t):
    if isinstance(t, dict):
        return {k: show(v) for k, v in t.items()}
    return "-" if isinstance(t, pz.NotInThisPartition) else t


left, right = some.partition()
print(show(left))
# expect: {'a': {'a1': 1, 'a2': 2}, 'b': {'b1': 3, 'b2': '-'}, 'c': '-'}
print(show(right))
# expect: {'a': '-', 'b': {'b1': '-', 'b2': 4}, 'c': {'c1': 5, 'c2': 6}}
print(pz.combine(left, right) == tree)
# expect: True
left, right = some.partition(at_leaves=True)
print(show(left))
# expect: {'a': {'a1': 1, 'a2': 2}, 'b': {'b1': 3, 'b2': '-'}, 'c': {'c1': '-', 'c2': '-'}}
print(show(right))
# expect: {'a': {'a1': '-', 'a2': '-'}, 'b': {'b1': '-', 'b2': 4}, 'c': {'c1': 5, 'c2': 6}}
print(pz.combine(right, left) == tree)
# expect: True
one, rest = pz.select(tree).at_equal_to(1).partition()
two, rest = pz.select(rest).at_equal_to(6).partition()
print(show(rest))
# expect: {'a': {'a1': '-', 'a2': 2}, 'b': {'b1': 3, 'b2': 4}, 'c': {'c1': 5, 'c2': '-'}}
print(pz.combine(two, rest, one) == tree)
# expect: True
print(show(pz.combine(two, one)))
# expect: {'a': {'a1': 1, 'a2': '-'}, 'b': '-', 'c': {'c1': '-', 'c2': 6}}
print(pz.combine() == pz.NotInThisPartition())
# expect: True


def fails(*parts):
    try:
        pz.combine(*parts)
    except ValueError:
        return "ValueError"
    return "no error"


print(fails([1], [2]))
# expect: ValueError
print(fails([1, 2], [3]))
# expect: ValueError
print(fails({"a": 1}, {"b": 2}))
# expect: ValueError
print(fails([left], [right]), fails(None, None))
# expect: no error no error
