"""The decoders of SLIP, COBS/R, hex, base64 and CSV survive any bytes, in one piece and in several."""

# lanes: timeout=900

from fuzzing import survive
from helpers import Random

from memchunk import Base64, Base64Decoder, CobsR, Csv, Hex, HexDecoder, Slip, SlipDecoder


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


def halves(decoder, finish):
    """A decoder of pieces as one of everything: two pieces, and the end."""

    def decode(src, dst):
        decoder.reset()
        half = len(src) // 2
        n = decoder.decode_into(src[:half], dst)
        n += decoder.decode_into(src[half:], dst[n:])
        return n + (finish(dst[n:]) or 0)

    return decode


def test_hex():
    valid = [encoded(Hex(n % 2), Random(n).bytes(n)) for n in (0, 1, 5, 40)]
    assert survive(Hex().decode_into, valid, 48, refused=ValueError) > 20
    unhex = HexDecoder()
    assert survive(halves(unhex, lambda dst: unhex.finish()), valid, 49, refused=ValueError) > 20


def test_base64():
    for urlsafe, padding in ((False, True), (True, False)):
        valid = [encoded(Base64(urlsafe, padding), Random(n).bytes(n)) for n in (0, 1, 2, 3, 50, 60)]
        assert survive(Base64(urlsafe, padding).decode_into, valid, 72, refused=ValueError) > 20
        decoder = Base64Decoder(urlsafe, padding)
        assert survive(halves(decoder, decoder.finish), valid, 80, refused=ValueError) > 20


def test_csv():
    """Room for fewer values than a text has fields is refused before it is read."""
    for itemsize in (2, 4):
        for channels, end, decimals in ((1, "\n", 0), (3, "\r\n", 2)):
            csv = Csv(channels, end=end, itemsize=itemsize, decimals=decimals)
            valid = [encoded(csv, Random(n).bytes(n * csv.row_size)) for n in (0, 1, 2, 3)]
            valid += [encoded(csv, bytes(n * csv.row_size)) for n in (1, 4)]
            assert survive(csv.decode_into, valid, 48 * itemsize, refused=ValueError) > 20
