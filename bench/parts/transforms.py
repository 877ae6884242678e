"""Transforms of rows of int16, and what reads them only. One is added by a line in BENCHES."""

from inputs import walk

from memchunk import (
    Biquad,
    Boxcar,
    Byteswap,
    Calibrate,
    Cic,
    Fir,
    Histogram,
    MovingAverage,
    Remap,
    Statistics,
    Threshold,
)

_LOW_PASS = (0.0443, 0.0886, 0.0443, 1.0, -1.3229, 0.5)
_TAPS = tuple(k * (17 - k) / 816 for k in range(1, 17))


def applied(name, make, channels, share=1, sizes=(1024,)):
    """The bench of a transform that leaves a `share`-th of its rows."""

    def setup(n):
        transform, data = make(), walk(n, channels)
        out, left = bytearray(len(data)), [0]

        def run(times):
            for _ in range(times):
                left[0] = transform.apply_into(data, out)

        row = 2 * channels
        return run, lambda: abs(left[0] * share - len(data)) <= share * row and sum(out[: left[0]]) > 0

    return name, setup, sizes


def updated(name, make, channels, right, sizes=(1024,)):
    """The bench of an analysis; `right(it)` says afterwards whether it saw something."""

    def setup(n):
        analysis, data = make(), walk(n, channels)

        def run(times):
            for _ in range(times):
                analysis.update(data)

        return run, lambda: right(analysis)

    return name, setup, sizes


SHRINKS = True  # to a PLAIN_SHARE-th, with plain kernels on an emulated board

BENCHES = (
    applied("Byteswap", Byteswap, 1),
    applied("Calibrate, 3 channels", lambda: Calibrate((12, -7, 30), (0.981, 1.004, 0.997)), 3),
    applied("Remap, 3 channels", lambda: Remap((2, 1, -3)), 3),
    applied("Boxcar by 4, 3 channels", lambda: Boxcar(3, 4), 3, 4),
    applied("Cic by 4, 3 channels", lambda: Cic(3, 4), 3, 4),
    applied("MovingAverage of 8, 3 channels", lambda: MovingAverage(3, 8), 3),
    applied("Fir of 16 taps", lambda: Fir(1, _TAPS), 1),
    applied("Biquad, 3 channels", lambda: Biquad(3, (_LOW_PASS,)), 3),
    updated("Statistics, 3 channels", lambda: Statistics(3), 3, lambda it: it.min(0) < it.max(0)),
    updated("Histogram", lambda: Histogram(-1000, 100, 20), 1, lambda it: sum([it.count(i) for i in range(20)]) > 0),
    updated("Threshold, 3 channels", lambda: Threshold(3, 30, -30), 3, lambda it: it.count > 0),
)
