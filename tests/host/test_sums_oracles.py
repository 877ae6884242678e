"""CRCs and checksums against independent implementations: crccheck's whole catalogue, binascii, zlib."""

import binascii
import zlib

import pytest
from crccheck import crc as independent
from hypothesis import given, settings, strategies as st

from memchunk import Adler32, Chunk, Crc, DecodeError, Fletcher16

CATALOGUE = [found for found in independent.ALLCRCCLASSES if found._width in (8, 16, 32)]
NAMED = {
    "CRC-8/SMBUS": independent.Crc8Smbus,
    "CRC-8/MAXIM-DOW": independent.Crc8MaximDow,
    "CRC-16/IBM-3740": independent.Crc16Ibm3740,
    "CRC-16/XMODEM": independent.Crc16Xmodem,
    "CRC-16/IBM-SDLC": independent.Crc16IbmSdlc,
    "CRC-16/KERMIT": independent.Crc16Kermit,
    "CRC-16/MODBUS": independent.Crc16Modbus,
    "CRC-32/ISO-HDLC": independent.Crc32IsoHdlc,
    "CRC-32/ISCSI": independent.Crc32Iscsi,
}
pieces = st.lists(st.binary(max_size=300), max_size=4)


def model_of(oracle):
    mirrored = oracle._reflect_input, oracle._reflect_output
    return oracle._width, oracle._poly, oracle._initvalue, *mirrored, oracle._xor_output


def running(codec, parts):
    for part in parts:
        codec.update(part)
    data = b"".join(parts)
    out = bytearray(len(data) + 4)
    assert bytes(out[: codec.encode_into(data, out)]) == data + codec.value
    chunk = Chunk(bytearray(data + bytes(codec.size)), 0, codec.size)
    codec(chunk)
    assert chunk.view == data + codec.value
    codec.decode(chunk)
    return bytes(codec.value)


@pytest.mark.parametrize("oracle", CATALOGUE, ids=lambda found: found.__name__)
def test_check_values_of_the_whole_catalogue(oracle):
    order = "little" if oracle._reflect_output else "big"
    for small in (False, True):
        value = running(Crc(model_of(oracle), small), [b"12345", b"6789"])
        assert value == oracle._check_result.to_bytes(oracle._width // 8, order)
    assert len(CATALOGUE) > 50


@pytest.mark.parametrize("name", NAMED)
@settings(max_examples=100)
@given(parts=pieces, small=st.booleans(), order=st.sampled_from(("little", "big")))
def test_named(name, parts, small, order):
    expected = NAMED[name].calc(b"".join(parts)).to_bytes(NAMED[name]._width // 8, order)
    assert running(Crc(name, small, order), parts) == expected


@settings(max_examples=500)
@given(st.data(), st.sampled_from((8, 16, 32)), st.booleans(), st.booleans(), st.booleans(), st.binary(max_size=40))
def test_any_parameters(data, width, refin, refout, small, message):
    poly, init, xorout = (data.draw(st.integers(0, (1 << width) - 1)) for _ in range(3))
    oracle = independent.Crc(width, poly, init, refin, refout, xorout)
    expected = oracle.process(message).final().to_bytes(width // 8, "little" if refout else "big")
    assert running(Crc((width, poly, init, refin, refout, xorout), small), [message]) == expected


@settings(max_examples=300)
@given(pieces)
def test_the_standard_library(parts):
    data = b"".join(parts)
    assert running(Crc("CRC-32"), parts) == zlib.crc32(data).to_bytes(4, "little")
    assert running(Crc("CRC-16/XMODEM"), parts) == binascii.crc_hqx(data, 0).to_bytes(2, "big")
    assert running(Crc("CRC-16/IBM-3740", small=True), parts) == binascii.crc_hqx(data, 0xFFFF).to_bytes(2, "big")
    assert running(Adler32(), parts) == zlib.adler32(data).to_bytes(4, "big")


@pytest.mark.parametrize("n", [2047, 2048, 2049, 5552, 5553, 70000])
def test_adler32_of_long_runs(n):
    for data in (b"\xff" * n, bytes(n), bytes(range(256)) * (n // 256)):
        assert running(Adler32("little"), [data]) == zlib.adler32(data).to_bytes(4, "little")


@settings(max_examples=300)
@given(pieces)
def test_fletcher16(parts):
    """RFC 1146, appendix I, from its sums: the i-th of n bytes counts n - i times in the second."""
    data = b"".join(parts)
    first = sum(data) % 255
    second = sum((len(data) - i) * byte for i, byte in enumerate(data)) % 255
    assert running(Fletcher16(), parts) == bytes((second, first))


@settings(max_examples=500)
@given(st.binary(max_size=20), st.sampled_from(("CRC-8/SMBUS", "CRC-8/MAXIM")))
def test_garbage(data, name):
    oracle = NAMED.get(name, independent.Crc8MaximDow)
    good = len(data) > 0 and oracle.calc(data[:-1]) == data[-1]
    out = bytearray(20)
    if good:
        assert Crc(name).decode_into(data, out) == len(data) - 1
    else:
        with pytest.raises(DecodeError):
            Crc(name).decode_into(data, out)
