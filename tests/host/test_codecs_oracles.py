"""The codecs against independent implementations: cobs, zlib, cbor2, and blockpack and deltas in numpy."""

import struct
import zlib

import cbor2
import numpy as np
import pytest
from cobs import cobs as independent_cobs
from hypothesis import given, settings, strategies as st
from independent_decoder import unpack

from memchunk import Chunk, Cobs, Crc32, DecodeError, Delta, Descriptor, Unblockpack, Zigzag
from memchunk.codecs.cbor import CborReader, CborWriter

# Runs without a zero are what COBS is about.
stuffable = st.lists(
    st.one_of(st.binary(max_size=20), st.integers(250, 260).map(lambda n: b"\x01" * n), st.just(b"\0")),
    max_size=8,
).map(b"".join)


@st.composite
def rows_of_int16(draw, max_rows=40, max_channels=9):
    """Rows whose differences are of any width, INT16_MIN and jumps that wrap among them."""
    shape = draw(st.integers(0, max_rows)), draw(st.integers(1, max_channels))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spread = 1 << random.integers(0, 17, shape[1])
    steps = random.integers(-spread, spread, shape)
    rows = np.cumsum(steps, axis=0).astype("<i2")
    edges = draw(st.lists(st.sampled_from((-32768, 32767, -1, 0)), max_size=5))
    if rows.size:
        rows.flat[random.integers(0, rows.size, len(edges))] = edges
    return rows


def into(call, source, room):
    out = bytearray(room)
    return bytes(out[: call(source, out)])


def numpy_blockpack(rows):
    """docs/wire-format.md, "blockpack", bit by bit."""
    if not len(rows):
        return b""
    steps = np.diff(rows.astype(np.int64), axis=0).astype(np.int16).astype(np.int64)
    codes = np.where(steps < 0, -2 * steps - 1, 2 * steps)
    out = [rows[0].astype("<i2").tobytes()]
    for first in range(0, len(codes), 8):
        block = codes[first : first + 8]
        widths = np.array([int(most).bit_length() for most in block.max(axis=0)])
        nibbles = np.append(np.minimum(widths, 15), [0] * (len(widths) % 2)).astype(np.uint8)
        widths[widths == 15] = 16
        out.append((nibbles[::2] | nibbles[1::2] << 4).tobytes())
        bits = [
            (int(v) >> i) & 1 for row in block for v, w in zip(row, widths, strict=True) for i in range(w)
        ]
        out.append(np.packbits(np.array(bits, np.uint8), bitorder="little").tobytes())
    return b"".join(out)


@settings(max_examples=500)
@given(stuffable)
def test_cobs(data):
    stuffed = independent_cobs.encode(data)
    codec = Cobs()
    assert into(codec.encode_into, data, codec.max_len(len(data))) == stuffed
    assert into(codec.decode_into, stuffed, len(stuffed) - 1) == data


def test_cobs_of_every_length_up_to_three_groups():
    codec = Cobs()
    for n in range(780):
        for data in (b"\x01" * n, bytes(n), b"\x01" * (n - 1) + b"\0" * (n > 0)):
            stuffed = into(codec.encode_into, data, codec.max_len(n))
            assert stuffed == independent_cobs.encode(data)
            assert into(codec.decode_into, stuffed, len(stuffed)) == data


@settings(max_examples=2000)
@given(st.binary(min_size=1, max_size=30), st.integers(1, 255))
def test_cobs_of_garbage(data, limit):
    data = bytes(byte % limit for byte in data)
    try:
        expected = independent_cobs.decode(data)
    except independent_cobs.DecodeError:
        with pytest.raises(DecodeError):
            into(Cobs().decode_into, data, len(data))
    else:
        assert into(Cobs().decode_into, data, len(data)) == expected


@settings(max_examples=300)
@given(st.lists(st.binary(max_size=300), max_size=4))
def test_crc32(pieces):
    crc = Crc32()
    for piece in pieces:
        crc.update(piece)
    data = b"".join(pieces)
    assert int.from_bytes(crc.value, "little") == zlib.crc32(data)
    chunk = Chunk(bytearray(data + bytes(4)), 0, 4)
    crc(chunk)
    assert chunk.view == data + zlib.crc32(data).to_bytes(4, "little")


@given(rows_of_int16())
def test_delta_and_zigzag(rows):
    channels = rows.shape[1]
    data = rows.tobytes()
    expected = np.diff(rows, axis=0, prepend=np.zeros((1, channels), "<i2")).astype("<i2")
    assert into(Delta(channels).encode_into, data, len(data)) == expected.tobytes()
    assert into(Delta(channels).decode_into, expected.tobytes(), len(data)) == data
    codes = (rows.astype(np.int32) << 1 ^ rows.astype(np.int32) >> 31).astype("<u2").tobytes()
    assert into(Zigzag().encode_into, data, len(data)) == codes
    assert into(Zigzag().decode_into, codes, len(data)) == data


@settings(max_examples=300)
@given(rows_of_int16())
def test_blockpack(rows):
    pack = Unblockpack(rows.shape[1])
    data = rows.tobytes()
    packed = into(pack.encode_into, data, pack.max_len(len(data)))
    assert packed == numpy_blockpack(rows)
    assert unpack(packed, *rows.shape) == rows.tolist()
    assert into(pack.decode_into, packed, len(data)) == data


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 6, 7, 8, 9, 254, 255])
@pytest.mark.parametrize("rows", [1, 2, 8, 9, 10, 16, 17])
def test_blockpack_of_noise_and_constants(rows, channels):
    random = np.random.default_rng(rows * channels)
    noise = random.integers(-32768, 32767, (rows, channels), endpoint=True)
    for data in (noise, np.full((rows, channels), -32768), np.zeros((rows, channels))):
        data = data.astype("<i2")
        pack = Unblockpack(channels)
        packed = into(pack.encode_into, data.tobytes(), pack.max_len(data.nbytes))
        assert packed == numpy_blockpack(data)
        assert into(pack.decode_into, packed, data.nbytes) == data.tobytes()


numbers = st.integers(-(2**64), 2**64 - 1) | st.integers(-300, 300)
texts = st.text(max_size=30)


@settings(max_examples=500)
@given(st.lists(st.one_of(numbers, texts, st.binary(max_size=300), st.floats(allow_nan=False)), max_size=6))
def test_cbor_writer(values):
    out = CborWriter(bytearray(4096))
    out.array(len(values))
    for value in values:
        put = {int: out.int, str: out.text, bytes: out.bytes, float: out.float}[type(value)]
        put(value)
    assert cbor2.loads(out.getvalue()) == values
    if not any(isinstance(value, float) for value in values):
        assert out.getvalue() == cbor2.dumps(values)


@given(numbers, st.binary(max_size=300), texts)
def test_cbor_reader(number, data, text):
    reader = CborReader(cbor2.dumps([number, data, text, cbor2.CBORTag(77, {})]))
    assert reader.expect(4) == 4
    assert reader.head() == (number < 0) and reader.value == (-1 - number if number < 0 else number)
    for major, value in ((2, data), (3, text.encode())):
        n = reader.string(major)
        assert bytes(reader._buf[reader.at : reader.at + n]) == value
        reader.at += n
    assert (reader.expect(6), reader.expect(5), reader.at) == (77, 0, len(reader._buf))


finite = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)


@st.composite
def each(draw, one, n):
    """One for all, or a list or tuple of one each."""
    return draw(st.one_of(one, st.lists(one, min_size=n, max_size=n), st.tuples(*[one] * n)))


@st.composite
def descriptors(draw):
    """The arguments of a descriptor."""
    names = draw(st.lists(texts, min_size=1, max_size=12))
    return {
        "sid": draw(st.integers(0, 255)),
        "name": draw(texts),
        "channels": names,
        "units": draw(st.none() | each(texts, len(names))),
        "scale": draw(each(finite, len(names))),
        "offset": draw(each(finite, len(names))),
        "rate": draw(st.none() | finite.filter(lambda rate: rate > 0)),
    }


@settings(max_examples=300)
@given(descriptors())
def test_descriptor(arguments):
    """It decodes to the map of docs/wire-format.md, "Descriptor"."""
    item = Descriptor(**arguments).item
    fields = list(arguments.values())
    expected = dict(enumerate((1, *fields[:4], 77, *fields[4:], 1_000_000, 1 << 30, 0)))
    for key, default in ((4, None), (6, 1), (7, 0), (8, None)):
        if expected[key] == default:
            del expected[key]
    listed = {key: list(value) if isinstance(value, tuple) else value for key, value in expected.items()}
    assert cbor2.loads(item) == listed
    assert item[-3:] == b"\x19\0\0"  # the sequence number, at a fixed width: it is patched


def test_an_eight_byte_float_is_what_struct_says():
    assert into_writer(0.1) == b"\xfb" + struct.pack(">d", 0.1)


def into_writer(value):
    out = CborWriter(bytearray(9))
    out.float(value)
    return out.getvalue()
