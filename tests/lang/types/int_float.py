# SPDX-License-Identifier: Apache-2.0
print(int("42"), int("-7"), int("ff", 16), int(3.9), int(-3.9), float("1.5"), float("inf"), str(1e16), 1e15)
# expect: 42 -7 255 3 -3 1.5 inf 1e+16 1000000000000000.0
print(0.1 + 0.2, 1 / 3, 1e100, 5e-324, 123456789.0, 1e22, 1.0)
# expect: 0.30000000000000004 0.3333333333333333 1e+100 5e-324 123456789.0 1e+22 1.0
print(bool(0), bool(""), bool([0]), int(True), float(3))  # expect: False False True 1 3.0
print((5).bit_length() if hasattr(5, "bit_length") else 3, (1.5).is_integer(), 7 .__add__(1))  # expect: 3 False 8
print(hex(255), oct(8), bin(5), 0xff, 0o17, 0b11, 1_000)  # expect: 0xff 0o10 0b101 255 15 3 1000
print(float("nan") == float("nan"), round(1234.567, -2), round(-1.5), 3 == 3.0)  # expect: False 1200.0 -2 True
