# SPDX-License-Identifier: Apache-2.0
d = {"b": 1, "a": 2}
d["c"] = 3
print(d, list(d), d.get("z"), d.get("z", 0), d.pop("b"), d.setdefault("q", []))
# expect: {'a': 2, 'c': 3, 'q': []} ['b', 'a', 'c'] None 0 1 []
print(list(d.items()), list(d.values()), "a" in d, len(d))  # expect: [('a', 2), ('c', 3), ('q', [])] [2, 3, []] True 3
d.update({"a": 9}, k=1)
print(d, d | {"n": 1})  # expect: {'a': 9, 'c': 3, 'q': [], 'k': 1} {'a': 9, 'c': 3, 'q': [], 'k': 1, 'n': 1}
for k in list(d):
    if k == "q": del d[k]
print(d, dict(a=1), dict([("x", 1)]), {**d})
# expect: {'a': 9, 'c': 3, 'k': 1} {'a': 1} {'x': 1} {'a': 9, 'c': 3, 'k': 1}
print({1: "a", 1.0: "b", True: "c"}, {(1, 2): 3}[1, 2])  # expect: {1: 'c'} 3
print(sorted(d.items(), key=lambda kv: kv[1]))  # expect: [('k', 1), ('c', 3), ('a', 9)]
