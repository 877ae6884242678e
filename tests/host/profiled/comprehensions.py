"""Comprehensions in functions, classes and in each other, with calls of what allocates by itself."""


def pair(x):
    return [x, x + 0.5]


def table(n):
    return {i: [pair(j) for j in range(i) if j % 2] for i in range(n)}


class Grid:
    rows = [[0] * 3 for _ in range(2)]
    names = {str(i) for i in range(4)}


def by_size(words):
    return sorted(words, key=lambda word: (len(word), [word]))


print(table(5), Grid.rows, sorted(Grid.names))
print(by_size(["ccc", "a", "bb"]), [pair(i) for i in range(2)])
print(list(map(lambda x: x * 1.5, range(3))), any([i] for i in range(3)))
print([x for row in [[1, 2], [3]] for x in row], tuple(pair(1)[0] for _ in range(2)))
