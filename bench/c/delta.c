/* Differences between rows and zigzag, on int16. */
#include <stdint.h>

void delta(const uint16_t *src, uint16_t *dst, int count, int channels)
{
    int i = count;

    while (--i >= channels) /* backwards: dst may be src */
        dst[i] = src[i] - src[i - channels];
    for (; i >= 0; i--)
        dst[i] = src[i];
}

void undelta(const uint16_t *src, uint16_t *dst, int count, int channels)
{
    int i = 0;

    for (; i < channels && i < count; i++)
        dst[i] = src[i];
    for (; i < count; i++)
        dst[i] = src[i] + dst[i - channels];
}

void zigzag(const int16_t *src, uint16_t *dst, int count)
{
    for (int i = 0; i < count; i++)
        dst[i] = src[i] << 1 ^ src[i] >> 15;
}

void unzigzag(const uint16_t *src, int16_t *dst, int count)
{
    for (int i = 0; i < count; i++)
        dst[i] = src[i] >> 1 ^ -(src[i] & 1);
}
