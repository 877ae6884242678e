"""What the kernels of a CRC are given: all its parameters are in the table. Loaded for a constructor, and let go of.

    name, start, table, order, mirrored = make("CRC-16/MODBUS", small=False)

    table   xorout, 4 bytes | 256 entries, or 16 of the low nibble and 16 of the high one

An entry is what the polynomial makes of a byte, in the order in which the register is kept: first the byte that
meets the next one of data. That is the low byte if bits are reflected, and the high one if not; so kernels are the
same for both.
"""

try:
    from uctypes import addressof
except ImportError:  # CPython, whose kernels read bytes
    addressof = None  # type: ignore[assignment]

# Names, and then width, poly, init, refin and refout, xorout. One string where a dict would be natural: see names.py.
_NAMED = (
    "|CRC-8/SMBUS|8 07 00 0 00"
    "|CRC-8/MAXIM-DOW|CRC-8/MAXIM|8 31 00 1 00"
    "|CRC-16/IBM-3740|CRC-16/CCITT-FALSE|16 1021 FFFF 0 0000"
    "|CRC-16/XMODEM|16 1021 0000 0 0000"
    "|CRC-16/IBM-SDLC|CRC-16/X-25|16 1021 FFFF 1 FFFF"
    "|CRC-16/KERMIT|16 1021 0000 1 0000"
    "|CRC-16/MODBUS|16 8005 FFFF 1 0000"
    "|CRC-32/ISO-HDLC|CRC-32|32 04C11DB7 FFFFFFFF 1 FFFFFFFF"
    "|CRC-32/ISCSI|CRC-32C|32 1EDC6F41 FFFFFFFF 1 FFFFFFFF"
)
_ENTRIES = 4  # their place in the table


def make(model, small):
    """Name, value of no bytes, table, byte order of a value, and whether its bits are then to be mirrored.

    Arguments and errors as `Crc` tells. Allocates: the result, and as much again. IRQ-safe: no.
    """
    name = "CRC"
    if isinstance(model, str):
        name, model = model, _named(model)
    width, poly, init, refin, refout, xorout = _checked(model)
    size = width // 8
    order = "little" if refout else "big"
    table = _table(poly, size, refin, small)
    start = _bytes(init, size, "big", refin)
    xorout = _bytes(xorout, size, order, refin != refout)
    for i in range(size):
        table[i] = xorout[i]
        start[i] ^= xorout[i]
    return name, bytes(start), table, order, refin != refout


def _named(name):
    at = _NAMED.find("|%s|" % name)
    if at < 0 or name[:3] != "CRC" or "|" in name:
        raise ValueError("model: no such name here")
    parts = [part for part in _NAMED[at:].split("|") if part[:1].isdigit()][0].split()
    _, poly, init, reflected, xorout = [int(part, 16) for part in parts]
    return int(parts[0]), poly, init, reflected, reflected, xorout


def _checked(model):
    if not isinstance(model, (tuple, list)):
        raise TypeError("model: a name or a tuple")
    if len(model) != 6 or model[0] not in (8, 16, 32):
        raise ValueError("model: width 8, 16 or 32, poly, init, refin, refout, xorout")
    for number in model[1], model[2], model[5]:
        if not 0 <= number < 1 << model[0]:
            raise ValueError("model: a number beyond its width")
    return model[0], model[1], model[2], bool(model[3]), bool(model[4]), model[5]


def _bytes(number, size, order, mirrored):
    made = bytearray(number.to_bytes(size, order))
    for i in range(size if mirrored else 0):
        made[i] = sum((made[i] >> k & 1) << 7 - k for k in range(8))
    return made


def _table(poly, size, refin, small):
    """Entries of single bits by shifting, and of all others as the sum of two that are there."""
    group = 16 if small else 256
    entries = 32 if small else 256
    table = bytearray(_ENTRIES + entries * size)
    if addressof is not None and addressof(table) & 3:
        # A HardFault on a Cortex-M0+, whose kernels read whole entries.
        raise MemoryError("table: not at a word's address")
    _single_bits(table, poly, size, refin, group)
    for i in range(entries):
        rest = i % group
        low = rest & -rest
        for at in range(_ENTRIES + i * size, _ENTRIES + (i + 1) * size if rest != low else 0):
            table[at] = table[at - low * size] ^ table[at - (rest - low) * size]
    return table


def _single_bits(table, poly, size, refin, group):
    top = 1 << 8 * size
    crc = top >> 1
    for k in range(8):
        crc <<= 1
        if crc & top:
            crc ^= top | poly
        i = 128 >> k if refin else 1 << k
        if i >= group:
            i = 16 + (i >> 4)
        at = _ENTRIES + i * size
        table[at : at + size] = _bytes(crc, size, "big", refin)
