"""Places in memory, and the two ways to move a View to one, as its methods: no address becomes an int.

A word of a View's three is one element of `words` or, on 64-bit ports, two, the lower half first.
"""

import micropython


@micropython.viper
def distance(a: ptr8, b: ptr8) -> int:
    far = 1 << 28
    away = int(b) - int(a)
    if away > far:
        return far
    if away < 0 - far:
        return 0 - far
    return away


@micropython.viper
def misaligned(buf: ptr8) -> int:
    return int(buf) & 1


@micropython.viper
def aim(self, start: int, stop: int):
    if start < 0 or start > stop or stop > int(self._length):
        raise ValueError("start, stop")
    words = ptr32(self._words)
    word = int(self._word) >> 2
    place = int(self._place) + (start << 8)
    items = int(self._items)
    words[0] = place
    words[word] = stop - start
    words[2 * word] = items
    if word == 2:
        words[1] = place >> 32
        words[5] = items >> 32
    return self._shown


@micropython.viper
def over(self, buf, start: int, n: int):
    words = ptr32(self._words)
    word = int(self._word) >> 2
    place = (int(self._place) & 0xFF) | start << 8
    items = int(ptr8(buf))
    words[0] = place
    words[word] = n
    words[2 * word] = items
    if word == 2:
        words[1] = place >> 32
        words[5] = items >> 32
    return self._shown
