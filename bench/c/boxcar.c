/* The means of groups of rows of int16. `Boxcar` (lib/memchunk/dsp/boxcar.py) tells what the state holds. */
#include <stdint.h>

int boxcar(const uint16_t *src, uint16_t *dst, int rows, uint32_t *state)
{
    int channels = state[0], made = 0;
    uint32_t factor = state[1], waiting = state[2], half = factor / 2;
    uint32_t *sums = state + 3;

    while (rows-- > 0) {
        if (++waiting < factor) {
            for (int channel = 0; channel < channels; channel++)
                sums[channel] += *src++ ^ 0x8000;
            continue;
        }
        for (int channel = 0; channel < channels; channel++) {
            *dst++ = (sums[channel] + (*src++ ^ 0x8000) + half) / factor ^ 0x8000;
            sums[channel] = 0;
        }
        waiting = 0;
        made++;
    }
    state[2] = waiting;
    return made;
}
