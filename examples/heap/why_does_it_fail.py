"""Why does it fail with 46 KB free? Because they are in pieces, and none of them is large enough.

    mpremote run why_does_it_fail.py
    memchunk heap --unix why_does_it_fail.py --svg heap.svg        # the pieces, drawn

Instrument: `heap.inspect()`, which walks the collector's own table and allocates nothing.
"""

import gc

from memchunk import heap

WANTED, FREE = 16384, 46 * 1024


def scatter(share=32):
    """Fill the heap with small pieces, keep one of `share`, and let the others go. Returns those kept."""
    gc.collect()
    each = 4 * heap.inspect().block
    pieces = [None] * (gc.mem_free() * 7 // 10 // (each + heap.inspect().block))
    for i in range(len(pieces)):
        pieces[i] = bytearray(each)
    kept = pieces[::share]
    pieces = None
    gc.collect()
    return kept


kept = scatter()
seen = heap.inspect()
print("free", seen.free, "bytes in", seen.runs, "pieces, the largest", seen.largest)
print("fragmentation {:.0%}".format(seen.fragmentation))
# The rest of the program grows into the largest pieces, as it happens to be.
filler = []
seen = heap.inspect()
while seen.largest >= WANTED or seen.free > FREE:
    filler.append(bytearray(seen.largest - seen.block))
    seen = heap.inspect()
print("later", seen.free, "bytes free, the largest piece", seen.largest)
try:
    bytearray(WANTED)
except MemoryError as e:
    print("bytearray({}): {}".format(WANTED, e))
print("answer: {} bytes fit {} times into {} free bytes".format(WANTED, heap.fits(WANTED), heap.inspect().free))
