from inputs import plain
from inputs.csv import STATE, to_csv


def _text(n):
    """Whole lines of at most `n` bytes."""
    rows, size, text, _ = to_csv(n)
    text = bytes(text[: plain("csv").to_csv(rows, size, text, STATE)])
    return text[: text.rfind(b"\n", 0, n) + 1]


def fields(n):
    text = _text(n)
    return text, len(text), STATE


def from_csv(n):
    text = _text(n)
    return text, len(text), bytearray(n), STATE
