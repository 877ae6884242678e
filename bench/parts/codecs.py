"""Codecs into another buffer, both ways. A codec is added by a line at the end."""

from inputs import noise, walk

from memchunk import Blockpack, Cobs, Crc32, Delta, Unblockpack, Zigzag


def both(name, make, unmake, given, sizes=(1024,)):
    """The two benches of a codec: `make()` encodes what `given(n)` makes, `unmake()` has it back."""

    def encoded(n):
        codec, data = make(), given(n)
        out = bytearray(codec.max_len(len(data)))
        size = codec.encode_into(data, out)
        return codec, data, out, memoryview(out)[:size]

    def restores(data, coded):
        back = bytearray(len(data))
        return unmake().decode_into(coded, back) == len(data) and back == data

    def encode(n):
        codec, data, out, coded = encoded(n)

        def run(times):
            for _ in range(times):
                codec.encode_into(data, out)

        return run, lambda: restores(data, coded)

    def decode(n):
        _, data, _, coded = encoded(n)
        codec, back = unmake(), bytearray(len(data))

        def run(times):
            for _ in range(times):
                codec.decode_into(coded, back)

        return run, lambda: back == data

    return (name + " encode", encode, sizes), (name + " decode", decode, sizes)


def crc32(n):
    crc, data = Crc32(), noise(n)

    def run(times):
        for _ in range(times):
            crc.reset()
            crc.update(data)

    def right():
        from binascii import crc32

        return crc.value == crc32(data).to_bytes(4, "little")

    return run, right


BENCHES = (("Crc32", crc32, (1024,)),)
BENCHES += both("Cobs", Cobs, Cobs, noise)
BENCHES += both("Blockpack", lambda: Blockpack(6), lambda: Unblockpack(6), walk)
BENCHES += both("Delta", lambda: Delta(4), lambda: Delta(4), lambda n: walk(n, 4))
BENCHES += both("Zigzag", Zigzag, Zigzag, noise)
