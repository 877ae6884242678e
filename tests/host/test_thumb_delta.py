"""The thumb kernels of `delta`: rows of any width, int16 at any place, and in place."""

import pytest
from thumb_alike import LENGTHS, Alike, plain, some_bytes, some_rows
from thumb_core import Buffer, Part

ROWS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 33)


@pytest.mark.parametrize("kernel", ["delta.delta", "delta.undelta"])
@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 6, 9, 17])
def test_rows(core, machine_code, kernel, channels):
    alike = Alike(core, machine_code, kernel, channels)
    for rows in ROWS:
        data = some_rows(alike.random, rows, channels)
        alike.run(data, bytearray(len(data)), rows * channels, channels, align=2)


@pytest.mark.parametrize("kernel", ["delta.delta", "delta.undelta"])
def test_any_count_with_any_channels(core, machine_code, kernel):
    alike = Alike(core, machine_code, kernel)
    for count in LENGTHS:
        data, channels = alike.random.randbytes(2 * count), alike.random.choice((1, 2, 3, 5, 8, 70, 4000))
        alike.run(data, bytearray(2 * count), count, channels, align=2)


@pytest.mark.parametrize("kernel", ["delta.zigzag", "delta.unzigzag"])
def test_zigzag(core, machine_code, kernel):
    alike = Alike(core, machine_code, kernel)
    for count in LENGTHS:
        for _ in range(4):  # both places in a word, for both buffers
            alike.run(some_bytes(alike.random, 2 * count), bytearray(2 * count), count, align=2)
    every = b"".join(value.to_bytes(2, "little") for value in range(0, 65536, 7))
    alike.run(every + b"\xff\x7f\x00\x80", bytearray(len(every) + 4), len(every) // 2 + 2, align=2)


@pytest.mark.parametrize("kernel", ["delta.delta", "delta.undelta", "delta.zigzag", "delta.unzigzag"])
@pytest.mark.parametrize("at", [0, 2])
def test_in_place(core, machine_code, kernel, at):
    alike = Alike(core, machine_code, kernel)
    for count in LENGTHS:
        data = alike.random.randbytes(2 * count)
        expected, place = bytearray(data), Buffer(bytearray(data), at)
        more = [] if "zig" in kernel else [alike.random.randrange(1, 9)]
        plain(kernel)(expected, expected, count, *more)
        assert core.call(machine_code[kernel], Part(place, 0), Part(place, 0), count, *more) == 0
        assert place.data == expected, (count, more)


def test_an_empty_buffer_lies_nowhere(core, machine_code):
    for kernel, more in (("delta.delta", [3]), ("delta.undelta", [3]), ("delta.zigzag", []), ("delta.unzigzag", [])):
        assert core.call(machine_code[kernel], 0, 0, 0, *more) == 0
