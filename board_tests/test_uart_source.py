"""UartSource on the firmware's own UART: whole rows in their order, and a short chunk where the sender pauses.

The emulated Pico has a sender on GP9 that answers a byte on GP8 with 256 rows of three samples, each a count.
"""
# inject: uart=rows

from board import needs

from memchunk import ChunkQueue, UartSource

ROWS, CHUNK = 256, 60


def take(source, queue):
    """The next chunk's rows as numbers; they are checked to be whole."""
    while not source.fill(queue):
        pass
    view = queue.peek().view
    found = []
    for at in range(0, len(view), 6):
        n = view[at] | view[at + 1] << 8
        for i in range(at, at + 6, 2):
            assert view[i] | view[i + 1] << 8 == n, "a torn row"
        found.append(n)
    queue.release()
    return found


def test_rows_and_a_pause():
    needs("uart=rows")
    from machine import UART, Pin

    uart = UART(1, 460_800, tx=Pin(8), rx=Pin(9), rxbuf=2048)
    source, queue = UartSource(uart, channels=3, rxbuf=2048), ChunkQueue(3, 6 * CHUNK)
    uart.write(b"g")
    rows, sizes = [], []
    while len(rows) < ROWS:
        found = take(source, queue)
        rows.extend(found)
        sizes.append(len(found))
    source.stop()
    uart.deinit()
    assert rows == list(range(ROWS))
    assert sizes == [CHUNK] * (ROWS // CHUNK) + [ROWS % CHUNK], sizes
    assert (source.torn, source.overruns, queue.dropped) == (0, 0, 0)
