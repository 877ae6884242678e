"""Letting the oldest go: what a producer does when its full buffer is to be overwritten.

With interrupts held off, since for once the producer moves the consumer's index; not while the consumer
holds what is there. What is free is looked at again in here: the consumer may have come in between.
"""

from memchunk.port import const

try:
    from machine import disable_irq as lock, enable_irq as unlock
except ImportError:  # CPython, the unix and the WebAssembly port have no interrupts

    def lock():  # type: ignore[misc]
        """Nothing to hold off here. Allocates: 0 B. IRQ-safe: yes."""

    def unlock(state):  # type: ignore[misc]
        """Nothing was held off. Allocates: 0 B. IRQ-safe: yes."""

_MOST = const(0x3FFFFFFF)  # where counts stop, see `buffers`
_DROPPED = const(10)  # words of a ChunkQueue
_READ = const(16)
_PEEKED = const(17)


def evict(buffer, n):
    """Let the oldest of an Spsc go until `n` places, or all, are free; returns how many then are.

    Allocates: 0 B. IRQ-safe: yes.
    """
    n |= 0  # raises TypeError for a float, while nothing is held off
    held_off = lock()
    free = buffer.free()
    gone = 0 if buffer._peeked else max(min(n, buffer.capacity) - free, 0)
    buffer._read = (buffer._read + gone) % buffer._span
    unlock(held_off)
    buffer.dropped += min(gone, _MOST - buffer.dropped)
    return free + gone


def evict_chunk(queue, n):
    """`evict` for a ChunkQueue, whose indices lie in words. Allocates: 0 B. IRQ-safe: yes."""
    words = queue._words
    held_off = lock()
    free = queue.free()
    gone = 0 if words[_PEEKED] else max(min(n, queue.capacity) - free, 0)
    words[_READ] = (words[_READ] + gone) % (2 * queue.capacity)
    unlock(held_off)
    n = min(gone, _MOST - words[_DROPPED])  # in two lines and so: a larger frame would come from the heap
    words[_DROPPED] += n
    return free + gone


def evict_records(queue, n):
    """Let the oldest records go until `n` bytes of a RecordQueue are free; returns how many then are.

    Interrupts are held off for one record at a time. Allocates: 0 B. IRQ-safe: yes.
    """
    while True:
        held_off = lock()
        free = queue.free()
        gone = free < n and not queue._peeked
        if gone:
            queue._oldest()
            queue.release()
        unlock(held_off)
        if not gone:
            return free
        queue.dropped += queue.dropped < _MOST
