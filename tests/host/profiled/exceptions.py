"""Exceptions that leave functions, are caught far away, raised again, and pass through finally."""


class Refused(ValueError):
    def __init__(self, why):
        super().__init__(why)
        self.why = [why]


def deep(n):
    if n == 0:
        raise Refused("bottom " + str(n))
    junk = [n] * n
    return deep(n - 1) + junk


def guarded(n):
    try:
        return deep(n)
    except KeyError:
        return None
    finally:
        print("left", [n])


def again():
    try:
        guarded(3)
    except Refused as e:
        e.why.append("again")
        raise
    else:
        print("never")


def swallowed():
    for k in range(3):
        try:
            if k:
                continue
            return [k] * 4
        finally:
            k = [k, k]
    return None


try:
    again()
except ValueError as e:
    print(e, e.why)
for _ in range(3):
    try:
        deep(2)
    except (TypeError, Refused) as e:
        last = e.args
print(swallowed(), last)
try:
    {}["absent"]
except KeyError:
    caught = [1.5] * 3
try:
    assert caught == [], "not " + "empty"
except AssertionError as e:
    print(repr(e))
