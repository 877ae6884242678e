"""A script that ends in the middle of calls and a with-block."""

import io
import sys


def finish(codes):
    with io.StringIO("text") as file:
        junk = [file.read(), codes]
        if len(junk) == 2:
            sys.exit(codes[1:][0])
    print("never")


def run():
    try:
        finish([1, 0])
    finally:
        print("ends", [0] * 10)


run()
