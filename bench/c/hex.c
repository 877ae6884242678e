/* Base16. */
#include <stdint.h>

int to_hex(const uint8_t *src, int n, uint8_t *dst, const uint8_t *digits)
{
    const uint8_t *stop = src + n;

    while (src < stop) {
        uint8_t byte = *src++;

        *dst++ = digits[byte >> 4];
        *dst++ = digits[byte & 15];
    }
    return 2 * n;
}
