#include <stdint.h>

void copy(const uint8_t *src, uint8_t *dst, int n)
{
    if (dst > src && dst < src + n) {
        while (n-- > 0)
            dst[n] = src[n];
    } else if ((((uintptr_t)src | (uintptr_t)dst) & 3) == 0) {
        const uint32_t *s = (const uint32_t *)src;
        uint32_t *d = (uint32_t *)dst;
        for (; n >= 4; n -= 4)
            *d++ = *s++;
        src = (const uint8_t *)s;
        dst = (uint8_t *)d;
        for (int i = 0; i < n; i++)
            dst[i] = src[i];
    } else {
        for (int i = 0; i < n; i++)
            dst[i] = src[i];
    }
}
