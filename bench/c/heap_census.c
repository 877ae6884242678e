/* What lies in the blocks of a heap, where a word has 4 bytes and a block 16. */
#include <stdint.h>

struct row {
    uint32_t low, high, pieces, blocks;
};

struct census {
    uint32_t step, rows;
    struct row row[];
};

struct pool {
    uint32_t step, blocks, low, high;
};

static inline int kind_of(const uint8_t *table, uint32_t block)
{
    return table[block >> 2] >> 2 * (block & 3) & 3;
}

void tally(const uint8_t *table, int n, const uint32_t *pool, struct census *out)
{
    struct row *last = out->row + out->rows, *row = last;

    for (int block = 0; block < 4 * n; block++, pool += 4) {
        int kind = kind_of(table, block);
        if (kind & 1) {
            row = out->row;
            while (row < last && row->low != *pool)
                row++;
            row->pieces++;
        }
        if (kind)
            row->blocks++;
    }
}

int point(const uint32_t *data, int n, const uint8_t *table, const struct pool *pool)
{
    uint32_t low = pool->low, blocks = pool->blocks;
    int found = 0;

    while (n-- > 0) {
        uint32_t away = *data++ - low;
        if (!(away & 15) && away >> 4 < blocks)
            found += kind_of(table, away >> 4) == 1;
    }
    return found;
}
