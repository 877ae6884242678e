"""Coroutines in turns, with a loop of its own."""


class Turn:
    def __iter__(self):
        yield
    __await__ = __iter__


async def work(name, n):
    done = []
    for i in range(n):
        done.append(name + str(i))
        await Turn()
    return done


async def both():
    first = await work("a", 2)
    second = [await work("b", 3), first]
    return second


tasks = [work("x", 3), work("y", 1), both()]
while tasks:
    task = tasks.pop(0)
    try:
        task.send(None)
        tasks.append(task)
    except StopIteration as e:
        print(e.value)
