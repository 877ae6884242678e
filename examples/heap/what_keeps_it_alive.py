"""What keeps a dead buffer alive? Perhaps a sample: to the collector a number that looks like an address is one.

    mpremote run what_keeps_it_alive.py

The collector scans every buffer as if it held pointers. `audit` counts the words of a buffer that would keep
something alive.
"""

from array import array

from memchunk.heap import audit

try:
    import uctypes
except ImportError:
    uctypes = None

samples = array("L", [0] * 64)
print("of 64 zeros", audit(samples), "look like addresses")
buffer = bytearray(4096)
samples[7] = uctypes.addressof(buffer)  # as an ADC may well read
print("with one unlucky reading", audit(samples))
held = audit(samples)
samples[7] = 0
print("after it is overwritten", audit(samples))
print("answer: {} word of the samples would have kept 4096 bytes".format(held))
