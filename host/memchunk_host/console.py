"""What every sub-command shares: exit statuses, errors for the user, and lines on standard error."""

from __future__ import annotations

import sys

# All well; something was lost or damaged; wrong usage or a file that cannot be read or written; Ctrl-C; no reader.
OK, INCOMPLETE, USAGE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141


class CommandError(Exception):
    """Something that the user can put right; the text is all that is shown."""


def put_out(data: bytes) -> None:
    """Pass what a script wrote on to standard output, as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def put_err(data: bytes) -> None:
    """The same for standard error, if there is one."""
    if sys.stderr is not None:
        sys.stderr.flush()
        sys.stderr.buffer.write(data)
        sys.stderr.buffer.flush()


def say(message: str) -> None:
    """Print a line on standard error, if there is one."""
    if sys.stderr is not None:
        print(message, file=sys.stderr)
