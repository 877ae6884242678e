/* What finds a frame and opens it. */
#include <stdint.h>

int find(const uint8_t *buf, int start, int stop, int value)
{
    for (int i = start; i < stop; i++)
        if (buf[i] == value)
            return i;
    return -1;
}

int unstuff(const uint8_t *src, int n, uint8_t *dst)
{
    const uint8_t *start = src, *end = src + n;
    uint8_t *out = dst;

    while (src < end) {
        int group = *src;
        const uint8_t *stop = src + group;

        if (group == 0 || stop > end)
            return -1 - (src - start);
        src++;
        while (src < stop) {
            uint8_t byte = *src;

            if (byte == 0)
                return -1 - (src - start);
            *out++ = byte;
            src++;
        }
        if (group < 255 && src < end)
            *out++ = 0;
    }
    return out - dst;
}
