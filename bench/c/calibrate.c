/* Offset and gain for each channel of int16 rows, in fixed point. */
#include <stdint.h>

void calibrate(const int16_t *src, int16_t *dst, int rows, const int32_t *table)
{
    int channels = table[0], shift = table[1], half = 1 << (shift - 1);
    table += 2;
    while (rows-- > 0) {
        for (int c = 0; c < channels; c++) {
            int value = ((*src++ - table[2 * c]) * table[2 * c + 1] + half) >> shift;
            if (value > INT16_MAX)
                value = INT16_MAX;
            else if (value < INT16_MIN)
                value = INT16_MIN;
            *dst++ = value;
        }
    }
}
