# SPDX-License-Identifier: Apache-2.0
"""Attributes and method calls: classes, properties, operators, protocols."""
from dataclasses import dataclass


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k, self.z * k)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z


class Shape:
    count = 0

    def __init__(self, name):
        self.name = name
        Shape.count += 1

    def area(self):
        raise NotImplementedError

    def describe(self):
        return len(self.name) + self.area()

    @property
    def double(self):
        return 2 * self.area()

    @staticmethod
    def twice(x):
        return 2 * x

    @classmethod
    def make(cls, *args):
        return cls(*args)


class Rectangle(Shape):
    def __init__(self, w, h):
        super().__init__("rectangle")
        self.w, self.h = w, h

    def area(self):
        return self.w * self.h


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)

    def describe(self):
        return super().describe() + 1


class Account:
    rate = 3

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.log = []

    def deposit(self, amount, note=""):
        self.balance += amount
        self.log.append(amount)
        return self

    def interest(self):
        return self.balance * self.rate // 100


@dataclass
class Particle:
    position: float
    speed: float
    mass: float = 1.0

    def step(self, dt):
        self.position += self.speed * dt
        if self.position > 10.0 or self.position < -10.0:
            self.speed = -self.speed

    def energy(self):
        return 0.5 * self.mass * self.speed * self.speed


class Node:
    def __init__(self, key):
        self.key = key
        self.left = self.right = None


class Tree:
    def __init__(self):
        self.root = None
        self.size = 0

    def insert(self, key):
        if self.root is None:
            self.root = Node(key)
            self.size += 1
            return
        node = self.root
        while node.key != key:
            side = node.left if key < node.key else node.right
            if side is None:
                side = Node(key)
                if key < node.key:
                    node.left = side
                else:
                    node.right = side
                self.size += 1
            node = side

    def __contains__(self, key):
        node = self.root
        while node is not None:
            if node.key == key:
                return True
            node = node.left if key < node.key else node.right
        return False

    def __iter__(self):
        stack, node = [], self.root
        while stack or node is not None:
            while node is not None:
                stack.append(node)
                node = node.left
            node = stack.pop()
            yield node.key
            node = node.right


class Matrix:
    def __init__(self, n):
        self.n = n
        self.cells = [0] * (n * n)

    def __getitem__(self, at):
        return self.cells[at[0] * self.n + at[1]]

    def __setitem__(self, at, value):
        self.cells[at[0] * self.n + at[1]] = value

    def __len__(self):
        return self.n

    def __eq__(self, other):
        return self.cells == other.cells


def vectors(n):
    total = Vector(0, 0, 0)
    for i in range(n):
        total = total + Vector(i, i + 1, i + 2) * 2
    return total.dot(Vector(1, 2, 3))


def shapes(n):
    total = 0
    for i in range(n):
        for shape in (Rectangle(i, 2), Square.make(i)):
            total += shape.describe() + shape.double + shape.twice(i)
            if isinstance(shape, Square):
                total -= 1
    return total + Shape.count


def accounts(n):
    account = Account("ann")
    for i in range(n):
        account.deposit(i).deposit(1, note="one")
        if account.interest() > 1000000:
            account.balance -= 30000000
    return account.balance + len(account.log)


def particles(n, steps):
    cloud = [Particle(i * 0.1, 1.0 + i % 3) for i in range(n)]
    for _ in range(steps):
        for p in cloud:
            p.step(0.25)
    return round(sum(p.position + p.energy() for p in cloud), 6)


def tree(n):
    t, key = Tree(), 17
    for _ in range(n):
        key = (key * 7919 + 31) % 100003
        t.insert(key)
    return t.size + sum(k in t for k in range(0, 20000, 3)) + \
        sum(k for k in t if k % 2)


def matrices(n):
    m = Matrix(n)
    for i in range(n):
        for j in range(len(m)):
            m[i, j] = i * j
            m[i, j] += m[j, i]
    return m[n // 2, n // 2] + (m == Matrix(n))


def main():
    print(vectors(350000), shapes(150000), accounts(600000),
          particles(1000, 500), tree(60000), matrices(500))


main()
