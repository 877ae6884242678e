/* Counts of int16 samples by size, for each channel: below the first bin, in each, above the last. */
#include <stdint.h>

struct shape {
    uint16_t channels;
    int16_t low;
    uint16_t width, bins;
};

#define MOST 0x3FFFFFFF

void histogram(const int16_t *src, int rows, uint32_t *counts, const struct shape *shape)
{
    int channels = shape->channels, low = shape->low, width = shape->width, bins = shape->bins;

    while (rows-- > 0) {
        uint32_t *own = counts;
        for (int channel = 0; channel < channels; channel++, own += bins + 2) {
            int away = *src++ - low, place = 0;
            if (away >= 0) {
                place = (unsigned)away / width;
                place = (place > bins ? bins : place) + 1;
            }
            if (own[place] < MOST)
                own[place]++;
        }
    }
}

void clear(uint32_t *counts, int n)
{
    for (int i = 0; i < n; i++)
        counts[i] = 0;
}
