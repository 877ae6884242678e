"""Offset and gain for each channel of int16 rows, in fixed point: the plain form tells more."""

import micropython


@micropython.viper
def calibrate(src: ptr16, dst: ptr16, rows: int, table: ptr32):
    channels = table[0]
    shift = table[1]
    stop = rows * channels
    channel = 0
    while channel < channels:
        gain = table[2 * channel + 3]
        gain = (gain & 0xFFFF ^ 0x8000) - 0x8000  # ptr32 gives no sign where an int has 64 bits
        offset = table[2 * channel + 2]
        # Taken out of the samples: (sample - offset) · gain + half. It fits 32 bits: 65,535 · 32,768 + 16,384.
        base = (1 << shift - 1) - ((offset & 0xFFFF ^ 0x8000) - 0x8000) * gain
        i = channel
        while i < stop:
            value = ((src[i] ^ 0x8000) - 0x8000) * gain + base >> shift
            if value > 32767:
                value = 32767
            elif value < -32768:
                value = -32768
            dst[i] = value
            i += channels
        channel += 1
