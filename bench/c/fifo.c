/* What a sensor's FIFO hands out, to rows of int16. */
#include <stdint.h>

static uint8_t *put(uint8_t *dst, const uint8_t *word)
{
    for (int i = 1; i < 7; i++)
        *dst++ = word[i];
    return dst;
}

int untag(const uint8_t *src, uint8_t *dst, int rows, int tag)
{
    for (int row = 0; row < rows; row++, src += 14) {
        if (src[0] >> 1 != tag || src[7] >> 1 != (tag ^ 12))
            return row;
        if (tag & 8) { /* the accelerometer's word came first; dst may lie at src */
            uint8_t held[6];

            put(held, src);
            dst = put(dst, src + 7);
            for (int i = 0; i < 6; i++)
                *dst++ = held[i];
        } else {
            dst = put(dst, src);
            dst = put(dst, src + 7);
        }
        tag = (tag & 12) | ((tag + 1) & 3);
    }
    return rows;
}
