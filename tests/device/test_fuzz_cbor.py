"""The CBOR reader survives any bytes: `skip`, and a walk by each of its verbs."""

# lanes: timeout=900

from cbor_vectors import EXAMPLES
from fuzzing import survive

from memchunk import DecodeError
from memchunk.codecs.cbor import ARRAY, BYTES, MAP, TAG, TEXT
from memchunk.codecs.cbor_reader import CborReader

VALID = [item for item, value in EXAMPLES]
VALID.append(b"\xa2\x61t\xf9\x4d\x60\x61x\xd8\x4d\x58\x20" + bytes(32))
VALID.append(b"\x81" * 8 + b"\xd8\x55\x48" + bytes(8))


def test_skip():
    reader = CborReader(b"")

    def decode(src, dst):
        """How far each item reaches, a byte an item."""
        reader.reset(src)
        n = 0
        while reader.peek() >= 0 and n < len(dst):
            before = reader.at
            reader.skip()
            assert before < reader.at <= len(src)
            dst[n] = reader.at
            n += 1
        return n

    assert survive(decode, VALID, 96) > 20


def test_every_verb():
    reader = CborReader(b"")

    def decode(src, dst):
        """The same items one head at a time; what is in strings is copied out."""
        reader.reset(src)
        n = 0
        while reader.peek() >= 0:
            before = reader.at
            n += step(reader, dst, n)
            assert before < reader.at <= len(src)
        return n

    assert survive(decode, VALID, 192) > 20


def step(reader, dst, n):
    major = reader.peek()
    if major == BYTES:
        found = reader.bytes()
    elif major == TEXT:
        found = reader.text().encode()
    elif major == ARRAY:
        found = bytes(reader.array() & 1)
    elif major == MAP:
        found = bytes(reader.map() & 1)
    elif major == TAG:
        found = typed(reader)
    else:
        found = number(reader)
    for i in range(min(len(found), len(dst) - n)):
        dst[n + i] = found[i]
    return min(len(found), len(dst) - n)


def typed(reader):
    at = reader.at
    for typecode in "hf":
        try:
            return reader.typed(typecode)
        except DecodeError:
            assert reader.at == at
    reader.tag()
    return b""


def number(reader):
    if reader.null():
        return b""
    at = reader.at
    for verb in (reader.int, reader.bool, reader.simple):
        try:
            return bytes((int(verb()) & 0xFF,))
        except DecodeError:
            assert reader.at == at
    value = reader.float()
    return b"\1" if value == value else b"\0"
