"""A logger that fails with most of its heap free: what lives long lies between what lives short.

    memchunk heap --unix fragmenting.py --every 0.02 --svg heap.svg
    memchunk profile fragmenting.py

Readings wait as text until they are sent, hour by hour; of each hour a few stay in a log. The text before and behind
them goes, they stay where they are, and the heap is in pieces. `fixed.py` does the same job in memory that is fixed.
"""

import gc

HOURS, STAY = 6, 24  # and one of so many readings is kept


def reading(i):
    """What the sensor says."""
    return (i * 7919 % 1000) * 0.25


def hour(n, log):
    """`n` readings, as text that waits to be sent."""
    waiting = [None] * n
    for i in range(n):
        waiting[i] = "{},{:.2f}".format(i, reading(i))
        if i % STAY == 0:
            log.append(waiting[i])
    return sum([len(text) for text in waiting])


def upload(size=16384):
    """Make room for a block of the upload."""
    return len(bytearray(size))


def main():
    """So many hours, each a little longer than the one before, and then an upload."""
    log, sent = [], 0
    gc.collect()
    room = gc.mem_free()
    before = gc.mem_alloc()
    text = "{},{:.2f}".format(100, 25.25)
    each = gc.mem_alloc() - before + len(text)
    for k in range(HOURS):
        sent += hour(room * (4 + k) // (10 + HOURS) // (2 * each), log)
        gc.collect()
    print(sent, "characters sent,", len(log), "readings kept,", gc.mem_free(), "bytes free")
    return log


log = main()
tail = []
try:
    while True:  # the rest of the program grows as well
        tail.append(bytearray(8000))
        upload()
except MemoryError as e:
    gc.collect()
    print("upload:", e, "with", gc.mem_free(), "bytes free")
