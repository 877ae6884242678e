/* blockpack: rows of int16 as differences, eight rows to a block, one width a channel; docs/wire-format.md. */
#include <stdint.h>

#define BLOCK 8

static inline uint32_t step(const uint16_t *at, int channels)
{
    int16_t difference = at[0] - at[-channels];

    return (uint16_t)(difference << 1 ^ difference >> 15);
}

static uint8_t *widths(const uint16_t *first, const uint16_t *stop, int channels, uint8_t *out)
{
    for (int channel = 0; channel < channels; channel++) {
        uint32_t bits = 0;
        int code = 0;

        for (const uint16_t *at = first + channel; at < stop; at += channels)
            bits |= step(at, channels);
        while (bits && code < 15) {
            bits >>= 1;
            code++;
        }
        if (channel & 1)
            *out++ |= code << 4;
        else
            *out = code;
    }
    return out + (channels & 1);
}

static uint8_t *values(const uint16_t *first, const uint16_t *stop, int channels, const uint8_t *codes, uint8_t *out)
{
    uint32_t bits = 0;
    int held = 0;

    while (first < stop) {
        for (int channel = 0; channel < channels; channel++) {
            int code = channel & 1 ? codes[channel >> 1] >> 4 : codes[channel >> 1] & 15;

            bits |= step(first++, channels) << held;
            held += code == 15 ? 16 : code;
            while (held >= 8) {
                *out++ = bits;
                bits >>= 8;
                held -= 8;
            }
        }
    }
    if (held)
        *out++ = bits;
    return out;
}

int pack(const uint16_t *src, uint8_t *dst, int rows, int channels)
{
    const uint16_t *end = src + rows * channels;
    const uint16_t *first = rows ? src + channels : end;
    uint8_t *out = dst;

    while (src < first) {
        uint16_t value = *src++;

        *out++ = value;
        *out++ = value >> 8;
    }
    while (first < end) {
        const uint16_t *stop = end - first > BLOCK * channels ? first + BLOCK * channels : end;
        uint8_t *codes = out;

        out = widths(first, stop, channels, out);
        out = values(first, stop, channels, codes, out);
        first = stop;
    }
    return out - dst;
}
