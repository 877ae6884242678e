"""What filters share: a state in one block of bytes, which a kernel carries on from chunk to chunk.

    state   [ what stays | what `reset` zeroes ]      little-endian int32, where nothing else is said

Before the first row, and after `reset`, every sample that went before counts as 0.
"""

from struct import pack_into

from memchunk.codecs import check_into, size_of
from memchunk.dsp import Transform


class Filter(Transform):
    """A transform of rows of int16 by a kernel that takes src, dst, rows and state. Allocates: itself. IRQ-safe: no."""

    def _begin(self, kernel, stays, zeroed):
        """Make the state: the ints `stays`, then `zeroed` bytes."""
        self._kernel = kernel
        self._stays = 4 * len(stays)
        self._state = bytearray(self._stays + zeroed)
        for i in range(len(stays)):
            pack_into("<i", self._state, 4 * i, stays[i])

    def reset(self):
        """Forget what went before. Allocates: 0 B. IRQ-safe: yes."""
        state = self._state
        i = self._stays
        while i < len(state):
            state[i] = 0
            i += 1

    def apply_into(self, src, dst):
        """Filter the rows of `src` into `dst`, which may be the same; returns the bytes written.

        Raises ValueError for part of a row or an odd address; other errors: see `check_into`. Nothing changes
        after an error. Allocates: 0 B. IRQ-safe: yes.
        """
        n = self._check(src, dst)
        self._kernel(src, dst, n // self.row_size, self._state)
        return n


class Decimator(Filter):
    """A filter that makes one row of `factor`; what zeroes in its state begins with the rows that wait.

    Allocates: itself. IRQ-safe: no.
    """

    factor = 1

    def max_len(self, size):
        """The most that `size` bytes become. Allocates: 0 B. IRQ-safe: yes."""
        return (size // self.row_size + self.factor - 1) // self.factor * self.row_size

    def apply_into(self, src, dst):
        """One row into `dst` for each `factor` rows, counted on from call to call; returns the bytes written.

        `dst` has room for so many, max_len(len(src)) at most; it may start at `src` or before it. Raises ValueError
        for part of a row or an odd address; other errors: see `check_into`. Nothing changes after an error.
        Allocates: 0 B. IRQ-safe: yes.
        """
        n = size_of(src)
        if n % self.row_size:
            raise ValueError("src: part row")
        n //= self.row_size
        waiting = self._state[self._stays] | self._state[self._stays + 1] << 8
        check_into(src, dst, (waiting + n) // self.factor * self.row_size, 0)
        if self._misaligned(src) or self._misaligned(dst):
            raise ValueError("src, dst: not aligned")
        return self._kernel(src, dst, n, self._state) * self.row_size


def fixed_point(name, numbers, one):
    """`numbers` as ints that count 1/`one`: as they are if all are ints, else times `one`, rounded.

    Raises ValueError(name) beyond ±4. Allocates: the list of them. IRQ-safe: no.
    """
    numbers = list(numbers)
    if not all(isinstance(number, int) for number in numbers):
        numbers = [float(number) * one for number in numbers]
    if not all(-4 * one <= number <= 4 * one for number in numbers):
        raise ValueError(name)
    return [round(number) for number in numbers]
