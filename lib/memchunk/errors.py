"""The one error of ours: bad data that came from outside.

    try:
        cobs.decode_into(received, out)
    except DecodeError as error:
        print(error)

A wrong argument is Python's own ValueError or TypeError, naming the argument.
"""


class DecodeError(ValueError):
    """Received data breaks its format; the message says what and where."""
