"""Viper kernels alone, on the input that the cycles of C are counted on.

    benches({"link.crc32": 0x1234})        # what inputs.left makes of all that the plain kernel leaves
"""

import micropython

from inputs import EMPTY, JUDGED, left

from memchunk import kernels


@micropython.viper
def _two(a: ptr8, b: int):
    pass


@micropython.viper
def _three(a: ptr8, b: ptr8, c: int):
    pass


@micropython.viper
def _four(a: ptr8, b: ptr8, c: int, d: int):
    pass


def _two_of(kernel, a, b):
    return lambda: kernel(a, b)


def _three_of(kernel, a, b, c):
    return lambda: kernel(a, b, c)


def _four_of(kernel, a, b, c, d):
    return lambda: kernel(a, b, c, d)


_CALLS = {2: _two_of, 3: _three_of, 4: _four_of}  # a call with `*args` would make garbage


def _times(kernel, args):
    call = _CALLS[len(args)](kernel, *args)

    def run(times):
        # A frame of more than eleven words would be asked of the heap, which takes the longer the more there is on it.
        while times:
            call()
            times -= 1

    return run


def _bench(name, expected):
    subject, function = name.split(".")

    def setup(n):
        given = getattr(__import__("inputs." + subject, None, None, (function,)), function)
        kernel = getattr(getattr(kernels, subject), function)

        def right():
            args = given(n)
            return left(kernel(*args), args) == expected

        return _times(kernel, given(n)), right

    return name, setup, (JUDGED,)


def _empty(kernel, args):
    return EMPTY % len(args), lambda n: (_times(kernel, args), lambda: True), (JUDGED,)


def benches(wanted):
    buf, n = bytearray(JUDGED), JUDGED
    empty = [_empty(_two, (buf, n)), _empty(_three, (buf, buf, n)), _empty(_four, (buf, buf, n, n))]
    return empty + [_bench(name, wanted[name]) for name in sorted(wanted)]
