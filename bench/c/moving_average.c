/* Running means of int16 rows. `MovingAverage` (lib/memchunk/dsp/moving_average.py) tells what the state holds. */
#include <stdint.h>

#define MASK 0x1FFFFFFF

void average(const int16_t *src, int16_t *dst, int rows, uint32_t *state)
{
    int channels = state[0];
    uint32_t window = state[1], at = state[2], bias = window << 15, half = window / 2;
    uint32_t *sums = state + 3;
    int16_t *lines = (int16_t *)(sums + channels), *oldest = lines + at * channels;

    while (rows-- > 0) {
        for (int channel = 0; channel < channels; channel++) {
            int16_t value = *src++;
            uint32_t total = (sums[channel] + value - *oldest) & MASK;
            *oldest++ = value;
            sums[channel] = total;
            *dst++ = (((total + bias) & MASK) + half) / window - 0x8000;
        }
        if (++at == window) {
            at = 0;
            oldest = lines;
        }
    }
    state[2] = at;
}
