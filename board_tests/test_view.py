"""A View aimed by the main code while the collector runs in between: it shows the right bytes and keeps its buffer."""

import gc

from memchunk import View
from skip import Skip

SIZE = 4096
ROUNDS = 20


def test_zero_alloc():
    """Every board that MicroPython builds for by default lets a view move."""
    assert View.zero_alloc


def test_aimed_across_collections():
    """A moved view's buffer survives, although nothing else refers to it, and its bytes stay."""
    view = View(bytearray(i & 0xFF for i in range(SIZE)))
    for turn in range(ROUNDS):
        start = turn * 97
        shown = view.aim(start, start + 64)
        rubbish = [bytearray(64) for _ in range(20)]  # what would be given the buffer's place, were it free
        gc.collect()
        assert len(shown) == 64 and shown[0] == start & 0xFF and shown[63] == (start + 63) & 0xFF
        assert len(rubbish) == 20


def test_collected_at_every_call():
    """The collector runs at almost every allocation, also between aim and use."""
    if not hasattr(gc, "threshold"):
        raise Skip("no gc.threshold")
    buf = bytearray(range(256))
    view = View(buf)
    gc.threshold(64)
    try:
        for start in range(0, 200, 7):
            shown = view.aim(start, start + 9)
            assert [shown[i] for i in range(9)] == list(range(start, start + 9))
    finally:
        gc.threshold(-1)
