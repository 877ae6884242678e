"""The emulator's peripherals by their registers, no firmware needed; what is put right is still wrong in rp2040py.

RP2040 datasheet: ADC 4.9, I2C 4.3, SPI 4.4, UART 4.2, DMA 2.5.
"""

import pytest
from rp2040py.peripherals.adc import RPADC
from rp2040py.peripherals.i2c import R_TX_EMPTY, RPI2C
from rp2040py.peripherals.uart import RPUART
from rp2040py.rp2040 import RP2040

from memchunk_host.emulator import BoardError, adc, buses, image, uart
from memchunk_host.emulator.pico import UPSTREAM, check

CS, FCS, FIFO, DIV = 0x00, 0x08, 0x0C, 0x10
EN, START_MANY, FIFO_EN, DREQ_EN, ONE = 1, 1 << 3, 1, 1 << 3, 1 << 24
IC_TAR, IC_DATA_CMD, IC_ENABLE, IC_RAW = 0x04, 0x10, 0x6C, 0x34
READ, STOP, RESTART = 1 << 8, 1 << 9, 1 << 10


@pytest.fixture
def mcu():
    return RP2040()


def tick(mcu, us, step=1000):
    """Let `us` pass."""
    for _ in range(int(us * 1000 / step)):
        mcu.clock.tick(step)


class Device:
    """Registers, a log of what happened when, and an interrupt in every second millisecond."""

    def __init__(self):
        self.memory, self.at, self.now, self.interrupt, self.log = bytearray(range(256)), 0, 0, False, []

    def advance(self, now_us):
        assert now_us >= self.now
        self.now = now_us
        self.interrupt = now_us // 1000 % 2 == 1

    def write(self, data):
        self.log.append((self.now, data))
        self.at = data[0]

    def read(self, n):
        self.at += n
        return bytes(self.memory[self.at - n : self.at])


# ADC


def converting(mcu, divider=0, inputs=0, first=0):
    made = adc.Adc(mcu)
    made.write_uint32(DIV, divider << 8)
    made.write_uint32(FCS, FIFO_EN | DREQ_EN | ONE)
    made.write_uint32(CS, EN | START_MANY | inputs << 16 | first << 12)
    return made


def test_each_conversion_takes_the_next_value(mcu):
    made = adc.Adc(mcu)
    made.play(0, [5, 6, 7])
    seen = []
    for _ in range(5):
        made.write_uint32(CS, EN | 1 << 2)
        tick(mcu, 3)
        seen.append(made.read_uint32(0x04))
    assert seen == [5, 6, 7, 7, 7]
    assert made.taken[0] == 5


@pytest.mark.parametrize(("divider", "rate"), [(0, 500_000), (479, 100_000), (47_999, 1000)])
def test_free_running_keeps_its_rate(mcu, divider, rate):
    made = converting(mcu, divider)
    made.play(0, range(4096))
    tick(mcu, 20e6 / rate, step=500)
    assert made.taken[0] in (19, 20)


def test_the_fifo_holds_four_and_counts_what_is_lost(mcu):
    made = converting(mcu)
    made.play(0, range(10))
    tick(mcu, 13)
    assert [made.read_uint32(FIFO) for _ in range(4)] == [0, 1, 2, 3]
    assert made.overruns == 2


def test_dreq_follows_the_fifo(mcu):
    made = converting(mcu)
    assert not mcu.dma.dreq.get(made.dreq)
    tick(mcu, 3)
    assert mcu.dma.dreq[made.dreq]
    made.read_uint32(FIFO)
    assert not mcu.dma.dreq[made.dreq]


def test_dreq_enabled_late_sees_what_waits(mcu):
    made = adc.Adc(mcu)
    made.write_uint32(FCS, FIFO_EN | ONE)
    made.write_uint32(CS, EN | 1 << 2)
    tick(mcu, 3)
    made.write_uint32(FCS, FIFO_EN | DREQ_EN | ONE)
    assert mcu.dma.dreq[made.dreq]


@pytest.mark.parametrize(("inputs", "order"), [(0b111, "0120"), (0b1010, "1313"), (0b10001, "0404"), (0, "0000")])
def test_round_robin(mcu, inputs, order):
    assert _order(converting(mcu, 479, inputs, int(order[0])), mcu) == order


def test_upstream_round_robin_is_still_wrong(mcu):
    """When this fails, rp2040py has it right, and `Adc._active_channel` can go."""
    made = RPADC(mcu, "ADC")
    made.write_uint32(DIV, 479 << 8)
    made.write_uint32(CS, EN | START_MANY | 0b111 << 16)
    assert _order(made, mcu) != "0120"


def _order(made, mcu):
    seen = ""
    for _ in range(4):
        tick(mcu, 3)
        seen += str(made.current_channel)
        tick(mcu, 7)
    return seen


# I2C


def i2c(mcu, original=buses.I2c):
    made = original(mcu, mcu.i2c[0]) if original is buses.I2c else RPI2C(mcu, "I2C0", 23)
    made.write_uint32(0x1C, 125)  # SCL high and low, in cycles of 125 MHz: 400 kHz
    made.write_uint32(0x20, 187)
    made.write_uint32(IC_TAR, 0x6A)
    made.write_uint32(IC_ENABLE, 1)
    return made


def test_i2c_write_then_read(mcu):
    made, device = i2c(mcu), Device()
    made.attach(0x6A, device)
    for command in (0x20, READ | RESTART, READ, READ | STOP):
        made.write_uint32(IC_DATA_CMD, command)
    tick(mcu, 200)
    assert [made.read_uint32(IC_DATA_CMD) & 0xFF for _ in range(3)] == [0x20, 0x21, 0x22]
    assert [data for _, data in device.log] == [b"\x20"]


def test_i2c_takes_nine_clocks_a_byte(mcu):
    made, device = i2c(mcu), Device()
    made.attach(0x6A, device)
    for value in range(9):
        made.write_uint32(IC_DATA_CMD, value)
    made.write_uint32(IC_DATA_CMD, 9 | STOP)
    tick(mcu, 240)
    assert not device.log
    tick(mcu, 20)  # start, address and ten bytes of 9 bits at 2.5 us
    assert [data for _, data in device.log] == [bytes(range(10))]


def test_i2c_without_a_device_aborts_and_goes_on(mcu):
    made = i2c(mcu)
    made.write_uint32(IC_DATA_CMD, 1 | STOP)
    tick(mcu, 100)
    assert made.read_uint32(0x80) & 1  # 7B_ADDR_NOACK
    assert made.read_uint32(IC_RAW) & R_TX_EMPTY
    device = Device()
    made.attach(0x6A, device)
    made.read_uint32(0x54)
    made.write_uint32(IC_DATA_CMD, 1 | STOP)
    tick(mcu, 100)
    assert [data for _, data in device.log] == [b"\1"]


def test_upstream_i2c_still_waits_after_an_abort(mcu):
    made = i2c(mcu, RPI2C)
    made.write_uint32(IC_DATA_CMD, 1 | STOP)
    made._clear_interrupts(R_TX_EMPTY)
    made._abort(1)
    assert not made.int_raw & R_TX_EMPTY


def test_an_interrupt_pin_follows_its_device(mcu):
    made, device = i2c(mcu), Device()
    made.attach(0x6A, device, interrupt=22)
    mcu.gpio[22].pad_value |= 1 << 6  # input enabled
    levels = []
    for _ in range(6):
        tick(mcu, 500, step=10_000)
        levels.append(bool(mcu.gpio[22].input_value))
    assert levels == [False, True, True, False, False, True]


# SPI


class Answering:
    """Answers every byte with the one before, and counts transactions."""

    def __init__(self):
        self.sensor, self.last, self.begun = Device(), 0xEE, 0

    def select(self):
        self.begun += 1
        self.last = 0xEE

    def transfer(self, byte):
        last, self.last = self.last, byte
        return last


def test_spi_answers_while_it_is_selected_and_takes_its_time(mcu):
    made, device = buses.Spi(mcu, mcu.spi[0]), Answering()
    made.attach(device, select=17)
    made.write_uint32(0x00, 7)  # eight bits
    made.write_uint32(0x10, 124)  # about 1 MHz of 125
    made.write_uint32(0x08, 1)
    tick(mcu, 10)
    assert made.read_uint32(0x08) == 0xFF and not device.begun  # nobody is selected
    select(mcu, 17, low=True)
    for value in (1, 2, 3):
        made.write_uint32(0x08, value)
    tick(mcu, 22)
    assert made.rx_fifo.item_count == 2
    tick(mcu, 4)
    assert [made.read_uint32(0x08) for _ in range(3)] == [0xEE, 1, 2]
    select(mcu, 17, low=False)
    select(mcu, 17, low=True)
    assert device.begun == 2


def select(mcu, pin, low):
    gpio = mcu.gpio[pin]
    gpio.ctrl = 5  # SIO
    mcu.sio.gpio_output_enable = 1 << pin
    mcu.sio.gpio_value = 0 if low else 1 << pin
    gpio.check_for_updates()


# UART


def test_uart_sends_at_its_rate_and_keeps_what_was_sent(mcu):
    made = serial(mcu)
    for value in b"abc":
        made.write_uint32(0x00, value)
    assert not made.flags & 1 << 7  # TXFE
    tick(mcu, 200)
    assert made.sent == b"ab"  # 86.8 us each
    tick(mcu, 100)
    assert made.sent == b"abc" and made.flags & 1 << 7


def test_uart_receives_at_its_rate_and_counts_overruns(mcu):
    made = serial(mcu)
    made.feed(bytes(range(40)))
    tick(mcu, 900)
    assert made.rx_fifo.item_count == 10
    tick(mcu, 3000)
    assert made.overruns == 8
    assert [made.read_uint32(0x00) for _ in range(32)] == list(range(32))


def test_uart_interrupt_can_be_cleared(mcu):
    made = serial(mcu)
    made.write_uint32(0x38, 1 << 5)  # the mask: transmit
    made.write_uint32_atomic(0x44, 1 << 5, 0)
    assert not made.read_uint32(0x40)


def test_upstream_uart_interrupt_still_can_not(mcu):
    made = RPUART(mcu, "UART0", 20, mcu.uart[0].dreq)
    made.write_uint32(0x38, 1 << 5)
    made.write_uint32_atomic(0x44, 1 << 5, 0)
    assert made.read_uint32(0x40)


def serial(mcu):
    made = uart.Uart(mcu, mcu.uart[0])
    made.write_uint32(0x24, 67)  # 125 MHz / 16 / 67.8: 115,200
    made.write_uint32(0x28, 52)
    return made


# Files


def test_an_image_gives_back_its_files(tmp_path):
    (tmp_path / "x").write_bytes(b"from a file")
    files = {"main.py": b"print(1)", "lib/memchunk/a.mpy": bytes(9000), "lib/b.mpy": tmp_path / "x"}
    packed = image.pack(files)
    assert len(packed) == image.SIZE
    wanted = {**files, "lib/b.mpy": b"from a file"}
    assert image.unpack(packed) == wanted


def test_only_releases_that_were_looked_at():
    check(UPSTREAM + "6")
    with pytest.raises(BoardError, match=r"rp2040py 0\.4\.0"):
        check("0.4.0")
