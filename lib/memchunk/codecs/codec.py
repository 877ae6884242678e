"""What a stage of a pipeline tells, by default: that it needs no room.

    class Plain(Codec):
        def encode(self, chunk): ...

A codec is a stage: called with a Chunk it encodes in place.
"""


class Stage:
    """Sizes count bytes. A stage that needs room around the payload says so here, before anything is allocated.

    Allocates: itself. IRQ-safe: no.
    """

    def headroom(self, size):
        """Bytes needed in front of a payload of up to `size` to encode it in place; `tailroom`: behind it.

        Allocates: 0 B. IRQ-safe: yes.
        """
        return 0

    tailroom = headroom

    def max_len(self, size):
        """The most that `size` bytes become. Allocates: 0 B. IRQ-safe: yes."""
        return size

    def __call__(self, chunk):
        """`encode(chunk)`. Allocates: 0 B. IRQ-safe: yes."""
        self.encode(chunk)  # type: ignore[attr-defined]


class Codec(Stage):
    """A stage that leaves no rows of samples, but what is to be decoded. Allocates: itself. IRQ-safe: no."""

    enc = None  # nothing that a frame could tell by a number
