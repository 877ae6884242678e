"""IMA ADPCM: differences of little-endian int16 in four bits, with steps that follow them.

The plain form tells what each kernel does, and what the bytes of a state and of a head are.
"""

import micropython
from array import array

_STEPS = array(
    "H",
    (
        7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97,
        107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796,
        876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871,
        5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623,
        27086, 29794, 32767,
    ),
)  # fmt: skip


@micropython.viper
def encode(src: ptr16, dst: ptr8, count: int, state: ptr8):
    steps = ptr16(_STEPS)
    end = 2 + 3 * state[0]
    place = 2
    i = 0
    at = 0
    if state[1]:
        while place < end and i < count:
            value = src[i]
            state[place] = value
            state[place + 1] = value >> 8
            dst[at] = value
            dst[at + 1] = value >> 8
            dst[at + 2] = state[place + 2]
            dst[at + 3] = 0
            place += 3
            at += 4
            i += 1
        place = 2
    held = 0
    second = 0
    while i < count:
        value = (src[i] ^ 0x8000) - ((state[place] | state[place + 1] << 8) ^ 0x8000)
        index = state[place + 2]
        step = steps[index]
        change = step >> 3
        code = 0
        if value < 0:
            code = 8
            value = 0 - value
        if value >= step:
            code |= 4
            value -= step
            change += step
        step >>= 1
        if value >= step:
            code |= 2
            value -= step
            change += step
        step >>= 1
        if value >= step:
            code |= 1
            change += step
        value = (state[place] | state[place + 1] << 8) ^ 0x8000  # 0 is INT16_MIN
        if code & 8:
            value -= change
            if value < 0:
                value = 0
        else:
            value += change
            if value > 0xFFFF:
                value = 0xFFFF
        value ^= 0x8000
        state[place] = value
        state[place + 1] = value >> 8
        if code & 4:
            index += (code & 3) * 2 + 2
            if index > 88:
                index = 88
        elif index:
            index -= 1
        state[place + 2] = index
        place += 3
        if place == end:
            place = 2
        if second:
            dst[at] = held | code << 4
            at += 1
        else:
            held = code
        second ^= 1
        i += 1
    if second:
        dst[at] = held


@micropython.viper
def decode(src: ptr8, dst: ptr16, count: int, state: ptr8) -> int:
    steps = ptr16(_STEPS)
    channels = state[0]
    end = 2 + 3 * channels
    heads = 0
    if state[1]:
        heads = channels
        if heads > count:
            heads = count
    i = 0
    while i < heads:
        if src[4 * i + 2] > 88:
            return -3 - 4 * i
        if src[4 * i + 3]:
            return -4 - 4 * i
        i += 1
    at = 4 * heads
    if (count - heads) & 1:
        i = at + (count - heads >> 1)
        if src[i] > 15:
            return -1 - i
    place = 2
    i = 0
    at = 0
    while i < heads:
        value = src[at] | src[at + 1] << 8
        state[place] = value
        state[place + 1] = value >> 8
        state[place + 2] = src[at + 2]
        dst[i] = value
        place += 3
        at += 4
        i += 1
    place = 2
    code = 0
    second = 0
    while i < count:
        if second:
            code >>= 4
        else:
            code = src[at]
            at += 1
        second ^= 1
        index = state[place + 2]
        step = steps[index]
        change = step >> 3
        if code & 4:
            change += step
        if code & 2:
            change += step >> 1
        if code & 1:
            change += step >> 2
        value = (state[place] | state[place + 1] << 8) ^ 0x8000
        if code & 8:
            value -= change
            if value < 0:
                value = 0
        else:
            value += change
            if value > 0xFFFF:
                value = 0xFFFF
        value ^= 0x8000
        state[place] = value
        state[place + 1] = value >> 8
        if code & 4:
            index += (code & 3) * 2 + 2
            if index > 88:
                index = 88
        elif index:
            index -= 1
        state[place + 2] = index
        place += 3
        if place == end:
            place = 2
        dst[i] = value
        i += 1
    return 0
