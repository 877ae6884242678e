"""The Pico's ADC to USB at 100,000 samples a second, in memory that is fixed before the first of them.

    mpremote cp examples/adc_dma.py :main.py + reset
    stty -F /dev/ttyACM0 raw && cat /dev/ttyACM0 > adc.mchk       # Ctrl-C after a second or two
    memchunk decode adc.mchk --csv

GPIO 26 is sampled for a second. DMA writes the samples into the queue, the pipeline packs and frames them there.
Chunks for which nobody listens are counted, and the frames' sequence shows them. (`mpremote run` would take a 4 among
the frames' bytes for the program's end.)
"""

import gc
import sys
import time

gc.threshold(1024)  # while importing: garbage left between what stays would leave the heap in pieces

from memchunk import AdcDma, Blockpack, Descriptor, Frame, Pipeline  # noqa: E402

gc.threshold(-1)

RATE = 100_000
ROWS = 1024  # a chunk lasts for 10 ms, of which packing, framing and sending may take most


def pipeline(link, pins=(26,), rate=RATE, rows=ROWS):
    """The ADC's source, and the pipeline from it to `link`. Allocates: all that streaming will need. IRQ-safe: no."""
    source = AdcDma(pins, rate)
    names = ["gpio%d" % pin for pin in pins]
    about = Descriptor(1, "adc", names, units="V", scale=3.3 / 4096, rate=source.rate)
    return source, Pipeline(source, [Blockpack(len(pins)), Frame(about)], link, rows, depth=4)


def main(samples=100_000):
    """Send so many samples of each pin, and say what it took. Allocates: the pipeline. IRQ-safe: no."""
    source, stream = pipeline(sys.stdout.buffer)
    left = (samples + ROWS - 1) // ROWS
    while left:
        if stream.step():
            left -= 1
        else:
            time.sleep_ms(1)
    source.stop()
    stream.run()  # what waits
    source.close()
    return source.overruns, stream.queue.dropped, stream.queue.high_water, stream.longest_us


if __name__ == "__main__":
    main()
