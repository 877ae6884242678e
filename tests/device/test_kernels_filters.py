"""The kernels of filters in use against the plain ones, chunk after chunk on one state: see test_kernels.

    memory   [ src | state | dst ]   or, in place,   [ state | rows ]

A plain kernel alone is held to the same: the marks at the end of each test are what CPython came to.
"""

from filters import samples
from helpers import Random
from trial import Trial

from memchunk import Biquad, Boxcar, Cic, Fir, MovingAverage

ROWS = (0, 1, 2, 3, 8, 17, 1, 40, 5)


def carry(subject, name, trial, stage, channels):
    """Chunks into another buffer and in place, from the state that each left for the next."""
    states = [bytearray(stage._state), bytearray(stage._state)]
    for rows in ROWS:
        data = samples(trial.random, rows * channels)
        n = len(data)
        gap = n + 3 & ~3
        room = stage.max_len(n)
        begin = gap + len(states[0])
        memory = data + bytearray(gap - n) + states[0] + trial.random.bytes(room)
        args = [(0, n), (begin, begin + room), rows, (gap, begin)]
        made, after = trial.run(subject, name, memory, args, (gap, begin + room))
        states[0] = bytearray(after[gap:begin])
        out = after[begin:]

        begin = len(states[1])
        memory = states[1] + data
        args = [(begin, begin + n), (begin, begin + n), rows, (0, begin)]
        also_made, after = trial.run(subject, name, memory, args, (0, begin + n))
        assert also_made == made
        states[1] = bytearray(after[:begin])
        if hasattr(stage, "factor"):
            room = 2 * channels * made
        assert after[begin : begin + room] == out[:room] and states[0] == states[1]
    assert states[0][: stage._stays] == stage._state[: stage._stays]


def test_fir():
    trial = Trial(60, align=4)
    random = Random(61)
    for channels in (1, 2, 3, 7):
        for n in (1, 4, 5, 12, 31):
            taps = [random.below(2 * (65535 // n)) - 65535 // n for _ in range(n)]
            carry("fir", "fir", trial, Fir(channels, taps), channels)
    for taps in ((65535,), (-65535,), (32768, -32767), (-16384, 16384, -16384, 16383)):
        carry("fir", "fir", trial, Fir(1, taps), 1)
    assert trial.mark == 37605, trial.mark


def test_moving_average():
    trial = Trial(62, align=4)
    for channels in (1, 2, 3, 7):
        for window in (1, 2, 5, 8, 30, 100):
            carry("moving_average", "average", trial, MovingAverage(channels, window), channels)
    assert trial.mark == 46605, trial.mark


def test_boxcar():
    trial = Trial(63, align=4)
    for channels in (1, 2, 3, 7):
        for factor in (1, 2, 5, 8, 30, 100):
            carry("boxcar", "boxcar", trial, Boxcar(channels, factor), channels)
    assert trial.mark == 5276, trial.mark


def test_cic():
    trial = Trial(64, align=4)
    for channels in (1, 2, 3, 7):
        for factor, order, delay in ((1, 1, 1), (2, 3, 1), (5, 2, 3), (3, 4, 2), (16, 4, 1), (40, 3, 1), (1, 2, 9)):
            carry("cic", "cic", trial, Cic(channels, factor, order, delay), channels)
    assert trial.mark == 50085, trial.mark


def sections_of(random, n):
    """Any that are stable, most of them with a b that adds up to 4.0 in size."""
    made = []
    for _ in range(n):
        a2 = random.below(32767) - 16383
        a1 = random.below(2 * (16384 + a2) - 1) - (16383 + a2)
        b = (0, 1 + random.below(32767), -random.below(32767))
        b = (65536 - b[1] + b[2], b[1], b[2])
        made.append((b[1], b[2], b[0], 16384, a1, a2) if random.below(2) else b + (16384, a1, a2))
    return made


def test_biquad():
    trial = Trial(65, align=4)
    random = Random(66)
    for channels in (1, 2, 3, 7):
        for n in (1, 2, 5):
            carry("biquad", "biquad", trial, Biquad(channels, sections_of(random, n)), channels)
    assert trial.mark == 23620, trial.mark
