/* Base16 undone. */
#include <stdint.h>

static int worth(uint8_t digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    digit |= 32;
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return -1;
}

int from_hex(const uint8_t *src, int n, uint8_t *dst, uint8_t *state)
{
    uint8_t *out = dst;
    int held = *state;

    for (int i = 0; i < n; i++) {
        int value = worth(src[i]);

        if (value < 0)
            return -1 - i;
        held = held << 4 | value;
        if (held > 255) {
            *out++ = held;
            held = 1;
        }
    }
    *state = held;
    return out - dst;
}
