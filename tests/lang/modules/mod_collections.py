# SPDX-License-Identifier: Apache-2.0
from collections import OrderedDict, defaultdict, Counter, deque, namedtuple, ChainMap
d = OrderedDict(a=1, b=2)
d["c"] = 3
d.move_to_end("a")
print(d, list(d), d.popitem(), d.popitem(last=False))  # expect: OrderedDict([('c', 3)]) ['b', 'c', 'a'] ('a', 1) ('b', 2)
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1})  # expect: False True
dd = defaultdict(list)
dd["x"].append(1); dd["y"]
print(dd, dd["x"], len(dd), dd.get("z"), "z" in dd, isinstance(dd, dict))  # expect: defaultdict(<class 'list'>, {'x': [1], 'y': []}) [1] 2 None False True
n = defaultdict(int); n["a"] += 2; print(dict(n))  # expect: {'a': 2}
try:
    defaultdict()["k"]
except KeyError as e:
    print(repr(e))  # expect: KeyError('k')
c = Counter("abracadabra")
print(c, c["z"], c.most_common(2), c.total(), sorted(c.elements())[:4])  # expect: Counter({'a': 5, 'b': 2, 'r': 2, 'c': 1, 'd': 1}) 0 [('a', 5), ('b', 2)] 11 ['a', 'a', 'a', 'a']
c.update("aaa"); c.subtract({"b": 5}); print(c["a"], c["b"])  # expect: 8 -3
print(Counter(a=3, b=1) + Counter(a=1, c=2), Counter(a=3, b=1) - Counter(a=1, b=2))  # expect: Counter({'a': 4, 'c': 2, 'b': 1}) Counter({'a': 2})
print(Counter(a=3, b=1) & Counter(a=1, b=2), Counter(a=3) | Counter(a=1, b=2), Counter() == Counter(a=0))  # expect: Counter({'a': 1, 'b': 1}) Counter({'a': 3, 'b': 2}) True
q = deque([1, 2, 3], maxlen=3)
q.append(4); print(q, len(q), q[0], q[-1])  # expect: deque([2, 3, 4], maxlen=3) 3 2 4
q.appendleft(9); print(q)  # expect: deque([9, 2, 3], maxlen=3)
q = deque(range(5)); q.rotate(2); print(q, q.popleft(), q.pop(), list(q), 2 in q)  # expect: deque([4, 0, 1]) 3 2 [4, 0, 1] False
q.extendleft("ab"); print(q, q.index(0), q.count("a"), bool(deque()))  # expect: deque(['b', 'a', 4, 0, 1]) 3 1 False
try:
    deque().popleft()
except IndexError as e:
    print(e)  # expect: pop from an empty deque
q = deque()
for i in range(100):
    q.append(i); q.append(-i); q.popleft()
print(len(q), q[0], q[99], sum(q))  # expect: 100 50 -99 0
for i in range(50): q.appendleft(i)
print(len(q), q[0], q[49], q[50])  # expect: 150 49 0 50
P = namedtuple("P", "x y z", defaults=[0])
p = P(1, y=2)
print(p, p.x, p[1], p.z, p._fields, p._asdict(), p._replace(x=5), P._make([7, 8, 9]), p == (1, 2, 0))  # expect: P(x=1, y=2, z=0) 1 2 0 ('x', 'y', 'z') {'x': 1, 'y': 2, 'z': 0} P(x=5, y=2, z=0) P(x=7, y=8, z=9) True
x, y, z = p; print(x, y, z, isinstance(p, tuple), P._field_defaults, len(p), hash(p) == hash((1, 2, 0)))  # expect: 1 2 0 True {'z': 0} 3 True
try:
    P()
except TypeError as e:
    print(e)  # expect: P.__new__() missing 2 required positional arguments: 'x' and 'y'
try:
    P(1, 2, 3, 4)
except TypeError as e:
    print(e)  # expect: P.__new__() takes from 3 to 4 positional arguments but 5 were given
try:
    p.x = 3
except AttributeError as e:
    print("AttributeError")  # expect: AttributeError
class Q(namedtuple("Q", ["a", "b"])):
    def total(self): return self.a + self.b
print(Q(1, 2), Q(1, 2).total())  # expect: Q(a=1, b=2) 3
m = ChainMap({"a": 1}, {"a": 2, "b": 3}); m["c"] = 4
print(m["a"], m["b"], m.maps[0], sorted(m), len(m), m.get("q", 0))  # expect: 1 3 {'a': 1, 'c': 4} ['a', 'b', 'c'] 3 0
# texts of Python 3.11
