/* Base64 undone. */
#include <stdint.h>

enum { LAST = 4, PAD = 5, ENDED = 6, VALUES = 7 };

static uint32_t loose(uint32_t bits, int held)
{
    return bits & ((1 << 6 * held % 8) - 1);
}

int from_base64(const uint8_t *src, int n, uint8_t *dst, uint8_t *state)
{
    const uint8_t *values = state + VALUES;
    uint8_t *out = dst, last = state[LAST], pad = state[PAD], ended = state[ENDED];
    int held = state[0];
    uint32_t bits = state[1] | state[2] << 8 | state[3] << 16;

    for (int i = 0; i < n; i++) {
        uint8_t byte = src[i], value = byte < 128 ? values[byte] : 255;

        if (byte == pad && pad) {
            if (ended > 1 || (!ended && (held < 2 || loose(bits, held))))
                return -1 - i;
            ended = ended || held == 3 ? 2 : 1;
        } else if (value > 63 || ended) {
            return -1 - i;
        } else {
            bits = bits << 6 | value;
            if (++held == 4) {
                *out++ = bits >> 16;
                *out++ = bits >> 8;
                *out++ = bits;
                bits = held = 0;
            }
        }
    }
    if (last && (held == 1 || ended == 1 || (held && (loose(bits, held) || (pad && !ended)))))
        return -1 - n;
    if (held && (last || ended)) {
        bits >>= 6 * held % 8;
        if (held == 3)
            *out++ = bits >> 8;
        *out++ = bits;
        bits = held = 0;
    }
    state[0] = held;
    state[1] = bits;
    state[2] = bits >> 8;
    state[3] = bits >> 16;
    state[ENDED] = last ? 0 : ended;
    return out - dst;
}
