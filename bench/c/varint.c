/* Unsigned LEB128 of 16-bit values and of 32-bit ones, which lie at any even address. */
#include <stdint.h>

int encode16(const uint16_t *src, uint8_t *dst, int count)
{
    const uint16_t *stop = src + count;
    uint8_t *out = dst;

    while (src < stop) {
        uint32_t value = *src++;

        while (value > 127) {
            *out++ = value | 128;
            value >>= 7;
        }
        *out++ = value;
    }
    return out - dst;
}

int encode32(const uint16_t *src, uint8_t *dst, int count)
{
    const uint16_t *stop = src + 2 * count;
    uint8_t *out = dst;

    while (src < stop) {
        uint32_t value = src[0] | (uint32_t)src[1] << 16;

        src += 2;
        while (value > 127) {
            *out++ = value | 128;
            value >>= 7;
        }
        *out++ = value;
    }
    return out - dst;
}
