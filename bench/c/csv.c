/* Rows of integers as lines of decimal text. */
#include <stdint.h>

enum { CHANNELS = 1, SEPARATOR = 3, END = 4, DECIMALS = 6 };

int to_csv(const uint8_t *src, int n, uint8_t *dst, const uint8_t *state)
{
    const uint8_t *stop = src + n;
    uint8_t *out = dst, text[12];
    int size = state[0], channels = state[CHANNELS] | state[CHANNELS + 1] << 8;
    int decimals = state[DECIMALS], column = 0;

    for (; src < stop; src += size) {
        int32_t value = (int16_t)(src[0] | src[1] << 8);
        uint32_t rest;
        int width = 0, least = decimals ? decimals + 2 : 1;

        if (size == 4)
            value = (value & 0xFFFF) | (uint32_t)(src[2] | src[3] << 8) << 16;
        rest = value;
        if (value < 0) {
            rest = -rest;
            *out++ = '-';
        }
        while (rest || width < least) {
            if (decimals && width == decimals)
                text[width++] = '.';
            text[width++] = '0' + rest % 10;
            rest /= 10;
        }
        while (width)
            *out++ = text[--width];
        if (++column < channels) {
            *out++ = state[SEPARATOR];
        } else {
            column = 0;
            *out++ = state[END];
            if (state[END + 1])
                *out++ = state[END + 1];
        }
    }
    return out - dst;
}
