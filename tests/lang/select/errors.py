# SPDX-License-Identifier: Apache-2.0
# What is refused, with the same kind of error as in Penzai.
from penzai import pz


def kind(f):
    try:
        f()
    except Exception as e:
        return type(e).__name__
    return "nothing"


tree = [1, 2, {"k": 3}]
root = pz.select(tree)
ints = root.at_instances_of(int)
print(kind(lambda: ints.get()))
# expect: ValueError
print(kind(lambda: root.at_instances_of(str).get()))
# expect: ValueError
print(kind(lambda: root.at(lambda t: 17)))
# expect: ValueError
print(kind(lambda: root.at(lambda t: t[9])))
# expect: IndexError
print(kind(lambda: root.at(lambda t: (t[0], t[1]), multiple=False)))
# expect: ValueError
print(kind(lambda: root.at(lambda t: (t[2], t[2]["k"]), multiple=True)))
# expect: ValueError
print(kind(lambda: root.at_subtrees_where(lambda x: 1)))
# expect: ValueError
print(kind(lambda: ints.assert_count_is(2)))
# expect: AssertionError
print(kind(lambda: ints.set_sequence([1])))
# expect: KeyError
print(kind(lambda: ints.set_by_path({})))
# expect: KeyError
print(kind(lambda: root.remove_from_parent()))
# expect: ValueError
print(kind(lambda: root.at(lambda t: t[2]["k"]).insert_after(0)))
# expect: ValueError
print(kind(lambda: root.at(lambda t: t[2]["k"]).remove_from_parent()))
# expect: ValueError
print(kind(lambda: ints.flatten_selected_selections()))
# expect: ValueError
print(kind(lambda: ints.refine(lambda x: x)))
# expect: ValueError
print(kind(lambda: ints.set_sequence([1, 2, 3, 4])))
# expect: nothing
