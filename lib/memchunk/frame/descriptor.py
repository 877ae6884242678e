"""Descriptor: what a stream is, for a receiver that joins at any time.

    Descriptor(1, "imu", ("ax", "ay", "az"), units="m/s2", scale=0.0012, rate=104)
"""


class Descriptor:
    """Stream `sid` (0 to 255), `name`, its `channels` by name, and what their int16 counts mean.

    physical value = count * `scale` + `offset`, in `units` (SenML, RFC 8428 section 12.1). Each of the three
    is one value for all channels or a tuple or list of one each; `rate` is rows per second, None if unknown.

    Raises ValueError naming the argument. Allocates: itself and the item. IRQ-safe: no.
    """

    def __init__(self, sid, name, channels, units=None, scale=1, offset=0, rate=None):
        from memchunk.frame.describe import describe

        self.sid = sid
        self._item = describe(sid, name, channels, units, scale, offset, rate)

    def encode(self):
        """The CBOR item, its last two bytes the sequence number of the next data frame (0 here).

        Allocates: 0 B. IRQ-safe: yes.
        """
        return self._item
