"""What does a line cost? `memchunk profile` says it of every line, on stock firmware.

    memchunk profile what_does_it_cost.py
    memchunk profile what_does_it_cost.py --port auto

Run by itself it says it of the whole, by `steady`.
"""

# ruff: noqa: B007  (the loops are there for what they cost)

view = memoryview(bytearray(64))
data = bytearray(64)
n = 1000
values = [0] * 8


def ordinary():
    """What one writes without a thought."""
    part = view[8:16]
    view[8:16] = view[:8]
    x = n * 0.5
    text = "{:d}".format(n)
    line = f"{n},{n}"
    copy = bytes(data[:8])
    for i, v in enumerate(values):
        pass
    for a, b in zip(values, values):
        pass
    pair = n, x
    squares = [v for v in values]
    made = (v for v in values)
    return part, text, line, copy, pair, squares, made


def sparing():
    """What costs nothing."""
    data[0] = n & 255
    for v in values:
        pass
    for i in range(len(data)):
        data[i] ^= 0x55
    values.append(values.pop())
    return sum(values)


sparing()
ordinary()
if __name__ == "__main__":
    try:
        from memchunk.heap import steady

        print("answer: ordinary() allocates", steady(ordinary), "bytes a call, sparing()", steady(sparing))
    except ImportError:
        print("answer: deploy memchunk, or `memchunk profile` this script, which needs nothing on the board")
