/* Rice coding undone. */
#include <stdint.h>

enum { ESCAPE = 10, VERBATIM = 15, WORD = 16 };

int packed_len(const uint8_t *src, int size, int rows, int channels)
{
    const uint8_t *widths = src + 2 * channels;
    int at = rows ? 2 * channels : 0, held = 0, channel = 0;
    uint32_t bits = 0;

    if (rows > 1)
        at += (channels + 1) >> 1;
    if (at > size)
        return -1 - size;
    if (rows < 2)
        return at;
    if (channels & 1 && src[at - 1] > 15)
        return -at;
    for (int left = (rows - 1) * channels; left; left--) {
        int width = widths[channel >> 1] >> ((channel & 1) * 4) & 15, zeros = 0;
        uint32_t least = 0;

        if (width == VERBATIM) {
            width = WORD;
        } else {
            while (!(bits & 1) && zeros < ESCAPE) {
                if (held) {
                    bits >>= 1;
                    held--;
                    zeros++;
                } else if (at == size) {
                    return -1 - size;
                } else {
                    bits = src[at++];
                    held = 8;
                }
            }
            if (zeros < ESCAPE) {
                bits >>= 1;
                held--;
                if (zeros << width > 0xFFFF)
                    return -at;
            } else {
                least = ESCAPE << width;
                width = WORD;
            }
        }
        for (; held < width; held += 8) {
            if (at == size)
                return -1 - size;
            bits |= src[at++] << held;
        }
        if ((bits & ((1 << width) - 1)) < least)
            return -at;
        bits >>= width;
        held -= width;
        if (++channel == channels)
            channel = 0;
    }
    return bits ? -at : at;
}

void unpack(const uint8_t *src, uint16_t *dst, int rows, int channels)
{
    uint16_t *end = dst + rows * channels, *heads = dst + channels;
    int held = 0, channel = 0;
    uint32_t bits = 0;

    for (; dst < heads && dst < end; src += 2)
        *dst++ = src[0] | src[1] << 8;
    const uint8_t *widths = src;

    src += (channels + 1) >> 1;
    for (; dst < end; dst++) {
        int width = widths[channel >> 1] >> ((channel & 1) * 4) & 15, zeros = 0;
        uint32_t value = 0;

        if (width == VERBATIM) {
            width = WORD;
        } else {
            while (!(bits & 1) && zeros < ESCAPE) {
                if (held) {
                    bits >>= 1;
                    held--;
                    zeros++;
                } else {
                    bits = *src++;
                    held = 8;
                }
            }
            if (zeros < ESCAPE) {
                bits >>= 1;
                held--;
                value = zeros << width;
            } else {
                width = WORD;
            }
        }
        for (; held < width; held += 8)
            bits |= *src++ << held;
        value |= bits & ((1 << width) - 1);
        bits >>= width;
        held -= width;
        *dst = (value >> 1 ^ -(value & 1)) + dst[-channels];
        if (++channel == channels)
            channel = 0;
    }
}
