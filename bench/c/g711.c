/* ITU-T G.711: int16 in eight bits, and back. */
#include <stdint.h>

void ulaw(const int16_t *src, uint8_t *dst, int count)
{
    for (int i = 0; i < count; i++) {
        int value = src[i] >> 2, sign = 0xFF, segment = 0;

        if (value < 0) {
            value = -value;
            sign = 0x7F;
        }
        if (value > 8158)
            value = 8158;
        value += 33;
        while (value >> segment > 63)
            segment++;
        dst[i] = (segment << 4 | (value >> (segment + 1) & 15)) ^ sign;
    }
}

void unulaw(const uint8_t *src, int16_t *dst, int count)
{
    for (int i = 0; i < count; i++) {
        int code = src[i] ^ 0xFF;
        int value = ((((code & 15) * 2 + 33) << (code >> 4 & 7)) - 33) * 4;

        dst[i] = code & 0x80 ? -value : value;
    }
}

void alaw(const int16_t *src, uint8_t *dst, int count)
{
    for (int i = 0; i < count; i++) {
        int value = src[i] >> 3, sign = 0xD5, segment = 0;

        if (value < 0) {
            value = ~value;
            sign = 0x55;
        }
        while (value >> segment > 31)
            segment++;
        dst[i] = (segment << 4 | (value >> (segment ? segment : 1) & 15)) ^ sign;
    }
}

void unalaw(const uint8_t *src, int16_t *dst, int count)
{
    for (int i = 0; i < count; i++) {
        int code = src[i] ^ 0x55, segment = code >> 4 & 7, value = (code & 15) << 4 | 8;

        if (segment)
            value = (value + 0x100) << (segment - 1);
        dst[i] = code & 0x80 ? value : -value;
    }
}
