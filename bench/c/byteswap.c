/* Elements of two or four bytes turned round. */
#include <stdint.h>

void swap16(const uint16_t *src, uint16_t *dst, int count)
{
    for (int i = 0; i < count; i++)
        dst[i] = __builtin_bswap16(src[i]);
}

void swap32(const uint32_t *src, uint32_t *dst, int count)
{
    for (int i = 0; i < count; i++)
        dst[i] = __builtin_bswap32(src[i]);
}
