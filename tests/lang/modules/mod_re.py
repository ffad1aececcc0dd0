# SPDX-License-Identifier: Apache-2.0
import re
print(re.match(r"(\w+)\s(\w+)", "Isaac Newton, physicist").groups(), re.match("b", "ab"), re.search("b", "ab").span())  # expect: ('Isaac', 'Newton') None (1, 2)
m = re.search(r"(?P<y>\d{4})-(?P<m>\d\d)", "on 2024-05-06")
print(m, m.group("y"), m["m"], m.groupdict(), m.start(), m.end("m"), m.span(1), m.lastgroup, m.lastindex, m.group(0, 1), m.regs)  # expect: <re.Match object; span=(3, 10), match='2024-05'> 2024 05 {'y': '2024', 'm': '05'} 3 10 (3, 7) m 2 ('2024-05', '2024') ((3, 10), (3, 7), (8, 10))
print(re.findall(r"\d+", "a1bb22"), re.findall(r"(a)(b)?", "abaa"), re.findall("x*", "axb"), re.findall(r"(\w)\d", "a1b2"))  # expect: ['1', '22'] [('a', 'b'), ('a', ''), ('a', '')] ['', 'x', '', ''] ['a', 'b']
print(re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.subn("x", "y", "axx"))  # expect: world hello bAnAna ('ayy', 2)
print(re.sub(r"(?P<n>\d)", r"<\g<n>\g<0>\n>", "a1"), re.sub("x*", "-", "abxd"), re.sub(r"\b", "|", "hi you"))
# expect: a<11
# expect: > -a-b--d- |hi| |you|
print(re.split(r"[,;]\s*", "a, b;c"), re.split(r"(,)", "a,b"), re.split("x*", "axbc"), re.split(",", "a,b,c", maxsplit=1), re.split(r"(a)|b", "1b2a3"))  # expect: ['a', 'b', 'c'] ['a', ',', 'b'] ['', 'a', '', 'b', 'c', ''] ['a', 'b,c'] ['1', None, '2', 'a', '3']
print([(m.group(), m.span()) for m in re.finditer(r"é|ü+", "aéüüé")], re.search("😀", "é😀x").span(), re.findall(r"\w+", "naïve café"))  # expect: [('é', (1, 2)), ('üü', (2, 4)), ('é', (4, 5))] (1, 2) ['naïve', 'café']
print(re.fullmatch("a|ab", "ab"), re.fullmatch("a", "ab"), re.compile("b").match("ab", 1), re.compile("^b").match("ab", 1), re.compile("a").search("ba", 0, 1))  # expect: <re.Match object; span=(0, 2), match='ab'> None <re.Match object; span=(1, 2), match='b'> None None
print(re.findall("(?i)AB", "abAB"), re.findall("^a", "a\na", re.M), re.findall("a.b", "a\nb", re.DOTALL), re.findall("a.b", "a\nb"), re.findall(r"(?x) a  b # c", "ab"))  # expect: ['ab', 'AB'] ['a', 'a'] ['a\nb'] [] ['ab']
print(re.search(r"a\Z", "a\n"), re.search(r"a$", "a\n") is not None, re.findall(r"\d", "1٣", re.A), re.findall(r"\d", "1٣"), re.findall("(?s:.)x", "\nx"))  # expect: None True ['1'] ['1', '٣'] ['\nx']
print(re.escape("a.b*c [x]"), re.compile("a(b)(?P<z>c)").groups, dict(re.compile("a(?P<z>c)").groupindex), re.compile("a", re.I | re.M).flags, re.compile("x", re.I))  # expect: a\.b\*c\ \[x\] 2 {'z': 1} 42 re.compile('x', re.IGNORECASE)
print(re.findall(r"a{,2}b", "aaab"), re.findall(r"[]x]", "]x"), re.findall(r"[[a]", "[a"), re.findall(r"[\w-]+", "a-b c"), re.findall(r"(?<=a)b|(?<!a)c", "abcac"), re.findall(r"(a)(?(1)b|c)", "abc"))  # expect: ['aab'] [']', 'x'] ['[', 'a'] ['a-b', 'c'] ['b', 'c'] ['a']
print(re.findall(rb"\w+", b"ab \xe9 c"), re.sub(b"a", b"b", b"aa"), re.findall("\u00e9", "É", re.I), re.findall(r"\u00e9\x41", "éA"), re.findall(r"(\w)\1", "aabbc"))  # expect: [b'ab', b'c'] b'bb' ['É'] ['éA'] ['a', 'b']
for p in ["(", "a)", "[a", "*", "a**", "(?P<1>a)", r"\q", "(?z)", "a{2,1}", r"\1", "(?P=x)"]:
    try:
        re.compile(p)
    except re.error as e:
        print(type(e).__name__ == "error", p)
        # expect: True (
        # expect: True a)
        # expect: True [a
        # expect: True *
        # expect: True a**
        # expect: True (?P<1>a)
        # expect: True \q
        # expect: True (?z)
        # expect: True a{2,1}
        # expect: True \1
        # expect: True (?P=x)
for r in [r"\q", r"\g<9>", r"\g<", "\\"]:
    try:
        re.sub("(a)", r, "a")
    except re.error as e:
        print(e)
        # expect: bad escape \q at position 0
        # expect: invalid group reference 9 at position 3
        # expect: missing group name at position 3
        # expect: bad escape (end of pattern) at position 0
try:
    re.sub("a", r"\g<q>", "a")
except IndexError as e: print(e)  # expect: unknown group name 'q'
try:
    re.match("a", b"a")
except TypeError as e: print(e)  # expect: cannot use a string pattern on a bytes-like object
try:
    re.match("a", 3)
except TypeError as e: print(e)  # expect: expected string or bytes-like object, got 'int'
try:
    m.group(7)
except IndexError as e: print(e)  # expect: no such group
print(m.expand(r"\1/\g<m>"), bool(m), re.match("(a)|b", "b").groups("-"), re.match("(a)|b", "b").group(1))  # expect: 2024/05 True ('-',) None
# texts of Python 3.11
