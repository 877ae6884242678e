"""Framing, text, checksums and CBOR allocate nothing with this board's kernels: see test_zero_alloc_codecs.py."""

from proofs import DATA, OUT, both_ways, chunk, fill, made, proved


def test_framing():
    reader = made("SlipDecoder", 40)
    line = b"ab\333\334\300\333\300" + b"1" * 50 + b"\300cd\300"  # good, bad, too long, good

    def read():
        at = 0
        while at < len(line):
            room = reader.claim()
            n = 0
            while n < len(room) and at < len(line):
                room[n] = line[at]
                n += 1
                at += 1
            reader.commit(n)
            while reader.next():
                assert reader.payload

    proved(cobs=both_ways(made("Cobs")), cobsr=both_ways(made("CobsR")), slip=both_ways(made("Slip")), slips=read)
    assert reader.bad


def test_text():
    digits, encoder, decoder = made("HexDecoder"), made("Base64Encoder"), made("Base64Decoder")

    def pieces():
        digits.decode_into(b"2a3", OUT)
        digits.decode_into(b"b", OUT)
        digits.finish()
        encoder.encode_into(b"abcd", OUT)
        encoder.finish(OUT)
        decoder.decode_into(b"Zm9vYg", OUT)
        decoder.decode_into(b"==", OUT)
        decoder.finish(OUT)

    proved(
        hex=both_ways(made("Hex")),
        base64=both_ways(made("Base64")),
        pieces=pieces,
        csv=into(made("Csv", 3, decimals=1)),
        csv_of_int32=into(made("Csv", 3, itemsize=4)),
    )


def into(codec):
    """Where the text is longer than what `chunk` has room for."""
    text = bytearray(codec.max_len(len(DATA)))
    text = bytes(text[: codec.encode_into(DATA, text)])

    def call():
        codec.encode_into(DATA, OUT)
        codec.decode_into(text, OUT)

    return call


def test_checksums():
    proved(
        crc8=both_ways(made("Crc", "CRC-8/SMBUS")),
        crc16=both_ways(made("Crc", "CRC-16/MODBUS", small=True)),
        crc32c=both_ways(made("Crc", "CRC-32C")),
        crc32=frame_check(made("Crc32")),
        fletcher=both_ways(made("Fletcher16")),
        adler=both_ways(made("Adler32")),
    )


def frame_check(crc):
    def call():
        fill(DATA)
        crc(chunk)
        crc.decode(chunk)

    return call


def test_cbor():
    item = bytearray(100)
    writer = made("CborWriter", item)
    put(writer)
    reader = made("CborReader", bytes(item[: writer.size]))

    def read():
        reader.at = 0
        reader.array()
        reader.int()
        reader.skip()
        reader.bool()
        reader.skip()

    proved(writer=lambda: put(writer), reader=read)


HALF = 0.5


def put(writer):
    writer.size = 0
    writer.array(4)
    writer.int(-70000)
    writer.bytes(b"abc")
    writer.bool(True)
    writer.float16(HALF)
