"""Biquad: a cascade of second-order sections: low-pass, high-pass, notch, with few coefficients.

    # scipy.signal.butter(2, 5, fs=64, output="sos")
    low = Biquad(3, ((0.0443, 0.0886, 0.0443, 1.0, -1.3229, 0.5000),))
    low.apply_into(rows, rows)                  # in place

    acc = b0·x[r] + b1·x[r - 1] + b2·x[r - 2] - a1·y[r - 1] - a2·y[r - 2] + e[r - 1]        direct form I, Q14
    y[r] = sat16((acc + 2^13) >> 14)        e[r] = acc - 2^14·y[r], or 0 where y was saturated

    state   [ channels | sections | sections × (b0 b1 b2 a1 a2) | channels × lines ]
    lines   [ last, last but one, e | … ] of what goes into each section, and one more of what comes out

What rounding took away goes into the next sum (first-order error feedback: Dattorro, "The implementation of
recursive digital filters for high-fidelity audio", Journal of the AES 36(11), 1988): the error has no direct part,
however low the cutoff. Each |e| is at most half a count, filtered as (1 - z^-1) / A(z) and the sections after it.
"""

import memchunk.kernels as kernels
from memchunk.dsp.filter import Filter, fixed_point

_ONE = 1 << 14
_MOST = 4 * _ONE  # of |b0| + |b1| + |b2|: times a sample it stays within 32 bits


class Biquad(Filter):
    """For rows of `channels` little-endian int16; `sections` as scipy's `sos`: (b0, b1, b2, 1, a1, a2) each.

    They are ints in Q14 or, if one is not an int, real numbers. The gain of these is spread first, so that
    |b0| + |b1| + |b2| is the same in each section (scipy puts it into the first, where Q14 may have no bits for
    it), and b1 and a1 are rounded so that the sums of b and of a are right: what is to block a constant does.
    Corners below a fiftieth of the rate ask for more bits than Q14 has: decimate first.

    Raises ValueError("channels") below 1, and ValueError("sections") for none, another shape, or what Q14 makes of
    them: |b0| + |b1| + |b2| above 4, or poles that are not inside of the unit circle (|a2| < 1, |a1| < 1 + a2).

    Allocates: itself, 20 bytes a section, and 12 a channel for each section and one more. IRQ-safe: no.
    """

    def __init__(self, channels, sections):
        super().__init__(channels)
        sections = [list(section) for section in sections]
        if not sections or any(len(section) != 6 for section in sections):
            raise ValueError("sections: six numbers each")
        numbers = fixed_point("sections", _sums(sections), _ONE)
        stays = [channels, len(sections)]
        for i in range(0, len(numbers), 6):
            stays += _checked(*numbers[i : i + 6])
        self._begin(kernels.biquad.biquad, stays, 12 * channels * (len(sections) + 1))


def _sums(sections):
    """(b0, b0 + b1 + b2, b2, a0, a1 + a2, a2) of each in a row, b spread if they are real: the sums are rounded."""
    sizes = [sum(map(abs, section[:3])) for section in sections]
    whole = all(isinstance(number, int) for section in sections for number in section) or not all(sizes)
    mean = 1.0
    for size in sizes:
        mean *= size ** (1 / len(sizes))
    numbers = []
    for (b0, b1, b2, a0, a1, a2), size in zip(sections, sizes):
        gain = 1 if whole else mean / size
        numbers += [b0 * gain, (b0 + b1 + b2) * gain, b2 * gain, a0, a1 + a2, a2]
    return numbers


def _checked(b0, b, b2, a0, a, a2):
    """The coefficients that a kernel takes."""
    b1, a1 = b - b0 - b2, a - a2
    if a0 != _ONE:
        raise ValueError("sections: a0 is not 1")
    size = abs(b0) + abs(b1) + abs(b2)
    if size > _MOST or size == _MOST and max(b0, b1, b2) <= 0:  # which would come to +2^31
        raise ValueError("sections: b over 4")
    if abs(a2) >= _ONE or abs(a1) >= _ONE + a2:
        raise ValueError("sections: unstable")
    return b0, b1, b2, a1, a2
