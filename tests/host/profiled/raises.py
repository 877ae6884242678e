"""A script that raises in the end."""


def half(n):
    if n < 2:
        raise ValueError("too small: {}".format(n))
    return half(n // 2) * 2.5


def report():
    try:
        half(40)
    except ValueError as e:
        raise RuntimeError(e.args[0] + "!")


report()
