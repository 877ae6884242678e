"""Functions that allocate, one way each, and functions that do not: what the guards are held to.

    for what, fn, seen in PLANTED: ...     # by no_alloc (l), by a budget (b), on CPython (c); by steady, all of them
    for what, fn in CLEAN: ...
"""

import io
import struct

from memchunk.view import ALL

buf = bytearray(range(64))
view = memoryview(buf)
data = bytes(buf)
names = {"a": 1, "b": 2}
numbers = [3, 1, 2]
stream = io.BytesIO(data)
big = 1 << 70
thousand = bytes(1000)


class Sensor:
    gain = 3

    def read(self):
        return self.gain

    def none(self, a=1, b=2):
        pass

    @property
    def twice(self):
        return self.gain * 2


sensor = Sensor()


def many_locals():
    a = b = c = d = e = f = g = h = i = j = k = m = 1
    return a + b + c + d + e + f + g + h + i + j + k + m


def caught():
    try:
        raise ValueError
    except ValueError:
        return 0


def closes():
    opened = io.BytesIO()
    opened.write(thousand)
    opened.close()


def takes(*args):
    return 0


def counts():
    yield 1


def closure():
    mine = bytearray(2)
    return lambda: mine


def stores(n=[0]):  # noqa: B006
    n[0] = 5.5 + n[0]


def swallows():
    try:
        bytearray(2000)
    except MemoryError:
        pass


PLANTED = (
    ("a slice of bytes", lambda: data[3:40], "lb"),
    ("a slice of a view", lambda: view[3:40], "lb"),
    ("a list", lambda: [1, 2, 3], "lb"),
    ("a tuple of variables", lambda: (buf, view), "lb"),
    ("a dict", lambda: {"a": 1}, "lb"),
    ("a float", stores, "lb"),
    ("a big int", lambda: big + 1, "lb"),
    ("a joined string", lambda: "sensor" + str(numbers), "lb"),
    ("a formatted string", lambda: "%d units" % 1234, "lb"),
    ("a struct", lambda: struct.unpack_from("<HH", buf, 4), "lb"),
    ("a bound method", lambda: sensor.read, "lb"),
    ("a call with *", lambda: takes(*numbers), "lb"),
    ("a generator", lambda: counts(), "lb"),
    ("a closure", closure, "lb"),
    ("enumerate", lambda: enumerate(numbers), "lb"),
    ("a comprehension", lambda: [n + 1 for n in numbers], "lb"),
    ("a large buffer", lambda: bytearray(2000), "lbc"),
    ("a buffer behind its own except", swallows, "bc"),
    ("a stream that is closed again", closes, "lbc"),
    ("an error made and caught", caught, "b"),
    ("a frame of twelve locals", many_locals, ""),
)


def loops():
    total = 0
    for n in numbers:
        total += n
    for i in range(9):
        total += i
    return total


def keeps_in_place():
    buf[3] = view[5] & 0x7F
    head[ALL] = four
    return buf[3]


def globals_too():
    global count
    count = count + 1 & 0xFF


def branches(a=3):
    while a:
        a -= 1
    return "none" if a else "some"


def steps(it=iter(range(1 << 28))):  # noqa: B008
    return next(it)


def tries():
    try:
        return numbers[1]
    finally:
        sensor.none()


def nine_locals():
    a = b = c = d = e = 1
    return a + b + c + d + e


head, two, four, count, packer = view[:4], b"12", b"1234", 0, bytearray(8)
method = sensor.read

CLEAN = (
    ("nothing", lambda: None),
    ("arithmetic", lambda: (buf[1] * 3 + 7) & 0xFFFF),
    ("a method", lambda: sensor.read()),
    ("a method with keywords", lambda: sensor.none(a=2, b=3)),
    ("a bound method at hand", lambda: method()),
    ("a property", lambda: sensor.twice),
    ("loops", loops),
    ("writing in place", keeps_in_place),
    ("a global", globals_too),
    ("branches", branches),
    ("an iterator at hand", steps),
    ("finally", tries),
    ("packing into a buffer", lambda: struct.pack_into("<hh", packer, 2, -5, 5)),
    ("an int from bytes", lambda: int.from_bytes(two, "little")),
    ("finding", lambda: buf.find(four)),
    ("reading into a buffer", lambda: stream.readinto(packer)),
    ("a comparison", lambda: data == four or data < four),
    ("a dictionary", lambda: names["a"] + names.get("b")),
    ("an attribute", lambda: setattr(sensor, "gain", 4)),
    ("a few locals", nine_locals),
)
