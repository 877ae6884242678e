"""The driver that docs/porting.md shows does what the page says."""

import re

import fakes
from fakes.machine import Pin
from lanes import ROOT
from memchunk import ChunkQueue

assert fakes


class Spi:
    """Samples 0, 1, 2 … of each channel."""

    def __init__(self):
        self.n = 0

    def readinto(self, row):
        for i in range(0, len(row), 2):
            row[i], row[i + 1] = self.n & 0xFF, self.n >> 8
        self.n += 1


def test_the_driver_of_the_page():
    code = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "porting.md").read_text("utf-8"), re.DOTALL)
    assert code is not None
    names: dict = {}
    exec(code.group(1), names)
    pin = Pin(22)
    source, queue = names["DataReady"](pin, Spi(), 2), ChunkQueue(2, 12)
    assert not source.fill(queue)
    for n in range(10):
        pin.level(1)
        pin.level(0)
        assert source.fill(queue) == (n >= 2)
    assert queue.any() == 2 and queue.dropped == 1
    assert bytes(queue.peek().view) == b"\0\0\0\0\1\0\1\0\2\0\2\0"
    while queue.peek():
        queue.release()
    source.stop()
    assert source.ended and queue.dropped == 2 and not queue.any()
