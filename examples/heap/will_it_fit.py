"""Will 16 KB fit, and how many times? `heap.fits` counts the places, in all the pieces that are free.

    mpremote run will_it_fit.py

The largest free piece answers only for the first; a pool of four buffers needs four places. Nothing is tried, and
nothing allocated.
"""

from memchunk import heap

SIZES = 1024, 4096, 16384, 65536

seen = heap.inspect()
print("free", seen.free, "largest", seen.largest, "pieces", seen.runs)
for size in SIZES:
    print("{:6} bytes fit {} times".format(size, heap.fits(size)))
block = seen.block
print("free pieces by size:")
for power in range(len(seen.sizes)):
    if seen.sizes[power]:
        print("{:8} bytes and more: {}".format(block << power, seen.sizes[power]))
pool = []
before = heap.fits(16384 + block)  # a bytearray is its bytes, and a block for the object
for _ in range(before):
    pool.append(bytearray(16384))
print("answer: foretold {}, found room for {}".format(before, len(pool)))
