"""CSV: values at every edge of their range, every room to the byte, and lines that are not these rows."""

from array import array

from helpers import MICROPYTHON, Guarded, Random, raises, refuses

from memchunk import Chunk, Csv, DecodeError

SHORT, LONG = 2, 4
TYPES = {SHORT: "h", LONG: "i"}
EDGES = {
    SHORT: (0, 1, -1, 9, 10, -10, 99, 100, 999, -1000, 9999, 10000, -10001, 32767, -32767, -32768),
    LONG: (0, 7, -1, 9999, 10000, -10000, 10001, 65535, 65536, -65536, 99999999, 100000000, 100009999, -100000000)
    + (999999999, 1000000000, -1073741824, 1073741824, 2147483647, -2147483647, -2147483648),
}


def rows_of(values, itemsize=SHORT):
    return bytes(array(TYPES[itemsize], values))


def values_of(data, itemsize=SHORT):
    return list(array(TYPES[itemsize], bytes(data)))


def number(value, decimals):
    """A value with its point, put there by hand."""
    digits = str(abs(value))
    while len(digits) <= decimals:
        digits = "0" + digits
    at = len(digits) - decimals
    return ("-" if value < 0 else "") + digits[:at] + ("." + digits[at:] if decimals else "")


def lines_of(values, channels, separator=",", end="\n", decimals=0):
    lines = []
    for start in range(0, len(values), channels):
        row = [number(value, decimals) for value in values[start : start + channels]]
        lines.append(separator.join(row) + end)
    return "".join(lines).encode()


def random_values(random, count, itemsize):
    """Of any number of digits, the edges among them."""
    values = []
    for _ in range(count):
        bits = random.below(8 * itemsize)
        value = 0
        for _ in range(bits):
            value = 2 * value + random.below(2)
        values.append(-value if random.below(2) else value)
        if not random.below(6):
            values[-1] = EDGES[itemsize][random.below(len(EDGES[itemsize]))]
    return values


def encoded(csv, data):
    out = bytearray(csv.max_len(len(data)))
    return bytes(out[: csv.encode_into(data, out)])


def forms():
    """Codecs of every kind, and the arguments that `lines_of` wants for them."""
    for itemsize in (SHORT, LONG):
        for channels, separator, end, decimals in (
            (1, ",", "\n", 0),
            (3, ",", "\n", 0),
            (3, "\t", "\r\n", 2),
            (6, ";", "\r", 4),
            (30, " ", "\n", 1),
        ):
            yield Csv(channels, separator, end, itemsize, decimals), (channels, separator, end, decimals), itemsize


def test_what_a_plotter_reads():
    """The lines of RFC 4180, section 2, numbers alone."""
    assert encoded(Csv(3), rows_of((-12, 340, 16384))) == b"-12,340,16384\n"
    assert encoded(Csv(2, end="\r\n"), rows_of((1, 2, 3, -4))) == b"1,2\r\n3,-4\r\n"
    assert encoded(Csv(3, decimals=2), rows_of((-12, 340, 16384))) == b"-0.12,3.40,163.84\n"
    assert encoded(Csv(1, itemsize=4, decimals=9), rows_of((-1,), LONG)) == b"-0.000000001\n"


def test_every_edge():
    for itemsize, values in EDGES.items():
        data = rows_of(values, itemsize)
        for decimals in range(5 if itemsize == SHORT else 10):
            csv = Csv(1, itemsize=itemsize, decimals=decimals)
            text = encoded(csv, data)
            assert text == lines_of(values, 1, decimals=decimals)
            back = bytearray(len(data))
            assert csv.decode_into(text, back) == len(data) and back == data


def test_every_int16():
    csv, step = Csv(1), 128
    for first in range(-32768, 32768, step * (31 if MICROPYTHON else 1)):
        values = list(range(first, first + step))
        data, text = rows_of(values), encoded(csv, rows_of(values))
        assert text == lines_of(values, 1)
        back = bytearray(len(data))
        assert csv.decode_into(text, back) == len(data) and back == data


def test_more_channels_than_a_byte_counts():
    values = [-7, 8] * 150
    csv, data = Csv(300), rows_of(values)
    text = encoded(csv, data + data)
    assert text == lines_of(values, 300) * 2
    back = bytearray(2 * len(data))
    assert csv.decode_into(text, back) == len(back) and back == data + data


def test_rows_into_just_the_room():
    random = Random(1)
    for csv, arguments, itemsize in forms():
        channels, _, end, _ = arguments
        for rows in (0, 1, 2, 5):
            values = random_values(random, rows * channels, itemsize)
            data, text = rows_of(values, itemsize), lines_of(values, *arguments)
            room, back = Guarded(csv.max_len(len(data)), at=rows % 3), Guarded(len(data), at=rows % 2)
            size = csv.encode_into(data, room.view)
            assert room.view[:size] == text and room.intact()
            assert csv.decode_into(text, back.view) == len(data)
            assert back.view == data and back.intact()
            if rows:
                refuses("dst", ValueError, csv.encode_into, data, room.view[:-1])
                refuses("dst", ValueError, csv.decode_into, text, back.view[:-1])
                assert room.view[:size] == text and back.view == data


def test_bound_is_reached():
    for csv, arguments, itemsize in forms():
        lowest = -(1 << 8 * itemsize - 1)
        data = rows_of([lowest] * 2 * arguments[0], itemsize)
        assert len(encoded(csv, data)) == csv.max_len(len(data))
        assert csv.headroom(len(data)) == csv.max_len(len(data)) - len(data) and csv.tailroom(len(data)) == 0
        room = [csv.headroom(size) for size in range(0, len(data) + 1, itemsize)]
        assert room == sorted(room)


def test_chunk_equals_into_another_buffer():
    random = Random(2)
    for csv, arguments, itemsize in forms():
        for rows in (0, 1, 7):
            values = random_values(random, rows * csv.channels, itemsize)
            if rows == 7:
                values = [-(1 << 8 * itemsize - 1)] * len(values)  # the longest
            data = rows_of(values, itemsize)
            lead = csv.headroom(len(data))
            place = Guarded(lead + len(data))
            chunk = Chunk(place.view, lead)
            payload = chunk.view
            payload[:] = data
            csv(chunk)
            assert chunk.view == lines_of(values, *arguments) and place.intact()
            if rows:
                before = bytes(place.view)
                short = Chunk(place.view, lead - 1, 1)
                refuses("window", ValueError, csv.encode, short)
                assert (short.start, short.stop) == (lead - 1, lead - 1 + len(data)) and place.view == before


def test_chunk_back_to_rows():
    random = Random(3)
    for csv, arguments, itemsize in forms():
        for rows in (0, 1, 5):
            for values in (random_values(random, rows * csv.channels, itemsize), [7] * rows * csv.channels):
                text = lines_of(values, *arguments)
                for odd in range(4):
                    lead = 2 * len(values) * (itemsize == LONG) + (odd % itemsize)
                    place = Guarded(lead + len(text))
                    chunk = Chunk(place.view, lead)
                    payload = chunk.view
                    payload[:] = text
                    if chunk.start - 2 * len(values) * (itemsize == LONG) & -itemsize < 0:
                        refuses("window", ValueError, csv.decode, chunk)
                        continue
                    csv.decode(chunk)
                    assert chunk.view == rows_of(values, itemsize) and place.intact()
                    assert chunk.rows == rows and chunk.start % itemsize == 0


def test_chunk_without_the_room_for_int32():
    csv = Csv(2, itemsize=4)
    memory = bytearray(b"1,2\n3,4\n")
    chunk = Chunk(memory)
    refuses("window", ValueError, csv.decode, chunk)
    assert memory == b"1,2\n3,4\n" and (chunk.start, chunk.stop) == (0, 8)
    chunk = Chunk(bytearray(7) + memory, 7)
    refuses("window", ValueError, csv.decode, chunk)
    chunk = Chunk(bytearray(8) + memory, 8)
    csv.decode(chunk)
    assert values_of(chunk.view, LONG) == [1, 2, 3, 4]


def test_overlaps():
    csv = Csv(2)
    values = random_values(Random(4), 20, SHORT)
    data, text = rows_of(values), lines_of(values, 2)
    gap, size = csv.headroom(40), len(text)
    memory = memoryview(bytearray(900))
    for shift in range(-size - 90, size + 90):  # bytes from dst to src
        source, out = memory[400 + shift : 440 + shift], memory[400 : 400 + csv.max_len(40)]
        source[:] = data
        before = bytes(memory)
        if -40 < shift < gap:
            refuses("dst", ValueError, csv.encode_into, source, out)
            assert memory == before
        else:
            assert out[: csv.encode_into(source, out)] == text, shift
        source, out = memory[400 + shift : 400 + shift + size], memory[400:440]
        source[:] = text
        before = bytes(memory)
        if -size < shift < 0:
            refuses("dst", ValueError, csv.decode_into, source, out)
            assert memory == before
        else:
            assert csv.decode_into(source, out) == 40 and out == data, shift


def test_wrong_arguments():
    csv = Csv(2)
    out = bytearray(b"\xee" * 40)
    for call, data in ((csv.encode_into, b"\0\0\0\0"), (csv.decode_into, b"1,2\n")):
        for source in (None, 5, "text", [1, 2], 1.5):
            refuses("src", TypeError, call, source, out)
        for target in (None, 5, "text", [0] * 20, b"12345678901234567890", memoryview(b"0" * 20)):
            refuses("dst", TypeError, call, data, target)
    for size in (1, 2, 3, 5):
        refuses("src", ValueError, csv.encode_into, bytes(size), out)
        chunk = Chunk(bytearray(20 + size), 20)
        refuses("chunk", ValueError, csv, chunk)
        assert chunk.start == 20 and chunk.view == bytes(size)
    assert out == b"\xee" * 40
    for arguments, name in (
        ((0,), "channels"),
        ((65536,), "channels"),
        ((1, ""), "separator"),
        ((1, ",,"), "separator"),
        ((1, "."), "separator"),
        ((1, "-"), "separator"),
        ((1, "7"), "separator"),
        ((1, "\xb5"), "separator"),
        ((1, "\0"), "separator"),
        ((1, "\n"), "end"),
        ((1, ",", ""), "end"),
        ((1, ",", "\r\n\n"), "end"),
        ((1, ",", "\n0"), "end"),
        ((1, ",", "\n\0"), "end"),
        ((1, ",", "\n", 1), "itemsize"),
        ((1, ",", "\n", 2, 5), "decimals"),
        ((1, ",", "\n", 4, 10), "decimals"),
        ((1, ",", "\n", 2, -1), "decimals"),
    ):
        refuses(name, ValueError, Csv, *arguments)


BROKEN = (
    # rows of two int16
    (Csv(2), b"1", 1),
    (Csv(2), b"1,", 2),
    (Csv(2), b"1,2", 3),
    (Csv(2), b"1,2\n3,4", 7),
    (Csv(2), b"1,2\n3\n", 5),  # too few
    (Csv(2), b"1,2,3\n", 3),  # too many
    (Csv(2), b"\n", 0),
    (Csv(2), b",\n", 0),
    (Csv(2), b"1,\n", 2),
    (Csv(2), b"1,-\n", 3),
    (Csv(2), b"-", 1),
    (Csv(2), b"1,--2\n", 3),
    (Csv(2), b"1,2-\n", 3),
    (Csv(2), b"1,+2\n", 2),
    (Csv(2), b"1, 2\n", 2),
    (Csv(2), b"1,2 \n", 3),
    (Csv(2), b"1,2.0\n", 3),
    (Csv(2), b"1,0x2\n", 3),
    (Csv(2), b"a,2\n", 0),
    (Csv(2), b"1,2\n\n", 4),
    (Csv(2), b"1,2\r\n", 3),
    (Csv(2), b"1;2\n", 1),
    (Csv(2), b"\0\0\0\0", 0),
    (Csv(2), b"1,\xb2\n", 2),
    # out of range, said of the digit that is too many
    (Csv(1), b"32768\n", 4),
    (Csv(1), b"-32769\n", 5),
    (Csv(1), b"40000\n", 4),
    (Csv(1), b"327670\n", 5),
    (Csv(1), b"-327680\n", 6),
    (Csv(1), b"99999999999999999999999999\n", 4),
    (Csv(1, itemsize=4), b"2147483648\n", 9),
    (Csv(1, itemsize=4), b"-2147483649\n", 10),
    (Csv(1, itemsize=4), b"-21474836480\n", 11),
    (Csv(1, itemsize=4), b"4294967296\n", 9),
    (Csv(1, itemsize=4), b"18446744073709551617\n", 10),
    # a line end of two
    (Csv(1, end="\r\n"), b"1\n", 1),
    (Csv(1, end="\r\n"), b"1\r", 2),
    (Csv(1, end="\r\n"), b"1\r2", 2),
    (Csv(1, end="\r\n"), b"1\r\n2\r\r", 5),
    # a point, and two digits behind it
    (Csv(1, decimals=2), b"1\n", 1),
    (Csv(1, decimals=2), b"1.\n", 2),
    (Csv(1, decimals=2), b"1.2\n", 3),
    (Csv(1, decimals=2), b"1.234\n", 4),
    (Csv(1, decimals=2), b".23\n", 0),
    (Csv(1, decimals=2), b"-.23\n", 1),
    (Csv(1, decimals=2), b"1..2\n", 2),
    (Csv(1, decimals=2), b"1.2.\n", 3),
    (Csv(1, decimals=2), b"327.68\n", 5),
)


def test_broken_input_says_where():
    for csv, text, place in BROKEN:
        out = Guarded(4 * len(text))
        error = raises(DecodeError, csv.decode_into, text, out.view)
        assert str(error) == "CSV: broken at byte %d" % place, (text, error)
        assert out.intact()
        lead = 4 * len(text)
        chunk = Chunk(bytearray(lead) + text, lead)
        raises(DecodeError, csv.decode, chunk)
        assert (chunk.start, chunk.stop) == (lead, lead + len(text)) and chunk.rows == 0


def test_other_ways_to_write_a_number():
    out = bytearray(8)
    for text, value in ((b"-0\n", 0), (b"007\n", 7), (b"-00000000000000000032768\n", -32768), (b"0" * 300 + b"\n", 0)):
        assert Csv(1).decode_into(text, out) == 2 and values_of(out[:2]) == [value]
    assert Csv(1, decimals=1).decode_into(b"-0.0\n00.5\n", out) == 4 and values_of(out[:4]) == [0, 5]


def test_pieces_of_whole_rows():
    random = Random(6)
    for csv, arguments, itemsize in forms():
        values = random_values(random, 12 * csv.channels, itemsize)
        data, text = rows_of(values, itemsize), lines_of(values, *arguments)
        for _ in range(3):
            cuts = sorted([random.below(13) * csv.row_size for _ in range(3)])
            pieces = [data[a:b] for a, b in zip([0] + cuts, cuts + [len(data)])]
            assert b"".join([encoded(csv, piece) for piece in pieces]) == text
