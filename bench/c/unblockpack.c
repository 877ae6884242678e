/* blockpack undone: rows of int16 from their packed differences; docs/wire-format.md. */
#include <stdint.h>

#define BLOCK 8

static inline int width(const uint8_t *codes, int channel)
{
    int code = channel & 1 ? codes[channel >> 1] >> 4 : codes[channel >> 1] & 15;

    return code == 15 ? 16 : code;
}

int packed_len(const uint8_t *src, int size, int rows, int channels)
{
    int at = rows ? 2 * channels : 0;

    for (int left = rows - 1; left > 0 && at <= size; left -= BLOCK) {
        int body = at + (channels + 1) / 2;
        int bits = 0;

        if (body > size || (channels & 1 && src[body - 1] > 15))
            return -1;
        for (int channel = 0; channel < channels; channel++)
            bits += width(src + at, channel);
        at = body + (bits * (left < BLOCK ? left : BLOCK) + 7) / 8;
    }
    return at > size ? -1 : at;
}

void unpack(const uint8_t *src, uint16_t *dst, int rows, int channels)
{
    uint16_t *end = dst + rows * channels;

    for (int i = 0; i < channels && dst < end; i++, src += 2)
        *dst++ = src[0] | src[1] << 8;
    while (dst < end) {
        const uint8_t *codes = src;
        uint16_t *stop = end - dst > BLOCK * channels ? dst + BLOCK * channels : end;
        uint32_t bits = 0;
        int held = 0;

        src += (channels + 1) / 2;
        while (dst < stop) {
            for (int channel = 0; channel < channels; channel++) {
                int wanted = width(codes, channel);
                uint32_t step;

                while (held < wanted) {
                    bits |= *src++ << held;
                    held += 8;
                }
                step = bits & ((1 << wanted) - 1);
                bits >>= wanted;
                held -= wanted;
                *dst = dst[-channels] + (step >> 1 ^ -(step & 1));
                dst++;
            }
        }
    }
}
