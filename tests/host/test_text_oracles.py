"""SLIP against what RFC 1055 says, written down once more; COBS/R, hex, base64 and CSV against independent ones."""

import base64
import binascii
import csv as independent_csv
import io
import re
from decimal import Decimal

import numpy as np
import pytest
from cobs import cobsr as independent_cobsr
from hypothesis import given, settings, strategies as st

from memchunk import Base64, Base64Decoder, Base64Encoder, CobsR, Csv, DecodeError, Hex, HexDecoder, Slip, SlipDecoder


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


def in_pieces(call, data, sizes, room):
    """What a call makes of `data` in pieces, each into just the room for it."""
    return b"".join(into(call, piece, room(len(piece))) for piece in pieces_of(data, sizes))


piece_sizes = st.lists(st.integers(0, 9), max_size=20)


@settings(max_examples=300)
@given(st.binary(max_size=300), st.booleans(), piece_sizes)
def test_hex(data, upper, sizes):
    digits = binascii.hexlify(data)
    digits = digits.upper() if upper else digits
    assert into(Hex(upper).encode_into, data, 2 * len(data)) == digits
    assert into(Hex().decode_into, digits, len(data)) == data
    decoder = HexDecoder()
    assert in_pieces(decoder.decode_into, digits, sizes, lambda n: (n + 1) // 2) == data
    decoder.finish()


hexadecimal = st.binary(max_size=12) | st.text("09afAF:@g/`G", max_size=12).map(str.encode)


def outcome(decode, *args):
    """What it gives, or None where it refuses."""
    try:
        return decode(*args)
    except (DecodeError, binascii.Error):
        return None


def all_of(decoder, text, sizes, room, end):
    """What a decoder makes of a text in pieces, and its end."""
    got = in_pieces(decoder.decode_into, text, sizes, room)
    return got + end(decoder)


@settings(max_examples=1000)
@given(hexadecimal, piece_sizes)
def test_hex_of_garbage(text, sizes):
    expected = outcome(binascii.unhexlify, text)
    assert outcome(into, Hex().decode_into, text, len(text)) == expected
    end = lambda decoder: decoder.finish() or b""  # noqa: E731
    assert outcome(all_of, HexDecoder(), text, sizes, lambda n: (n + 1) // 2, end) == expected


def independent_base64(data, urlsafe, padding):
    digits = base64.urlsafe_b64encode(data) if urlsafe else base64.b64encode(data)
    return digits if padding else digits.rstrip(b"=")


@settings(max_examples=500)
@given(st.binary(max_size=300), st.booleans(), st.booleans(), piece_sizes)
def test_base64(data, urlsafe, padding, sizes):
    digits = independent_base64(data, urlsafe, padding)
    codec = Base64(urlsafe, padding)
    assert into(codec.encode_into, data, codec.max_len(len(data))) == digits
    assert into(codec.decode_into, digits, len(data)) == data
    encoder, decoder = Base64Encoder(urlsafe, padding), Base64Decoder(urlsafe, padding)
    got = in_pieces(encoder.encode_into, data, sizes, lambda n: (n + 2) // 3 * 4)
    assert got + into(lambda _, out: encoder.finish(out), b"", 4) == digits
    got = in_pieces(decoder.decode_into, digits, sizes, lambda n: (n + 3) * 3 // 4)
    assert got + into(lambda _, out: decoder.finish(out), b"", 4) == data


def strict_base64(text, urlsafe, padding):
    """What RFC 4648 calls canonical: it decodes, and what it decodes to encodes to it and nothing else."""
    padded = text if padding else text + b"=" * (-len(text) % 4)
    try:
        data = base64.b64decode(padded, b"-_" if urlsafe else b"+/")
    except binascii.Error:
        return None
    return data if independent_base64(data, urlsafe, padding) == text else None


sixty_four = st.binary(max_size=12) | st.text("AQgwz9+/-_==", max_size=12).map(str.encode)


@settings(max_examples=1000)
@given(sixty_four, st.booleans(), st.booleans(), piece_sizes)
def test_base64_of_garbage(text, urlsafe, padding, sizes):
    expected = strict_base64(text, urlsafe, padding)
    assert outcome(into, Base64(urlsafe, padding).decode_into, text, len(text)) == expected
    end = lambda decoder: into(lambda _, out: decoder.finish(out), b"", 4)  # noqa: E731
    decoder = Base64Decoder(urlsafe, padding)
    assert outcome(all_of, decoder, text, sizes, lambda n: (n + 3) * 3 // 4, end) == expected


@st.composite
def rows_of_integers(draw):
    """A codec's arguments but for `channels`, and rows for it with the edges of their range among them."""
    itemsize = draw(st.sampled_from((2, 4)))
    arguments = {
        "itemsize": itemsize,
        "separator": draw(st.sampled_from(",;\t |")),
        "end": draw(st.sampled_from(("\n", "\r\n"))),
        "decimals": draw(st.integers(0, 4 if itemsize == 2 else 9)),
    }
    limit = 1 << 8 * itemsize - 1
    edges = [sign * 10**k + less for sign in (-1, 1) for k in range(10) for less in (-1, 0)]
    value = st.integers(-limit, limit - 1) | st.sampled_from(
        [-limit, limit - 1, *filter(lambda e: abs(e) < limit, edges)]
    )
    channels = draw(st.integers(1, 7))
    rows = draw(st.lists(st.lists(value, min_size=channels, max_size=channels), max_size=12))
    return arguments, np.array(rows, f"<i{itemsize}").reshape(-1, channels)


def csv_text(rows, arguments):
    """By the csv module and decimal."""
    out = io.StringIO()
    writer = independent_csv.writer(out, delimiter=arguments["separator"], lineterminator=arguments["end"])
    for row in rows.tolist():
        writer.writerow([format(Decimal(value).scaleb(-arguments["decimals"]), "f") for value in row])
    return out.getvalue().encode()


@settings(max_examples=1000)
@given(rows_of_integers())
def test_csv(case):
    arguments, rows = case
    codec, data, text = Csv(rows.shape[1], **arguments), rows.tobytes(), csv_text(rows, arguments)
    assert into(codec.encode_into, data, codec.max_len(len(data))) == text
    assert into(codec.decode_into, text, len(data)) == data
    if not arguments["decimals"] and len(rows):
        read = np.loadtxt(io.BytesIO(text), rows.dtype, delimiter=arguments["separator"], ndmin=2)
        assert np.array_equal(read, rows)


def csv_rows(text, channels, itemsize, end, decimals):
    """The rows of a text by what the docstring says, or None."""
    number = rb"-?[0-9]+" + (rb"\.[0-9]{%d}" % decimals if decimals else b"")
    line = b",".join([number] * channels) + end.encode()
    if not re.fullmatch(b"(?:%s)*" % line, text):
        return None
    values = [int(found.replace(b".", b"")) for found in re.findall(number, text)]
    limit = 1 << 8 * itemsize - 1
    return values if all(-limit <= value < limit for value in values) else None


parts = (b",", b"\n", b"\r\n", b".", b"-", b"0", b"12", b"32768", b"2147483648", b"1,", b"3\n", b"-4.5", b"7,8\n")
numeric = st.lists(st.sampled_from(parts), max_size=12).map(b"".join)


@settings(max_examples=1000)
@given(numeric, st.integers(1, 3), st.sampled_from((2, 4)), st.sampled_from(("\n", "\r\n")), st.integers(0, 2))
def test_csv_of_garbage(text, channels, itemsize, end, decimals):
    codec = Csv(channels, ",", end, itemsize, decimals)
    expected = csv_rows(text, channels, itemsize, end, decimals)
    got = outcome(into, codec.decode_into, text, itemsize * len(text))
    assert (None if got is None else np.frombuffer(got, f"<i{itemsize}").tolist()) == expected
