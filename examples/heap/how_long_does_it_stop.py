"""How long will the collector stop my sampling? Ask before it does: `gc_cost` looks at what is on the heap.

    mpremote run how_long_does_it_stop.py

A pause grows with what is alive, most with small objects and pointers. The costs of a word and of a block are found
out on this very board. `gc_cost` takes longer than a collection itself: it is for planning.
"""

import gc
import time

from memchunk.heap import gc_cost


def pause():
    """Microseconds of a collection, the least of five: other programs of a PC only ever add to it."""
    took = []
    for _ in range(5):
        start = time.ticks_us()
        gc.collect()
        took.append(time.ticks_diff(time.ticks_us(), start))
    return min(took)


def compare(what):
    """Print what was foretold, and what it is."""
    gc.collect()
    foretold = gc_cost()
    print("{:28} foretold {} us, measured {} us".format(what, foretold, pause()))


gc_cost()  # calibrates
compare("as it is")
size = gc.mem_free() // 3
held = bytearray(size)
compare("one buffer of {} bytes".format(size))
held = None
gc.collect()
held = [i * 0.5 for i in range(size // 100)]
compare("{} floats".format(len(held)))
held = None
print("answer: buffers that stay where they are cost their words; small objects cost several times as much")
