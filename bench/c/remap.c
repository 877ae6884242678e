/* Channels of int16 rows in another order, and turned round: |axis|, from 1 on, is where one comes from. */
#include <stdint.h>

void remap(const int16_t *src, int16_t *dst, int rows, int16_t *table)
{
    int channels = table[0];
    const int16_t *axes = table + 1;
    int16_t *held = table + 1 + channels;

    while (rows-- > 0) {
        for (int channel = 0; channel < channels; channel++) /* dst may be src */
            held[channel] = *src++;
        for (int channel = 0; channel < channels; channel++) {
            int axis = axes[channel];
            int value = axis > 0 ? held[axis - 1] : -held[-axis - 1];
            *dst++ = value > INT16_MAX ? INT16_MAX : value;
        }
    }
}
