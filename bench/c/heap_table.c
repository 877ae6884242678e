/* What an allocation table of two bits a block says: sixteen blocks at a time, four at the end. */
#include <stdint.h>

static const uint8_t *next(const uint8_t *table, const uint8_t *stop, uint32_t *word, int *left)
{
    if (stop - table > 3) {
        *word = *(const uint32_t *)table;
        *left = 16;
        return table + 4;
    }
    *word = *table;
    *left = 4;
    return table + 1;
}

static void close(int32_t *out, int run)
{
    out[0] += run;
    out[2]++;
    if (run > out[3])
        out[3] = run;
    int size = 0;
    while (run >>= 1)
        size++;
    out[5 + size]++;
}

void walk(const uint8_t *table, int n, int32_t *out)
{
    const uint8_t *stop = table + n;
    int heads = 0, run = 0, left;
    uint32_t word;

    while (table < stop) {
        table = next(table, stop, &word, &left);
        if (!word) {
            run += left;
            continue;
        }
        for (; left; left--, word >>= 2) {
            if (!(word & 3)) {
                run++;
                continue;
            }
            heads += word & 1;
            if (run)
                close(out, run);
            run = 0;
        }
    }
    out[1] += heads;
    out[4] += run;
    if (run)
        close(out, run);
}

int fits(const uint8_t *table, int n, int blocks)
{
    const uint8_t *stop = table + n;
    int found = 0, run = 0, left;
    uint32_t word;

    while (table < stop) {
        table = next(table, stop, &word, &left);
        if (!word) {
            for (run += left; run >= blocks; run -= blocks)
                found++;
            continue;
        }
        for (; left; left--, word >>= 2) {
            run++;
            if (word & 3) {
                run = 0;
            } else if (run == blocks) {
                found++;
                run = 0;
            }
        }
    }
    return found;
}
