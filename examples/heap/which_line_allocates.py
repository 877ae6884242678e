"""Which line allocates? Under `no_alloc` the first that does raises, and the traceback has its number.

    mpremote run which_line_allocates.py
    memchunk profile which_line_allocates.py                       # the same question of a whole script, in bytes

Instruments: `no_alloc` for the line, `steady` for the bytes a call, its two blind spots included.
"""

import io
import sys

from memchunk.heap import no_alloc, steady

samples = bytearray(64)
view = memoryview(samples)


def innocent():
    """Looks as if it allocated, and does not."""
    for i in range(0, 64, 2):
        samples[i] = samples[i + 1] ^ 0x55


def guilty():
    """One line of this makes a memoryview for each call."""
    total = 0
    half = view[:32]
    for value in half:
        total += value
    return total


def line_of(error):
    """The last line that a traceback names."""
    text = io.StringIO()
    sys.print_exception(error, text)
    return [line.strip() for line in text.getvalue().split("\n") if "line" in line][-1]


for function in (innocent, guilty):
    try:
        with no_alloc:
            function()
        print("no_alloc: it allocates nothing")
    except MemoryError as e:
        print("no_alloc:", line_of(e).rpartition("/")[2])
    print("steady:", steady(function), "bytes a call")
print("answer: the line that no_alloc names, in guilty()")
