/* Samples of 12 bits out of two in three bytes; sign is 0x800 for signed ones, 0 for others. */
#include <stdint.h>

void little(const uint8_t *src, uint16_t *dst, int count, int sign)
{
    for (; count > 1; count -= 2) {
        int a = src[0] | (src[1] & 15) << 8, b = src[1] >> 4 | src[2] << 4;

        dst[0] = (a ^ sign) - sign;
        dst[1] = (b ^ sign) - sign;
        src += 3;
        dst += 2;
    }
    if (count)
        *dst = ((src[0] | (src[1] & 15) << 8) ^ sign) - sign;
}

void mipi(const uint8_t *src, uint16_t *dst, int count, int sign)
{
    for (; count > 1; count -= 2) {
        int a = src[0] << 4 | (src[2] & 15), b = src[1] << 4 | src[2] >> 4;

        dst[0] = (a ^ sign) - sign;
        dst[1] = (b ^ sign) - sign;
        src += 3;
        dst += 2;
    }
    if (count)
        *dst = ((src[0] << 4 | (src[1] & 15)) ^ sign) - sign;
}
