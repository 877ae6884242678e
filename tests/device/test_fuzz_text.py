"""The decoders of SLIP, COBS/R, hex, base64 and CSV survive any bytes, in one piece and in several."""

# lanes: timeout=900

from fuzzing import survive
from helpers import Random

from memchunk import CobsR, Slip, SlipDecoder


def encoded(codec, data):
    out = bytearray(codec.max_len(len(data)))
    return out[: codec.encode_into(data, out)]


def test_slip():
    valid = [encoded(Slip(n % 2), Random(n).bytes(n, 256)) for n in (0, 1, 5, 40)]
    valid.append(encoded(Slip(), b"\300\333" * 9))
    assert survive(Slip().decode_into, valid, 96, refused=ValueError) > 20


def test_slip_decoder():
    reader = SlipDecoder(24)

    def walk(src, dst):
        """The lengths of the packets."""
        line = bytes(src) + b"\0\300"  # whatever it was, here it ends
        fed = n = 0
        while fed < len(line):
            room = reader.claim()
            some = min(len(room), len(line) - fed)
            room[:some] = line[fed : fed + some]
            reader.commit(some)
            fed += some
            while reader.next():
                packet = reader.payload
                assert 0 < len(packet) < 24
                if n < len(dst):
                    dst[n] = len(packet)
                    n += 1
        return n

    valid = [encoded(Slip(), Random(n).bytes(n)) for n in (1, 5, 20)]
    valid.append(valid[0] + valid[1] + b"\300" + valid[2] + valid[0])
    assert survive(walk, valid, 96) > 20
    assert reader.good > 20 and reader.bad > 20


def test_cobsr():
    valid = [encoded(CobsR(), Random(n).bytes(n, 3 + n)) for n in (0, 1, 5, 70)]
    assert survive(CobsR().decode_into, valid, 96, refused=ValueError) > 20
