/* Unsigned LEB128 undone; the last byte ends a value. */
#include <stdint.h>

int values(const uint8_t *src, int n)
{
    const uint8_t *stop = src + n;
    int count = n;

    while (src < stop)
        count -= *src++ >> 7;
    return count;
}

int decode16(const uint8_t *src, int n, uint16_t *dst)
{
    const uint8_t *start = src, *stop = src + n;
    uint16_t *out = dst;

    while (src < stop) {
        const uint8_t *first = src;
        uint32_t byte = *src++;
        uint32_t value = byte;

        if (byte < 128) {
            *out++ = value;
            continue;
        }
        value &= 127;
        for (int shift = 7; byte > 127; shift += 7) {
            byte = *src++;
            if (byte == 0 || (shift == 14 && byte > 3))
                return -1 - (first - start);
            value |= (byte & 127) << shift;
        }
        *out++ = value;
    }
    return out - dst;
}

int decode32(const uint8_t *src, int n, uint16_t *dst)
{
    const uint8_t *start = src, *stop = src + n;
    uint16_t *out = dst;

    while (src < stop) {
        const uint8_t *first = src;
        uint32_t byte = *src++;
        uint32_t value = byte;

        if (byte < 128) {
            out[0] = value;
            out[1] = 0;
            out += 2;
            continue;
        }
        value &= 127;
        for (int shift = 7; byte > 127; shift += 7) {
            byte = *src++;
            if (byte == 0 || (shift == 28 && byte > 15))
                return -1 - (first - start);
            value |= (byte & 127) << shift;
        }
        out[0] = value;
        out[1] = value >> 16;
        out += 2;
    }
    return (out - dst) / 2;
}
