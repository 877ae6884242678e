from inputs import plain, walk


def choose(n):
    return walk(n), n // 12, bytearray(b"\6\0\0\0")  # six channels, and four bits for each


def pack(n):
    rows, count, state = choose(n)
    plain("rice").choose(rows, count, state)
    return rows, bytearray(2 * n), count, state
