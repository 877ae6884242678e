/* FIR in Q15 over rows of int16. `Fir` (lib/memchunk/dsp/fir.py) tells what the state holds. */

#include <stdint.h>

void fir(const int16_t *src, int16_t *dst, int rows, int32_t *state)
{
    int channels = state[0], taps = state[1], line = taps + 1;
    const int32_t *tap = state + 2;
    int at = state[2 + taps];

    for (int row = 0; row < rows; row++) {
        int32_t *x = state + 3 + taps;
        at = (at ? at : line) - 1;
        for (int channel = 0; channel < channels; channel++) {
            int32_t sum = 1 << 14;
            x[at] = x[at + line] = *src++;
            for (int k = 0; k < taps; k++)
                sum += tap[k] * x[at + k];
            sum >>= 15;
            *dst++ = sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum;
            x += 2 * line;
        }
    }
    state[2 + taps] = at;
}
