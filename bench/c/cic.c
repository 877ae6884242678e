/* Hogenauer's decimator over rows of int16. `Cic` (lib/memchunk/dsp/cic.py) tells what the state holds. */
#include <stdint.h>

struct cic {
    int32_t channels, factor, order, delay, shift, waiting, at;
    uint32_t registers[];
};

int cic(const int16_t *src, int16_t *dst, int rows, struct cic *state)
{
    int channels = state->channels, factor = state->factor, order = state->order, delay = state->delay;
    int waiting = state->waiting, made = 0;

    while (rows-- > 0) {
        uint32_t *integrator = state->registers;
        waiting++;
        for (int channel = 0; channel < channels; channel++) {
            uint32_t value = *src++, *comb = integrator + order;
            while (integrator < comb) {
                value += *integrator;
                *integrator++ = value;
            }
            integrator += order * delay;
            if (waiting < factor)
                continue;
            for (comb += state->at; comb < integrator; comb += delay) {
                uint32_t before = *comb;
                *comb = value;
                value -= before;
            }
            *dst++ = (int32_t)(value + (1 << state->shift >> 1)) >> state->shift;
        }
        if (waiting == factor) {
            waiting = 0;
            made++;
            if (++state->at == delay)
                state->at = 0;
        }
    }
    state->waiting = waiting;
    return made;
}
