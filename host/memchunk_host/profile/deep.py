"""Room for recursion over syntax trees that are as deep as their source is long.

    tree = deeply(lambda: ast.parse(source))
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_DEPTH, _STACK = 20_000, 256 << 20
_T = TypeVar("_T")


def deeply(call: Callable[[], _T]) -> _T:
    """What `call` returns or raises, RecursionError at some 20,000 calls inside of each other."""
    future: Future[_T] = Future()

    def work() -> None:
        try:
            future.set_result(call())
        except BaseException as e:
            future.set_exception(e)

    limit, stack = sys.getrecursionlimit(), threading.stack_size(_STACK)
    try:
        sys.setrecursionlimit(max(limit, _DEPTH))
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
    finally:
        threading.stack_size(stack)
    try:
        return future.result()
    finally:
        sys.setrecursionlimit(limit)
