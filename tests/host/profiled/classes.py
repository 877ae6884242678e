"""Classes: bodies that run code, decorators, properties, with-blocks, operators."""

import sys


def noted(kind):
    notes = [kind]

    def decorate(function):
        notes.append(function)
        return function

    return decorate


@noted("plain")
class Point:
    """A class with a docstring, a loop and a nested class."""

    sizes = []
    for k in range(3):
        sizes.append([k])
    if len(sizes) > 2:
        origin = (0.0, 0.5 * len(sizes))

    class Inner: pass

    def __init__(self, x, y=[]):
        self.x, self.y = x, y

    @property
    @noted("property")
    def both(self):
        return [self.x, self.y]

    @staticmethod
    def make(n): return Point(n, [n])

    def __add__(self, other):
        return Point(self.x + other.x)

    def __enter__(self):
        self.held = {"x": self.x}
        return self

    def __exit__(self, kind, value, trace):
        self.held = [kind]
        return kind is not None


p = Point(1) + Point.make(2)
with p as held, Point(5) as other:
    print(held.both, other.held)
with Point(7) as q:
    raise ValueError([q.x])
with q:
    q.more = str(q.x) * 5
print(p.held, Point.sizes, sys.implementation.name, Point.Inner().__class__.__name__)
