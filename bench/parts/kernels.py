"""Viper kernels alone, on the input that the cycles of C are counted on: `benches(["link.crc32"])`."""

import micropython

from inputs import EMPTY, JUDGED, plain

from memchunk import kernels


@micropython.viper
def _three(a: ptr8, b: ptr8, c: int):
    pass


@micropython.viper
def _four(a: ptr8, b: ptr8, c: int, d: int):
    pass


def _times(kernel, args):
    """`run(times)`; the loop looks the same for every kernel of so many arguments."""
    a, b, c = args[:3]
    if len(args) == 3:

        def run(times):
            for _ in range(times):
                kernel(a, b, c)

    else:
        d = args[3]

        def run(times):
            for _ in range(times):
                kernel(a, b, c, d)

    return run


def _bench(name):
    subject, function = name.split(".")

    def setup(n):
        given = getattr(__import__("inputs." + subject, None, None, (function,)), function)
        kernel = getattr(getattr(kernels, subject), function)

        def right():
            ours, theirs = given(n), given(n)
            result, expected = kernel(*ours), getattr(plain(subject), function)(*theirs)
            return result == expected and list(ours) == list(theirs)

        return _times(kernel, given(n)), right

    return name, setup, (JUDGED,)


def _empty(kernel, args):
    return EMPTY % len(args), lambda n: (_times(kernel, args), lambda: True), (JUDGED,)


def benches(names):
    buf, n = bytearray(JUDGED), JUDGED
    empty = [_empty(_three, (buf, buf, n)), _empty(_four, (buf, buf, n, n))]
    return empty + [_bench(name) for name in names]
