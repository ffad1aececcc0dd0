# SPDX-License-Identifier: Apache-2.0
"""Nested integer loops: a sieve, matrices, Collatz, Mandelbrot, digits."""


def sieve(n):
    prime = [True] * (n + 1)
    prime[0] = prime[1] = False
    i = 2
    while i * i <= n:
        if prime[i]:
            for j in range(i * i, n + 1, i):
                prime[j] = False
        i += 1
    return sum(prime)


def multiply(n):
    a = [[(i * j) % 7 for j in range(n)] for i in range(n)]
    b = [[(i + j) % 5 for j in range(n)] for i in range(n)]
    total = 0
    for i in range(n):
        row = a[i]
        for j in range(n):
            dot = 0
            for k in range(n):
                dot += row[k] * b[k][j]
            total += dot
    return total


def collatz(limit):
    longest = best = 0
    for start in range(1, limit):
        n, steps = start, 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        if steps > longest:
            longest, best = steps, start
    return best, longest


def mandelbrot(size, limit):
    """In whole numbers of 1/4096."""
    inside = 0
    for py in range(size):
        y0 = py * 8192 // size - 4096
        for px in range(size):
            x0 = px * 12288 // size - 8192
            x = y = n = 0
            while n < limit and x * x + y * y < 67108864:
                x, y = ((x * x - y * y) >> 12) + x0, ((x * y) >> 11) + y0
                n += 1
            if n == limit:
                inside += 1
    return inside


def triples(n):
    found = 0
    for a in range(1, n):
        for b in range(a, n):
            c = a * a + b * b
            for r in range(b, n):
                if r * r >= c:
                    found += r * r == c
                    break
    return found


def hashing(n):
    h = 2166136261
    for i in range(n):
        h = ((h ^ (i & 255)) * 16777619) & 0xFFFFFFFF
        if h & 1:
            h ^= h >> 7
    return h


def main():
    print(sieve(2000000), multiply(150), *collatz(50000), mandelbrot(150, 80),
          triples(250), hashing(2000000))


main()
