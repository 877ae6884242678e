/* Rows of integers out of lines of decimal text. */
#include <stdint.h>

enum { CHANNELS = 1, SEPARATOR = 3, END = 4, DECIMALS = 6 };

int fields(const uint8_t *src, int n, const uint8_t *state)
{
    uint8_t separator = state[SEPARATOR], end = state[END];
    int count = 0;

    for (int i = 0; i < n; i++)
        count += src[i] == separator || src[i] == end;
    return count;
}

int from_csv(const uint8_t *src, int n, uint8_t *dst, const uint8_t *state)
{
    const uint8_t *start = src, *stop = src + n;
    uint8_t *out = dst;
    int size = state[0], channels = state[CHANNELS] | state[CHANNELS + 1] << 8;
    int decimals = state[DECIMALS], column = 0;
    uint32_t most = size == 2 ? 0x7FFF : 0x7FFFFFFF;

    while (src < stop) {
        int negative = *src == '-';
        const uint8_t *first = src += negative, *point = 0;
        uint32_t value = 0;

        for (; src < stop; src++) {
            uint32_t digit = *src - '0';

            if (digit > 9) {
                if (*src != '.' || !decimals || point || src == first)
                    break;
                point = src;
            } else {
                if (point && src - point > decimals)
                    break;
                if (value > most / 10 || value * 10 + digit > most + negative)
                    return start - 1 - src;
                value = value * 10 + digit;
            }
        }
        if (src == stop || src == first || (decimals && (!point || src - 1 - point < decimals)))
            return start - 1 - src;
        if (++column == channels)
            column = 0;
        if (*src != state[column ? SEPARATOR : END])
            return start - 1 - src;
        src++;
        if (negative)
            value = -value;
        for (int i = 0; i < size; i++, value >>= 8)
            *out++ = value;
        if (state[END + 1] && !column) {
            if (src == stop || *src != state[END + 1])
                return start - 1 - src;
            src++;
        }
    }
    return column ? -1 - n : out - dst;
}
