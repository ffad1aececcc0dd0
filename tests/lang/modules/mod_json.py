# SPDX-License-Identifier: Apache-2.0
import json
print(json.dumps({"a": [1, 2.5, None, True, False, "é\n\"\\\x01😀"], "b": {}, "c": [], 1: 2, None: 3}))  # expect: {"a": [1, 2.5, null, true, false, "\u00e9\n\"\\\u0001\ud83d\ude00"], "b": {}, "c": [], "1": 2, "null": 3}
print(json.dumps("é😀", ensure_ascii=False))  # expect: "é😀"
print(json.dumps([1, {"a": (1, 2)}], indent=2))
# expect: [
# expect:   1,
# expect:   {
# expect:     "a": [
# expect:       1,
# expect:       2
# expect:     ]
# expect:   }
# expect: ]
print(json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":")))  # expect: {"a":2,"b":1}
print(json.dumps([float("nan"), float("inf"), -float("inf"), 1e100, 0.1, -0.0]))  # expect: [NaN, Infinity, -Infinity, 1e+100, 0.1, -0.0]
try:
    json.dumps({1, 2})
except TypeError as e: print(e)  # expect: Object of type set is not JSON serializable
try:
    json.dumps({(1, 2): 3})
except TypeError as e: print(e)  # expect: keys must be str, int, float, bool or None, not tuple
try:
    json.dumps(float("nan"), allow_nan=False)
except ValueError as e: print(e)  # expect: Out of range float values are not JSON compliant
a = []; a.append(a)
try:
    json.dumps(a)
except ValueError as e: print(e)  # expect: Circular reference detected
print(json.dumps({1, 2}, default=sorted), json.dumps([], indent=1), json.dumps({}, indent=1))  # expect: [1, 2] [] {}
print(json.loads('{"a": [1, -2.5e3, null, true, false, "\\u00e9\\n\\ud83d\\ude00\\/"], "b": {}, "c": []}'))  # expect: {'a': [1, -2500.0, None, True, False, 'é\n😀/'], 'b': {}, 'c': []}
print(json.loads(" [1 , 2 ] "), json.loads("NaN"), json.loads("-Infinity"), json.loads("0"), json.loads('""'))  # expect: [1, 2] nan -inf 0 
print(json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d.items())))  # expect: [('a', [('b', 1)])]
print(json.loads('[1.5, 2]', parse_float=str, parse_int=lambda s: s + "!"))  # expect: ['1.5', '2!']
print(json.loads(b'{"x": "\xc3\xa9"}'))  # expect: {'x': 'é'}
for s in ["", "{", "[1,", "[1 2]", '{"a" 1}', '{"a": 1,}', "[1,]", "tru", '"abc', '"\\q"', '"\\u12"', "1 2", "{1: 2}", '"a\nb"', "[1]]", "-", "01", '{"a":}']:
    try:
        print(json.loads(s))
    except json.JSONDecodeError as e:
        print(type(e).__name__, e, e.lineno, e.colno, e.pos)
        # expect: JSONDecodeError Expecting value: line 1 column 1 (char 0) 1 1 0
        # expect: JSONDecodeError Expecting property name enclosed in double quotes: line 1 column 2 (char 1) 1 2 1
        # expect: JSONDecodeError Expecting value: line 1 column 4 (char 3) 1 4 3
        # expect: JSONDecodeError Expecting ',' delimiter: line 1 column 4 (char 3) 1 4 3
        # expect: JSONDecodeError Expecting ':' delimiter: line 1 column 6 (char 5) 1 6 5
        # expect: JSONDecodeError Expecting property name enclosed in double quotes: line 1 column 9 (char 8) 1 9 8
        # expect: JSONDecodeError Expecting value: line 1 column 4 (char 3) 1 4 3
        # expect: JSONDecodeError Expecting value: line 1 column 1 (char 0) 1 1 0
        # expect: JSONDecodeError Unterminated string starting at: line 1 column 1 (char 0) 1 1 0
        # expect: JSONDecodeError Invalid \escape: line 1 column 2 (char 1) 1 2 1
        # expect: JSONDecodeError Invalid \uXXXX escape: line 1 column 3 (char 2) 1 3 2
        # expect: JSONDecodeError Extra data: line 1 column 3 (char 2) 1 3 2
        # expect: JSONDecodeError Expecting property name enclosed in double quotes: line 1 column 2 (char 1) 1 2 1
        # expect: JSONDecodeError Invalid control character at: line 1 column 3 (char 2) 1 3 2
        # expect: JSONDecodeError Extra data: line 1 column 4 (char 3) 1 4 3
        # expect: JSONDecodeError Expecting value: line 1 column 1 (char 0) 1 1 0
        # expect: JSONDecodeError Extra data: line 1 column 2 (char 1) 1 2 1
        # expect: JSONDecodeError Expecting value: line 1 column 6 (char 5) 1 6 5
print(json.loads(json.dumps({"k": "v" * 3, "n": [0, [1, [2, []]]]})))  # expect: {'k': 'vvv', 'n': [0, [1, [2, []]]]}
# texts of Python 3.11
