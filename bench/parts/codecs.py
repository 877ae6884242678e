"""Codecs into another buffer, both ways. A codec is added by a line at the end."""

from inputs import noise, walk

from memchunk import (
    Adler32,
    Base64,
    Blockpack,
    Cobs,
    CobsR,
    Crc,
    Crc32,
    Delta,
    Fletcher16,
    Hex,
    Pack12,
    Rice,
    Slip,
    Unblockpack,
    Unrice,
    Varint,
    Zigzag,
)


def both(name, make, unmake, given, spare=0, sizes=(1024,)):
    """The two benches of a codec: `make()` encodes what `given(n)` makes; `unmake()` decodes, with room to `spare`."""

    def encoded(n):
        codec, data = make(), given(n)
        out = bytearray(codec.max_len(len(data)))
        size = codec.encode_into(data, out)
        return codec, data, out, memoryview(out)[:size]

    def restores(data, coded):
        back = bytearray(len(data) + spare)
        return unmake().decode_into(coded, back) == len(data) and back[: len(data)] == data

    def encode(n):
        codec, data, out, coded = encoded(n)

        def run(times):
            for _ in range(times):
                codec.encode_into(data, out)

        return run, lambda: restores(data, coded)

    def decode(n):
        _, data, _, coded = encoded(n)
        codec, back = unmake(), bytearray(len(data) + spare)

        def run(times):
            for _ in range(times):
                codec.decode_into(coded, back)

        return run, lambda: back[: len(data)] == data

    return (name + " encode", encode, sizes), (name + " decode", decode, sizes)


def checksum(name, make, right, sizes=(1024,)):
    """The bench of a running sum; `right(value, data)` says whether it is."""

    def setup(n):
        running, data = make(), noise(n)

        def run(times):
            for _ in range(times):
                running.reset()
                running.update(data)

        return run, lambda: right(bytes(running.value), data)

    return ((name, setup, sizes),)


def _crc32(value, data):
    from binascii import crc32

    return value == crc32(data).to_bytes(4, "little")


def _seen(value, data):
    return sum(value) > 0


def samples12(n):
    """Samples of 12 bits."""
    data = bytearray(noise(n))
    for i in range(1, n, 2):
        data[i] &= 15
    return data


SHRINKS = True  # to a PLAIN_SHARE-th, with plain kernels on an emulated board

BENCHES = checksum("Crc32", Crc32, _crc32)
BENCHES += checksum("Crc, CRC-16/MODBUS", lambda: Crc("CRC-16/MODBUS"), _seen)
BENCHES += checksum("Fletcher16", Fletcher16, _seen)
BENCHES += checksum("Adler32", Adler32, _seen)
BENCHES += both("Cobs", Cobs, Cobs, noise)
BENCHES += both("Blockpack", lambda: Blockpack(6), lambda: Unblockpack(6), walk)
BENCHES += both("Delta", lambda: Delta(4), lambda: Delta(4), lambda n: walk(n, 4))
BENCHES += both("Zigzag", Zigzag, Zigzag, noise)
BENCHES += both("CobsR", CobsR, CobsR, noise, 1)
BENCHES += both("Slip", Slip, Slip, noise, 64)
BENCHES += both("Varint", Varint, Varint, lambda n: walk(n, 1))
BENCHES += both("Rice", lambda: Rice(6), lambda: Unrice(6), walk)
BENCHES += both("Pack12", Pack12, Pack12, samples12)
BENCHES += both("Hex", Hex, Hex, noise)
BENCHES += both("Base64", Base64, Base64, noise)
