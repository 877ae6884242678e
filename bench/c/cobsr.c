/* COBS/R out of COBS. */
#include <stdint.h>

int reduce(uint8_t *buf, int n)
{
    int at = 0;
    uint8_t last = buf[n - 1];

    while (at + buf[at] < n)
        at += buf[at];
    if (buf[at] == 1 || last < buf[at])
        return n;
    buf[at] = last;
    return n - 1;
}
