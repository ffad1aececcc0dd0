# SPDX-License-Identifier: Apache-2.0
x = 3.14159
name = "pz"
print(f"{x:.2f} {name!r} {name:>5}| {x=:.1f} {name=}")  # expect: 3.14 'pz'    pz| x=3.1 name='pz'
w = 8
print(f"{x:{w}.3f}|{name:*^{w}}|")  # expect:    3.142|***pz***|
print(f"{{}} {1 + 1} {'nested ' + f'{name}'}")  # expect: {} 2 nested pz
print(f"{10:05d} {255:x} {255:#x} {1234567:,} {0.25:.0%} {-5:+d} {5:+d}")  # expect: 00010 ff 0xff 1,234,567 25% -5 +5
print(f"{[1, 2]} { {'a': 1}['a'] } {(lambda: 2)()}")  # expect: [1, 2] 1 2
print(f"a" "b" f"{1}" "c")  # expect: ab1c
print(f"{'x'!s:>3}{'é'!a}")  # expect:   x'\xe9'
