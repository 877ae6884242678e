/* COBS/R undone. */
#include <stdint.h>

int unstuff(const uint8_t *src, int n, uint8_t *dst)
{
    const uint8_t *start = src, *end = src + n;
    uint8_t *out = dst;

    while (src < end) {
        int group = *src, beyond = src + group > end;
        const uint8_t *stop = beyond ? end : src + group;

        if (group == 0)
            return -1 - (src - start);
        src++;
        while (src < stop) {
            uint8_t byte = *src;

            if (byte == 0)
                return -1 - (src - start);
            *out++ = byte;
            src++;
        }
        if (beyond)
            *out++ = group;
        else if (group < 255 && src < end)
            *out++ = 0;
    }
    return out - dst;
}
