# SPDX-License-Identifier: Apache-2.0
"""Containers and sorting: lists, dicts, sets, tuples, heaps, keys."""
from collections import defaultdict, deque


def numbers(n, seed=12345):
    out = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        out.append(seed >> 8)
    return out


def sorting(data):
    total = 0
    total += sorted(data)[len(data) // 2]
    total += sorted(data, reverse=True)[100]
    pairs = [(x % 97, x) for x in data]
    pairs.sort()
    total += pairs[len(pairs) // 3][1]
    pairs.sort(key=lambda p: (-p[0], p[1]))
    total += pairs[1000][1]
    words = sorted([str(x) for x in data], key=len)
    return total + int(words[0]) + int(words[-1])


def quicksort(items):
    if len(items) < 2:
        return items
    pivot = items[len(items) // 2]
    return (quicksort([x for x in items if x < pivot]) +
            [x for x in items if x == pivot] +
            quicksort([x for x in items if x > pivot]))


def heap_sort(items):
    heap = []
    for x in items:
        heap.append(x)
        i = len(heap) - 1
        while i > 0 and heap[(i - 1) // 2] > heap[i]:
            parent = (i - 1) // 2
            heap[parent], heap[i] = heap[i], heap[parent]
            i = parent
    out = []
    while heap:
        out.append(heap[0])
        last = heap.pop()
        if not heap:
            break
        i, n = 0, len(heap)
        heap[0] = last
        while True:
            child = 2 * i + 1
            if child >= n:
                break
            if child + 1 < n and heap[child + 1] < heap[child]:
                child += 1
            if heap[i] <= heap[child]:
                break
            heap[i], heap[child] = heap[child], heap[i]
            i = child
    return out


def counting(data):
    counts = {}
    groups = defaultdict(list)
    for x in data:
        key = x % 1009
        counts[key] = counts.get(key, 0) + 1
        groups[x % 53].append(x)
    best = max(counts.items(), key=lambda kv: (kv[1], kv[0]))
    inverse = {}
    for key, n in counts.items():
        inverse.setdefault(n, set()).add(key)
    longest = max(len(v) for v in groups.values())
    return best[0] + best[1] + len(inverse) + longest


def grid_search(n):
    """Breadth first over a grid with walls; cells are tuples."""
    walls = {(x, y) for x in range(n) for y in range(n)
             if (x * 7 + y * 13) % 5 == 0 and (x, y) != (0, 0)}
    queue = deque([(0, 0)])
    distance = {(0, 0): 0}
    while queue:
        x, y = queue.popleft()
        for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
            cell = x + dx, y + dy
            if (0 <= cell[0] < n and 0 <= cell[1] < n and
                    cell not in walls and cell not in distance):
                distance[cell] = distance[x, y] + 1
                queue.append(cell)
    return len(distance) + max(distance.values())


def sets(data):
    a, b = set(data), {x + 1 for x in data}
    return len(a & b) + len(a | b) + len(a - b) + len(a ^ b)


def slices(data):
    total = 0
    for i in range(0, len(data), 50):
        part = data[i:i + 50]
        part.reverse()
        total += sum(part[::2]) + part[0] + min(part) + max(part)
    merged = [x + y for x, y in zip(data, reversed(data))]
    for i, x in enumerate(merged):
        if x % 3 == 0:
            total += i
    rows = [list(t) for t in zip(*[iter(data[:90000])] * 3)]
    return total + sum(r[0] * r[-1] for r in rows) % 1000


def main():
    data = numbers(200000)
    print(sorting(data), quicksort(data)[500], heap_sort(data[:80000])[77],
          counting(data), grid_search(250), sets(data), slices(data))


main()
