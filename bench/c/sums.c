/* Fletcher-16 and Adler-32; the sums are reduced every `block` bytes. */
#include <stdint.h>

void fletcher16(uint8_t *state, const uint8_t *src, int n, int block)
{
    uint32_t first = state[1];
    uint32_t second = state[0];

    while (n > 0) {
        int left = n < block ? n : block;

        n -= left;
        while (left--) {
            first += *src++;
            second += first;
        }
        first %= 255;
        second %= 255;
    }
    state[0] = second;
    state[1] = first;
}

void adler32(uint8_t *state, const uint8_t *src, int n, int block)
{
    uint32_t first = state[2] << 8 | state[3];
    uint32_t second = state[0] << 8 | state[1];

    while (n > 0) {
        int left = n < block ? n : block;

        n -= left;
        while (left--) {
            first += *src++;
            second += first;
        }
        first %= 65521;
        second %= 65521;
    }
    state[0] = second >> 8;
    state[1] = second;
    state[2] = first >> 8;
    state[3] = first;
}
