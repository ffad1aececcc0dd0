# SPDX-License-Identifier: Apache-2.0
import math
print(math.sqrt(2), math.pi, math.e, math.tau, math.inf, math.nan)  # expect: 1.4142135623730951 3.141592653589793 2.718281828459045 6.283185307179586 inf nan
print(math.floor(2.7), math.ceil(2.1), math.trunc(-2.7), math.floor(-0.5), math.floor(5), math.ceil(True))  # expect: 2 3 -2 -1 5 1
print(math.exp(1), math.log(10), math.log(8, 2), math.log2(8), math.log10(1000), math.log1p(1e-10), math.expm1(1e-10))  # expect: 2.718281828459045 2.302585092994046 3.0 3.0 3.0 9.999999999500001e-11 1.00000000005e-10
print(math.sin(1), math.cos(1), math.tan(1), math.atan2(1, -1), math.degrees(math.pi), math.radians(180), math.hypot(3, 4), math.hypot(1, 2, 3))  # expect: 0.8414709848078965 0.5403023058681398 1.5574077246549023 2.356194490192345 180.0 3.141592653589793 5.0 3.7416573867739413
print(math.gcd(12, 18), math.gcd(), math.lcm(4, 6), math.factorial(10), math.comb(10, 3), math.perm(5, 2), math.perm(4), math.isqrt(99), math.isqrt(10**18))  # expect: 6 0 12 3628800 120 20 24 9 1000000000
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1), math.isclose(0, 1e-9, abs_tol=1e-8))  # expect: True True True True False True
print(math.prod([1, 2, 3, 4]), math.prod([], start=7), math.fsum([0.1] * 10), math.fsum([1e100, 1.0, -1e100]), math.copysign(1, -0.0), math.fmod(-7, 3), math.remainder(7, 4))  # expect: 24 7 1.0 1.0 -1.0 -1.0 -1.0
print(math.frexp(8), math.modf(2.5), math.ldexp(0.5, 3), math.pow(2, 10), math.gamma(5), round(math.lgamma(10), 9), math.erf(1), math.fabs(-2), math.dist([0, 0], [3, 4]), math.cbrt(27), math.ulp(1.0))  # expect: (0.5, 4) (0.5, 2.0) 4.0 1024.0 24.0 12.80182748 0.8427007929497149 2.0 5.0 3.0000000000000004 2.220446049250313e-16
for f, x in [(math.sqrt, -1), (math.log, 0), (math.acos, 2), (math.exp, 1000), (math.floor, math.inf), (math.floor, math.nan), (math.factorial, -1), (math.isqrt, -1), (math.gamma, 0)]:
    try:
        f(x)
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)
        # expect: ValueError math domain error
        # expect: ValueError math domain error
        # expect: ValueError math domain error
        # expect: OverflowError math range error
        # expect: OverflowError cannot convert float infinity to integer
        # expect: ValueError cannot convert float NaN to integer
        # expect: ValueError factorial() not defined for negative values
        # expect: ValueError isqrt() argument must be nonnegative
        # expect: ValueError math domain error
try:
    math.sqrt("a")
except TypeError as e: print(e)  # expect: must be real number, not str
