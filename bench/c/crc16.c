/* CRC of 16 bits: the table begins with the xorout in four bytes, then come the entries. */
#include <stdint.h>

void bytewise(uint8_t *state, const uint8_t *src, int n, const uint16_t *table)
{
    const uint16_t *entries = table + 2;
    uint32_t crc = (state[0] | state[1] << 8) ^ table[0];

    while (n--)
        crc = crc >> 8 ^ entries[(crc ^ *src++) & 0xFF];
    crc ^= table[0];
    state[0] = crc;
    state[1] = crc >> 8;
}

void nibblewise(uint8_t *state, const uint8_t *src, int n, const uint16_t *table)
{
    const uint16_t *low = table + 2;
    const uint16_t *high = low + 16;
    uint32_t crc = (state[0] | state[1] << 8) ^ table[0];

    while (n--) {
        crc ^= *src++;
        crc = crc >> 8 ^ low[crc & 15] ^ high[crc >> 4 & 15];
    }
    crc ^= table[0];
    state[0] = crc;
    state[1] = crc >> 8;
}
