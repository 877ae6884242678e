"""The thumb kernels of varint and pack12, and their decoders, against the plain ones: see test_thumb.py."""

from __future__ import annotations

import random

import pytest
from thumb_alike import LENGTHS, Alike, plain
from thumb_core import Buffer, Part


def numbers(r: random.Random, count: int, itemsize: int) -> bytes:
    """Values of any number of bits; of few, most often."""
    most = r.choice((7, 8 * itemsize, 8 * itemsize))
    values = [r.getrandbits(r.randrange(most + 1)) for _ in range(count)]
    return b"".join(value.to_bytes(itemsize, "little") for value in values)


@pytest.mark.parametrize("itemsize, encode, decode", [
    (2, "varint.encode16", "unvarint.decode16"),
    (4, "varint.encode32", "unvarint.decode32"),
])  # fmt: skip
def test_varint(core, machine_code, itemsize, encode, decode):
    forward, back = Alike(core, machine_code, encode), Alike(core, machine_code, decode)
    count_them = Alike(core, machine_code, "unvarint.values")
    for count in LENGTHS:
        for data in (numbers(forward.random, count, itemsize), b"\xff" * (itemsize * count)):
            code = bytearray(3 * len(data))
            size = plain(encode)(data, code, count)
            forward.run(data, bytearray(size), count, align=2)  # not a byte more than it takes
            code = bytes(code[:size])
            assert back.run(code, size, bytearray(len(data)), align=2) == count
            assert count_them.run(code, size) == count


@pytest.mark.parametrize("decode", ["unvarint.decode16", "unvarint.decode32"])
def test_varint_of_garbage(core, machine_code, decode):
    alike = Alike(core, machine_code, decode)
    room = 2 if decode.endswith("16") else 4
    places = set()
    for n in range(1, 71):
        for _ in range(10):
            wild = alike.random.choice((1, 0.3, 0.1))
            data = bytearray(alike.random.choice((0x00, 0x80, 0x83, 0xFF, 3, 4, 15, 16)) if alike.random.random() < wild
                             else alike.random.randrange(1, 128) for _ in range(n))  # fmt: skip
            data[-1] &= 127
            places.add(alike.run(bytes(data), n, bytearray(room * n), align=2))
    assert len([place for place in places if place < 0]) > 20


@pytest.mark.parametrize("itemsize, encode, decode", [
    (2, "varint.encode16", "unvarint.decode16"),
    (4, "varint.encode32", "unvarint.decode32"),
])  # fmt: skip
def test_varint_in_place(core, machine_code, itemsize, encode, decode):
    r = random.Random(3)
    for count in LENGTHS[1:]:
        data = numbers(r, count, itemsize)
        code = bytearray(3 * len(data))
        code = code[: plain(encode)(data, code, count)]
        lead = count + count % 2
        place = Buffer(bytearray(lead) + data)
        size = core.call(machine_code[encode], Part(place, lead), Part(place, lead - count), count)
        assert place.data[lead - count :][:size] == code, count
        lead = count * (itemsize - 1)
        lead += lead % 2
        place = Buffer(bytearray(lead) + code)
        assert core.call(machine_code[decode], Part(place, lead), len(code), Part(place, 0)) == count
        assert place.data[: len(data)] == data, count


@pytest.mark.parametrize("pack, unpack", [
    ("pack12.little", "unpack12.little"),
    ("pack12.mipi", "unpack12.mipi"),
])  # fmt: skip
def test_pack12(core, machine_code, pack, unpack):
    forward, back = Alike(core, machine_code, pack), Alike(core, machine_code, unpack)
    r = random.Random(4)
    for count in LENGTHS:
        data = r.randbytes(2 * count)
        size = count + (count + 1) // 2
        code = bytearray(size)
        plain(pack)(data, code, count)
        for align in (2, 4):  # at 4 by words
            forward.run(data, bytearray(size), count, align=align)
            for sign in (0, 0x800):
                back.run(bytes(code), bytearray(2 * count), count, sign, align=align)


@pytest.mark.parametrize("pack, unpack", [
    ("pack12.little", "unpack12.little"),
    ("pack12.mipi", "unpack12.mipi"),
])  # fmt: skip
def test_pack12_in_place(core, machine_code, pack, unpack):
    r = random.Random(5)
    for count in LENGTHS[1:]:
        data = r.randbytes(2 * count)
        size = count + (count + 1) // 2
        code, out = bytearray(size), bytearray(2 * count)
        plain(pack)(data, code, count)
        for at in (0, 2):
            place = Buffer(bytearray(data), at)
            core.call(machine_code[pack], Part(place, 0), Part(place, 0), count)
            assert place.data[:size] == code, count
            for sign in (0, 0x800):
                for more in (0, *{-(2 * count - size) % 4}):  # the second: by words
                    plain(unpack)(code, out, count, sign)
                    place = Buffer(bytearray(2 * count - size + more) + code, at)
                    core.call(machine_code[unpack], Part(place, 2 * count - size + more), Part(place, 0), count, sign)
                    assert place.data[: 2 * count] == out, count


def test_an_empty_buffer_lies_nowhere(core, machine_code):
    for kernel in ("varint.encode16", "varint.encode32"):
        assert core.call(machine_code[kernel], 0, 0, 0) == 0
    for kernel in ("unvarint.decode16", "unvarint.decode32", "unvarint.values"):
        assert core.call(machine_code[kernel], 0, 0, 0) == 0
    for kernel in ("pack12.little", "pack12.mipi"):
        assert core.call(machine_code[kernel], 0, 0, 0) == 0
    for kernel in ("unpack12.little", "unpack12.mipi"):
        assert core.call(machine_code[kernel], 0, 0, 0, 0x800) == 0
