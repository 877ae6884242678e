"""Transforms and analyses allocate nothing with the kernels of this very board: see test_zero_alloc_codecs.py."""

from proofs import DATA, OUT, applied, made, proved

from memchunk import copy


def test_transforms():
    proved(
        byteswap=applied(made("Byteswap")),
        byteswap_of_32_bits=applied(made("Byteswap", 4)),
        calibrate=applied(made("Calibrate", (1, -32768, 3), (0.5, -1, 1.5))),
        remap=applied(made("Remap", (3, -1, 2))),
        copy=lambda: copy(DATA, OUT),
    )


def test_filters():
    proved(
        fir=applied(made("Fir", 3, (0.75, -0.75, 0.49))),
        mean=applied(made("MovingAverage", 3, 5)),
        boxcar=applied(made("Boxcar", 3, 5)),
        cic=applied(made("Cic", 3, 5, 3, 2)),
        biquad=applied(made("Biquad", 3, ((1.0, -2.0, 1.0, 1.0, -1.7, 0.9),))),
    )


def test_analyses():
    stats, histogram = made("Statistics", 3), made("Histogram", -30000, 9000, 7, 3)
    threshold, crossing = made("Threshold", 3, 900, -900), made("ZeroCrossing", 3, 5, capacity=2)

    def threshold_met():
        threshold.clear()
        threshold.update(DATA)

    proved(
        statistics=lambda: stats.update(DATA),
        histogram=lambda: histogram.update(DATA),
        threshold=threshold_met,
        crossing=lambda: crossing.update(DATA),
    )
    assert stats.rows and threshold.count and crossing.lost
