"""SLIP against what RFC 1055 says, written down once more; COBS/R, hex, base64 and CSV against independent ones."""

import re

import pytest
from cobs import cobsr as independent_cobsr
from hypothesis import given, settings, strategies as st

from memchunk import CobsR, DecodeError, Slip, SlipDecoder


def into(call, source, room):
    out = bytearray(room)
    return bytes(out[: call(source, out)])


def pieces_of(data, sizes):
    """`data` in pieces of the sizes given, and what is left."""
    for size in sizes:
        yield data[:size]
        data = data[size:]
    yield data


MEANT = {b"\334": b"\300", b"\335": b"\333"}


# RFC 1055, "Protocol", in other words than the kernel's.
def rfc1055(packet):
    return packet.replace(b"\333", b"\333\335").replace(b"\300", b"\333\334") + b"\300"


def rfc1055_packets(line):
    """The packets of a line, None for one that is wrongly escaped."""
    for part in line.split(b"\300")[:-1]:
        if part:
            whole = re.fullmatch(rb"(?:[^\333]|\333[\334\335])*", part, re.DOTALL)
            yield re.sub(rb"\333(.)", lambda pair: MEANT[pair[1]], part) if whole else None


slippery = st.lists(st.sampled_from(b"\300\333\334\335a\0"), max_size=40).map(bytes)


@settings(max_examples=1000)
@given(st.one_of(slippery, st.binary(max_size=400)), st.booleans())
def test_slip(packet, flush):
    codec = Slip(flush)
    sent = into(codec.encode_into, packet, codec.max_len(len(packet)))
    assert sent == b"\300" * flush + rfc1055(packet)
    assert into(codec.decode_into, sent, len(sent) - 1) == packet


@settings(max_examples=1000)
@given(slippery)
def test_slip_of_garbage(line):
    found = list(rfc1055_packets(line.lstrip(b"\300"))) or [b""] * line.endswith(b"\300")
    body = line.lstrip(b"\300")
    if body.find(b"\300") == len(body) - 1 and line.endswith(b"\300") and found[0] is not None:
        assert into(Slip().decode_into, line, len(line)) == found[0]
    else:
        with pytest.raises(DecodeError):
            into(Slip().decode_into, line, len(line))


@settings(max_examples=1000)
@given(slippery, st.lists(st.integers(0, 9), max_size=30), st.integers(2, 50))
def test_slip_decoder_of_any_line_in_any_pieces(line, sizes, size):
    reader, got = SlipDecoder(size), []
    for piece in pieces_of(line, sizes):
        while piece:
            room = reader.claim()
            n = min(len(room), len(piece))
            room[:n] = piece[:n]
            reader.commit(n)
            piece = piece[n:]
            while reader.next():
                got.append(bytes(reader.payload))
    parts = [part for part in line.split(b"\300")[:-1] if part]
    fits = [len(part) < size for part in parts]
    wanted = [packet if fit else None for packet, fit in zip(rfc1055_packets(line), fits, strict=True)]
    assert got == [packet for packet in wanted if packet is not None]
    reader.claim()  # sees a last one that is too long
    too_long = len(line) - line.rfind(b"\300") - 1 >= size
    assert (reader.good, reader.bad) == (len(got), wanted.count(None) + too_long)


stuffable = st.lists(
    st.one_of(st.binary(max_size=20), st.integers(250, 260).map(lambda n: b"\x01" * n), st.just(b"\0")),
    max_size=8,
).map(b"".join)


@settings(max_examples=1000)
@given(stuffable)
def test_cobsr(data):
    stuffed = independent_cobsr.encode(data)
    codec = CobsR()
    assert into(codec.encode_into, data, codec.max_len(len(data))) == stuffed
    assert into(codec.decode_into, stuffed, len(stuffed)) == data


def test_cobsr_of_every_length_and_last_byte_around_a_group():
    codec = CobsR()
    for n in [*range(1, 12), *range(250, 260), *range(505, 512)]:
        for last in {0, 1, 2, n % 254, n % 254 + 1, n % 254 + 2, 254, 255}:
            for data in (b"\x01" * (n - 1) + bytes([last]), bytes(n - 1) + bytes([last])):
                stuffed = into(codec.encode_into, data, codec.max_len(n))
                assert stuffed == independent_cobsr.encode(data)
                assert into(codec.decode_into, stuffed, len(stuffed)) == data


@settings(max_examples=1000)
@given(st.binary(min_size=1, max_size=30), st.integers(1, 255))
def test_cobsr_of_garbage(data, limit):
    data = bytes(byte % limit for byte in data)
    try:
        expected = independent_cobsr.decode(data)
    except independent_cobsr.DecodeError:
        with pytest.raises(DecodeError):
            into(CobsR().decode_into, data, len(data))
    else:
        assert into(CobsR().decode_into, data, len(data)) == expected
