# SPDX-License-Identifier: Apache-2.0
import textwrap, string
print(repr(textwrap.dedent("    a\n      b\n\n    c\n")))  # expect: 'a\n  b\n\nc\n'
print(repr(textwrap.dedent("  a\n\tb")), repr(textwrap.dedent("\n  x\n   \n  y")))  # expect: '  a\n\tb' '\nx\n\ny'
print(repr(textwrap.indent("a\n\nb\n", "> ")))  # expect: '> a\n\n> b\n'
text = "The quick brown fox jumped over the lazy dog, and then well-known-words happened."
print(textwrap.wrap(text, 20))  # expect: ['The quick brown fox', 'jumped over the lazy', 'dog, and then well-', 'known-words', 'happened.']
print(textwrap.fill(text, 30, initial_indent="* ", subsequent_indent="  "))
# expect: * The quick brown fox jumped
# expect:   over the lazy dog, and then
# expect:   well-known-words happened.
print(textwrap.wrap("aaaaaaaaaaaaaaaaaaaaaaa bb", 10), textwrap.wrap("", 10), textwrap.wrap("a  b   c", 3))  # expect: ['aaaaaaaaaa', 'aaaaaaaaaa', 'aaa bb'] [] ['a', 'b', 'c']
print(textwrap.shorten("Hello  world and others!", width=12), textwrap.shorten("Hello world", width=20))  # expect: Hello [...] Hello world
print(textwrap.wrap("x " * 20, 10, max_lines=2))  # expect: ['x x x x x', 'x x [...]']
print(string.ascii_letters, string.digits, string.hexdigits, repr(string.punctuation), repr(string.whitespace))  # expect: abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 0123456789abcdefABCDEF '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~' ' \t\n\r\x0b\x0c'
print(string.capwords("hello  wORLD"), string.Template("$a ${b} $$ $a").substitute(a=1, b="x"), string.Template("$q").safe_substitute())  # expect: Hello World 1 x $ 1 $q
