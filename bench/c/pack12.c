/* Samples of 12 bits, two in three bytes; of an odd number the last takes two. */
#include <stdint.h>

void little(const uint16_t *src, uint8_t *dst, int count)
{
    for (; count > 1; count -= 2) {
        uint32_t a = src[0], b = src[1];

        dst[0] = a;
        dst[1] = (a >> 8 & 15) | b << 4;
        dst[2] = b >> 4;
        src += 2;
        dst += 3;
    }
    if (count) {
        dst[0] = *src;
        dst[1] = *src >> 8 & 15;
    }
}

void mipi(const uint16_t *src, uint8_t *dst, int count)
{
    for (; count > 1; count -= 2) {
        uint32_t a = src[0], b = src[1];

        dst[0] = a >> 4;
        dst[1] = b >> 4;
        dst[2] = (a & 15) | b << 4;
        src += 2;
        dst += 3;
    }
    if (count) {
        dst[0] = *src >> 4;
        dst[1] = *src & 15;
    }
}
