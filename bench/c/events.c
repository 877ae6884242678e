/* Crossings of two levels in int16 rows, as records: the plain kernel tells what the state holds. */
#include <stdint.h>

struct state {
    uint32_t row, records, lost, room;
    uint16_t channels;
    int16_t rise, fall;
    uint16_t zero;
    uint8_t sides[];
};

struct record {
    uint32_t row;
    uint16_t channel;
    uint8_t rising, zero;
};

#define MASK 0x3FFFFFFF

static void add(struct record *records, struct state *state, uint32_t row, int channel, int rising)
{
    if (state->records < state->room)
        records[state->records++] = (struct record){row, channel, rising, 0};
    else if (state->lost < MASK)
        state->lost++;
}

void detect(const int16_t *src, int rows, struct record *records, struct state *state)
{
    int channels = state->channels, rise = state->rise, fall = state->fall;
    uint32_t row = state->row;

    for (; rows > 0; rows--, row = (row + 1) & MASK) {
        for (int channel = 0; channel < channels; channel++) {
            int value = *src++, before = state->sides[channel], now = before;
            if (value >= rise)
                now = 2;
            else if (value <= fall)
                now = 1;
            if (now == before)
                continue;
            state->sides[channel] = now;
            if (before)
                add(records, state, row, channel, now == 2);
        }
    }
    state->row = row;
}
