"""Fletcher-16 and Adler-32: published values, both orders. What they share with CRCs is in test_trailer.py."""

from helpers import refuses

from memchunk import Adler32, Fletcher16

# Wikipedia, "Fletcher's checksum", test vectors.
FLETCHER = ((b"abcde", b"\xc8\xf0"), (b"abcdef", b"\x20\x57"), (b"abcdefgh", b"\x06\x27"), (b"", b"\0\0"))
# Wikipedia, "Adler-32", and what zlib says of the others.
ADLER = (
    (b"Wikipedia", b"\x11\xe6\x03\x98"),
    (b"", b"\0\0\0\1"),
    (b"a", b"\x00\x62\x00\x62"),
    (b"abc", b"\x02\x4d\x01\x27"),
    (b"123456789", b"\x09\x1e\x01\xde"),
)


def test_published_vectors():
    for made, vectors in ((Fletcher16, FLETCHER), (Adler32, ADLER)):
        for data, expected in vectors:
            for order in ("big", "little"):
                checksum = made(order=order)
                checksum.update(data)
                assert checksum.value == (expected if order == "big" else bytes(reversed(list(expected))))


def test_long_runs_of_the_largest_byte():
    """Sums that are reduced late would leave 32 bits, or a small int."""
    fletcher, adler = Fletcher16(), Adler32()
    data = b"\xff" * 2500
    first, second, low, high = 0, 0, 1, 0
    for _ in range(6):
        fletcher.update(data)
        adler.update(data)
        for _ in range(len(data)):
            first = (first + 255) % 255
            second = (second + first) % 255
            low = (low + 255) % 65521
            high = (high + low) % 65521
        assert fletcher.value == bytes((second, first))
        assert adler.value == bytes((high >> 8, high & 0xFF, low >> 8, low & 0xFF))


def test_modulo_255_there_is_no_255():
    """In ones' complement both would be zero, and two values for the same data."""
    fletcher = Fletcher16()
    fletcher.update(b"\xff")
    assert fletcher.value == b"\0\0"
    fletcher.update(b"\xfe\x01")
    assert fletcher.value == b"\xfe\0"


def test_wrong_arguments():
    for made in (Fletcher16, Adler32):
        for order in ("middle", None, 1):
            refuses("order", ValueError, made, order)
