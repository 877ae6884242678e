"""Generators of every shape: small frames, values sent in, delegation, early ends, a consumer that stops."""


def smallest():
    yield []


def bare():
    yield
    x = yield
    print("got", x)


def counting(n):
    while n:
        n -= 1
        yield [n] * n
    return {"done": n}


def delegating(n):
    got = yield from counting(n)
    yield got
    for one in smallest():
        yield one, [one]


def echo():
    heard = []
    try:
        while True:
            heard.append((yield len(heard)))
    finally:
        print(heard, str(len(heard)))


def nested(n):
    def inner(k):
        for j in range(k):
            yield (n, j)

    for one in inner(n): yield list(one)


print(list(delegating(3)), [x for x in smallest()])
b = bare()
next(b)
next(b)
try:
    b.send([1, 2, 3])
except StopIteration as e:
    print("end", e.value)
e = echo()
next(e)
for word in ("a", "b"):
    e.send(word + word)
e.close()
for pair in nested(3):
    if pair[1] == 1:
        break
print(sum(x * 0.5 for x in range(10)), max(nested(2)))
lazy = ([k] for k in counting(4))
print(next(lazy), next(lazy))
