"""The thumb kernels of filters: their own machine code against the plain ones, chunk after chunk on one state."""

from __future__ import annotations

import pytest
from thumb_alike import Alike
from thumb_core import Buffer

from memchunk import Fir

ROWS = [*range(71), 253, 1000]


class Carried(Alike):
    """A state that lies at a word's alignment, and samples at an int16's."""

    def _buffer(self, data, align, to_the_end):
        return super()._buffer(data, 4 if isinstance(data, State) else 2, to_the_end)


class State(bytearray):
    """The one of a filter."""


def taps_of(r, n):
    """So many that add up to just below 2.0 in size, or less."""
    taps = [r.choice((-1, 1)) * r.randrange(1, 2000) for _ in range(n)]
    taps[r.randrange(n)] += 65535 - sum(map(abs, taps)) if r.random() < 0.7 else 0
    return taps if sum(map(abs, taps)) <= 65535 else [65535] + [0] * (n - 1)


def samples(r, n):
    """Random int16, the edges more often than not."""
    edges = r.random() < 0.6
    values = [r.choice((-32768, 32767)) if edges else r.randrange(-32768, 32768) for _ in range(n)]
    return b"".join(value.to_bytes(2, "little", signed=True) for value in values)


@pytest.mark.parametrize("channels", [1, 2, 3, 7])
@pytest.mark.parametrize("taps", [1, 4, 5, 8, 16, 31])
def test_fir(core, machine_code, channels, taps):
    alike = Carried(core, machine_code, "fir.fir", 100 * channels + taps)
    r = alike.random
    rows = [n for n in ROWS if n * channels * taps < 4000 or n % 9 < 2 and n < 71]
    state = State(Fir(channels, taps_of(r, taps))._state)
    for n in rows:
        alike.run(samples(r, n * channels), bytearray(2 * n * channels), n, state)
        plain_after = bytearray(2 * n * channels)
        state = State(state)
        alike._plain(samples(r, n * channels), plain_after, n, state)  # on to another place in the lines


def test_fir_in_place(core, machine_code):
    r = Carried(core, machine_code, "fir.fir", 7)
    for channels in (1, 2, 3):
        for rows in (0, 1, 2, 3, 8, 33):
            fir = Fir(channels, taps_of(r.random, 9))
            data, state = bytearray(samples(r.random, rows * channels)), bytearray(fir._state)
            place, carried = Buffer(bytearray(data), 2), Buffer(bytearray(state), 4)
            core.call(machine_code["fir.fir"], place, place, rows, carried)
            fir.apply_into(data, data)
            assert place.data == data and carried.data == fir._state
