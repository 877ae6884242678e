"""The job of `stream.py` the usual way: struct, lists, bytes. The same frames, for comparison.

    micropython -X heapsize=64k usual_way.py imu.json imu.raw > imu.mchk

Nothing here is slow on purpose. Each step makes new objects for the next one, and the collector has to
follow behind.
"""

import binascii
import json
import struct
import sys
import time

SID = 1
INT16 = 77
TICK_HZ = 1_000_000
TICK_MODULUS = 1 << 30


def frames(sensor, rows, **about):
    """The frames of a stream, one after another: its descriptor, then `rows` rows in each."""
    channels = len(about["channels"])
    yield frame(describe(**about))
    seq = 0
    while True:
        data = sensor.read(2 * channels * rows)
        if not data:
            return
        table = rows_of(data, channels)
        yield frame([SID, seq & 0xFFFF, ticks(), len(table), 1, blockpack(table)])
        seq += 1


def describe(name, channels, units=None, scale=1, rate=None):
    """The descriptor as a dict; docs/wire-format.md lists its keys."""
    fields = {0: 1, 1: SID, 2: name, 3: channels, 4: units, 5: INT16, 6: scale, 8: rate}
    fields[9] = TICK_HZ
    fields[10] = TICK_MODULUS
    return {key: value for key, value in fields.items() if value is not None}


def ticks():
    """Microseconds, as the descriptor says."""
    now = time.ticks_us() if hasattr(time, "ticks_us") else time.perf_counter_ns() // 1000
    return now % TICK_MODULUS


def frame(item):
    """CBOR, CRC-32, COBS and a zero."""
    data = cbor(item)
    data += struct.pack("<I", binascii.crc32(data))
    return cobs(data) + b"\0"


def rows_of(data, channels):
    """Little-endian int16 as a list of rows."""
    size = 2 * channels
    return [struct.unpack("<%dh" % channels, data[at : at + size]) for at in range(0, len(data), size)]


def blockpack(table):
    """The first row as it is, then blocks of the differences of eight rows."""
    packed = struct.pack("<%dh" % len(table[0]), *table[0])
    for start in range(1, len(table), 8):
        stop = min(start + 8, len(table))
        packed += pack_block([differences(table[i - 1], table[i]) for i in range(start, stop)])
    return packed


def differences(before, row):
    """Zigzag of the differences mod 2^16."""
    result = []
    for i in range(len(row)):
        difference = (row[i] - before[i] + 0x8000 & 0xFFFF) - 0x8000
        result.append(difference << 1 if difference >= 0 else -1 - (difference << 1))
    return result


def pack_block(block):
    """A width of four bits for each channel, then the values in so many bits each."""
    codes = [width_code(max(column)) for column in zip(*block)]
    padded = codes + [0]
    packed = bytearray([padded[i] | padded[i + 1] << 4 for i in range(0, len(codes), 2)])
    bits = held = 0
    widths = [16 if code == 15 else code for code in codes]
    for row in block:
        for i in range(len(row)):
            bits |= row[i] << held
            held += widths[i]
            while held >= 8:
                packed.append(bits & 0xFF)
                bits >>= 8
                held -= 8
    if held:
        packed.append(bits)
    return bytes(packed)


def width_code(value):
    """Bits that `value` needs; 15 stands for sixteen."""
    bits = 0
    while value >> bits:
        bits += 1
    return min(bits, 15)


def cobs(data):
    """Consistent Overhead Byte Stuffing."""
    out = bytearray([0])
    code_at = 0
    for byte in data:
        if len(out) - code_at == 255:
            out[code_at] = 255
            code_at = len(out)
            out.append(0)
        if byte:
            out.append(byte)
        else:
            out[code_at] = len(out) - code_at
            code_at = len(out)
            out.append(0)
    out[code_at] = len(out) - code_at
    return bytes(out)


def cbor(value):
    """Any of the types that a frame is made of."""
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        text = value.encode()
        return head(3, len(text)) + text
    if isinstance(value, (list, tuple)):
        return head(4, len(value)) + b"".join([cbor(one) for one in value])
    if isinstance(value, dict):
        return head(5, len(value)) + b"".join([cbor(key) + cbor(one) for key, one in value.items()])
    if isinstance(value, float):
        return struct.pack(">Bd", 0xFB, value)
    return head(0, value)


def head(major, value):
    """Major type and argument."""
    if value < 24:
        return bytes([major << 5 | value])
    if value < 1 << 8:
        return struct.pack(">BB", major << 5 | 24, value)
    if value < 1 << 16:
        return struct.pack(">BH", major << 5 | 25, value)
    return struct.pack(">BI", major << 5 | 26, value)


def main(about, samples):
    """Send a whole file."""
    with open(about) as file:
        about = json.load(file)
    with open(samples, "rb") as sensor:
        for data in frames(sensor, **about):
            sys.stdout.buffer.write(data)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: usual_way.py ABOUT.json SAMPLES.raw > CAPTURE.mchk")
    main(sys.argv[1], sys.argv[2])
