# SPDX-License-Identifier: Apache-2.0
# What edits of a selection give, as in Penzai: copies that share what was not
# selected.
from penzai import pz


@pz.pytree_dataclass
class Pair(pz.Struct):
    a: object
    b: object


tree = {"u": [1, 2, [3, 4]], "v": Pair(a=5, b=[6])}
ints = pz.select(tree).at_instances_of(int)

# ---- one by one
print(ints.apply(lambda x: x * 10)["u"])
# expect: [10, 20, [30, 40]]
print(ints.apply(lambda x: -x)["v"].a, tree["v"].a)
# expect: -5 5
print(ints.apply(lambda p, x: len(p), with_keypath=True)["u"])
# expect: [2, 2, [3, 3]]
print(ints.apply(lambda x: x + 1, keep_selected=True).get_sequence())
# expect: (2, 3, 4, 5, 6, 7)
print(ints.apply_with_selected_index(lambda i, x: (i, x))["u"])
# expect: [(0, 1), (1, 2), [(2, 3), (3, 4)]]
print(ints.set(0)["v"].b)
# expect: [0]
print(ints.set_sequence([11, 12, 13, 14, 15, 16])["u"])
# expect: [11, 12, [13, 14]]
print(ints.set_sequence(iter("abcdef"))["v"].b)
# expect: ['f']
by = ints.get_by_path()
print(list(by.values()))
# expect: [1, 2, 3, 4, 5, 6]
print(ints.set_by_path({k: v * 2 for k, v in by.items()})["u"])
# expect: [2, 4, [6, 8]]
print(ints.set_by_path(lambda p: len(p))["u"])
# expect: [2, 2, [3, 3]]
first = ints.get_keypaths()[0]
print(pz.select(tree).select_and_set_by_path({first: "one"})["u"])
# expect: ['one', 2, [3, 4]]
print(ints.deselect() == tree)
# expect: True

# ---- what was not selected is shared
new = pz.select(tree).at(lambda t: t["v"].a).set(7)
print(new["v"] is tree["v"], new["v"].a)
# expect: False 7
print(tree["v"].a)
# expect: 5
same = pz.select(tree).at_instances_of(float).count()
print(same)
# expect: 0

# ---- elements of lists and tuples
print(pz.select([1, 2, 3]).at_equal_to(2).remove_from_parent())
# expect: [1, 3]
print(pz.select((1, 2, 3)).at_equal_to(2).remove_from_parent())
# expect: (1, 3)
print(pz.select([1, 2, 3]).at_equal_to(2).insert_after("x"))
# expect: [1, 2, 'x', 3]
print(pz.select([1, 2, 3]).at_instances_of(int).insert_before(0))
# expect: [0, 1, 0, 2, 0, 3]
print(pz.select([[1], 2]).at_instances_of(int).apply_and_inline(lambda x: [x] * x))
# expect: [[1], 2, 2]
print(pz.select([1, 2]).at_instances_of(int).insert_after("n", and_select=True).get_sequence())
# expect: ('n', 'n')
print(pz.select([1, 2]).at_instances_of(int).insert_before("n", and_select=True).set_sequence(["p", "q"]))
# expect: ['p', 1, 'q', 2]

# ---- partition and combine
left, right = ints.partition()
print(left["u"][0], type(right["u"][0]).__name__, type(left["w"]).__name__ if "w" in left else "-")
# expect: 1 NotInThisPartition -
print(pz.combine(left, right) == tree)
# expect: True
left, right = pz.select(tree).at(lambda t: t["u"]).partition(at_leaves=True)
print(type(left["v"].a).__name__, right["v"].a, left["u"])
# expect: NotInThisPartition 5 [1, 2, [3, 4]]
print(pz.combine(right, left) == tree)
# expect: True

# ---- recursion over children
def double(t):
    if isinstance(t, int):
        return 2 * t
    return pz.select(t).at_children().apply(double)


print(double(tree)["u"], double(tree)["v"].b)
# expect: [2, 4, [6, 8]] [12]

# ---- layers
model = pz.nn.Sequential([pz.nn.Identity(), pz.nn.Residual(delta=pz.nn.Sequential([pz.nn.Softmax("a"), pz.nn.Identity()]))])
print([type(l).__name__ for l in pz.select(model).at_instances_of(pz.nn.Softmax).insert_after(pz.nn.Identity()).sublayers[1].delta.sublayers])
# expect: ['Softmax', 'Identity', 'Identity']
print(len(pz.select(model).at_instances_of(pz.nn.Identity).remove_from_parent().sublayers))
# expect: 1
print([pz.pretty_keystr(p, model) for p in pz.select(model).at_instances_of(pz.nn.Identity).get_keypaths()])
# expect: ['Sequential.sublayers[0]', 'Sequential.sublayers[1]/Residual.delta/Sequential.sublayers[1]']
print(pz.select(model).at_instances_of(pz.nn.Softmax).apply(lambda l: pz.nn.Softmax("b")).sublayers[1].delta.sublayers[0].axes)
# expect: b
