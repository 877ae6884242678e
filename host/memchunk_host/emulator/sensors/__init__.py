"""Sensors as their registers behave, to be put on the bus of an emulated board or of a fake `machine`.

    sensor = Lsm6dso(rows)                  # little-endian int16 rows, in the order that the driver hands them out
    sensor.advance(now_us)                  # samples up to then go into its FIFO
    sensor.write(b"\\x3a"); sensor.read(2)   # a transaction each; a write begins with the register's address
    sensor.interrupt                        # level of its pin

Each is written from the data sheet that the driver of the same name cites, not from the driver. They run on
MicroPython, too, where they serve the tests on its unix port.
"""
