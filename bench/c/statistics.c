/* Running minimum, maximum, sum and sum of squares of each channel of int16 rows. */
#include <stdint.h>

struct channel {
    int32_t minimum, maximum;
    uint32_t sum[2], squares[3];
};

void statistics(const int16_t *src, int rows, uint32_t *state, int channels)
{
    struct channel *channel = (struct channel *)(state + 2);
    state[0] += rows;
    state[1] += state[0] < (uint32_t)rows;
    for (int c = 0; c < channels; c++, channel++) {
        int32_t minimum = channel->minimum, maximum = channel->maximum;
        int64_t sum = (int64_t)((uint64_t)channel->sum[1] << 32 | channel->sum[0]);
        uint64_t before = (uint64_t)channel->squares[1] << 32 | channel->squares[0], squares = before;
        const int16_t *at = src + c;
        for (int row = 0; row < rows; row++, at += channels) {
            int32_t value = *at;
            if (value < minimum)
                minimum = value;
            if (value > maximum)
                maximum = value;
            sum += value;
            squares += (uint32_t)(value * value);
        }
        channel->minimum = minimum;
        channel->maximum = maximum;
        channel->sum[0] = (uint32_t)sum;
        channel->sum[1] = (uint32_t)((uint64_t)sum >> 32);
        channel->squares[0] = (uint32_t)squares;
        channel->squares[1] = (uint32_t)(squares >> 32);
        channel->squares[2] += squares < before;
    }
}
