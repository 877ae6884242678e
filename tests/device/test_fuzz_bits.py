"""The decoders of varint, pack12, rice, G.711 and ADPCM survive any bytes."""

# lanes: timeout=900

from fuzzing import survive
from helpers import Random

from memchunk import Alaw, ImaAdpcm, Pack12, Ulaw, Unrice, Varint


def encoded(encode_into, data):
    out = bytearray(3 * len(data) + 8)
    return out[: encode_into(data, out)]


def test_varint():
    for itemsize in (2, 4):
        codec = Varint(itemsize)
        valid = []
        for n in (1, 5, 16):
            data = Random(n).bytes(itemsize * n)
            data[1] = 0
            valid.append(encoded(codec.encode_into, data))
        assert survive(codec.decode_into, valid, itemsize * 96, refused=ValueError) > 20


def test_pack12():
    for order in ("little", "mipi"):
        codec = Pack12(order, signed=order == "mipi")
        valid = [encoded(codec.encode_into, Random(n).bytes(2 * n)) for n in (1, 2, 9, 32)]
        assert survive(codec.decode_into, valid, 128, refused=ValueError) > 20


def test_rice():
    for channels in (1, 2, 3):
        codec = Unrice(channels)
        for rows in (1, 2, 9):
            size = rows * codec.row_size
            valid = [encoded(codec.encode_into, Random(n).bytes(size, 1 << 4 * n)) for n in (0, 1, 2)]
            decode = lambda src, dst, rows=rows: codec.decode_into(src, dst, rows)  # noqa: B023, E731
            assert survive(decode, valid, size, refused=ValueError) > 20


def test_g711():
    for codec in (Ulaw(), Alaw()):
        assert survive(codec.decode_into, [encoded(codec.encode_into, bytes(40))], 192, refused=ValueError) > 20


def test_adpcm():
    for channels, header, rows in ((1, False, None), (1, True, None), (1, True, 8), (2, True, 9), (3, True, None)):
        codec = ImaAdpcm(channels, header)
        data = Random(channels).bytes(2 * channels * (rows or 8))
        valid = [encoded(codec.encode_into, data)]

        def decode(src, dst):
            codec.reset()
            return codec.decode_into(src, dst, rows)

        assert survive(decode, valid, 384, refused=ValueError) > 20
