/* SLIP undone. */
#include <stdint.h>

enum { END = 192, ESC = 219, ESC_END = 220, ESC_ESC = 221 };

int unescape(const uint8_t *src, int n, uint8_t *dst)
{
    const uint8_t *start = src, *stop = src + n;
    uint8_t *out = dst;

    if (n == 0 || stop[-1] != END)
        return -1 - n;
    while (*src == END)
        if (++src == stop)
            return 0;
    while (*src != END) {
        uint8_t byte = *src++;

        if (byte == ESC) {
            byte = *src;
            if (byte == ESC_END)
                byte = END;
            else if (byte == ESC_ESC)
                byte = ESC;
            else
                return -1 - (src - start);
            src++;
        }
        *out++ = byte;
    }
    src++;
    return src == stop ? out - dst : -1 - (src - start);
}
