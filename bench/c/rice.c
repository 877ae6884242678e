/* Rice coding: rows of int16 as differences, a quotient in unary and a remainder each. */
#include <stdint.h>

enum { ESCAPE = 10, VERBATIM = 15, WORD = 16 };

static uint32_t zigzag(const uint16_t *src, int channels)
{
    int16_t step = src[0] - src[-channels];

    return (uint16_t)(step << 1 ^ step >> 15);
}

int choose(const uint16_t *src, int rows, uint8_t *state)
{
    int channels = state[0], bits = 0;

    for (int i = 0; i < (channels + 1) >> 1; i++)
        state[1 + i] = 0;
    if (rows < 2)
        return 2 * channels * rows;
    for (int channel = 0; channel < channels; channel++) {
        const uint16_t *first = src + channel + channels, *end = src + rows * channels;
        uint32_t total = 0, count = 0;
        int k = 0, code = VERBATIM, best = WORD * (rows - 1);

        for (const uint16_t *p = first; p < end && total < 1 << 29; p += channels, count++)
            total += zigzag(p, channels);
        for (; total >= count && k < VERBATIM - 1; k++)
            total >>= 1;
        for (; k >= 0; k--) {
            int cost = 0;

            for (const uint16_t *p = first; p < end; p += channels) {
                int quotient = zigzag(p, channels) >> k;

                cost += quotient < ESCAPE ? quotient + 1 + k : ESCAPE + WORD;
            }
            if (cost > best)
                break;
            if (cost < best) {
                best = cost;
                code = k;
            }
        }
        bits += best;
        state[1 + (channel >> 1)] |= code << ((channel & 1) * 4);
    }
    return 2 * channels + ((channels + 1) >> 1) + ((bits + 7) >> 3);
}

int pack(const uint16_t *src, uint8_t *dst, int rows, const uint8_t *state)
{
    int channels = state[0], channel = 0, held = 0;
    const uint16_t *end = src + rows * channels, *heads = src + channels;
    uint8_t *out = dst;
    uint32_t bits = 0;

    for (; src < heads && src < end; src++) {
        *out++ = *src;
        *out++ = *src >> 8;
    }
    if (rows < 2)
        return out - dst;
    for (int i = 0; i < (channels + 1) >> 1; i++)
        *out++ = state[1 + i];
    for (; src < end; src++) {
        uint32_t value = zigzag(src, channels);
        int width = state[1 + (channel >> 1)] >> ((channel & 1) * 4) & 15;

        if (width == VERBATIM) {
            width = WORD;
        } else if (value >> width < ESCAPE) {
            held += value >> width;
            bits |= 1u << held++;
            value &= (1 << width) - 1;
        } else {
            held += ESCAPE;
            width = WORD;
            for (; held >= 8; held -= 8, bits >>= 8)
                *out++ = bits;
        }
        bits |= value << held;
        held += width;
        for (; held >= 8; held -= 8, bits >>= 8)
            *out++ = bits;
        if (++channel == channels)
            channel = 0;
    }
    if (held)
        *out++ = bits;
    return out - dst;
}
