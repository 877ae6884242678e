"""The emulated Pico with real firmware, where PICO_UF2 names it."""

import os

import pytest

from memchunk_host.emulator import BoardError, NoFirmware, Pico, WrongFirmware, find_firmware, firmware


@pytest.fixture(scope="module")
def pico():
    if not os.environ.get("PICO_UF2"):
        pytest.skip("PICO_UF2 IS NOT SET: NOTHING RAN ON A PICO'S FIRMWARE")
    made = Pico(find_firmware(), {"lib/hello.py": b"word = 'hello'\n", "data.bin": bytes(range(256))})
    made.boot()
    return made


def test_it_runs_what_is_in_its_file_system(pico):
    out, error = pico.exec("import hello, sys\nprint(hello.word, sys.platform)")
    assert out == b"hello rp2\r\n" and not error


def test_a_traceback_is_apart(pico):
    out, error = pico.exec("print(1)\n1/0")
    assert out == b"1\r\n" and b"ZeroDivisionError" in error


def test_files_written_there_are_read_here(pico):
    pico.exec("with open('/log.txt', 'w') as file: file.write('x' * 5000)")
    files = pico.files()
    assert files["log.txt"] == b"x" * 5000 and files["data.bin"] == bytes(range(256))


def test_a_program_longer_than_the_usb_buffers(pico):
    source = "total = 0\n" + "total += 1\n" * 300 + "print(total)"
    assert pico.exec(source)[0] == b"300\r\n"


def test_its_time_is_the_simulated_one(pico):
    before = pico.now_us
    pico.exec("import time; time.sleep_ms(200)")
    assert 200_000 <= pico.now_us - before < 600_000


def test_uart_both_ways(pico):
    pico.exec("from machine import UART, Pin\nu = UART(0, 115200, tx=Pin(0), rx=Pin(1), rxbuf=512)")
    pico.exec("u.write(b'A' * 100)\nu.flush()")
    assert pico.uart[0].sent == b"A" * 100
    pico.uart[0].feed(bytes(range(200)))
    out, _ = pico.exec("import time; time.sleep_ms(40)\nprint(u.read() == bytes(range(200)))")
    assert out == b"True\r\n"


class Echo:
    """Answers every byte with the one before; a sensor that never interrupts."""

    interrupt = False

    def __init__(self):
        self.sensor, self.last = self, 0

    def advance(self, now_us):
        pass

    def select(self):
        self.last = 0

    def transfer(self, byte):
        last, self.last = self.last, byte
        return last


def test_spi_at_its_rate(pico):
    pico.spi[0].attach(Echo(), select=17)
    pico.exec("from machine import SPI, Pin\ncs = Pin(17, Pin.OUT, value=1)")
    pico.exec("s = SPI(0, baudrate=1_000_000, sck=Pin(18), mosi=Pin(19), miso=Pin(16))\no = bytes(range(64))")
    out, error = pico.exec(
        "import time\nb = bytearray(64)\ncs(0)\n"
        "t = time.ticks_us()\ns.write_readinto(o, b)\nt = time.ticks_us() - t\ncs(1)\n"
        "print(t, bytes(b[1:]) == bytes(range(63)))"
    )
    took, right = out.split()
    assert right == b"True" and not error
    assert 512 <= int(took) < 700


def test_a_reset_comes_back(pico):
    pico.exec("kept = 1")
    pico.write(b"\x02import machine; machine.reset()\r")
    pico.wait(lambda: not pico._console.connected, 60)
    pico.wait(lambda: pico._console.connected, 60)
    out, _ = pico.exec("print('kept' in globals())")
    assert out == b"False\r\n"


def test_a_program_that_never_ends(pico):
    with pytest.raises(BoardError, match="did not end within 1 s"):
        pico.exec("while True: pass", timeout=1)
    assert pico.exec("print(2)")[0] == b"2\r\n"  # Ctrl-C took it off


def test_wrong_firmware(tmp_path, monkeypatch):
    with pytest.raises(WrongFirmware, match="No such file"):
        find_firmware(str(tmp_path / "no.uf2"))
    (tmp_path / "x.uf2").write_bytes(b"PK")
    monkeypatch.setenv("PICO_UF2", str(tmp_path / "x.uf2"))
    with pytest.raises(WrongFirmware, match="no UF2"):
        find_firmware()


def test_offline_there_is_none(monkeypatch):
    from rp2040py.utils import firmware_retrieve

    def offline(*_):
        raise OSError("offline")

    monkeypatch.delenv("PICO_UF2", raising=False)
    monkeypatch.setattr(firmware_retrieve, "retrieve", offline)
    with pytest.raises(NoFirmware, match="give PICO_UF2=path"):
        firmware.find()
