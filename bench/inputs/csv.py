from inputs import walk

STATE = b"\2\6\0,\r\n\0"  # six int16 a line, without decimals


def to_csv(n):
    n = n // 12 * 12
    return walk(n), n, bytearray(4 * n), STATE
