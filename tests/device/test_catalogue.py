"""Crc: the catalogue's check values by name and by parameters, both tables, both orders, what it refuses.

What it shares with checksums is in test_trailer.py.
"""

from helpers import MICROPYTHON, Random, raises, refuses

from memchunk import Crc, once

# The CRC catalogue (reveng): name, parameters as there, and the check value over b"123456789".
CHECKS = (
    ("CRC-8/SMBUS", (8, 0x07, 0x00, False, False, 0x00), 0xF4),
    ("CRC-8/MAXIM-DOW", (8, 0x31, 0x00, True, True, 0x00), 0xA1),
    ("CRC-8/MAXIM", (8, 0x31, 0x00, True, True, 0x00), 0xA1),
    ("CRC-16/IBM-3740", (16, 0x1021, 0xFFFF, False, False, 0x0000), 0x29B1),
    ("CRC-16/CCITT-FALSE", (16, 0x1021, 0xFFFF, False, False, 0x0000), 0x29B1),
    ("CRC-16/XMODEM", (16, 0x1021, 0x0000, False, False, 0x0000), 0x31C3),
    ("CRC-16/IBM-SDLC", (16, 0x1021, 0xFFFF, True, True, 0xFFFF), 0x906E),
    ("CRC-16/X-25", (16, 0x1021, 0xFFFF, True, True, 0xFFFF), 0x906E),
    ("CRC-16/KERMIT", (16, 0x1021, 0x0000, True, True, 0x0000), 0x2189),
    ("CRC-16/MODBUS", (16, 0x8005, 0xFFFF, True, True, 0x0000), 0x4B37),
    ("CRC-32/ISO-HDLC", (32, 0x04C11DB7, 0xFFFFFFFF, True, True, 0xFFFFFFFF), 0xCBF43926),
    ("CRC-32", (32, 0x04C11DB7, 0xFFFFFFFF, True, True, 0xFFFFFFFF), 0xCBF43926),
    ("CRC-32/ISCSI", (32, 0x1EDC6F41, 0xFFFFFFFF, True, True, 0xFFFFFFFF), 0xE3069283),
    ("CRC-32C", (32, 0x1EDC6F41, 0xFFFFFFFF, True, True, 0xFFFFFFFF), 0xE3069283),
)
# More of the catalogue, that has no name here.
UNNAMED = (
    ((8, 0x31, 0xFF, False, False, 0x00), 0xF7),  # CRC-8/NRSC-5
    ((8, 0x9B, 0x00, True, True, 0x00), 0x25),  # CRC-8/WCDMA
    ((8, 0x07, 0x00, False, False, 0x55), 0xA1),  # CRC-8/I-432-1
    ((16, 0x1021, 0xB2AA, True, True, 0x0000), 0x63D0),  # CRC-16/RIELLO: its init is not the same in a mirror
    ((16, 0x1021, 0xFFFF, False, False, 0xFFFF), 0xD64E),  # CRC-16/GENIBUS
    ((16, 0x0589, 0x0000, False, False, 0x0001), 0x007E),  # CRC-16/DECT-R
    ((32, 0x04C11DB7, 0xFFFFFFFF, False, False, 0xFFFFFFFF), 0xFC891918),  # CRC-32/BZIP2
    ((32, 0x04C11DB7, 0x00000000, False, False, 0xFFFFFFFF), 0x765E7680),  # CRC-32/CKSUM
    ((32, 0x000000AF, 0x00000000, False, False, 0x00000000), 0xBD0BE338),  # CRC-32/XFER
)
# As they are seen on the wire, the value at the end.
MESSAGES = (
    ("CRC-16/MODBUS", b"\x01\x03\x00\x00\x00\x0a\xc5\xcd"),  # read ten registers of unit 1
    ("CRC-8/MAXIM", b"\x02\x1c\xb8\x01\x00\x00\x00\xa2"),  # Maxim, application note 27: a ROM code
    ((8, 0x31, 0xFF, False, False, 0), b"\xbe\xef\x92"),  # Sensirion, SHT3x data sheet, table 20
    # RFC 3720, appendix B.4.
    ("CRC-32C", bytes(32) + b"\xaa\x36\x91\x8a"),
    ("CRC-32C", b"\xff" * 32 + b"\x43\xab\xa8\x62"),
    ("CRC-32C", bytes(range(32)) + b"\x4e\x79\xdd\x46"),
    ("CRC-32C", bytes(range(31, -1, -1)) + b"\x5c\xdb\x3f\x11"),
)


def value(model, data, **options):
    crc = Crc(model, **options)
    crc.update(data)
    return bytes(crc.value)


def laid_out(check, parameters):
    return check.to_bytes(parameters[0] // 8, "little" if parameters[4] else "big")


def test_check_values():
    for name, parameters, check in CHECKS:
        for model in (name, parameters, list(parameters)):
            for small in (False, True):
                assert value(model, b"123456789", small=small) == laid_out(check, parameters), (model, small)
    for parameters, check in UNNAMED:
        for small in (False, True):
            assert value(parameters, b"123456789", small=small) == laid_out(check, parameters), parameters


def test_messages():
    out = bytearray(40)
    for model, message in MESSAGES:
        crc = Crc(model)
        assert crc.encode_into(message[: -crc.size], out) == len(message)
        assert out[: len(message)] == message
        assert crc.decode_into(message, out) == len(message) - crc.size


def test_order():
    for name, parameters, check in CHECKS:
        for order in ("little", "big"):
            assert value(name, b"123456789", order=order) == check.to_bytes(parameters[0] // 8, order)


def by_bits(data, width, poly, init, refin, refout, xorout):
    """Williams, section 15, bit by bit; with ints of any size."""
    crc = init
    for byte in data:
        for i in range(8):
            bit = byte >> (i if refin else 7 - i) & 1 ^ crc >> width - 1
            crc = (crc << 1 & (1 << width) - 1) ^ (poly if bit else 0)
    if refout:
        mirrored = 0
        for i in range(width):
            mirrored |= (crc >> i & 1) << width - 1 - i
        crc = mirrored
    return crc ^ xorout


def test_any_parameters():
    """Also those that mirror on one side alone, which no CRC of these widths in the catalogue does."""
    random = Random(1)
    for turn in range(48 if MICROPYTHON else 400):
        width = (8, 16, 32)[turn % 3]
        poly, init, xorout = [int.from_bytes(random.bytes(width // 8), "little") for _ in range(3)]
        model = (width, poly, init, turn & 4 > 0, turn & 8 > 0, xorout)
        data = random.bytes(random.below(12))
        expected = laid_out(by_bits(data, *model), model)
        assert value(model, data, small=bool(turn & 1)) == expected, (model, data)
        swapped = value(model, data, order="big" if model[4] else "little")
        assert bytes(reversed(list(swapped))) == expected


def test_memory():
    for name, size in (("CRC-8/SMBUS", 1), ("CRC-16/KERMIT", 2), ("CRC-32C", 4)):
        assert len(Crc(name)._given) == 4 + 256 * size
        assert len(Crc(name, small=True)._given) == 4 + 32 * size


def test_a_table_at_no_words_address_is_refused():
    home = once("memchunk.codecs.crc_table")
    home.addressof = lambda buf: 0x20000002
    raises(MemoryError, home.make, "CRC-16/MODBUS", False)


def test_wrong_arguments():
    for model in ("", "CRC-16", "crc-32", "MODBUS", "8 07 00 0 00", "CRC-8/SMBUS|8 07 00 0 00", ()):
        refuses("model", ValueError, Crc, model)
    for model in (None, 16, b"CRC-32"):
        refuses("model", TypeError, Crc, model)
    good = (16, 0x8005, 0xFFFF, True, True, 0)
    for place, wrong in ((0, 12), (0, 0), (1, 1 << 16), (1, -1), (2, 1 << 16), (5, 1 << 16), (5, -1)):
        refuses("model", ValueError, Crc, good[:place] + (wrong,) + good[place + 1 :])
    refuses("model", ValueError, Crc, good[:5])
    for order in ("middle", "LITTLE", 1):
        refuses("order", ValueError, Crc, "CRC-32", False, order)
