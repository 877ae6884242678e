/* IMA ADPCM: differences of int16 in four bits. */
#include <stdint.h>

static const uint16_t steps[] = {
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97,
    107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796,
    876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428,
    4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385,
    24623, 27086, 29794, 32767,
};

static int follow(uint8_t *channel, int code)
{
    int step = steps[channel[2]], change = step >> 3, index = channel[2];
    int value = (int16_t)(channel[0] | channel[1] << 8);

    if (code & 4)
        change += step;
    if (code & 2)
        change += step >> 1;
    if (code & 1)
        change += step >> 2;
    value += code & 8 ? -change : change;
    if (value > 32767)
        value = 32767;
    else if (value < -32768)
        value = -32768;
    index += code & 4 ? 2 * (code & 3) + 2 : -1;
    if (index < 0)
        index = 0;
    else if (index > 88)
        index = 88;
    channel[0] = value;
    channel[1] = value >> 8;
    channel[2] = index;
    return value;
}

static int nearest(int difference, int step)
{
    int code = 0;

    if (difference < 0) {
        code = 8;
        difference = -difference;
    }
    for (int bit = 4; bit; bit >>= 1) {
        if (difference >= step) {
            code |= bit;
            difference -= step;
        }
        step >>= 1;
    }
    return code;
}

void encode(const int16_t *src, uint8_t *dst, int count, uint8_t *state)
{
    uint8_t *channel = state + 2, *end = channel + 3 * state[0];
    int i = 0, second = 0;

    if (state[1]) {
        for (; channel < end && i < count; channel += 3) {
            channel[0] = *dst++ = src[i];
            channel[1] = *dst++ = src[i++] >> 8;
            *dst++ = channel[2];
            *dst++ = 0;
        }
        channel = state + 2;
    }
    for (; i < count; i++) {
        int code = nearest(src[i] - (int16_t)(channel[0] | channel[1] << 8), steps[channel[2]]);

        follow(channel, code);
        if (second)
            *dst++ |= code << 4;
        else
            *dst = code;
        second ^= 1;
        channel += 3;
        if (channel == end)
            channel = state + 2;
    }
}

int decode(const uint8_t *src, int16_t *dst, int count, uint8_t *state)
{
    uint8_t *channel = state + 2, *end = channel + 3 * state[0];
    int heads = state[1] ? state[0] : 0, i, last, code = 0;

    if (heads > count)
        heads = count;
    for (i = 0; i < heads; i++) {
        if (src[4 * i + 2] > 88)
            return -3 - 4 * i;
        if (src[4 * i + 3])
            return -4 - 4 * i;
    }
    last = 4 * heads + ((count - heads) >> 1);
    if ((count - heads) & 1 && src[last] > 15)
        return -1 - last;
    for (i = 0; i < heads; i++, src += 4, channel += 3) {
        channel[0] = src[0];
        channel[1] = src[1];
        channel[2] = src[2];
        dst[i] = src[0] | src[1] << 8;
    }
    channel = state + 2;
    for (; i < count; i++) {
        code = (i - heads) & 1 ? code >> 4 : *src++;
        dst[i] = follow(channel, code & 15);
        channel += 3;
        if (channel == end)
            channel = state + 2;
    }
    return 0;
}
