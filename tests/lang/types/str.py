# SPDX-License-Identifier: Apache-2.0
s = "Hello, World"
print(s.upper(), s.lower(), s.split(", "), s.replace("l", "L"), s.find("W"), s[::-1])
# expect: HELLO, WORLD hello, world ['Hello', 'World'] HeLLo, WorLd 7 dlroW ,olleH
print("-".join(["a", "b"]), " x ".strip(), "abc".startswith("ab"), "a,b,,c".split(","))
# expect: a-b x True ['a', 'b', '', 'c']
print("%s %d %.2f %r" % ("a", 3, 1.5, "q"), "{} {1} {x}".format if False else "{0} {x:>4}".format(1, x=2))
# expect: a 3 1.50 'q' 1    2
print("ab" * 3, "a" + "b", len("héllo"), ord("é"), chr(233), "é".encode())  # expect: ababab ab 5 233 é b'\xc3\xa9'
print(repr("it's"), repr('"'), repr("\n\t\\"), "a\x41\u00e9")  # expect: "it's" '"' '\n\t\\' aAé
print("abc".isalpha(), "12".isdigit(), "aXb".title(), "x".center(5, "*"), "7".zfill(3))
# expect: True True Axb **x** 007
print(sorted("banana"), "banana".count("an"), "a-b".partition("-"))
# expect: ['a', 'a', 'a', 'b', 'n', 'n'] 2 ('a', '-', 'b')
