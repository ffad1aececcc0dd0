# SPDX-License-Identifier: Apache-2.0
# What each method of a selection selects, as Penzai does. Trees of plain
# containers, so that the structure is all there is.
import dataclasses
from penzai import pz


@pz.pytree_dataclass
class Foo(pz.Struct):
    a: object
    b: object


@pz.pytree_dataclass
class Bar(pz.Struct):
    x: object
    name: str = dataclasses.field(metadata={"pytree_node": False})


def paths(s):
    return [pz.pretty_keystr(p, tree) for p in s.get_keypaths()]


tree = {"u": [1, 2, [3, 4]], "v": Foo(a=5, b=Foo(a="six", b=())), "w": None}
root = pz.select(tree)
print(root.count(), root.get() is tree, root.is_empty(), bool(root), len(root))
# expect: 1 True False True 1

# ---- at
print(root.at(lambda t: t["u"][2]).get())
# expect: [3, 4]
print(root.at(lambda t: t["v"].b.a).get())
# expect: six
print(root.at(lambda t: (t["u"][0], t["v"]), multiple=True).get_sequence()[0])
# expect: 1
print(paths(root.at(lambda t: [t["u"], t["v"].b], multiple=True)))
# expect: ["['u']", "['v']/Foo.b"]
print(paths(root.at(lambda t: t["v"]).at(lambda f: f.b)))
# expect: ["['v']/Foo.b"]
print(paths(root.at(lambda t: t["v"].b.b)))
# expect: ["['v']/Foo.b/Foo.b"]

# ---- by type
print(paths(root.at_instances_of(int)))
# expect: ["['u'][0]", "['u'][1]", "['u'][2][0]", "['u'][2][1]", "['v']/Foo.a"]
print(paths(root.at_instances_of(Foo)))
# expect: ["['v']"]
print(paths(root.at_instances_of(Foo, innermost=True)))
# expect: ["['v']/Foo.b"]
print(paths(root.at_instances_of((Foo, list))))
# expect: ["['u']", "['v']"]
print(paths(root.at_instances_of(Foo | str)))
# expect: ["['v']"]
print(paths(root.at_instances_of(dict)))
# expect: ['']
print(root.at_instances_of(Bar).count())
# expect: 0
print(root.at_instances_of(Foo).at_instances_of(int).get_sequence())
# expect: (5,)

# ---- by a function
print(root.at_subtrees_where(lambda x: x == 4).get())
# expect: 4
print(paths(root.at_subtrees_where(lambda x: isinstance(x, (list, int)))))
# expect: ["['u']", "['v']/Foo.a"]
print(paths(root.at_subtrees_where(lambda p, x: len(p) == 2, with_keypath=True)))
# expect: ["['u'][0]", "['u'][1]", "['u'][2]", "['v']/Foo.a", "['v']/Foo.b"]
print(root.at_instances_of(int).where(lambda x: x % 2).get_sequence())
# expect: (1, 3, 5)
print(root.at_instances_of(int).where(lambda p, x: len(p) == 2, with_keypath=True).get_sequence())
# expect: (1, 2, 5)
print(paths(root.at_equal_to(3)))
# expect: ["['u'][2][0]"]
print(paths(root.at_equal_to([3, 4])))
# expect: ["['u'][2]"]
print(paths(root.at_equal_to(2.0)))
# expect: ["['u'][1]"]

# ---- by place
print(paths(root.at_children()))
# expect: ["['u']", "['v']", "['w']"]
print(paths(root.at_children().at_children()))
# expect: ["['u'][0]", "['u'][1]", "['u'][2]", "['v']/Foo.a", "['v']/Foo.b"]
print(root.at_pytree_leaves().get_sequence())
# expect: (1, 2, 3, 4, 5, 'six')
print(paths(root.at_childless()))
# expect: ["['u'][0]", "['u'][1]", "['u'][2][0]", "['u'][2][1]", "['v']/Foo.a", "['v']/Foo.b/Foo.a", "['v']/Foo.b/Foo.b", "['w']"]
some = root.at_instances_of(int).get_keypaths()
print(paths(root.at_keypaths(some[1:3])))
# expect: ["['u'][1]", "['u'][2][0]"]
print(root.at_keypaths([some[0], some[0]]).count())
# expect: 1

# ---- among the selected
ints = root.at_instances_of(int)
print(ints.pick_nth_selected(0).get(), ints.pick_nth_selected(4).get())
# expect: 1 5
print(ints.pick_nth_selected([3, 1]).get_sequence())
# expect: (2, 4)
print(ints.pick_nth_selected(17).count())
# expect: 0
print(ints.assert_count_is(5).count())
# expect: 5

# ---- the rest
print(paths(ints.invert()))
# expect: ["['v']/Foo.b", "['w']"]
print(paths(root.at_instances_of(list).invert()))
# expect: ["['v']", "['w']"]
print(root.invert().count(), root.at_instances_of(Bar).invert().count())
# expect: 0 1
print(paths(root.at_instances_of(Foo).refine(lambda f: pz.select(f).at(lambda g: g.a))))
# expect: ["['v']/Foo.a"]

# ---- static fields belong to the shape
bars = [Bar(x=1, name="p"), Bar(x=[2], name="q")]
print(pz.select(bars).at_instances_of(str).count())
# expect: 0
print(pz.select(bars).at_instances_of(int).get_sequence())
# expect: (1, 2)
print(pz.select(bars[0]).at_children().get())
# expect: 1
print(Foo(a=1, b=2).select().at_instances_of(int).get_sequence())
# expect: (1, 2)
