"""Does this block keep to its budget? `budget` measures it, garbage included, and raises if it used more.

    mpremote run does_it_keep_its_budget.py
    memchunk check does_it_keep_its_budget.py --budget 20k         # the whole script, for CI

What a block may use is what must be free when it starts, or the collector will stop it in the middle.
"""

from memchunk.heap import budget
from memchunk.heap.budgets import MemoryBudgetError


def report(n):
    """Text of so many readings, made the usual way."""
    return "\n".join("{},{:.2f}".format(i, i * 0.37) for i in range(n))


for n in (10, 100):
    try:
        with budget(4096, "report of {}".format(n)) as block:
            report(n)
        print("report of {}: used {} bytes of {}".format(n, block.used, 4096))
    except MemoryBudgetError as e:
        print(e)
print("answer: ten readings do, a hundred do not")
