"""What is wired to the emulated Pico is what its pins see: the ground that tests of drivers stand on."""
# inject: adc=ramp i2c=registers

from time import sleep_ms, ticks_diff, ticks_us

from board import needs

_ADC, _DREQ_ADC = 0x4004C000, 36  # RP2040 datasheet, 4.9.6 and 2.5.3.1
_SAMPLES = 2000

def test_adc():
    """One conversion, one value."""
    needs("adc=ramp")
    from machine import ADC

    adc = ADC(26)
    first = adc.read_u16() >> 4
    assert [adc.read_u16() >> 4 for _ in range(9)] == [first + n & 0xFFF for n in range(1, 10)]


def test_adc_by_dma():
    """Free running at 100 ksps into memory, paced by DREQ: every conversion, each in its time."""
    needs("adc=ramp")
    import rp2
    from array import array
    from machine import ADC, mem32

    ADC(26)
    samples = array("H", bytes(2 * _SAMPLES))
    dma = rp2.DMA()
    control = dma.pack_ctrl(size=1, inc_read=False, treq_sel=_DREQ_ADC)
    mem32[_ADC + 0x08] = 1 << 24 | 1 << 3 | 1  # FCS: a sample is enough, DREQ, FIFO on
    mem32[_ADC + 0x10] = (480 - 1) << 8  # DIV: 48 MHz / 480
    try:
        dma.config(read=_ADC + 0x0C, write=samples, count=_SAMPLES, ctrl=control, trigger=True)
        began = ticks_us()
        mem32[_ADC] = 1 << 3 | 1  # CS: input 0, START_MANY, on
        while dma.active():
            pass
        took = ticks_diff(ticks_us(), began)
    finally:
        mem32[_ADC] = 1
        mem32[_ADC + 0x08] = 0
        dma.close()
    first = samples[0]
    for n in range(_SAMPLES):
        assert samples[n] == first + n & 0xFFF, n
    assert 10 * _SAMPLES - 20 <= took <= 10 * _SAMPLES + 200, took


def bus():
    needs("i2c=registers")
    from machine import I2C, Pin

    return I2C(0, scl=Pin(5), sda=Pin(4), freq=400_000)


def test_i2c_reads_at_the_speed_of_the_bus():
    i2c, data = bus(), bytearray(64)
    i2c.writeto_mem(0x6A, 0x10, bytes(range(64)))
    began = ticks_us()
    i2c.readfrom_mem_into(0x6A, 0x10, data)
    took = ticks_diff(ticks_us(), began)
    assert data == bytes(range(64))
    assert 67 * 9 * 2.5 <= took < 67 * 9 * 2.5 + 250, took  # two addresses, a register, 64 bytes of 9 bits


def test_i2c_nobody_answers():
    i2c = bus()
    try:
        i2c.readfrom_mem(0x11, 0, 3)
    except OSError as error:
        assert error.errno == 5
    else:
        raise AssertionError("somebody answered")
    assert i2c.readfrom_mem(0x6A, 0x7F, 1) == b"\x5a"  # and the bus goes on


def test_interrupt_pin():
    needs("i2c=registers")
    from machine import Pin

    edges = [0]

    def count(_):
        edges[0] += 1

    pin = Pin(22, Pin.IN)
    pin.irq(count, Pin.IRQ_RISING, hard=True)
    sleep_ms(20)
    pin.irq(None)
    assert 9 <= edges[0] <= 11, edges  # every 2 ms
