# SPDX-License-Identifier: Apache-2.0
"""Strings: building, splitting, searching, formatting, code points."""

TEXT = ("It was the best of times, it was the worst of times, it was the age "
        "of wisdom; it was the age of foolishness - and nobody knew. ")


def build(n):
    line = ""
    for i in range(n):
        line += chr(97 + i % 26)
        if i % 60 == 59:
            line += "\n"
    return sum(len(part) for part in line.split("\n")), line.count("xyz")


def words(text):
    counts = {}
    for word in text.split():
        word = word.strip(",.;-").lower()
        if word:
            counts[word] = counts.get(word, 0) + 1
    order = sorted(counts, key=lambda w: (-counts[w], w))
    return " ".join(f"{w}:{counts[w]}" for w in order[:5])


def caesar(text, shift):
    out = []
    for ch in text:
        if "a" <= ch <= "z":
            out.append(chr((ord(ch) - 97 + shift) % 26 + 97))
        elif ch.isupper():
            out.append(chr((ord(ch) - 65 + shift) % 26 + 65))
        else:
            out.append(ch)
    return "".join(out)


def palindromes(limit):
    found = 0
    for i in range(limit):
        s = str(i)
        if s == s[::-1]:
            found += 1
    return found


def table(rows):
    total = 0
    for i in range(rows):
        line = f"{i:>6} | {i * 37 % 1000:05d} | {i / 7:8.3f} | {'x' * (i % 5)!r}"
        total += len(line) + line.count(" ")
        total += len("%s=%d" % ("key", i)) + len("{}-{:x}".format(i, i))
    return total


def parse(n):
    source = ";".join(f"name{i} = {i * i % 101} , flag" for i in range(n))
    total = 0
    for field in source.split(";"):
        key, _, rest = field.partition(" = ")
        value, flag = (part.strip() for part in rest.split(","))
        if key.startswith("name") and flag.endswith("ag"):
            total += int(value) + int(key[4:])
    return total


def scan(text):
    """A lexer as people write it: one character at a time."""
    i = names = blanks = 0
    while i < len(text):
        if text[i].isalpha():
            j = i
            while j < len(text) and text[j].isalpha():
                j += 1
            if text[i:j] in ("it", "was", "age"):
                names += 1
            i = j
        else:
            blanks += text[i] == " "
            i += 1
    return names, blanks


def search(text):
    at, hits = text.find("the"), 0
    while at >= 0:
        hits += 1
        at = text.find("the", at + 1)
    swapped = text.replace("was", "is").replace("it", "IT").upper()
    return hits, swapped.count("IT IS"), text.rfind("nobody"), \
        "".join(reversed(text[:50])).title()


def wide(n):
    s = "naïve café, Δελτα, 木曜日 " * n
    upper = sum(ch.isupper() for ch in s)
    return upper, len(s.encode("utf-8")), s[len(s) // 2], s.index("曜")


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a):
        last, row[0] = row[0], i + 1
        for j, y in enumerate(b):
            cost = last if x == y else 1 + min(last, row[j], row[j + 1])
            last, row[j + 1] = row[j + 1], cost
    return row[-1]


def main():
    text = TEXT * 800
    print(*build(2000000), words(TEXT * 5000), len(caesar(text * 4, 3)),
          palindromes(1000000), table(200000), parse(200000), *scan(text * 3),
          *search(TEXT * 20000), *wide(20000), distance(text[:900], text[40:950]))


main()
