/* CRC of 32 bits: the table begins with the xorout in four bytes, then come the entries. */
#include <stdint.h>

void bytewise(uint8_t *state, const uint8_t *src, int n, const uint32_t *table)
{
    const uint32_t *entries = table + 1;
    uint32_t crc = (state[0] | state[1] << 8 | state[2] << 16 | (uint32_t)state[3] << 24) ^ table[0];

    while (n--)
        crc = crc >> 8 ^ entries[(crc ^ *src++) & 0xFF];
    crc ^= table[0];
    state[0] = crc;
    state[1] = crc >> 8;
    state[2] = crc >> 16;
    state[3] = crc >> 24;
}

void nibblewise(uint8_t *state, const uint8_t *src, int n, const uint32_t *table)
{
    const uint32_t *low = table + 1;
    const uint32_t *high = low + 16;
    uint32_t crc = (state[0] | state[1] << 8 | state[2] << 16 | (uint32_t)state[3] << 24) ^ table[0];

    while (n--) {
        crc ^= *src++;
        crc = crc >> 8 ^ low[crc & 15] ^ high[crc >> 4 & 15];
    }
    crc ^= table[0];
    state[0] = crc;
    state[1] = crc >> 8;
    state[2] = crc >> 16;
    state[3] = crc >> 24;
}
