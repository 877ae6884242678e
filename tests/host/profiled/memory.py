"""A script that asks the collector itself, makes more garbage than a small heap has, and shrinks what it has."""

import gc
import gc as collector
from gc import collect


def churn(n):
    for i in range(n):
        yield bytes(1000)


gc.collect()
kept = [len(x) for x in churn(50)]
del kept
collect()
was = collector.isenabled()
gc.disable()
grown = []
for i in range(100):
    grown.append(i)
    if i == 70:
        gc.collect()
while grown: grown.pop()
gc.threshold(1000)
if gc.threshold() == 1000:
    gc.enable()
data = bytearray(2000)
data += b"x" * 500
data = None
print(was, gc.isenabled(), len(grown))
