/* SLIP: END between packets, and two bytes for each END or ESC within one. */
#include <stdint.h>

enum { END = 192, ESC = 219, ESC_END = 220, ESC_ESC = 221 };

int escape(const uint8_t *src, int n, uint8_t *dst, int lead)
{
    const uint8_t *stop = src + n;
    uint8_t *out = dst;

    while (lead--)
        *out++ = END;
    while (src < stop) {
        uint8_t byte = *src++;

        if (byte == END) {
            *out++ = ESC;
            byte = ESC_END;
        } else if (byte == ESC) {
            *out++ = ESC;
            byte = ESC_ESC;
        }
        *out++ = byte;
    }
    *out++ = END;
    return out - dst;
}
