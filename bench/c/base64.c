/* Base64 of any alphabet, in any pieces. */
#include <stdint.h>

enum { LAST = 3, PADDING = 4, ALPHABET = 5 };

int to_base64(const uint8_t *src, int n, uint8_t *dst, uint8_t *state)
{
    const uint8_t *alphabet = state + ALPHABET, *stop = src + n;
    uint8_t *out = dst;
    int held = state[0];
    uint32_t bits = state[1] | state[2] << 8;

    while (src < stop) {
        if (held == 0 && stop - src >= 3) {
            bits = src[0] << 16 | src[1] << 8 | src[2];
            src += 3;
        } else {
            bits = bits << 8 | *src++;
            if (++held < 3)
                continue;
            held = 0;
        }
        out[0] = alphabet[bits >> 18];
        out[1] = alphabet[bits >> 12 & 63];
        out[2] = alphabet[bits >> 6 & 63];
        out[3] = alphabet[bits & 63];
        out += 4;
        bits = 0;
    }
    if (held && state[LAST]) {
        uint8_t padding = state[PADDING];

        bits <<= 24 - 8 * held;
        *out++ = alphabet[bits >> 18];
        *out++ = alphabet[bits >> 12 & 63];
        if (held > 1)
            *out++ = alphabet[bits >> 6 & 63];
        else if (padding)
            *out++ = padding;
        if (padding)
            *out++ = padding;
        bits = held = 0;
    }
    state[0] = held;
    state[1] = bits;
    state[2] = bits >> 8;
    return out - dst;
}
