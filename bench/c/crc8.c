/* CRC of 8 bits: the table begins with the xorout in four bytes, then come the entries. */
#include <stdint.h>

void bytewise(uint8_t *state, const uint8_t *src, int n, const uint8_t *table)
{
    const uint8_t *entries = table + 4;
    uint32_t crc = state[0] ^ table[0];

    while (n--)
        crc = entries[crc ^ *src++];
    crc ^= table[0];
    state[0] = crc;
}

void nibblewise(uint8_t *state, const uint8_t *src, int n, const uint8_t *table)
{
    const uint8_t *low = table + 4;
    const uint8_t *high = low + 16;
    uint32_t crc = state[0] ^ table[0];

    while (n--) {
        crc ^= *src++;
        crc = low[crc & 15] ^ high[crc >> 4];
    }
    crc ^= table[0];
    state[0] = crc;
}
