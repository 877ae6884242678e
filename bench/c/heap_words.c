/* What a collection would find in the used blocks of a heap, where a word has 4 bytes and a block 16. */
#include <stdint.h>

struct found {
    int32_t misaligned, outside, inside, excess, widest, second, broad;
    uint32_t step, low, high;
};

static inline int kind_of(const uint8_t *table, uint32_t block)
{
    return table[block >> 2] >> 2 * (block & 3) & 3;
}

static void close(struct found *out, int width)
{
    if (width > 64)
        out->excess += width - 64;
    if (width > 16)
        out->broad++;
    if (width > out->widest) {
        out->second = out->widest;
        out->widest = width;
    } else if (width > out->second) {
        out->second = width;
    }
}

void scan(const uint32_t *pool, int n, const uint8_t *table, struct found *out)
{
    uint32_t low = out->low, size = 64 * n, last = 0;
    int blocks = 4 * n, width = 0, misaligned = 0, outside = 0, inside = 0;

    for (int block = 0; block < blocks; block++, pool += 4) {
        int kind = kind_of(table, block);
        if (kind != 2) {
            if (width)
                close(out, width);
            width = 0;
            last = 0;
        }
        if (!kind)
            continue;
        for (int i = 0; i < 4; i++) {
            uint32_t word = pool[i], away = word - low;
            if (word & 15) {
                misaligned++;
            } else if (away >= size) {
                outside++;
            } else {
                inside++;
                if (word != last)
                    width += kind_of(table, away >> 4) == 1;
                last = word;
            }
        }
    }
    close(out, width);
    out->misaligned += misaligned;
    out->outside += outside;
    out->inside += inside;
}
