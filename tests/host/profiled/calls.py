"""Calls in calls: the caller's line goes on where the callee has ended."""


def leaf(n):
    return bytearray(n)


def branch(a, *more, **named):
    left = leaf(a) + leaf(len(more)); right = [named, leaf(3)]
    return left, right


def none(): pass


def silent():
    """Only a docstring."""


def early(n):
    if n: return
    return none() or [n]


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def many(a, b, c, d, e, f, g, h, i, j):
    total = [a, b, c, d, e, f, g, h, i, j]
    return [sum(total), leaf(a), total]


def swap(a, b):
    a, b = b, a
    return a, b


x = [leaf(10), branch(1, 2, 3, k=leaf(40)), [early(0), early(1)], none(), silent()]
y = branch(*[len(leaf(5)), 6], **{"z": [fib(9)]})
print(len(x), many(*range(10))[0], swap([1], [2]), (1, 2, 3))
twice = lambda f: lambda v: f(f(v))
print(twice(lambda v: v + [len(v)])([0]), fib(12) * 1.5)
