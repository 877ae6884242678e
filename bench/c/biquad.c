/* Second-order sections in Q14 over rows of int16. `Biquad` (lib/memchunk/dsp/biquad.py) tells what the state holds. */
#include <stdint.h>

struct section {
    int32_t b0, b1, b2, a1, a2;
};

struct line {
    int32_t last, last_but_one, error;
};

void biquad(const int16_t *src, int16_t *dst, int rows, int32_t *state)
{
    int channels = state[0];
    const struct section *first = (const struct section *)(state + 2), *stop = first + state[1];

    while (rows-- > 0) {
        struct line *line = (struct line *)stop;
        for (int channel = 0; channel < channels; channel++) {
            int32_t value = *src++;
            for (const struct section *s = first; s < stop; s++, line++) {
                int32_t b = s->b0 * value + s->b1 * line->last + s->b2 * line->last_but_one;
                int32_t a = s->a1 * line[1].last + s->a2 * line[1].last_but_one;
                int64_t sum = (int64_t)b - a + line->error + (1 << 13);
                int32_t out = sum >> 14;
                line->last_but_one = line->last;
                line->last = value;
                line->error = ((int32_t)sum & 0x3FFF) - (1 << 13);
                value = out;
                if (out > INT16_MAX || out < INT16_MIN) {
                    value = out > INT16_MAX ? INT16_MAX : INT16_MIN;
                    line->error = 0;
                }
            }
            line->last_but_one = line->last;
            line->last = value;
            line++;
            *dst++ = value;
        }
    }
}
